//! Pseudo-locales: catalogues generated from the English one, to test a page before it is translated. Texts are longer,
//! as in most languages, and have marks, so that a text outside the catalogue is visible.

use serde_json::{Map, Value};

type Transform = fn(&str) -> String;

/// The pseudo-locales: the tag, as in CLDR, and the transformation of English text.
const LOCALES: [(&str, Transform); 2] = [("en-XA", accent), ("ar-XB", reverse)];

/// Whether the tag is that of a pseudo-locale.
pub(super) fn has(tag: &str) -> bool {
    LOCALES.iter().any(|(other, _)| *other == tag)
}

/// Whether the file of `dist/` is the catalogue of a pseudo-locale, or a compressed copy of one.
pub(crate) fn is_pseudo_locale_file(name: &str) -> bool {
    LOCALES.iter().any(|(tag, _)| name.starts_with(&format!("{tag}-")))
}

/// Returns the tag and the catalogue of each pseudo-locale, generated from the English catalogue.
pub(super) fn catalogues(english: &Value) -> Vec<(&'static str, Value)> {
    let none = Map::new();
    let messages = english.as_object().unwrap_or(&none);
    let catalogue = |(tag, transform): (&'static str, Transform)| {
        let transformed = messages.iter().map(|(key, message)| {
            let message = message.as_str().unwrap_or_default();
            (key.clone(), transform_outside_placeholders(message, transform).into())
        });
        let mut transformed: Map<String, Value> = transformed.collect();
        if tag == "en-XA" {
            // Tests the pages with the family name first.
            for key in ["name.full", "name.cjk"] {
                transformed.insert(key.to_owned(), "{{last}} {{first}}".into());
            }
        }
        (tag, transformed.into())
    };
    LOCALES.map(catalogue).into()
}

/// Transforms a message except its placeholders, `{{…}}`.
fn transform_outside_placeholders(message: &str, transform: Transform) -> String {
    let mut transformed = String::new();
    let mut rest = message;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, after)| Some((before, after.split_once("}}")?)))
    {
        transformed += &transform(before);
        transformed += &format!("{{{{{name}}}}}");
        rest = after;
    }
    transformed + &transform(rest)
}

/// Adds an accent to every vowel and some consonants, and makes the text two fifths longer.
fn accent(text: &str) -> String {
    let accents = "aåeéiîoöuûyýAÅEÉIÎOÖUÛYÝcçnñsšzžCÇNÑSŠZŽ";
    let with_accent = |letter: char| {
        let mut pairs = accents.chars();
        while let (Some(plain), Some(accented)) = (pairs.next(), pairs.next()) {
            if plain == letter {
                return accented;
            }
        }
        letter
    };
    lengthen(text.chars().map(with_accent).collect(), text)
}

/// Writes each word from right to left, as CLDR's bidirectional pseudo-locale does, and makes the text two fifths
/// longer.
fn reverse(text: &str) -> String {
    // RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING around each word.
    let word = |word: &str| {
        if word.chars().any(char::is_alphabetic) {
            format!("\u{202e}{word}\u{202c}")
        } else {
            word.to_owned()
        }
    };
    lengthen(text.split(' ').map(word).collect::<Vec<_>>().join(" "), text)
}

/// Appends a tilde for every two and a half letters of the original text.
fn lengthen(transformed: String, text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let padding = "~".repeat(letters * 2 / 5);
    if letters == 0 { transformed } else { format!("{transformed}{padding}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contract::Contract, paths};
    use serde_json::json;

    #[test]
    fn message_with_placeholder_keeps_it() {
        let generated = catalogues(&json!({"hello": "Save {{name}} now", "name.full": "{{first}} {{last}}"}));
        let message = |tag: &str, key: &str| {
            let (_, catalogue) =
                generated.iter().find(|(other, _)| *other == tag).expect("the pseudo-locale");
            catalogue[key].as_str().expect("a message").to_owned()
        };
        assert_eq!(message("en-XA", "hello"), "Šåvé ~{{name}} ñöw~");
        assert_eq!(message("ar-XB", "hello"), "\u{202e}Save\u{202c} ~{{name}} \u{202e}now\u{202c}~");
        assert_eq!(message("en-XA", "name.full"), "{{last}} {{first}}");
        assert_eq!(message("ar-XB", "name.full"), "{{first}} {{last}}");
    }

    #[test]
    fn pseudo_locales_are_those_of_contract() {
        let contract = Contract::read(&paths::root()).expect("the contract");
        let listed = contract.get("pseudoLocales").as_object().expect("an object");
        let tags: Vec<&str> = listed.keys().map(String::as_str).collect();
        assert_eq!(tags, LOCALES.map(|(tag, _)| tag), "`pseudoLocales` in web/contract.json");
    }
}
