//! A JSON document as a tolerant tree: reading a member that is missing or of another type is not an error.
//!
//! Parser and writer are our own. The browser's parser rounds long numbers, and it builds a document of any size before
//! anything can be said about it.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod parser;

use parser::Parser;

#[cfg(target_arch = "wasm32")]
use browser as engine;
#[cfg(not(target_arch = "wasm32"))]
use native as engine;

/// The longest document that is read, in bytes of UTF-8. The longest profile that the vendors document has a tenth.
pub const MAX_BYTES: usize = 2_000_000;
/// The deepest nesting that is parsed. No vendor nests this far, and a recursive walk must not exhaust wasm's stack.
pub const MAX_DEPTH: usize = 64;
/// The largest number of values in a document: members of objects and items of lists, at any depth.
pub const MAX_VALUES: usize = 20_000;

/// Parses a text; `None` if it is not JSON, or exceeds [`MAX_BYTES`], [`MAX_DEPTH`] or [`MAX_VALUES`].
///
/// ```
/// use carnet::json::parse;
///
/// let json = parse(r#"{"id": 9007199254740993}"#).expect("JSON");
/// assert_eq!(json.get("id").text().as_deref(), Some("9007199254740993"));
/// assert_eq!(json.get("name").get("first").text(), None);
/// ```
pub fn parse(text: &str) -> Option<Json> {
    if text.len() > MAX_BYTES { None } else { Parser::new(text).document() }
}

/// Writes a document as text.
///
/// ```
/// use carnet::json::{parse, write};
///
/// let text = r#"{"id":9007199254740993,"name":"\"Ada\""}"#;
/// assert_eq!(parse(text).map(|json| write(&json)).as_deref(), Some(text));
/// ```
pub fn write(json: &Json) -> String {
    let mut text = String::new();
    write_into(&mut text, json);
    text
}

fn write_into(text: &mut String, json: &Json) {
    match json {
        Json::Null => text.push_str("null"),
        Json::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Json::Number(number) if number.is_finite() => text.push_str(&engine::digits(*number)),
        Json::Number(_) => text.push_str("null"),
        Json::Digits(digits) => text.push_str(digits),
        Json::Text(own) => write_text(text, own),
        Json::List(items) => {
            for (index, item) in items.iter().enumerate() {
                text.push(if index == 0 { '[' } else { ',' });
                write_into(text, item);
            }
            text.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Json::Members(members) => {
            for (index, (name, value)) in members.iter().enumerate() {
                text.push(if index == 0 { '{' } else { ',' });
                write_text(text, name);
                text.push(':');
                write_into(text, value);
            }
            text.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
}

fn write_text(text: &mut String, own: &str) {
    text.push('"');
    for letter in own.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\0'..=' ' if letter != ' ' => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => text.push(letter),
        }
    }
    text.push('"');
}

/// A JSON value. Members are in the order of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as a 64-bit float.
    Number(f64),
    /// A number that a 64-bit float cannot hold, as it is written: a whole one of many digits, or one beyond its range.
    Digits(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Members(Vec<(String, Json)>),
}

impl Json {
    /// Returns the member with this name, the last one if there are several; `null` if this is not an object or has no
    /// such member.
    pub fn get(&self, name: &str) -> &Json {
        match self {
            Json::Members(members) => {
                members.iter().rfind(|(key, _)| key == name).map_or(&Json::Null, |(_, value)| value)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_after_parse_returns_the_same_text() {
        let text = r#"{"b":[1.5,"",null,true],"a":{"é":"\u0000"}}"#;
        let json = parse(text).expect("it is JSON");
        assert_eq!(write(&json), text);
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
        assert_eq!(write(&json), text);
    }

    #[test]
    fn number_beyond_the_range_of_a_float_keeps_its_digits() {
        let text = r#"{"points":1e999,"rest":[-2.5E+400]}"#;
        let json = parse(text).expect("it is JSON");
        assert_eq!(json.get("points").text().as_deref(), Some("1e999"));
        assert_eq!(write(&json), text);
    }

    #[test]
    fn parse_agrees_with_another_parser() {
        let texts = [
            "0",
            "-0.5e-3",
            "1E+2",
            " [ ] ",
            "{ }",
            "[1,\n{\"a\" :\t[null , true,false]}]",
            r#""\u00e9\ud83d\ude00\n\/""#,
            "0.125",
            "1e-12345678901234567",
            "1.5e300",
            "\"\\\\\"",
            "[\"  a  \",\"\\\"12345678901234567\"]",
            "",
            " ",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "1e+",
            "+1",
            "1.e2",
            "1-2",
            "tru",
            "nullx",
            "[1,]",
            "[,]",
            "[",
            "[1",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "\"\n\"",
            r#""\x""#,
            r#""\u12g4""#,
            "\"",
            "1 2",
            "NaN",
            "'a'",
            "<html>",
        ];
        for text in texts {
            let other = serde_json::from_str::<serde_json::Value>(text).ok();
            assert_eq!(parse(text), other.and_then(|json| parse(&json.to_string())), "{text}");
        }
    }

    #[test]
    fn any_text_is_that_text() {
        for text in [
            "\u{e000}1\u{e000}",
            "a\"\u{e000}12345678901234567\u{e000}",
            "\u{e000}",
            "\\",
            "\u{0}\u{7f}\u{2028}",
        ] {
            let json = Json::Members(vec![(text.to_owned(), text.into())]);
            assert_eq!(parse(&write(&json)), Some(json), "{text:?}");
        }
        assert_eq!(parse(r#""\ud800x\udc00""#), Some("\u{fffd}x\u{fffd}".into()));
    }

    #[test]
    fn get_returns_the_last_of_two_members_with_one_name() {
        assert_eq!(parse(r#"{"a":1,"a":2}"#).map(|json| json.get("a").number()), Some(Some(2.0)));
    }

    #[test]
    fn parse_with_too_large_document_returns_none() {
        let list = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
        assert!(parse(&list(MAX_VALUES)).is_some());
        assert_eq!(parse(&list(MAX_VALUES + 1)), None);
        let text = |bytes: usize| format!("\"{}\"", "a".repeat(bytes - 2));
        assert!(parse(&text(MAX_BYTES)).is_some());
        assert_eq!(parse(&text(MAX_BYTES + 1)), None);
    }

    #[test]
    fn parse_with_too_deep_document_returns_none() {
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(MAX_DEPTH)).is_some());
        assert_eq!(parse(&deep(MAX_DEPTH + 1)), None);
    }
}
