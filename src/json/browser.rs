//! Numbers by the browser: the tables that read and write fractions would be larger in the bundle than the parser.

use js_sys::Number;

/// Reads a number of JSON.
pub(super) fn number(text: &str) -> f64 {
    js_sys::parse_float(text)
}

/// Writes a number as text.
pub(super) fn digits(number: f64) -> String {
    Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
