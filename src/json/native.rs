//! JSON outside a browser, for tests: by `serde_json`.

use super::Json;

/// Parses a text; `None` if it is not JSON or nests too deeply.
pub(super) fn parse(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

/// Writes a document as text.
pub(super) fn write(json: &Json) -> Option<String> {
    serde_json::to_string(json).ok()
}

/// Writes a number as text.
pub(super) fn digits(number: f64) -> String {
    number.to_string()
}
