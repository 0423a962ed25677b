//! Read-only vendors: the app sends no request but the view, and accepts no change.

use carnet::{
    domain::{Changes, CustomerId, Field, Record, TextField, between},
    error::ApiError,
    vendor_api::{Operation, RequestContext, read_civilities, read_created, read_saved, request},
};

use crate::{
    test_server::{ORIGIN, response},
    vendors::{Fixture, VENDORS, WRITERS},
};

/// The read-only vendors.
fn read_only_vendors() -> impl Iterator<Item = &'static Fixture> {
    let writes = |fixture: &Fixture| WRITERS.iter().any(|writer| writer.vendor == fixture.vendor);
    VENDORS.iter().copied().filter(move |fixture| !writes(fixture))
}

#[test]
fn read_only_vendor_has_only_the_view_request() {
    let mut wanted = Record::default();
    wanted.texts[TextField::FirstName] = Some("Zoé".into());
    let changes = between(&Record::default(), &wanted);
    for fixture in read_only_vendors() {
        let (customer, query) = (CustomerId::parse(fixture.full).expect("an id"), fixture.query());
        let context =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let update = |changes, version, force_address| Operation::Update {
            customer: &customer,
            changes,
            version,
            force_address,
        };
        for operation in [
            update(&changes, None, false),
            update(&changes, Some("\"1\""), true),
            update(&Changes::default(), None, false),
            Operation::Create { record: &wanted, force_address: false },
            Operation::Create { record: &Record::default(), force_address: true },
            Operation::Civilities,
        ] {
            assert_eq!(request(fixture.vendor, operation, context), None, "{}: {operation:?}", fixture.name);
        }
        assert!(request(fixture.vendor, Operation::View(&customer), context).is_some(), "{}", fixture.name);
    }
}

#[test]
fn read_only_vendor_writes_clears_creates_and_requires_no_field() {
    for fixture in read_only_vendors() {
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

/// Even a successful response is an error, because the app never sends such a request.
#[test]
fn read_only_vendor_reads_no_write_response() {
    for fixture in read_only_vendors() {
        for (status, body) in [(204, ""), (200, "{}"), (201, r#"{"id":"1"}"#), (200, r#"[{"code":"MR"}]"#)] {
            let (vendor, response) = (fixture.vendor, response(status, body));
            assert_eq!(read_saved(vendor, &response), Err(ApiError::NotAllowed), "{}", fixture.name);
            assert_eq!(read_created(vendor, &response), Err(ApiError::NotAllowed), "{}", fixture.name);
            assert_eq!(read_civilities(vendor, &response), Err(ApiError::NotAllowed), "{}", fixture.name);
        }
    }
}
