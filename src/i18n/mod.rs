//! How it is worded: which language is spoken, the words of it, and values as it writes them.

mod catalogue;
mod format;
mod keys;
mod regions;
mod tag;

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc, sync::Arc};

use leptos::{logging::warn, prelude::*};

pub use catalogue::{Catalogue, fill};
pub use format::{DisplayNames, NameKind};
pub use keys::{
    channel_key, fact_key, line_key, national_kind_key, path_label_key, phone_kind_key, section_key,
    tier_key, word_key,
};
pub use regions::Region;
pub use tag::LanguageTag;

use crate::domain::{DatePart, DateParts};

/// The languages there are words in. English is compiled in, each other is a file beside the wasm.
/// Portuguese is Brazil's, for Portugal too.
pub const LANGUAGES: &[&str] =
    &["en", "fr", "de", "es", "it", "nl", "pt", "ja", "ko", "zh-Hans", "zh-Hant", "tr", "pl", "ar", "he"];

/// Made from the English words, to see a page with before its languages are there: longer and accented, and right
/// to left.
pub const PSEUDO: &[&str] = &["en-XA", "ar-XB"];

/// The words a customer is offered where the host names no locales of its own.
pub const LOCALES: &[&str] = &[
    "en-US", "en-GB", "fr-FR", "fr-BE", "fr-CA", "de-DE", "es-ES", "es-MX", "it-IT", "nl-NL", "pt-BR",
    "ja-JP", "ko-KR", "zh-CN", "zh-TW", "zh-HK", "tr-TR", "pl-PL", "ar-AE", "he-IL",
];

/// Fetches a file of this name: its text, or nothing where it cannot be had.
pub type Fetch = Rc<dyn Fn(&str) -> Pin<Box<dyn Future<Output = Option<String>>>>>;

/// The host's own words in a language, in the place of ours: the text of a catalogue of a few keys.
pub type Labels = Rc<dyn Fn(&str) -> Option<String>>;

/// What is fetched when it is needed.
#[derive(Clone)]
pub struct Loaders {
    /// The catalogue of a language, by its tag.
    pub catalogue: Fetch,
    /// The states of a country, by its code.
    pub regions: Fetch,
    /// What the host words itself.
    pub labels: Labels,
}

/// What is spoken at the moment. The tag and its words change together.
#[derive(Debug)]
struct Active {
    /// The full tag the customer chose: what the vendor is asked in.
    tag: LanguageTag,
    /// The language of the words, with the region of the tag where it has one: what the page is marked with
    /// and values are formatted in.
    lang: LanguageTag,
    words: Catalogue,
    english: Catalogue,
}

/// The tag where there are words in its language, else the language there are words in.
fn lang_of(tag: &LanguageTag, spoken: &str) -> LanguageTag {
    if tag.lookup(&[spoken]).is_some() {
        return tag.clone();
    }
    LanguageTag::parse(spoken).unwrap_or_else(LanguageTag::english)
}

/// The language of the page, as a handle: reading through it in a view re-words that view on a switch.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    speech: RwSignal<Arc<Active>>,
    /// The locale whose words are on their way.
    coming: RwSignal<Option<LanguageTag>>,
    /// The locale that could not be loaded, until one is.
    missing: RwSignal<Option<LanguageTag>>,
    /// Whether the first choice has been spoken or given up: before that nothing need be worded.
    settled: RwSignal<bool>,
    files: StoredValue<(Loaders, RefCell<u32>), LocalStorage>,
}

impl I18n {
    /// Speaks English, under this tag, until another catalogue has been fetched.
    pub fn new(tag: LanguageTag, files: Loaders) -> I18n {
        let english = Catalogue::english();
        let speech = Active { lang: lang_of(&tag, "en"), tag, words: english.clone(), english };
        I18n {
            speech: RwSignal::new(Arc::new(speech)),
            coming: RwSignal::new(None),
            missing: RwSignal::new(None),
            settled: RwSignal::new(false),
            files: StoredValue::new_local((files, RefCell::new(0))),
        }
    }

    /// Provided once by the app; read in the body of a component.
    pub fn expect() -> I18n {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }

    /// The locale that is spoken. Tracked.
    pub fn tag(self) -> LanguageTag {
        self.speech.with(|speech| speech.tag.clone())
    }

    /// The locale that is spoken, for a request. Not tracked.
    pub fn tag_untracked(self) -> LanguageTag {
        self.speech.with_untracked(|speech| speech.tag.clone())
    }

    /// The locale that is spoken, while the app is there: for what comes back late.
    pub fn try_tag_untracked(self) -> Option<LanguageTag> {
        self.speech.try_with_untracked(|speech| speech.tag.clone())
    }

    /// The language the words are in. Tracked.
    pub fn lang(self) -> LanguageTag {
        self.speech.with(|speech| speech.lang.clone())
    }

    /// Whether the language is written in Latin letters. Tracked.
    pub fn is_latin(self) -> bool {
        self.lang().is_latin()
    }

    /// Whether the first choice of language has been spoken or given up. Tracked.
    pub fn is_ready(self) -> bool {
        self.settled.get()
    }

    /// The locale whose words are on their way, if any. Tracked.
    pub fn pending(self) -> Option<LanguageTag> {
        self.coming.get()
    }

    /// The locale whose words could not be loaded, if the last choice came to nothing. Tracked.
    pub fn failed(self) -> Option<LanguageTag> {
        self.missing.get()
    }

    /// Speaks another locale: its words are fetched first, so that the page changes at once and whole. If they
    /// cannot be had the page stays as it is and [`I18n::missing`] says so. The last choice counts, in whatever
    /// order the files arrive.
    pub async fn switch(self, tag: LanguageTag) {
        let language = tag.lookup(PSEUDO).or_else(|| tag.lookup(LANGUAGES)).unwrap_or("en");
        let Some((fetched, turn)) = self.files.try_with_value(|(files, turns)| {
            let turn = *turns.borrow() + 1;
            turns.replace(turn);
            ((language != "en").then(|| (files.catalogue)(language)), turn)
        }) else {
            return;
        };
        self.coming.set(Some(tag.clone()));
        let text = match fetched {
            Some(fetched) => fetched.await,
            None => None,
        };
        if self.files.try_with_value(|(_, turns)| *turns.borrow()) != Some(turn) {
            return;
        }
        self.coming.set(None);
        let english = self.speech.with_untracked(|speech| speech.english.clone());
        let words =
            if language == "en" { Some(english.clone()) } else { text.as_deref().and_then(Catalogue::parse) };
        match words {
            Some(words) => {
                let own = self.files.try_with_value(|(files, _)| (files.labels)(language)).flatten();
                let own = own.as_deref().and_then(Catalogue::parse).unwrap_or_default();
                for (key, _) in own.iter().filter(|(key, _)| words.get(key).is_none()) {
                    warn!("Carnet: labels has \"{key}\", and there is no such key in {language}.");
                }
                let words = words.overridden_by(own);
                self.missing.set(None);
                self.speech.set(Arc::new(Active { lang: lang_of(&tag, language), tag, words, english }));
            }
            None => self.missing.set(Some(tag)),
        }
        // Once: whoever waits for it draws the page anew.
        if !self.settled.get_untracked() {
            self.settled.set(true);
        }
    }

    /// The words under this key. Tracked.
    pub fn get(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The words under this key with values put in. Tracked.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.speech.with(|speech| {
            let message = speech.words.get(key).or_else(|| speech.english.get(key)).unwrap_or(key);
            if values.is_empty() { message.to_owned() } else { fill(message, values) }
        })
    }

    /// The words for a count, in the plural category of the language; `other` where that has none of its own.
    /// Tracked.
    pub fn count(self, key: &str, count: f64) -> String {
        let category = format!("{key}_{}", format::plural(&self.lang(), count));
        let has = self.speech.with(|speech| speech.words.get(&category).is_some());
        let key = if has { category } else { format!("{key}_other") };
        self.fill(&key, &[("count", &self.number(count))])
    }

    /// The words under this key, as a view that re-words itself.
    pub fn text(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || self.get(key))
    }

    /// Several names in one sentence, as the language lists them. Tracked.
    pub fn list(self, names: &[String]) -> String {
        format::list(&self.lang(), names)
    }

    /// Several pieces one after the other, with what the language puts between them. Tracked.
    pub fn join(self, pieces: impl IntoIterator<Item = String>) -> String {
        let add = |row: String, piece: String| self.fill("list.pair", &[("before", &row), ("after", &piece)]);
        pieces.into_iter().reduce(add).unwrap_or_default()
    }

    /// How long from now: `in 30 seconds`. Tracked.
    pub fn relative_time(self, seconds: f64) -> String {
        format::relative_time(&self.lang(), seconds)
    }

    /// A number. Tracked.
    pub fn number(self, value: f64) -> String {
        format::number(&self.lang(), value)
    }

    /// An instant in the zone of this device, which it names; `None` if it is written in no way we know. Tracked.
    pub fn timestamp(self, written: &str) -> Option<String> {
        format::timestamp(&self.lang(), written)
    }

    /// A date as far as it is known; `None` where nothing is. Tracked.
    pub fn date(self, parts: DateParts) -> Option<String> {
        format::date(&self.lang(), parts)
    }

    /// The order in which the language writes a date. Tracked.
    pub fn date_order(self) -> Vec<DatePart> {
        let parts = format::date_order(&self.lang());
        parts
            .iter()
            .map(|part| match part.as_str() {
                "year" => DatePart::Year,
                "month" => DatePart::Month,
                _ => DatePart::Day,
            })
            .collect()
    }

    /// The name of what a code stands for. Tracked.
    pub fn name(self, named: NameKind, code: &str) -> String {
        DisplayNames::new(&self.lang(), named).of(code)
    }

    /// Codes with their names, sorted as the language sorts. Tracked.
    pub fn names(self, named: NameKind, codes: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
        let tag = self.lang();
        let names = DisplayNames::new(&tag, named);
        format::sorted(&tag, codes.map(|code| (code.to_owned(), names.of(code))).collect())
    }

    /// Codes with their names, sorted as the language sorts. Tracked.
    pub fn sorted(self, names: Vec<(String, String)>) -> Vec<(String, String)> {
        format::sorted(&self.lang(), names)
    }

    /// What tells whether a text has this one in it, but for capitals and accents.
    pub fn contains_ignoring_accents(self, part: &str) -> impl Fn(&str) -> bool + use<> {
        format::contains_ignoring_accents(part)
    }

    /// What tells whether a text says the same as this one, but for capitals and accents.
    pub fn equals_ignoring_accents(self, text: &str) -> impl Fn(&str) -> bool {
        format::equals_ignoring_accents(text)
    }

    /// The states of a country; `None` where their list cannot be had.
    pub async fn regions(self, country: &str) -> Option<Vec<Region>> {
        let fetched = self.files.try_with_value(|(files, _)| (files.regions)(country))?;
        Region::parse(&fetched.await?)
    }
}

/// The locale to begin with. In this order: the host's attribute, the choice kept on this device, the
/// browser's list, English, the first locale on offer. Only what is on offer can be chosen, except by the host.
pub fn negotiate(
    host: Option<&LanguageTag>,
    kept: Option<&LanguageTag>,
    browser: &[LanguageTag],
    offered: &[LanguageTag],
) -> Option<LanguageTag> {
    if let Some(tag) = host {
        return Some(tag.clone());
    }
    let english = LanguageTag::english();
    let mut wishes = kept.into_iter().chain(browser).chain([&english]);
    wishes.find_map(|wish| best_match(wish, offered)).or_else(|| offered.first().cloned())
}

/// The locale on offer that comes closest to a wish: the very one, else the first of its language.
pub fn best_match(wish: &LanguageTag, offered: &[LanguageTag]) -> Option<LanguageTag> {
    let exact = offered.iter().find(|offer| offer.is_same_locale(wish));
    exact.or_else(|| offered.iter().find(|offer| offer.is_related(wish))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(texts: &[&str]) -> Vec<LanguageTag> {
        texts.iter().filter_map(|text| LanguageTag::parse(text)).collect()
    }

    fn negotiated(host: &[&str], kept: &[&str], browser: &[&str]) -> Option<String> {
        let offered = tags(&["de-AT", "en-US", "fr-FR", "fr-BE"]);
        negotiate(tags(host).first(), tags(kept).first(), &tags(browser), &offered)
            .map(|tag| tag.as_str().to_owned())
    }

    #[test]
    fn the_host_goes_before_the_device_and_the_device_before_the_browser() {
        assert_eq!(negotiated(&["de-DE"], &["fr-BE"], &["en-US"]).as_deref(), Some("de-DE"));
        assert_eq!(negotiated(&[], &["fr-BE"], &["en-US"]).as_deref(), Some("fr-BE"));
        assert_eq!(negotiated(&[], &[], &["ja", "fr-CA", "en"]).as_deref(), Some("fr-FR"));
        assert_eq!(negotiated(&[], &["ja"], &["ko"]).as_deref(), Some("en-US"));
        assert_eq!(negotiate(None, None, &tags(&["ja"]), &tags(&["fr-BE", "de-AT"])), tags(&["fr-BE"]).pop());
        assert_eq!(negotiate(None, None, &tags(&["ja"]), &[]), None);
    }
}
