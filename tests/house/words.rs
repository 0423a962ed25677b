//! The words: every key the app asks for has words in every language, and no words are left over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use carnet::i18n::{Catalogue, LANGUAGES, LanguageTag};
use proc_macro2::Delimiter;

use crate::source::{Token, root, sources};

/// The plural categories of each language, for whole and other numbers (CLDR, supplemental/plurals).
const PLURALS: &[(&str, &[&str])] = &[
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["one", "many", "other"]),
    ("fr", &["one", "many", "other"]),
    ("he", &["one", "two", "other"]),
    ("it", &["one", "many", "other"]),
    ("ja", &["other"]),
    ("ko", &["other"]),
    ("nl", &["one", "other"]),
    ("pl", &["one", "few", "many", "other"]),
    ("pt", &["one", "many", "other"]),
    ("tr", &["one", "other"]),
    ("zh-Hans", &["other"]),
    ("zh-Hant", &["other"]),
];

type Messages = BTreeMap<String, String>;

fn plurals(language: &str) -> &'static [&'static str] {
    let row = PLURALS.iter().find(|(of, _)| *of == language);
    row.unwrap_or_else(|| panic!("PLURALS has no row for {language}: CLDR tells its categories")).1
}

fn catalogue(language: &str) -> Messages {
    let path = root().join("locales").join(language).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let catalogue =
        Catalogue::parse(&text).unwrap_or_else(|| panic!("{} is no table of texts", path.display()));
    let mut messages = Messages::new();
    for (key, message) in catalogue.iter() {
        assert!(messages.insert(key.to_owned(), message.to_owned()).is_none(), "{language} has {key} twice");
    }
    messages
}

/// The key that counts, if this is one of its forms.
fn base<'a>(key: &'a str, language: &str) -> Option<&'a str> {
    let (base, category) = key.rsplit_once('_')?;
    plurals(language).contains(&category).then_some(base)
}

/// The keys the app would ask for: forms of the same count are one.
fn asked(messages: &Messages, language: &str) -> BTreeSet<String> {
    messages.keys().map(|key| base(key, language).unwrap_or(key).to_owned()).collect()
}

/// The names in a message: `{{name}}`.
fn placeholders(message: &str) -> BTreeSet<&str> {
    message.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect()
}

/// `^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`
fn looks_like_a_key(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    text.contains('.')
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('.').all(word)
}

/// What the app asks for: each key with the places of it, and whether it counts there.
fn used() -> BTreeMap<String, Vec<(String, bool)>> {
    let english = catalogue("en");
    let subjects: BTreeSet<&str> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let mut used: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for source in sources(&["src"]) {
        // What an `i18n` method is asked for is a key whatever it begins with.
        let mut note = |token: &Token, counts: bool, certain: bool| {
            let Some(key) = token.string().filter(|text| looks_like_a_key(text)) else { return };
            if certain || subjects.contains(key.split('.').next().unwrap_or_default()) {
                used.entry(key.to_owned()).or_default().push((source.path.display().to_string(), counts));
            }
        };
        source.each(|before, tokens| {
            note(&tokens[0], false, false);
            if let (Some(before), [Token::Ident(method), arguments, ..]) = (before, tokens)
                && before.is_punct('.')
                && ["get", "text", "fill", "count"].contains(&method.as_str())
                && let Some([key, ..]) = arguments.group(Delimiter::Parenthesis)
            {
                note(key, method == "count", true);
            }
        });
    }
    // The loader speaks without the app.
    let loader = fs::read_to_string(root().join("web/carnet.js")).expect("the loader");
    for kind in ["unfit", "failed", "broken"] {
        assert!(loader.contains(&format!("\"{kind}\"")), "the loader says {kind}");
    }
    for key in english.keys().filter(|key| loader.contains(&format!("\"{key}\""))) {
        used.entry(key.clone()).or_default().push(("web/carnet.js".to_owned(), false));
    }
    used
}

#[test]
fn every_key_that_is_asked_for_has_words() {
    let english = catalogue("en");
    let forms: BTreeSet<&str> = english.keys().filter_map(|key| base(key, "en")).collect();
    for (key, places) in used() {
        let (plain, counted) = (english.contains_key(&key), forms.contains(key.as_str()));
        assert!(plain || counted, "{key} has no words; it is asked for in {places:?}");
        assert!(
            counted || places.iter().all(|(_, counts)| !counts),
            "{key} has no forms to count with: {places:?}"
        );
    }
}

#[test]
fn no_words_are_left_over() {
    let (asked, used) = (asked(&catalogue("en"), "en"), used());
    let left: Vec<&String> = asked.iter().filter(|key| !used.contains_key(*key)).collect();
    assert!(left.is_empty(), "nobody asks for {left:?}");
}

#[test]
fn every_language_has_its_catalogue_and_every_catalogue_its_language() {
    let mut files: Vec<String> = fs::read_dir(root().join("locales"))
        .expect("a folder of catalogues")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut languages: Vec<String> = LANGUAGES.iter().map(|language| format!("{language}.json")).collect();
    languages.sort();
    assert_eq!(files, languages);
}

#[test]
fn what_the_loader_says_by_itself_is_what_the_catalogue_says() {
    let loader = fs::read_to_string(root().join("web/carnet.js")).expect("the loader");
    let (_, rest) = loader.split_once("const ENGLISH = {").expect("its words");
    let words = rest.split_once("\n};").expect("the end of them").0;
    let english = catalogue("en");
    let said: Vec<&String> = english.keys().filter(|key| words.contains(&format!("\"{key}\""))).collect();
    assert_eq!(said.len(), words.matches("\": ").count() + words.matches("\":\n").count(), "{said:?}");
    for key in said {
        assert!(words.contains(&format!("\"{}\"", english[key])), "{key} is {:?}", english[key]);
    }
}

#[test]
fn the_loader_reads_odd_tags_as_the_app_does() {
    let loader = fs::read_to_string(root().join("web/carnet.js")).expect("the loader");
    let line = loader.lines().find(|line| line.starts_with("const MEANT = {")).expect("what is meant");
    let letters = || 'a'..='z';
    for odd in letters().flat_map(|first| letters().map(move |second| format!("{first}{second}"))) {
        let tag = LanguageTag::parse(&odd).expect("two letters are a tag");
        let meant = tag.language();
        // What there are no words in is English to both.
        if meant != odd && LANGUAGES.contains(&meant) {
            assert!(line.contains(&format!("{odd}: \"{meant}\"")), "the loader takes {odd} for {meant}");
        }
    }
}

#[test]
fn the_loader_expects_the_locales_that_are_offered_unsaid() {
    let loader = fs::read_to_string(root().join("web/carnet.js")).expect("the loader");
    assert!(loader.contains(&format!("\"{}\"", carnet::i18n::LOCALES.join(" "))));
}

#[test]
fn every_language_has_words_for_the_same_keys() {
    let english = asked(&catalogue("en"), "en");
    for language in LANGUAGES {
        let messages = catalogue(language);
        let own = asked(&messages, language);
        let missing: Vec<&String> = english.difference(&own).collect();
        let extra: Vec<&String> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{language} lacks {missing:?} and has {extra:?} too many"
        );
    }
}

#[test]
fn what_counts_has_every_form_of_its_language() {
    for language in LANGUAGES {
        let messages = catalogue(language);
        let bases: BTreeSet<&str> = messages.keys().filter_map(|key| base(key, language)).collect();
        for base in bases {
            assert!(!messages.contains_key(base), "{language}: {base} counts and does not");
            for category in plurals(language) {
                let form = format!("{base}_{category}");
                assert!(messages.contains_key(&form), "{language} lacks {form}");
            }
        }
    }
}

#[test]
fn every_language_puts_the_same_values_in() {
    let english = catalogue("en");
    for language in LANGUAGES {
        for (key, message) in catalogue(language) {
            let own = placeholders(&message);
            match base(&key, language) {
                None => assert_eq!(own, placeholders(&english[&key]), "{language}: {key}"),
                // "One point" needs no figure.
                Some(base) => {
                    let mut own = own;
                    own.insert("count");
                    let mut other = placeholders(&english[&format!("{base}_other")]);
                    other.insert("count");
                    assert_eq!(own, other, "{language}: {key}");
                }
            }
        }
    }
}

#[test]
fn the_values_that_are_given_are_those_the_words_have() {
    let english = catalogue("en");
    let mut checked = 0;
    for source in sources(&["src"]) {
        source.each(|_, tokens| {
            // fill("key", &[("name", …), …])
            let [Token::Ident(method), arguments, ..] = tokens else { return };
            let Some([key, comma, borrow, values]) = arguments.group(Delimiter::Parenthesis) else { return };
            let (Some(key), Some(values)) = (key.string(), values.group(Delimiter::Bracket)) else { return };
            if method != "fill" || !comma.is_punct(',') || !borrow.is_punct('&') {
                return;
            }
            let pairs = values.iter().filter_map(|value| value.group(Delimiter::Parenthesis));
            let given: BTreeSet<&str> = pairs.filter_map(|pair| pair.first()?.string()).collect();
            let message = english.get(key).map(String::as_str).unwrap_or_default();
            assert_eq!(given, placeholders(message), "{key} in {}", source.path.display());
            checked += 1;
        });
    }
    assert!(checked > 0, "there are values to put in");
}

#[test]
fn words_are_words() {
    for language in LANGUAGES {
        for (key, message) in catalogue(language) {
            assert!(looks_like_a_key(base(&key, language).unwrap_or(&key)), "{language}: {key} is no key");
            assert!(
                !message.trim().is_empty() && message.trim() == message,
                "{language}: {key} is {message:?}"
            );
            assert_eq!(message.matches("{{").count(), message.matches("}}").count(), "{language}: {key}");
            assert!(!message.contains('<'), "{language}: {key} has markup, and words are shown as they are");
        }
    }
}

#[test]
fn french_keeps_its_high_signs_with_the_word_before() {
    for (key, message) in catalogue("fr") {
        for sign in [" :", " ;", " !", " ?", " »", "« "] {
            assert!(!message.contains(sign), "fr: {key} has {sign:?}, which a line may break at: {message}");
        }
    }
}

#[test]
fn every_rule_of_ours_is_in_the_table_with_its_reason() {
    let page = fs::read_to_string(root().join("docs/forms.md")).expect("docs/forms.md is there");
    let rules =
        page.split("## The rules").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the rules");
    let told: BTreeSet<&str> = rules
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| Some(line.split_once('`')?.0))
        .collect();
    let mut asked = BTreeSet::new();
    for source in sources(&["src/form"]) {
        source.each(|_, tokens| {
            if let Some(key) = tokens.first().and_then(Token::string)
                && key.starts_with("problem.")
                && !["problem.prefix", "problem.refused"].contains(&key)
            {
                asked.insert(key.to_owned());
            }
        });
    }
    let asked: BTreeSet<&str> = asked.iter().map(String::as_str).collect();
    assert_eq!(told, asked, "docs/forms.md names the rules there are, each with its reason");
}

#[test]
fn every_promise_names_tests_there_are() {
    let read =
        |page: &str| fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let pages = [read("docs/forms.md"), read("docs/languages.md")].concat();
    let files = sources(&["src", "tests"]);
    let mut named = 0;
    for name in pages.split('`').skip(1).step_by(2).filter(|name| name.contains("::")) {
        let (module, test) = name.split_once("::").expect("a module and a test");
        let is_there = files.iter().any(|file| {
            file.path.file_stem().is_some_and(|stem| stem == module)
                && file.text.contains(&format!("fn {test}("))
        });
        assert!(is_there, "{name} is no test");
        named += 1;
    }
    assert!(named > 30, "{named}");
}
