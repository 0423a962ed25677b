//! Deserialization of JSON integers. JSON has one number type, so `3.0` is the integer 3.

use serde::{Deserialize, Deserializer, de::Unexpected};
use serde_json::Number;

/// Deserializes a required integer.
pub(crate) fn required<'de, D, N>(deserializer: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u64>,
{
    let number = Number::deserialize(deserializer)?;
    convert(&number).ok_or_else(|| out_of_range(&number))
}

/// Deserializes an integer that may be missing or `null`.
pub(crate) fn optional<'de, D, N>(deserializer: D) -> Result<Option<N>, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u64>,
{
    let Some(number) = Option::<Number>::deserialize(deserializer)? else { return Ok(None) };
    convert(&number).map(Some).ok_or_else(|| out_of_range(&number))
}

fn convert<N: TryFrom<u64>>(number: &Number) -> Option<N> {
    // A float is exact up to 2^53; no integer in the sandbox's API is larger.
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..=MAX_EXACT).contains(float));
    let integer = number.as_u64().or_else(|| float().map(|float| float as u64))?;
    N::try_from(integer).ok()
}

fn out_of_range<E: serde::de::Error>(number: &Number) -> E {
    E::invalid_value(Unexpected::Other(&number.to_string()), &"an integer in range")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "super::optional")]
        delay: Option<u32>,
    }

    fn delay(json: &str) -> Option<Option<u32>> {
        serde_json::from_str::<Body>(json).ok().map(|body| body.delay)
    }

    #[test]
    fn optional_with_integral_float_returns_integer() {
        assert_eq!(delay(r#"{"delay":3.0}"#), Some(Some(3)));
        assert_eq!(delay(r#"{"delay":3}"#), Some(Some(3)));
        assert_eq!(delay(r#"{"delay":null}"#), Some(None));
        assert_eq!(delay("{}"), Some(None));
    }

    #[test]
    fn optional_with_fraction_negative_or_overflow_fails() {
        for json in [r#"{"delay":3.5}"#, r#"{"delay":-1}"#, r#"{"delay":4294967296}"#, r#"{"delay":"3"}"#] {
            assert_eq!(delay(json), None, "{json}");
        }
    }
}
