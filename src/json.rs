//! A JSON document, parsed once at the door. Whatever its shape, it can be asked for what it holds.

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

/// The document in this text, or `None` if it is not JSON or nests too deeply.
pub fn parse(text: &str) -> Option<Json> {
    engine::parse(&exact::quoted(text))
}

/// The text of this document.
pub fn write(json: &Json) -> Option<String> {
    engine::write(json).map(|text| exact::bare(&text))
}

/// Deeper documents are refused: no vendor nests this far, and a walk must not exhaust wasm's stack.
const MAX_DEPTH: u8 = 64;

/// A JSON value. Members keep the order the parser gives them in: a browser's puts names that are whole numbers first, and of
/// two with one name keeps the last.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as a browser holds it.
    Number(f64),
    /// A whole number with more digits than a browser's numbers hold.
    Digits(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Members(Vec<(String, Json)>),
}

impl Json {
    /// The member of this name; `null` if this is no object or has no such member.
    pub fn get(&self, name: &str) -> &Json {
        match self {
            Json::Members(members) => {
                members.iter().find(|(key, _)| key == name).map_or(&Json::Null, |(_, value)| value)
            }
            _ => &Json::Null,
        }
    }

    /// The text, as it stands; `None` for the empty string and for anything but text or a number.
    /// A number where text was promised is read as its digits: reading never refuses.
    pub fn text(&self) -> Option<String> {
        match self {
            Json::Text(text) if !text.is_empty() => Some(text.clone()),
            Json::Digits(digits) => Some(digits.clone()),
            Json::Number(number) => Some(engine::digits(*number)),
            _ => None,
        }
    }

    /// The flag; `None` for anything else.
    pub fn flag(&self) -> Option<bool> {
        if let Json::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// The number, also where a whole one is written as text; `None` for anything else.
    pub fn number(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            // Whole numbers only: the tables that parse any fraction would weigh more than this file.
            Json::Text(text) => text.trim().parse::<i32>().ok().map(f64::from),
            _ => None,
        }
    }

    /// The items; none for anything but an array.
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

/// Reads a value that may nest this many levels more.
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
    fn any_document_is_read_and_written_back() {
        let text = r#"{"b":[1.5,"",null,true],"a":{"é":"\u0000"}}"#;
        let json = parse(text).expect("it is JSON");
        assert_eq!(write(&json).as_deref(), Some(text));
    }

    #[test]
    fn asking_a_document_for_what_it_does_not_hold_is_no_error() {
        let json = parse(r#"{"email":["not","text"],"points":"1200"}"#).expect("it is JSON");
        assert_eq!(json.get("email").text(), None);
        assert_eq!(json.get("email").get("x").get("y").flag(), None);
        assert_eq!(json.get("points").number(), Some(1200.0));
    }

    #[test]
    fn no_digit_of_a_long_number_is_lost() {
        let text = r#"{"a\"1234567890123456789":[9007199254740993,-9007199254740993,12345678901234567890],"b":"9007199254740993"}"#;
        let json = parse(text).expect("it is JSON");
        let list = json.get("a\"1234567890123456789");
        assert_eq!(list.items()[0].text().as_deref(), Some("9007199254740993"));
        assert_eq!(list.items()[1].text().as_deref(), Some("-9007199254740993"));
        assert_eq!(json.get("b"), &Json::Text("9007199254740993".into()));
        assert_eq!(write(&json).as_deref(), Some(text));
    }

    #[test]
    fn what_is_no_whole_number_stays_what_it_is() {
        for text in
            ["0.12345678901234567", "1e-12345678901234567", "\"\\\\\"", "[1,\"\\\"12345678901234567\",true]"]
        {
            let json = engine::parse(text);
            assert!(json.is_some(), "{text}");
            assert_eq!(parse(text), json, "{text}");
        }
    }

    #[test]
    fn a_bottomless_document_is_refused() {
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(usize::from(MAX_DEPTH))).is_some());
        assert_eq!(parse(&deep(usize::from(MAX_DEPTH) + 1)), None);
    }
}
