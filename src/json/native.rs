//! JSON outside a browser: for tests, by `serde_json`.

use super::Json;

/// The document in this text, or `None` if it is not JSON or nests too deeply.
pub(super) fn parse(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

/// The text of this document.
pub(super) fn write(json: &Json) -> Option<String> {
    serde_json::to_string(json).ok()
}

/// A number as text.
pub(super) fn digits(number: f64) -> String {
    number.to_string()
}
