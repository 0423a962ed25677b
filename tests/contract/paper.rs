//! A vendor on paper: what is sent, stored and read, without a sandbox and its rules.

use carnet::{
    domain::{Changes, CustomerId, Record},
    json,
    vendor_api::{Operation, Query, RequestContext, read_profile, request},
};
use carnet_sandbox::merge_patch;
use serde_json::Value;

use crate::{
    house::{ORIGIN, answer},
    vendors::Writer,
};

/// The body the vendor's module sends.
pub(crate) fn body(fixture: &Writer, changes: &Changes) -> Value {
    let customer = CustomerId::parse("1").expect("an id");
    let query = Query::default();
    let access =
        RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
    let call = Operation::Update { customer: &customer, changes, version: None, force_address: false };
    let body = request(fixture.vendor, call, access).and_then(|request| request.body).expect("a body");
    serde_json::from_str(&json::write(&body).expect("JSON")).expect("JSON")
}

/// What the vendor's module reads from a stored document.
pub(crate) fn read(fixture: &Writer, stored: &Value) -> Record {
    read_profile(fixture.vendor, &Query::default(), &answer(200, &stored.to_string()))
        .expect("a profile")
        .record
}

/// A vendor that merges what is nested, as it merges the whole (RFC 7396).
pub(crate) fn merges(stored: &mut Value, patch: &Value) {
    merge_patch(stored, patch);
}

/// A vendor that replaces each member it is sent.
pub(crate) fn replaces(stored: &mut Value, patch: &Value) {
    for (member, value) in patch.as_object().into_iter().flatten() {
        stored[member] = value.clone();
    }
}
