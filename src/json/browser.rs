//! JSON by the browser's parser and writer, so that the bundle has none of its own.

use std::fmt;

use js_sys::{Array, JSON, Number, Object};
use serde::{
    Deserialize, Deserializer,
    de::{
        Error, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

use super::Json;

/// Parses a text; `None` if it is not JSON or nests too deeply.
pub(super) fn parse(text: &str) -> Option<Json> {
    Json::deserialize(Parsed(JSON::parse(text).ok()?)).ok()
}

/// Writes a document as text.
pub(super) fn write(json: &Json) -> Option<String> {
    JSON::stringify(&value(json)).ok().map(String::from)
}

/// Writes a number as text.
pub(super) fn digits(number: f64) -> String {
    Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

fn value(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Bool(flag) => JsValue::from_bool(*flag),
        Json::Number(number) => JsValue::from_f64(*number),
        Json::Digits(digits) => JsValue::from_str(&super::exact::marked(digits)),
        Json::Text(text) => JsValue::from_str(text),
        Json::List(items) => items.iter().map(value).collect::<Array>().into(),
        Json::Members(members) => {
            let entries: Array =
                members.iter().map(|(name, json)| Array::of2(&name.into(), &value(json))).collect();
            Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
        }
    }
}

/// A value from the browser's parser: it has only JSON types.
struct Parsed(JsValue);

/// The error of a value that is not accepted. It has no message: formatting one would be larger in the bundle than this
/// module, and nothing reads it.
#[derive(Debug)]
struct InvalidValue;

impl<'de> Deserializer<'de> for Parsed {
    type Error = InvalidValue;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidValue> {
        let Parsed(value) = self;
        if let Some(text) = value.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = value.as_f64() {
            visitor.visit_f64(number)
        } else if let Some(flag) = value.as_bool() {
            visitor.visit_bool(flag)
        } else if let Some(items) = value.dyn_ref::<Array>() {
            visitor.visit_seq(SeqDeserializer::new(items.iter().map(Parsed)))
        } else if let Some(object) = value.dyn_ref::<Object>() {
            let entries = Object::entries(object);
            let member = |entry: JsValue| {
                let entry: Array = entry.unchecked_into();
                (Parsed(entry.get(0)), Parsed(entry.get(1)))
            };
            visitor.visit_map(MapDeserializer::new(entries.iter().map(member)))
        } else {
            visitor.visit_unit()
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, InvalidValue> for Parsed {
    type Deserializer = Parsed;

    fn into_deserializer(self) -> Parsed {
        self
    }
}

impl Error for InvalidValue {
    fn custom<T: fmt::Display>(_: T) -> InvalidValue {
        InvalidValue
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid")
    }
}

impl std::error::Error for InvalidValue {}
