//! The messages of one language: a flat table of keys, in the JSON format of i18next.
//!
//! `{{name}}` is a placeholder for a value. The key of a plural ends in `_one`, `_other` or another plural category.

use crate::json::{self, Json};

/// The English catalogue. It is compiled in, so that it is always there for a key that another catalogue lacks.
const ENGLISH: &str = include_str!("../../locales/en.json");

/// What American English has in other words, compiled in too, so that English never waits for a file.
const AMERICAN: &str = include_str!("../../locales/en-US.json");

/// The messages of one language. They are few enough for a linear search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    messages: Vec<(String, String)>,
}

impl Catalogue {
    /// Parses a catalogue; `None` if the text is not a JSON object of strings.
    pub fn parse(text: &str) -> Option<Catalogue> {
        let Json::Members(members) = json::parse(text)? else { return None };
        let mut messages = Vec::with_capacity(members.len());
        for (key, value) in members {
            let Json::Text(message) = value else { return None };
            messages.push((key, message));
        }
        Some(Catalogue { messages })
    }

    /// Returns the English catalogue.
    pub fn english() -> Catalogue {
        Catalogue::parse(ENGLISH).unwrap_or_default()
    }

    /// Returns the messages of American English that differ from [`Catalogue::english`].
    pub fn american() -> Catalogue {
        Catalogue::parse(AMERICAN).unwrap_or_default()
    }

    /// Replaces the messages that `own` has too by those of `own`.
    pub fn overridden_by(self, own: Catalogue) -> Catalogue {
        let mut messages = self.messages;
        messages.extend(own.messages);
        Catalogue { messages }
    }

    /// Returns the message of this key, the last one if there are several, as in any JSON.
    pub fn get(&self, key: &str) -> Option<&str> {
        let (_, message) = self.messages.iter().rfind(|(candidate, _)| candidate == key)?;
        Some(message)
    }

    /// Iterates over the keys and their messages.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().map(|(key, message)| (key.as_str(), message.as_str()))
    }
}

/// Returns the message with each `{{name}}` replaced by its value. A placeholder without a value stays as it is.
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = split(rest, b"{{")
        && let Some((name, remainder)) = split(after, b"}}")
    {
        filled.push_str(before);
        match values.iter().find(|(candidate, _)| *candidate == name.trim()) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push_str("{{");
                filled.push_str(name);
                filled.push_str("}}");
            }
        }
        rest = remainder;
    }
    filled.push_str(rest);
    filled
}

/// Splits the text at the first such mark. `str::split_once` would add a general string search to the wasm.
fn split<'a>(text: &'a str, mark: &[u8; 2]) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(2).position(|pair| pair == mark)?;
    Some((text.get(..at)?, text.get(at + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_does_not_replace_placeholders_inside_values() {
        assert_eq!(fill("{{a}} and {{ b }}", &[("a", "{{b}}"), ("b", "2")]), "{{b}} and 2");
        assert_eq!(fill("{{unknown}} {{open", &[]), "{{unknown}} {{open");
    }

    #[test]
    fn overridden_by_replaces_messages_of_the_same_key_only() {
        let parse = |text| Catalogue::parse(text).expect("a catalogue");
        let catalogue = parse(r#"{"a":"1","b":"2"}"#).overridden_by(parse(r#"{"b":"own"}"#));
        assert_eq!(
            [catalogue.get("a"), catalogue.get("b"), catalogue.get("c")],
            [Some("1"), Some("own"), None]
        );
    }

    #[test]
    fn parse_requires_an_object_of_strings() {
        assert!(Catalogue::parse("<html>").is_none());
        assert!(Catalogue::parse(r#"{"a":1}"#).is_none());
        assert_eq!(Catalogue::parse(r#"{"b":"2","a":"1"}"#).as_ref().and_then(|c| c.get("b")), Some("2"));
        assert_eq!(Catalogue::parse(r#"{"a":"1","a":"2"}"#).as_ref().and_then(|c| c.get("a")), Some("2"));
    }
}
