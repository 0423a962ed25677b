//! Numbers by the browser: the tables that read and write fractions would be larger in the bundle than the parser.

use js_sys::Number;
use wasm_bindgen::JsValue;

/// Reads a number of JSON.
pub(super) fn number(text: &str) -> f64 {
    Number::new(&JsValue::from_str(text)).value_of()
}

/// Writes a number as text.
pub(super) fn digits(number: f64) -> String {
    Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
