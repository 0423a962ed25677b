//! The words of one language: a flat table of keys, in the form i18next's translation tools read.
//!
//! `{{name}}` stands for a value; a key that counts ends in `_one`, `_other` or another plural category.

use crate::json::{self, Json};

/// English, compiled in: it is always there, and any key another catalogue lacks is found in it.
const ENGLISH: &str = include_str!("../../locales/en.json");

/// The words of one language. There are few enough to look through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    messages: Vec<(String, String)>,
}

impl Catalogue {
    /// The catalogue in this JSON text; `None` if it is no object of strings.
    pub fn parse(text: &str) -> Option<Catalogue> {
        let Json::Members(members) = json::parse(text)? else { return None };
        let mut messages = Vec::with_capacity(members.len());
        for (key, value) in members {
            let Json::Text(message) = value else { return None };
            messages.push((key, message));
        }
        Some(Catalogue { messages })
    }

    /// The catalogue that is compiled in.
    pub fn english() -> Catalogue {
        Catalogue::parse(ENGLISH).unwrap_or_default()
    }

    /// The same with these words in the place of its own.
    pub fn overridden_by(self, own: Catalogue) -> Catalogue {
        // The first of a key is the one that is found.
        let mut messages = own.messages;
        messages.extend(self.messages);
        Catalogue { messages }
    }

    /// The message under this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let (_, message) = self.messages.iter().find(|(candidate, _)| candidate == key)?;
        Some(message)
    }

    /// Every key and its message.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().map(|(key, message)| (key.as_str(), message.as_str()))
    }
}

/// The message with each `{{name}}` replaced by its value. A name nobody gives stays as it is written.
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

/// What stands before and after the first such mark. `split_once` would bring a search for marks of any length.
fn split<'a>(text: &'a str, mark: &[u8; 2]) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(2).position(|pair| pair == mark)?;
    Some((text.get(..at)?, text.get(at + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once_and_never_read_again() {
        assert_eq!(fill("{{a}} and {{ b }}", &[("a", "{{b}}"), ("b", "2")]), "{{b}} and 2");
        assert_eq!(fill("{{unknown}} {{open", &[]), "{{unknown}} {{open");
    }

    #[test]
    fn the_host_s_own_words_take_the_place_of_ours_and_no_others() {
        let parse = |text| Catalogue::parse(text).expect("a catalogue");
        let words = parse(r#"{"a":"1","b":"2"}"#).overridden_by(parse(r#"{"b":"own"}"#));
        assert_eq!([words.get("a"), words.get("b"), words.get("c")], [Some("1"), Some("own"), None]);
    }

    #[test]
    fn what_is_no_table_of_strings_is_no_catalogue() {
        assert!(Catalogue::parse("<html>").is_none());
        assert!(Catalogue::parse(r#"{"a":1}"#).is_none());
        assert_eq!(Catalogue::parse(r#"{"b":"2","a":"1"}"#).as_ref().and_then(|c| c.get("b")), Some("2"));
    }
}
