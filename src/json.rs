//! A JSON document as a tolerant tree: reading a member that is missing or of another type is not an error.

#[cfg(target_arch = "wasm32")]
mod browser;
mod exact;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};

#[cfg(target_arch = "wasm32")]
use browser as engine;
#[cfg(not(target_arch = "wasm32"))]
use native as engine;

/// Parses a text; `None` if it is not JSON, or nests more than 64 levels.
///
/// ```
/// use carnet::json::parse;
///
/// let json = parse(r#"{"id": 9007199254740993}"#).expect("JSON");
/// assert_eq!(json.get("id").text().as_deref(), Some("9007199254740993"));
/// assert_eq!(json.get("name").get("first").text(), None);
/// ```
pub fn parse(text: &str) -> Option<Json> {
    engine::parse(&exact::mark_long_numbers(text))
}

/// Writes a document as text; `None` if the engine fails.
pub fn write(json: &Json) -> Option<String> {
    engine::write(json).map(|text| exact::unmark(&text))
}

/// The deepest nesting that is parsed. No vendor nests this far, and a recursive walk must not exhaust wasm's stack.
const MAX_DEPTH: u8 = 64;

/// A JSON value. Members are in the order of the parser: a browser's puts names that are whole numbers first, and keeps
/// the last of two members with one name.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as a 64-bit float.
    Number(f64),
    /// A whole number with more digits than a 64-bit float can hold.
    Digits(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Members(Vec<(String, Json)>),
}

impl Json {
    /// Returns the member with this name; `null` if this is not an object or has no such member.
    pub fn get(&self, name: &str) -> &Json {
        match self {
            Json::Members(members) => {
                members.iter().find(|(key, _)| key == name).map_or(&Json::Null, |(_, value)| value)
            }
            _ => &Json::Null,
        }
    }

    /// Returns the text unchanged; `None` for the empty string and for any value but a text or a number. A number is
    /// returned as its digits: vendors send one where their documents promise text.
    pub fn text(&self) -> Option<String> {
        match self {
            Json::Text(text) if !text.is_empty() => Some(text.clone()),
            Json::Digits(digits) => Some(digits.clone()),
            Json::Number(number) => Some(engine::digits(*number)),
            _ => None,
        }
    }

    /// Returns the flag; `None` for any other value.
    pub fn flag(&self) -> Option<bool> {
        if let Json::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// Returns the number, also of a whole number in a text; `None` for any other value.
    pub fn number(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            // Whole numbers only: the tables that parse fractions would be larger in the bundle than this module.
            Json::Text(text) => text.trim().parse::<i32>().ok().map(f64::from),
            _ => None,
        }
    }

    /// Returns the items; empty for any value but an array.
    pub fn items(&self) -> &[Json] {
        if let Json::List(items) = self { items } else { &[] }
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Json::Members(_))
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Json {
        value.map_or(Json::Null, Into::into)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Json {
        Json::Bool(flag)
    }
}

/// Deserializes a value that can nest this many levels more.
struct Nested(u8);

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Json;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(exact::digits(text).map_or_else(|| text.into(), |digits| Json::Digits(digits.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let depth = self.0.checked_sub(1).ok_or_else(|| A::Error::custom("nested too deeply"))?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Nested(depth))? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let depth = self.0.checked_sub(1).ok_or_else(|| A::Error::custom("nested too deeply"))?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key()? {
            members.push((name, access.next_value_seed(Nested(depth))?));
        }
        Ok(Json::Members(members))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        Nested(MAX_DEPTH).deserialize(deserializer)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(flag) => serializer.serialize_bool(*flag),
            Json::Number(number) => serializer.serialize_f64(*number),
            Json::Digits(digits) => serializer.serialize_str(&exact::marked(digits)),
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Json::Members(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_after_parse_returns_the_same_text() {
        let text = r#"{"b":[1.5,"",null,true],"a":{"é":"\u0000"}}"#;
        let json = parse(text).expect("it is JSON");
        assert_eq!(write(&json).as_deref(), Some(text));
    }

    #[test]
    fn get_with_missing_member_returns_null() {
        let json = parse(r#"{"email":["not","text"],"points":"1200"}"#).expect("it is JSON");
        assert_eq!(json.get("email").text(), None);
        assert_eq!(json.get("email").get("x").get("y").flag(), None);
        assert_eq!(json.get("points").number(), Some(1200.0));
    }

    #[test]
    fn long_whole_number_keeps_its_digits() {
        let text = r#"{"a\"1234567890123456789":[9007199254740993,-9007199254740993,12345678901234567890],"b":"9007199254740993"}"#;
        let json = parse(text).expect("it is JSON");
        let list = json.get("a\"1234567890123456789");
        assert_eq!(list.items()[0].text().as_deref(), Some("9007199254740993"));
        assert_eq!(list.items()[1].text().as_deref(), Some("-9007199254740993"));
        assert_eq!(json.get("b"), &Json::Text("9007199254740993".into()));
        assert_eq!(write(&json).as_deref(), Some(text));
    }

    #[test]
    fn other_numbers_and_texts_are_unchanged_by_marks() {
        for text in
            ["0.12345678901234567", "1e-12345678901234567", "\"\\\\\"", "[1,\"\\\"12345678901234567\",true]"]
        {
            let json = engine::parse(text);
            assert!(json.is_some(), "{text}");
            assert_eq!(parse(text), json, "{text}");
        }
    }

    #[test]
    fn parse_with_too_deep_document_returns_none() {
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(usize::from(MAX_DEPTH))).is_some());
        assert_eq!(parse(&deep(usize::from(MAX_DEPTH) + 1)), None);
    }
}
