//! The OpenAPI document: one part for the sandbox's own routes, one beside each vendor, put together here.

use serde_json::Value;

use crate::{clubmed, merge::merge_patch};

/// The whole document.
pub(crate) fn document() -> Value {
    let mut document = part(include_str!("openapi.json"));
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    merge_patch(&mut document, &clubmed::openapi());
    document
}

/// A part, as it stands in a file of ours.
pub(crate) fn part(text: &str) -> Value {
    serde_json::from_str(text).expect("the parts of the document are parts of the program")
}
