//! The query parameters of a vendor's API, read from the host's attributes and checked before a request is sent.
//!
//! An attribute has the name of its parameter in kebab-case: `gapToRenew` is `gap-to-renew`.

use crate::{domain::PartialDate, http::segment};

/// Checked query parameters, in the vendor's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(&'static str, String)>);

/// A query parameter: its name and its type.
pub(super) type Parameter = (&'static str, ParameterType);

/// The type of a parameter.
#[derive(Clone, Copy, Debug)]
pub(super) enum ParameterType {
    /// Any text.
    Text,
    /// One of these values.
    OneOf(&'static [&'static str]),
    /// A list of these values, separated by commas, in upper or lower case.
    SomeOf(&'static [&'static str]),
    /// `true` or `false`; an attribute without a value is true, as in HTML.
    Flag,
    /// A whole number, zero or more.
    Whole,
    /// A date, or a date and time with its offset (ISO 8601).
    Moment,
}

impl Query {
    /// Reads the parameters that are set. For each invalid one it returns a sentence for the page's developer.
    pub(super) fn read(
        parameters: &[Parameter],
        attribute: impl Fn(&str) -> Option<String>,
    ) -> (Query, Vec<String>) {
        let (mut query, mut errors) = (Query::default(), Vec::new());
        for &(name, kind) in parameters {
            let attribute_name = kebab(name);
            let Some(value) = attribute(&attribute_name) else { continue };
            let value = value.trim().to_owned();
            // An empty value is none, but for a flag, which is true.
            if value.is_empty() && !matches!(kind, ParameterType::Flag) {
                continue;
            }
            match kind.read(&value) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => query.0.push((name, value)),
                Err(right) => errors.push(format!("{attribute_name} is \"{value}\": it must be {right}.")),
            }
        }
        (query, errors)
    }

    /// Returns the value of a parameter, if it is set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    /// Sets a parameter.
    pub(super) fn set(&mut self, name: &'static str, value: String) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, own)) => *own = value,
            None => self.0.push((name, value)),
        }
    }

    /// Returns the query string of a URL, with its question mark; empty without parameters.
    pub(super) fn to_query_string(&self) -> String {
        let mut written = String::new();
        for (name, value) in &self.0 {
            written.push(if written.is_empty() { '?' } else { '&' });
            written.push_str(name);
            written.push('=');
            // A list is one value with commas in it, which the vendor's documents do not escape.
            let parts: Vec<String> = value.split(',').map(segment).collect();
            written.push_str(&parts.join(","));
        }
        written
    }
}

impl ParameterType {
    /// Returns the value as it is sent, or a description of a valid one.
    fn read(self, value: &str) -> Result<String, String> {
        let checked = |is_right: bool, right: &str| {
            if is_right { Ok(value.to_owned()) } else { Err(right.to_owned()) }
        };
        match self {
            ParameterType::Text => Ok(value.to_owned()),
            ParameterType::OneOf(all) => checked(all.contains(&value), &format!("one of {}", all.join(", "))),
            ParameterType::SomeOf(all) => {
                let own = |name: &str| all.iter().copied().find(|own| own.eq_ignore_ascii_case(name.trim()));
                let names = value.split(',').filter(|name| !name.trim().is_empty());
                let found: Option<Vec<&str>> = names.map(own).collect();
                found
                    .map(|found| found.join(","))
                    .ok_or_else(|| format!("a comma-separated list of {}", all.join(", ")))
            }
            ParameterType::Flag if value.is_empty() => Ok("true".to_owned()),
            ParameterType::Flag => checked(matches!(value, "true" | "false"), "true or false"),
            ParameterType::Whole => {
                let is_whole =
                    value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<i64>().is_ok();
                checked(is_whole, "a whole number, zero or more")
            }
            ParameterType::Moment => checked(
                is_date_or_timestamp(value),
                "a day like 2026-01-31, or a time with its offset like 2026-01-31T12:00:00Z (ISO 8601)",
            ),
        }
    }
}

/// Whether the text is a date, or a date and time with its offset (ISO 8601).
fn is_date_or_timestamp(text: &str) -> bool {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let is_day = || {
        day.len() == 10
            && PartialDate::from_stored(day.to_owned()).parts().is_some_and(|parts| parts.day.is_some())
    };
    // The hours and minutes of a time or of an offset.
    let is_clock = |text: &str| {
        let number =
            |text: &str, most: u8| text.len() == 2 && text.parse::<u8>().is_ok_and(|part| part <= most);
        text.split_once(':').is_some_and(|(hour, minute)| number(hour, 23) && number(minute, 59))
    };
    let is_second = |text: &str| {
        text.is_empty()
            || text.strip_prefix(':').is_some_and(|text| {
                let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                whole.len() == 2 && digits(whole) && digits(part)
            })
    };
    let is_time = |time: &str| {
        let Some((clock, rest)) = time.split_at_checked(5) else { return false };
        let zone = rest.find(['Z', '+', '-']);
        let Some((second, zone)) = zone.and_then(|zone| rest.split_at_checked(zone)) else { return false };
        is_clock(clock) && is_second(second) && (zone == "Z" || zone.get(1..).is_some_and(is_clock))
    };
    is_day() && time.is_none_or(is_time)
}

/// Converts camel case to kebab case: `gapToRenew` to `gap-to-renew`.
fn kebab(camel: &str) -> String {
    let mut kebab = String::new();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moment_is_a_date_or_a_time_with_offset() {
        for right in [
            "2026-01-31",
            "2026-01-31T12:00Z",
            "2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00.5+05:30",
            "2024-02-29T23:59-00:00",
        ] {
            assert!(is_date_or_timestamp(right), "{right}");
        }
        for wrong in [
            "",
            "2026",
            "2026-01",
            "20260131",
            "2026-02-30",
            "2026-01-31T",
            "2026-01-31T12:00:00",
            "2026-01-31T24:00Z",
            "2026-01-31T12:60Z",
            "2026-01-31 12:00Z",
            "2026-01-31T12:00:0Z",
            "2026-01-31T12:00+5",
            "2026-01-31T12:00Zulu",
            "soon",
        ] {
            assert!(!is_date_or_timestamp(wrong), "{wrong}");
        }
    }

    #[test]
    fn kebab_converts_parameter_to_attribute() {
        for (camel, name) in [
            ("source", "source"),
            ("gapToRenew", "gap-to-renew"),
            ("includedUserGroup2LoyaltyDetails", "included-user-group2-loyalty-details"),
            ("ug2SortBy", "ug2-sort-by"),
        ] {
            assert_eq!(kebab(camel), name);
        }
    }

    #[test]
    fn query_string_escapes_values() {
        let mut query = Query::default();
        query.set("accountId", "a&b=c#d é/?".to_owned());
        query.set("embed", "mlp,points".to_owned());
        query.set("accountId", "a&b".to_owned());
        assert_eq!(query.to_query_string(), "?accountId=a%26b&embed=mlp,points");
    }
}
