//! A reference implementation of a vendor's storage: it applies a patch by merging or replacing, and validates nothing.

use carnet::{
    domain::{Changes, CustomerId, Record},
    json,
    vendor_api::{Operation, Query, RequestContext, read_profile, request},
};
use carnet_sandbox::merge_patch;
use serde_json::Value;

use crate::{
    test_server::{ORIGIN, response},
    vendors::Writer,
};

/// The request body that the app sends for these changes.
pub(crate) fn patch_body(fixture: &Writer, changes: &Changes) -> Value {
    let customer = CustomerId::parse("1").expect("an id");
    let query = Query::default();
    let context =
        RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
    let operation = Operation::Update { customer: &customer, changes, version: None, force_address: false };
    let body = request(fixture.vendor, operation, context).and_then(|request| request.body).expect("a body");
    serde_json::from_str(&json::write(&body)).expect("JSON")
}

/// The record that the app reads from a stored document.
pub(crate) fn read_record(fixture: &Writer, stored: &Value) -> Record {
    read_profile(fixture.vendor, &Query::default(), &response(200, &stored.to_string()))
        .expect("a profile")
        .record
}

/// Applies a patch as JSON Merge Patch (RFC 7396): nested objects are merged.
pub(crate) fn merge(stored: &mut Value, patch: &Value) {
    merge_patch(stored, patch);
}

/// Applies a patch by replacing each member that it has.
pub(crate) fn replace(stored: &mut Value, patch: &Value) {
    for (member, value) in patch.as_object().into_iter().flatten() {
        stored[member] = value.clone();
    }
}
