//! Numbers outside a browser, for tests: by the standard library.

/// Reads a number of JSON.
pub(super) fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Writes a number as text.
pub(super) fn digits(number: f64) -> String {
    number.to_string()
}
