//! Pseudo-locales: catalogues made from the English one, to see a page with before its languages are there. Words are
//! longer, as most languages' are, and marked, so that text that was never translated stands out.

use serde_json::{Map, Value};

type Alter = fn(&str) -> String;

/// A pseudo-locale's tag, as CLDR names it, and how it alters English.
const LOCALES: [(&str, Alter); 2] = [("en-XA", accented), ("ar-XB", reversed)];

/// The catalogue of each, made from the English one.
pub(super) fn catalogues(english: &Value) -> Vec<(&'static str, Value)> {
    let none = Map::new();
    let words = english.as_object().unwrap_or(&none);
    let catalogue = |(tag, alter): (&'static str, Alter)| {
        let altered = words.iter().map(|(key, message)| {
            let message = message.as_str().unwrap_or_default();
            (key.clone(), outside_of_placeholders(message, alter).into())
        });
        let mut altered: Map<String, Value> = altered.collect();
        if tag == "en-XA" {
            // A page is to be seen with the family name first, too.
            for key in ["name.full", "name.cjk"] {
                altered.insert(key.to_owned(), "{{last}} {{first}}".into());
            }
        }
        (tag, altered.into())
    };
    LOCALES.map(catalogue).into()
}

/// Alters a message but not its placeholders, `{{…}}`.
fn outside_of_placeholders(message: &str, alter: Alter) -> String {
    let mut altered = String::new();
    let mut rest = message;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, after)| Some((before, after.split_once("}}")?)))
    {
        altered += &alter(before);
        altered += &format!("{{{{{name}}}}}");
        rest = after;
    }
    altered + &alter(rest)
}

/// Two fifths longer, every vowel and a few consonants with an accent.
fn accented(text: &str) -> String {
    let accents = "aåeéiîoöuûyýAÅEÉIÎOÖUÛYÝcçnñsšzžCÇNÑSŠZŽ";
    let accent = |letter: char| {
        let mut pairs = accents.chars();
        while let (Some(plain), Some(accented)) = (pairs.next(), pairs.next()) {
            if plain == letter {
                return accented;
            }
        }
        letter
    };
    longer(text.chars().map(accent).collect(), text)
}

/// Two fifths longer, each word written from right to left, as in CLDR's bidi pseudo-locale.
fn reversed(text: &str) -> String {
    // RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING around each word.
    let word = |word: &str| {
        if word.chars().any(char::is_alphabetic) {
            format!("\u{202e}{word}\u{202c}")
        } else {
            word.to_owned()
        }
    };
    longer(text.split(' ').map(word).collect::<Vec<_>>().join(" "), text)
}

fn longer(altered: String, text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let more = "~".repeat(letters * 2 / 5);
    if letters == 0 { altered } else { format!("{altered}{more}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_are_altered_and_placeholders_are_not() {
        let made = catalogues(&json!({"hello": "Save {{name}} now", "name.full": "{{first}} {{last}}"}));
        let message = |tag: &str, key: &str| {
            let (_, catalogue) = made.iter().find(|(other, _)| *other == tag).expect("it is made");
            catalogue[key].as_str().expect("a message").to_owned()
        };
        assert_eq!(message("en-XA", "hello"), "Šåvé ~{{name}} ñöw~");
        assert_eq!(message("ar-XB", "hello"), "\u{202e}Save\u{202c} ~{{name}} \u{202e}now\u{202c}~");
        assert_eq!(message("en-XA", "name.full"), "{{last}} {{first}}");
        assert_eq!(message("ar-XB", "name.full"), "{{first}} {{last}}");
    }
}
