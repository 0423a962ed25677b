//! The OpenAPI document: one part for the sandbox's own routes, one beside each vendor, put together here.

use serde_json::Value;

use crate::{merge::merge_patch, vendor::Vendor};

/// The whole document.
pub(crate) fn document() -> Value {
    let mut document = part(include_str!("openapi.json"));
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    for vendor in Vendor::ALL {
        merge_patch(&mut document, &vendor.openapi());
    }
    document
}

/// A part, as it stands in a file of ours.
pub(crate) fn part(text: &str) -> Value {
    serde_json::from_str(text).expect("the parts of the document are parts of the program")
}
