//! The profile in a response: the selected keys, and the requested date format.

use serde_json::{Map, Value, json};

use super::{
    error::{Error, Reason},
    fields,
    seed::{self, Keys},
    validate::parse_date,
};
use crate::switches::ProfileKeys;

/// The format of the dates in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFormat {
    /// `19840131`, the default.
    Compact,
    /// `1984-01-31`
    Dashed,
}

impl DateFormat {
    /// Parses the query parameter `date_format`.
    pub(super) fn parse(format: Option<&str>) -> Result<Self, Error> {
        match format {
            None => Ok(Self::Compact),
            Some("Y-m-d" | "ISO") => Ok(Self::Dashed),
            Some(_) => Err(Error::invalid_value("date_format", Reason::NotADateFormat)),
        }
    }
}

/// Builds the response to a read.
pub(super) fn build(id: &str, stored: &Value, keys: ProfileKeys, dates: DateFormat, base_url: &str) -> Value {
    let keys = match keys {
        ProfileKeys::Own => seed::keys_of(id),
        ProfileKeys::Full => Keys::All,
        ProfileKeys::Sparse => Keys::WithValue,
        ProfileKeys::Legacy => Keys::Legacy,
    };
    let mut profile = match keys {
        Keys::All => {
            let mut all = with_keys_of(&fields::empty_profile(), stored);
            if all["_links"].is_null() {
                all["_links"] = links(id, stored, base_url);
            }
            all
        }
        Keys::WithValue => stored.clone(),
        Keys::Seeded(template) => with_keys_of(template, stored),
        Keys::Legacy => return legacy_profile(id, stored),
    };
    let birthdate = match stored["birthdate"].as_str() {
        Some(text) => json!(format_date(text, dates)),
        None => Value::Null,
    };
    for name in ["birthdate", "birthday"] {
        if let Some(value) = profile.get_mut(name) {
            *value = birthdate.clone();
        }
    }
    profile
}

/// Returns `stored` with every key of `template`. Keys without a stored value are empty; stored keys that the template
/// lacks come last.
fn with_keys_of(template: &Value, stored: &Value) -> Value {
    match (template, stored) {
        (Value::Object(template), Value::Object(stored)) => {
            let mut filled = Map::new();
            for (name, template) in template {
                let value = stored.get(name).unwrap_or(&Value::Null);
                filled.insert(name.clone(), with_keys_of(template, value));
            }
            for (name, value) in stored {
                filled.entry(name.clone()).or_insert_with(|| value.clone());
            }
            Value::Object(filled)
        }
        (Value::Array(_), Value::Null) => json!([]),
        (Value::Bool(_), Value::Null) => json!(false),
        (_, stored) => stored.clone(),
    }
}

/// Formats a stored date. A text that is not a valid date is returned unchanged.
fn format_date(text: &str, dates: DateFormat) -> String {
    match (parse_date(text), dates) {
        (None, _) => text.to_owned(),
        (Some(date), DateFormat::Compact) => {
            format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
        }
        (Some(date), DateFormat::Dashed) => {
            format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
        }
    }
}

fn links(id: &str, stored: &Value, base_url: &str) -> Value {
    let locale = stored["locale"].as_str().unwrap_or("en-US");
    json!([
        {"rel": "self", "method": "GET", "href": format!("{base_url}/clubmed/v2/customers/{id}/profile")},
        {"rel": "schema_v1", "method": "GET", "href": format!("{base_url}/clubmed/v1/schemas/profile/{locale}")},
    ])
}

/// Returns the profile in the format of the oldest documented response.
fn legacy_profile(id: &str, stored: &Value) -> Value {
    json!({
        "id": id,
        "email": stored["email"],
        "language": stored["locale"],
        "phone": stored["phones"][0]["number"],
    })
}
