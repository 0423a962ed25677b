//! A vendor that is only read is asked for nothing but to read, and nothing of it can be changed.

use carnet::{
    domain::{Changes, CustomerId, Field, Record, TextField, between},
    error::ApiError,
    vendor_api::{Operation, RequestContext, read_civilities, read_created, read_saved, request},
};

use crate::{
    house::{ORIGIN, answer},
    vendors::{Fixture, VENDORS, WRITERS},
};

/// The vendors that are only read.
fn readers() -> impl Iterator<Item = &'static Fixture> {
    let writes = |fixture: &Fixture| WRITERS.iter().any(|writer| writer.vendor == fixture.vendor);
    VENDORS.iter().copied().filter(move |fixture| !writes(fixture))
}

#[test]
fn no_call_but_the_read_is_a_request() {
    let mut wanted = Record::default();
    wanted.texts[TextField::FirstName] = Some("Zoé".into());
    let changes = between(&Record::default(), &wanted);
    for fixture in readers() {
        let (customer, query) = (CustomerId::parse(fixture.full).expect("an id"), fixture.query());
        let access =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let update = |changes, version, force_address| Operation::Update {
            customer: &customer,
            changes,
            version,
            force_address,
        };
        for call in [
            update(&changes, None, false),
            update(&changes, Some("\"1\""), true),
            update(&Changes::default(), None, false),
            Operation::Create { record: &wanted, force_address: false },
            Operation::Create { record: &Record::default(), force_address: true },
            Operation::Civilities,
        ] {
            assert_eq!(request(fixture.vendor, call, access), None, "{}: {call:?}", fixture.name);
        }
        assert!(request(fixture.vendor, Operation::View(&customer), access).is_some(), "{}", fixture.name);
    }
}

#[test]
fn nothing_can_be_written_emptied_or_made_and_nothing_is_required() {
    for fixture in readers() {
        let vendor = fixture.vendor;
        for field in Field::all() {
            let can = [
                vendor.writes(field),
                vendor.clears(field),
                vendor.accepts_on_create(field),
                vendor.requires(field),
            ];
            assert_eq!(can, [false; 4], "{}: {field:?}", fixture.name);
        }
    }
}

/// Nobody sent such a call, so no answer can be one to it: not even a good one.
#[test]
fn no_answer_says_that_something_was_done() {
    for fixture in readers() {
        for (status, body) in [(204, ""), (200, "{}"), (201, r#"{"id":"1"}"#), (200, r#"[{"code":"MR"}]"#)] {
            let (vendor, answer) = (fixture.vendor, answer(status, body));
            assert_eq!(read_saved(vendor, &answer), Err(ApiError::NotAllowed), "{}", fixture.name);
            assert_eq!(read_created(vendor, &answer), Err(ApiError::NotAllowed), "{}", fixture.name);
            assert_eq!(read_civilities(vendor, &answer), Err(ApiError::NotAllowed), "{}", fixture.name);
        }
    }
}
