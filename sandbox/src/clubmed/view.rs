//! How a stored profile is shown: which keys, which form of dates.

use serde_json::{Map, Value, json};

use super::{
    check::date,
    members,
    refusal::{Reason, Refusal},
    seed::{self, Keys},
};
use crate::switches::Body;

/// The form of the dates in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    /// `19840131`, when nothing was asked for.
    Compact,
    /// `1984-01-31`
    Dashed,
}

impl Dates {
    pub(super) fn asked(format: Option<&str>) -> Result<Self, Refusal> {
        match format {
            None => Ok(Self::Compact),
            Some("Y-m-d" | "ISO") => Ok(Self::Dashed),
            Some(_) => Err(Refusal::one("date_format", Reason::NotADateFormat)),
        }
    }
}

/// The answer to a read.
pub(super) fn view(id: &str, stored: &Value, body: Body, dates: Dates, origin: &str) -> Value {
    let keys = match body {
        Body::Own => seed::keys(id),
        Body::Full => Keys::All,
        Body::Sparse => Keys::Filled,
        Body::Legacy => Keys::Old,
    };
    let mut shown = match keys {
        Keys::All => {
            let mut all = fill(&members::blank(), stored);
            if all["_links"].is_null() {
                all["_links"] = links(id, stored, origin);
            }
            all
        }
        Keys::Filled => stored.clone(),
        Keys::Seeded(template) => fill(template, stored),
        Keys::Old => return old_body(id, stored),
    };
    let birthdate = match stored["birthdate"].as_str() {
        Some(text) => json!(written(text, dates)),
        None => Value::Null,
    };
    for name in ["birthdate", "birthday"] {
        if let Some(value) = shown.get_mut(name) {
            *value = birthdate.clone();
        }
    }
    shown
}

/// `stored` with every key of `template`: what is not stored is empty, what the template lacks follows.
fn fill(template: &Value, stored: &Value) -> Value {
    match (template, stored) {
        (Value::Object(template), Value::Object(stored)) => {
            let mut filled = Map::new();
            for (name, wanted) in template {
                filled.insert(name.clone(), fill(wanted, stored.get(name).unwrap_or(&Value::Null)));
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

/// A stored text that is no date is shown as it is.
fn written(text: &str, dates: Dates) -> String {
    match (date(text), dates) {
        (None, _) => text.to_owned(),
        (Some(day), Dates::Compact) => format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()),
        (Some(day), Dates::Dashed) => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
    }
}

fn links(id: &str, stored: &Value, origin: &str) -> Value {
    let locale = stored["locale"].as_str().unwrap_or("en-US");
    json!([
        {"rel": "self", "method": "GET", "href": format!("{origin}/clubmed/v2/customers/{id}/profile")},
        {"rel": "schema_v1", "method": "GET", "href": format!("{origin}/clubmed/v1/schemas/profile/{locale}")},
    ])
}

/// The body of the oldest scenario.
fn old_body(id: &str, stored: &Value) -> Value {
    json!({
        "id": id,
        "email": stored["email"],
        "language": stored["locale"],
        "phone": stored["phones"][0]["number"],
    })
}
