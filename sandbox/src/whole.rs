//! Whole numbers as JSON has them: `3.0` is 3.

use serde::{Deserialize, Deserializer, de::Unexpected};
use serde_json::Number;

/// For a member that must be there.
pub(crate) fn number<'de, D, N>(from: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u64>,
{
    let number = Number::deserialize(from)?;
    checked(&number).ok_or_else(|| refused(&number))
}

/// For a member that may be left out or `null`.
pub(crate) fn maybe<'de, D, N>(from: D) -> Result<Option<N>, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u64>,
{
    let Some(number) = Option::<Number>::deserialize(from)? else { return Ok(None) };
    checked(&number).map(Some).ok_or_else(|| refused(&number))
}

fn checked<N: TryFrom<u64>>(number: &Number) -> Option<N> {
    // Up to 2^53 a float is exact, and no number here is larger.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..=EXACT).contains(float));
    let whole = number.as_u64().or_else(|| float().map(|float| float as u64))?;
    N::try_from(whole).ok()
}

fn refused<E: serde::de::Error>(number: &Number) -> E {
    E::invalid_value(Unexpected::Other(&number.to_string()), &"a whole number in range")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Order {
        #[serde(default, deserialize_with = "super::maybe")]
        wait: Option<u32>,
    }

    fn wait(json: &str) -> Option<Option<u32>> {
        serde_json::from_str::<Order>(json).ok().map(|order| order.wait)
    }

    #[test]
    fn a_whole_float_is_a_number_of_things() {
        assert_eq!(wait(r#"{"wait":3.0}"#), Some(Some(3)));
        assert_eq!(wait(r#"{"wait":3}"#), Some(Some(3)));
        assert_eq!(wait(r#"{"wait":null}"#), Some(None));
        assert_eq!(wait("{}"), Some(None));
    }

    #[test]
    fn parts_debts_and_giants_are_refused() {
        for json in [r#"{"wait":3.5}"#, r#"{"wait":-1}"#, r#"{"wait":4294967296}"#, r#"{"wait":"3"}"#] {
            assert_eq!(wait(json), None, "{json}");
        }
    }
}
