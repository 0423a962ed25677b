//! The message catalogues: every key that the app uses is in every language, and no key is unused.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use carnet::i18n::{Catalogue, LANGUAGES, VARIETIES};
use proc_macro2::Delimiter;

use crate::source::{Token, loader_scripts, root, sources};

/// The plural categories of each language, for integers and other numbers (CLDR, supplemental/plurals).
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
    row.unwrap_or_else(|| panic!("PLURALS has no row for {language}: take its categories from CLDR")).1
}

fn catalogue(language: &str) -> Messages {
    let path = root().join("locales").join(language).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let catalogue = Catalogue::parse(&text).unwrap_or_else(|| panic!("{} is no catalogue", path.display()));
    let mut messages = Messages::new();
    for (key, message) in catalogue.iter() {
        assert!(messages.insert(key.to_owned(), message.to_owned()).is_none(), "{language} has {key} twice");
    }
    messages
}

/// The key without the plural category, if it has one.
fn base<'a>(key: &'a str, language: &str) -> Option<&'a str> {
    let (base, category) = key.rsplit_once('_')?;
    plurals(language).contains(&category).then_some(base)
}

/// The keys as the app uses them: the plural forms of a key are one key.
fn base_keys(messages: &Messages, language: &str) -> BTreeSet<String> {
    messages.keys().map(|key| base(key, language).unwrap_or(key).to_owned()).collect()
}

/// The placeholders in a message: `{{name}}`.
fn placeholders(message: &str) -> BTreeSet<&str> {
    message.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect()
}

/// `^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`
fn is_key(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    text.contains('.')
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('.').all(word)
}

/// The keys that the app uses, each with the files it is in and whether it is used with a count.
fn used() -> BTreeMap<String, Vec<(String, bool)>> {
    let english = catalogue("en");
    let subjects: BTreeSet<&str> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let mut used: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for source in sources(&["src"]) {
        // An argument of an `i18n` method, and of a label of a fact, is a key, whatever it begins with.
        let mut note = |token: &Token, counts: bool, certain: bool| {
            let Some(key) = token.string().filter(|text| is_key(text)) else { return };
            if certain || subjects.contains(key.split('.').next().unwrap_or_default()) {
                used.entry(key.to_owned()).or_default().push((source.path.display().to_string(), counts));
            }
        };
        source.each(|before, tokens| {
            note(&tokens[0], false, false);
            if let [Token::Ident(name), argument, ..] = tokens
                && name == "FactLabel"
                && let Some([key]) = argument.group(Delimiter::Parenthesis)
            {
                note(key, false, true);
            }
            if let (Some(before), [Token::Ident(method), arguments, ..]) = (before, tokens)
                && before.is_punct('.')
                && ["get", "text", "fill", "count"].contains(&method.as_str())
                && let Some([key, ..]) = arguments.group(Delimiter::Parenthesis)
            {
                note(key, method == "count", true);
            }
        });
    }
    // The loader shows messages without the app.
    for file in loader_scripts() {
        let script = fs::read_to_string(root().join(&file)).expect("a script of the loader");
        for key in english.keys().filter(|key| script.contains(&format!("\"{key}\""))) {
            used.entry(key.clone()).or_default().push((file.clone(), false));
        }
    }
    used
}

#[test]
fn used_keys_are_in_the_catalogue() {
    let english = catalogue("en");
    let forms: BTreeSet<&str> = english.keys().filter_map(|key| base(key, "en")).collect();
    for (key, places) in used() {
        let (plain, counted) = (english.contains_key(&key), forms.contains(key.as_str()));
        assert!(plain || counted, "{key} is in no catalogue; it is used in {places:?}");
        assert!(counted || places.iter().all(|(_, counts)| !counts), "{key} has no plural forms: {places:?}");
    }
}

#[test]
fn catalogue_keys_are_all_used() {
    let (keys, used) = (base_keys(&catalogue("en"), "en"), used());
    let left: Vec<&String> = keys.iter().filter(|key| !used.contains_key(*key)).collect();
    assert!(left.is_empty(), "unused keys: {left:?}");
}

#[test]
fn languages_and_catalogue_files_match() {
    let mut files: Vec<String> = fs::read_dir(root().join("locales"))
        .expect("a directory of catalogues")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "GLOSSARY.md")
        .collect();
    files.sort();
    let all = LANGUAGES.iter().chain(VARIETIES.iter().map(|(variety, ..)| variety));
    let mut languages: Vec<String> = all.map(|language| format!("{language}.json")).collect();
    languages.sort();
    assert_eq!(files, languages);
}

#[test]
fn varieties_have_only_what_differs() {
    for (variety, language, _) in VARIETIES {
        let messages = catalogue(language);
        for (key, own) in catalogue(variety) {
            let Some(message) = messages.get(&key) else {
                panic!("{variety} has {key}, which is not in {language}: remove it or rename it");
            };
            assert_ne!(own, *message, "{variety}: {key} is the same as in {language}: remove it");
            assert_eq!(placeholders(&own), placeholders(message), "{variety}: {key}");
            assert!(
                !own.trim().is_empty() && own.trim() == own && !own.contains('<'),
                "{variety}: {key} is {own:?}"
            );
        }
    }
}

#[test]
fn catalogues_have_the_same_keys() {
    let english = base_keys(&catalogue("en"), "en");
    for language in LANGUAGES {
        let messages = catalogue(language);
        let own = base_keys(&messages, language);
        let missing: Vec<&String> = english.difference(&own).collect();
        let extra: Vec<&String> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{language} lacks {missing:?} and has the unknown keys {extra:?}"
        );
    }
}

#[test]
fn plural_keys_have_every_cldr_category() {
    for language in LANGUAGES {
        let messages = catalogue(language);
        let bases: BTreeSet<&str> = messages.keys().filter_map(|key| base(key, language)).collect();
        for base in bases {
            assert!(
                !messages.contains_key(base),
                "{language}: {base} is there with and without plural categories"
            );
            for category in plurals(language) {
                let form = format!("{base}_{category}");
                assert!(messages.contains_key(&form), "{language} lacks {form}");
            }
        }
    }
}

#[test]
fn catalogues_have_the_same_placeholders() {
    let english = catalogue("en");
    for language in LANGUAGES {
        for (key, message) in catalogue(language) {
            let own = placeholders(&message);
            match base(&key, language) {
                None => assert_eq!(own, placeholders(&english[&key]), "{language}: {key}"),
                // "One point" needs no number.
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
fn fill_arguments_match_message_placeholders() {
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
    assert!(checked > 0, "no call of `fill` was found");
}

#[test]
fn messages_are_nonempty_plain_text() {
    for language in LANGUAGES {
        for (key, message) in catalogue(language) {
            assert!(is_key(base(&key, language).unwrap_or(&key)), "{language}: {key} is no valid key");
            assert!(
                !message.trim().is_empty() && message.trim() == message,
                "{language}: {key} is {message:?}"
            );
            assert_eq!(message.matches("{{").count(), message.matches("}}").count(), "{language}: {key}");
            assert!(!message.contains('<'), "{language}: {key} has markup, but messages are shown as text");
        }
    }
}

#[test]
fn french_punctuation_follows_a_no_break_space() {
    for (key, message) in catalogue("fr").into_iter().chain(catalogue("fr-CA")) {
        for sign in [" :", " ;", " !", " ?", " »", "« "] {
            assert!(
                !message.contains(sign),
                "fr: {key} has {sign:?} with a space where a line may break: {message}"
            );
        }
    }
}

#[test]
fn validation_rules_are_documented() {
    let page = fs::read_to_string(root().join("docs/forms.md")).expect("docs/forms.md can be read");
    let rules = page
        .split("## The rules")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("the section on rules");
    let documented: BTreeSet<&str> = rules
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| Some(line.split_once('`')?.0))
        .collect();
    let mut keys = BTreeSet::new();
    for source in sources(&["src/form"]) {
        source.each(|_, tokens| {
            if let Some(key) = tokens.first().and_then(Token::string)
                && key.starts_with("problem.")
                && !["problem.prefix", "problem.refused"].contains(&key)
            {
                keys.insert(key.to_owned());
            }
        });
    }
    let keys: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    assert_eq!(documented, keys, "docs/forms.md lists every validation rule with its reason");
}

#[test]
fn documented_tests_exist() {
    let files = sources(&["src", "tests", "journeys", "sandbox/tests", "xtask/src"]);
    for page in ["docs/asvs.md", "docs/forms.md", "docs/languages.md", "docs/threat-model.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        let names: Vec<&str> =
            text.split('`').skip(1).step_by(2).filter(|name| name.contains("::")).collect();
        assert!(!names.is_empty(), "{page} names no tests");
        for name in names {
            let (module, test) = name.split_once("::").expect("a module and a test");
            let is_there = files.iter().any(|file| {
                // The file of a folder has the folder's name.
                let folder = file.path.parent().filter(|_| file.path.ends_with("mod.rs"));
                let named = folder.map_or(file.path.file_stem(), |folder| folder.file_name());
                named.is_some_and(|name| name == module) && file.text.contains(&format!("fn {test}("))
            });
            assert!(is_there, "{page}: {name} is no test");
        }
    }
    let page = fs::read_to_string(root().join("docs/forms.md")).expect("docs/forms.md can be read");
    let (_, table) = page.split_once("| promise | held by |\n|---|---|\n").expect("the table of promises");
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    assert!(!rows.is_empty(), "the table of promises is empty");
    for row in rows {
        assert!(
            row.split('`').skip(1).step_by(2).any(|name| name.contains("::")),
            "no test in the row {row}"
        );
    }
}
