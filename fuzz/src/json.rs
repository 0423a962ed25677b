//! A JSON document: read as another parser reads it, within the limits, and written again the same.

use carnet::json::{Json, MAX_BYTES, MAX_DEPTH, MAX_VALUES, parse, write};
use serde_json::Value;

pub(crate) fn check(text: &str) {
    let own = parse(text);
    let other = serde_json::from_str::<Value>(text);
    match (&own, &other) {
        (Some(json), Ok(value)) => assert!(is_same(json, value), "{json:?} is not {value}"),
        // Half of a surrogate pair and numbers beyond a float are read, so that one of them hides no profile.
        (Some(_), Err(error)) => {
            let reason = error.to_string();
            let is_tolerated = ["surrogate", "hex escape", "number out of range"];
            assert!(is_tolerated.iter().any(|part| reason.contains(part)), "{reason}");
        }
        (None, Ok(value)) => assert!(may_exceed_a_limit(text), "{value} is not read"),
        (None, Err(_)) => {}
    }
    if let Some(json) = own {
        assert!(depth(&json) <= MAX_DEPTH && values(&json) <= MAX_VALUES && text.len() <= MAX_BYTES);
        check_writing(&json);
    }
}

/// What is written is what was read, for this parser and for another one.
fn check_writing(json: &Json) {
    let written = write(json);
    let again = parse(&written).expect("what is written can be read");
    assert_eq!(write(&again), written);
    // The other parser refuses numbers beyond a float.
    if let Ok(value) = serde_json::from_str(&written) {
        assert!(is_same(json, &value), "{json:?} is written as {value}");
    }
}

/// Whether both are the same document. Of members with one name, the last one counts.
fn is_same(own: &Json, other: &Value) -> bool {
    match (own, other) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(own), Value::Bool(other)) => own == other,
        (Json::Number(own), Value::Number(other)) => other.as_f64().is_some_and(|other| is_near(*own, other)),
        (Json::Digits(digits), Value::Number(other)) => {
            digits.parse().ok().zip(other.as_f64()).is_some_and(|(own, other)| is_near(own, other))
        }
        (Json::Text(own), Value::String(other)) => own == other,
        (Json::List(own), Value::Array(other)) => {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| is_same(own, other))
        }
        (Json::Members(members), Value::Object(other)) => {
            members.iter().all(|(name, _)| other.contains_key(name))
                && other.iter().all(|(name, value)| is_same(own.get(name), value))
        }
        _ => false,
    }
}

/// Whether two numbers are equal but for the last digits, which the other parser rounds in its own way.
fn is_near(own: f64, other: f64) -> bool {
    own == other || (own - other).abs() <= own.abs() * 1e-12
}

/// Whether a text may exceed a limit: brackets may all be nested, and every comma is followed by a value.
fn may_exceed_a_limit(text: &str) -> bool {
    let brackets = text.matches(['[', '{']).count();
    text.len() > MAX_BYTES || brackets > MAX_DEPTH || brackets + text.matches(',').count() >= MAX_VALUES
}

fn depth(json: &Json) -> usize {
    match json {
        Json::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Members(members) => 1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}

fn values(json: &Json) -> usize {
    match json {
        Json::List(items) => 1 + items.iter().map(values).sum::<usize>(),
        Json::Members(members) => 1 + members.iter().map(|(_, value)| values(value)).sum::<usize>(),
        _ => 1,
    }
}
