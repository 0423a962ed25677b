//! The laws of a change, for any two records.

use carnet::{
    domain::{Changes, Record, between},
    http::Response,
    json,
    vendor::{Access, Call, read_profile, request},
};
use carnet_sandbox::merge_patch;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    any,
    house::{ORIGIN, body_of},
    vendors::{Fixture, VENDORS},
};

#[test]
fn a_change_between_two_records_makes_one_of_the_other_and_back() {
    proptest!(|(loaded in any::record(), wanted in any::record())| {
        let changes = between(&loaded, &wanted);
        prop_assert_eq!(&changes.apply(&loaded), &wanted);
        prop_assert_eq!(&changes.apply(&changes.apply(&loaded)), &wanted, "twice is once");
        prop_assert_eq!(&between(&wanted, &loaded).apply(&wanted), &loaded, "the inverse restores");
        prop_assert!(between(&loaded, &loaded).is_empty(), "nothing edited is no change");
        prop_assert_eq!(changes.is_empty(), loaded == wanted);
    });
}

#[test]
fn every_unit_of_a_change_is_needed_and_none_minds_the_order() {
    proptest!(|(loaded in any::record(), wanted in any::record())| {
        let changes = between(&loaded, &wanted);
        for unit in changes.units() {
            let (one, rest) = (changes.only(|other| other == unit), changes.only(|other| other != unit));
            prop_assert_ne!(&rest.apply(&loaded), &wanted, "{:?} is needed", unit);
            prop_assert_eq!(&one.apply(&rest.apply(&loaded)), &wanted);
            prop_assert_eq!(&rest.apply(&one.apply(&loaded)), &wanted);
        }
    });
}

/// The body the vendor's module sends.
fn body(fixture: &Fixture, changes: &Changes) -> Value {
    let customer = carnet::domain::CustomerId::parse("1").expect("an id");
    let access = Access { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US" };
    let call = Call::Update { customer: &customer, changes, version: None, force_address: false };
    let body = request(fixture.vendor, call, access).body.expect("a body");
    serde_json::from_str(&json::write(&body).expect("JSON")).expect("JSON")
}

/// What the vendor's module reads from a stored document.
fn read(fixture: &Fixture, stored: &Value) -> Record {
    let body = body_of(&stored.to_string());
    let response = Response { status: 200, retry_after: None, language: None, etag: None, body };
    read_profile(fixture.vendor, &response).expect("a profile").record
}

/// A vendor that merges what is nested, as it merges the whole (RFC 7396).
fn merges(stored: &mut Value, patch: &Value) {
    merge_patch(stored, patch);
}

/// A vendor that replaces each member it is sent.
fn replaces(stored: &mut Value, patch: &Value) {
    for (member, value) in patch.as_object().into_iter().flatten() {
        stored[member] = value.clone();
    }
}

#[test]
fn a_patch_makes_of_the_stored_document_what_is_wanted_under_both_readings() {
    for fixture in VENDORS {
        for vendor in [merges, replaces] {
            proptest!(|(loaded in any::record(), mut wanted in any::record())| {
                // A flag can be turned and cannot be emptied.
                wanted.data_use = wanted.data_use.or(loaded.data_use);
                let mut stored = json!({});
                vendor(&mut stored, &body(fixture, &between(&Record::default(), &loaded)));
                prop_assert_eq!(&read(fixture, &stored), &loaded);

                let patch = body(fixture, &between(&loaded, &wanted));
                let members = patch.as_object().map(|patch| patch.keys().cloned().collect::<Vec<_>>());
                let units = between(&loaded, &wanted).units().map(|unit| fixture.member(unit)).collect::<Vec<_>>();
                prop_assert_eq!(members.unwrap_or_default(), units, "a member for each unit, and no other");
                vendor(&mut stored, &patch);
                prop_assert_eq!(&read(fixture, &stored), &wanted);
            });
        }
    }
}
