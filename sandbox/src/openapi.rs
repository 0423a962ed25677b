//! The OpenAPI document, assembled from the control routes' part and one part per vendor.

use serde_json::Value;

use crate::merge::merge_patch;

/// Assembles the document from the control routes' part and the vendors' `parts`.
pub(crate) fn document(parts: impl Iterator<Item = Value>) -> Value {
    let mut document = parse_part(include_str!("openapi.json"));
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    for part in parts {
        merge_patch(&mut document, &part);
    }
    document
}

/// Parses one embedded part.
pub(crate) fn parse_part(text: &str) -> Value {
    serde_json::from_str(text).expect("the embedded openapi.json files are valid JSON")
}
