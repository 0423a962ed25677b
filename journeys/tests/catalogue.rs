//! Texts of the app by their catalogue key: rewording a sentence touches `locales/` and nothing in the tests.
//!
//! Two notations are used. A test names one text as `t("form.review")`. A longer text of several pieces, and every
//! text in the golden accessibility trees, is written as `{form.review}`, or `{hint.birthdate example=3 27 1984}` where
//! the message has placeholders.
//!
//! Keys that begin with `host.` are those of the host page, `web/host.json`.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde_json::{Map, Value};

use crate::sandbox::root;

/// The messages of one language by their keys.
#[derive(Debug)]
pub(crate) struct Catalogue {
    language: String,
    messages: BTreeMap<String, String>,
    /// The same as scripts of `page.js` read them from a page, where every blank is a plain one.
    read: BTreeMap<String, String>,
}

impl Catalogue {
    /// Loads a catalogue. A variety, such as `en-US`, is its language's catalogue with its own messages laid over.
    fn load(language: &str) -> Catalogue {
        let over = VARIETIES.iter().find(|(variety, _)| *variety == language);
        let mut messages = over.map_or_else(BTreeMap::new, |(_, of)| flatten(parse("locales", of)));
        messages.extend(flatten(parse("locales", language)));
        let read = messages.iter().map(|(key, message)| {
            let words: Vec<_> = message.split_whitespace().collect();
            (key.clone(), words.join(" "))
        });
        Catalogue { language: language.to_owned(), read: read.collect(), messages }
    }

    /// The text under a key, as it is read from a page. Panics with the key when it is missing.
    pub(crate) fn t(&self, key: &str) -> &str {
        let text = self.read.get(key).or_else(|| HOST.get(key).filter(|_| self.language.starts_with("en")));
        text.unwrap_or_else(|| panic!("there is no key “{key}” in the catalogue of {}", self.language))
    }

    /// The text under a key with its placeholders filled. Panics when one is left.
    pub(crate) fn t_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let fill =
            |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{{{name}}}}}"), value);
        let text = values.iter().fold(self.t(key).to_owned(), fill);
        assert!(!text.contains("{{"), "“{key}” has a placeholder that was not given: {text}");
        text
    }

    /// The name of the button that opens a section. The address is one row, with the button of a row.
    pub(crate) fn edit_button(&self, section: &str) -> String {
        match section {
            "address" => format!("{} {}", self.t("view.edit"), self.t("label.address")),
            section => format!("{} {}", self.t("view.edit-all"), self.t(&format!("section.{section}"))),
        }
    }

    /// The part of the message about a save that does not name what was saved.
    pub(crate) fn saved(&self) -> &str {
        let parts = self.t("news.saved").split("{{names}}").map(str::trim);
        parts.max_by_key(|part| part.len()).unwrap_or_default()
    }

    /// All messages as they are written in the file.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &str> {
        self.messages.values().map(String::as_str)
    }
}

/// The varieties that have words of their own, and their languages.
const VARIETIES: [(&str, &str); 5] =
    [("en-US", "en"), ("es-MX", "es"), ("pt-PT", "pt"), ("fr-CA", "fr"), ("zh-HK", "zh-Hant")];

/// The texts of the host page in English, by keys that begin with `host.`.
static HOST: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let texts = flatten(parse("web", "host")["en"].take());
    texts.into_iter().map(|(key, text)| (format!("host.{key}"), text)).collect()
});

/// The JSON file of this name in a folder of the repository.
fn parse(folder: &str, name: &str) -> Value {
    let path = root().join(folder).join(name).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All texts of a table by their keys; the key of a text in an inner table is `outer.inner`.
fn flatten(table: Value) -> BTreeMap<String, String> {
    let Value::Object(table) = table else { panic!("{table} is not a table of texts") };
    let mut texts = BTreeMap::new();
    for (key, value) in table {
        match value {
            Value::String(text) => drop(texts.insert(key, text)),
            inner => {
                texts.extend(flatten(inner).into_iter().map(|(rest, text)| (format!("{key}.{rest}"), text)));
            }
        }
    }
    texts
}

/// The catalogue of a language. It is read once in a test run.
pub(crate) fn catalogue(language: &str) -> &'static Catalogue {
    static LOADED: LazyLock<Mutex<HashMap<String, &'static Catalogue>>> = LazyLock::new(Mutex::default);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    // Each language is leaked once, so that texts can be handed around as plain `&'static str`.
    loaded.entry(language.to_owned()).or_insert_with(|| Box::leak(Box::new(Catalogue::load(language))))
}

/// The text under a key in the browser's language, American English. Panics with the key when it is missing.
pub(crate) fn t(key: &str) -> &'static str {
    catalogue("en-US").t(key)
}

/// The English text under a key up to its first placeholder.
pub(crate) fn beginning_of(key: &str) -> &'static str {
    t(key).split("{{").next().unwrap_or_default().trim_end()
}

/// The beginning of the message about a save, which goes on with what was saved.
pub(crate) fn saved() -> &'static str {
    beginning_of("news.saved")
}

/// The beginning of the message about an undo, which goes on with what was undone.
pub(crate) fn undone() -> &'static str {
    beginning_of("news.undone")
}

/// The English text under a key with its placeholders filled: `t_with("phones.nth", &[("position", "1")])`.
pub(crate) fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    catalogue("en-US").t_with(key, values)
}

/// The heading of a section of the profile: `identity`, `contact`, `address` or `preferences`.
pub(crate) fn section(name: &str) -> &'static str {
    t(&format!("section.{name}"))
}

/// The name of the button that opens a section.
pub(crate) fn edit_button(section: &str) -> String {
    catalogue("en-US").edit_button(section)
}

/// The name of the button that reveals the masked value of this label.
pub(crate) fn show_button(label: &str) -> String {
    format!("{} {label}", t("view.reveal"))
}

/// The name of the button that masks the value of this label again.
pub(crate) fn hide_button(label: &str) -> String {
    format!("{} {label}", t("view.hide"))
}

/// The name of the group that holds the phone at this position, from 1.
pub(crate) fn phone(position: usize) -> String {
    t_with("phones.nth", &[("position", &position.to_string())])
}

/// The title of the browser's tab for a page with this heading. The host page adds its own name.
pub(crate) fn tab_title(heading: &str) -> String {
    format!("{heading} – Carnet")
}

/// A text whose pieces are written as `{key}`, in English: `render("live: {review.saving}")`.
pub(crate) fn render(template: &str) -> String {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (key, rest) =
            piece.split_once('}').unwrap_or_else(|| panic!("a brace is not closed: {template}"));
        text += t(key);
        text += rest;
    }
    text
}

/// A catalogue in which each message is its own key with the values of its placeholders: a page in it shows
/// `{form.review}`. What has no letters beside its placeholders is a format, not a wording, and stays as it is.
pub(crate) fn keyed() -> Value {
    let english = catalogue("en");
    let messages = english.messages.iter().map(|(key, message)| {
        let (text, placeholders) = split(message);
        let keyed = if text.chars().any(char::is_alphabetic) {
            let values: String = placeholders.iter().map(|name| format!(" {name}={{{{{name}}}}}")).collect();
            format!("{{{key}{values}}}")
        } else {
            message.clone()
        };
        (key.clone(), keyed.into())
    });
    Map::from_iter(messages).into()
}

/// The text beside the placeholders of a message, and the names of the placeholders.
fn split(message: &str) -> (String, Vec<&str>) {
    let mut pieces = message.split("{{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for piece in pieces {
        let (name, rest) =
            piece.split_once("}}").unwrap_or_else(|| panic!("a placeholder is not closed: {message}"));
        names.push(name);
        text += rest;
    }
    (text, names)
}

/// A line of an accessibility tree with the texts of the host page written as keys. Only a whole quoted text is
/// replaced, alone or as the title of the tab.
pub(crate) fn with_host_keys(line: &str) -> String {
    let replace = |line: String, (key, text): (&String, &String)| {
        let (title, keyed) = (tab_title(text), tab_title(&format!("{{{key}}}")));
        line.replace(&format!("“{text}”"), &format!("“{{{key}}}”"))
            .replace(&format!("“{title}”"), &format!("“{keyed}”"))
    };
    HOST.iter().fold(line.to_owned(), replace)
}

#[test]
#[should_panic(expected = "there is no key “form.reviewed” in the catalogue of en-US")]
fn t_with_unknown_key_names_the_key() {
    t("form.reviewed");
}

#[test]
fn keyed_catalogue_keeps_placeholders_and_formats() {
    let keyed = keyed();
    assert_eq!(keyed["form.review"], "{form.review}");
    assert_eq!(keyed["hint.birthdate"], "{hint.birthdate example={{example}}}");
    assert_eq!(keyed["name.full"], "{{first}} {{last}}");
    assert_eq!(render("h1 {section.identity}!"), format!("h1 {}!", t("section.identity")));
}

#[test]
fn host_texts_have_one_key_each() {
    let texts: std::collections::BTreeSet<_> = HOST.values().collect();
    assert_eq!(
        texts.len(),
        HOST.len(),
        "two texts that are the same could not be distinguished in a golden file"
    );
    assert_eq!(with_host_keys(&format!("text “{}”", t("host.people"))), "text “{host.people}”");
}
