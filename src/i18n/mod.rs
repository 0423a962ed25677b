//! The language of the page: negotiation, catalogues of messages, and values formatted by the browser's `Intl`.

mod catalogue;
mod format;
mod keys;
mod regions;
mod script;
mod tag;
mod words;

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc, sync::Arc};

use leptos::{logging::warn, prelude::*};

pub use catalogue::{Catalogue, fill};
pub use format::{DisplayNames, NameKind};
pub use keys::{
    add_key, channel_key, group_key, line_key, national_kind_key, path_label_key, phone_kind_key,
    section_key, tier_key, word_key,
};
pub use regions::Region;
pub use script::{RIGHT_TO_LEFT, Script};
pub use tag::LanguageTag;
pub use words::{label_or_code, words_of_code};

use crate::domain::{DatePart, DateParts};

/// The languages that have a catalogue. English is compiled in; each other catalogue is a file beside the wasm.
pub const LANGUAGES: &[&str] =
    &["en", "fr", "de", "es", "it", "nl", "pt", "ja", "ko", "zh-Hans", "zh-Hant", "tr", "pl", "ar", "he"];

/// The varieties of a language that have words of their own: the variety, the language, and the regions that read it.
/// Their files in `locales/` have only what differs; the bundler lays them over the catalogue of the language. The loader
/// has the same list from `web/contract.json`.
pub const VARIETIES: &[(&str, &str, &str)] = &[
    ("en-US", "en", "US"),
    ("es-MX", "es", "419 AR BO CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE"),
    ("pt-PT", "pt", "AO CV GW MZ PT ST TL"),
    ("fr-CA", "fr", "CA"),
    ("zh-HK", "zh-Hant", "HK MO"),
];

/// The pseudo-locales, made from the English catalogue to test a page before it is translated: `en-XA` is longer and
/// accented, `ar-XB` runs from right to left.
pub const PSEUDO: &[&str] = &["en-XA", "ar-XB"];

/// The locales a customer can choose from; the default of the host's `locales`. The loader has the same list from
/// `web/contract.json`.
pub const LOCALES: &[&str] = &[
    "en-US", "en-GB", "fr-FR", "fr-BE", "fr-CA", "de-DE", "es-ES", "es-MX", "it-IT", "nl-NL", "pt-BR",
    "pt-PT", "ja-JP", "ko-KR", "zh-CN", "zh-TW", "zh-HK", "tr-TR", "pl-PL", "ar-AE", "he-IL",
];

/// Fetches the text of a file by its name; `None` if that fails.
pub type Fetch = Rc<dyn Fn(&str) -> Pin<Box<dyn Future<Output = Option<String>>>>>;

/// Returns the host's own messages in a language, as the text of a catalogue. They replace those of the same keys.
pub type Labels = Rc<dyn Fn(&str) -> Option<String>>;

/// The functions that load files when they are needed.
#[derive(Clone)]
pub struct Loaders {
    /// Fetches the catalogue of a language, by its tag.
    pub catalogue: Fetch,
    /// Fetches the states of a country, by its code.
    pub regions: Fetch,
    /// Returns the host's own messages.
    pub labels: Labels,
}

/// The current language. The tag and its messages change together.
#[derive(Debug)]
struct Active {
    /// The full tag the customer chose. Requests to the vendor carry it.
    tag: LanguageTag,
    /// The language of the messages, with the region of the tag if it has one. It is the page's `lang`, and values are
    /// formatted in it.
    lang: LanguageTag,
    /// The script of the messages. Views read it often, and only a switch changes it.
    script: Script,
    catalogue: Catalogue,
    english: Catalogue,
}

/// Returns the tag if this catalogue is in its language, else the tag of the catalogue.
fn lang_of(tag: &LanguageTag, language: &str) -> LanguageTag {
    if tag.lookup(&[language]).is_some() {
        return tag.clone();
    }
    catalogue_tag(language)
}

/// Returns the tag of a catalogue's language.
fn catalogue_tag(language: &str) -> LanguageTag {
    LanguageTag::parse(language).unwrap_or_else(LanguageTag::english)
}

/// The language of the page, as a handle. A view that reads through it is updated when the language is switched.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    active: RwSignal<Arc<Active>>,
    /// The locale whose catalogue is being fetched.
    pending: RwSignal<Option<LanguageTag>>,
    /// The locale whose catalogue failed to load, until another switch succeeds.
    failed: RwSignal<Option<LanguageTag>>,
    /// Whether the first switch has succeeded or failed. Until then nothing needs to be rendered.
    is_ready: RwSignal<bool>,
    /// The loaders, and the number of the last switch.
    loaders: StoredValue<(Loaders, RefCell<u32>), LocalStorage>,
}

impl I18n {
    /// Creates the language of the page: English, under this tag, until [`I18n::switch`] has fetched a catalogue.
    pub fn new(tag: LanguageTag, loaders: Loaders) -> I18n {
        let english = Catalogue::english();
        let active = Active {
            lang: lang_of(&tag, "en"),
            script: Script { is_latin: true, is_right_to_left: false },
            tag,
            catalogue: english.clone(),
            english,
        };
        I18n {
            active: RwSignal::new(Arc::new(active)),
            pending: RwSignal::new(None),
            failed: RwSignal::new(None),
            is_ready: RwSignal::new(false),
            loaders: StoredValue::new_local((loaders, RefCell::new(0))),
        }
    }

    /// Returns the language that the app provides. Call it in the body of a component.
    pub fn expect() -> I18n {
        use_context().unwrap_or_else(|| unreachable!("the app provides the language"))
    }

    /// The current locale. Tracked.
    pub fn tag(self) -> LanguageTag {
        self.active.with(|active| active.tag.clone())
    }

    /// The current locale, for a request. Not tracked.
    pub fn tag_untracked(self) -> LanguageTag {
        self.active.with_untracked(|active| active.tag.clone())
    }

    /// The current locale; `None` after the app was dropped, for responses that arrive late. Not tracked.
    pub fn try_tag_untracked(self) -> Option<LanguageTag> {
        self.active.try_with_untracked(|active| active.tag.clone())
    }

    /// The language of the messages. Tracked.
    pub fn lang(self) -> LanguageTag {
        self.active.with(|active| active.lang.clone())
    }

    /// Whether the language is written in the Latin script. Tracked.
    pub fn is_latin(self) -> bool {
        self.active.with(|active| active.script.is_latin)
    }

    /// Whether the language is Chinese, Japanese or Korean. Tracked.
    pub fn is_cjk(self) -> bool {
        self.active.with(|active| matches!(active.lang.language(), "ja" | "ko" | "zh"))
    }

    /// Whether the language is written from right to left. Tracked.
    pub fn is_right_to_left(self) -> bool {
        self.active.with(|active| active.script.is_right_to_left)
    }

    /// Whether the first switch has succeeded or failed. Tracked.
    pub fn is_ready(self) -> bool {
        self.is_ready.get()
    }

    /// The locale whose catalogue is being fetched, if any. Tracked.
    pub fn pending(self) -> Option<LanguageTag> {
        self.pending.get()
    }

    /// The locale whose catalogue failed to load, if the last switch failed. Tracked.
    pub fn failed(self) -> Option<LanguageTag> {
        self.failed.get()
    }

    /// Switches to another locale. Its catalogue is fetched first, so that the whole page changes at once. If that
    /// fails, the page keeps its language and [`I18n::failed`] returns the locale. The last switch wins, in whatever
    /// order the catalogues arrive.
    pub async fn switch(self, tag: LanguageTag) {
        let language = tag.lookup(PSEUDO).or_else(|| tag.lookup(LANGUAGES)).unwrap_or("en");
        let variety = tag.variety().unwrap_or(language);
        let Some((fetch, switch)) = self.loaders.try_with_value(|(loaders, last_switch)| {
            let switch = *last_switch.borrow() + 1;
            last_switch.replace(switch);
            ((language != "en").then(|| (loaders.catalogue)(variety)), switch)
        }) else {
            return;
        };
        self.pending.set(Some(tag.clone()));
        let text = match fetch {
            Some(fetch) => fetch.await,
            None => None,
        };
        if self.loaders.try_with_value(|(_, last_switch)| *last_switch.borrow()) != Some(switch) {
            return;
        }
        self.pending.set(None);
        let english = self.active.with_untracked(|active| active.english.clone());
        let catalogue = match language {
            "en" if variety == "en" => Some(english.clone()),
            "en" => Some(english.clone().overridden_by(Catalogue::american())),
            _ => text.as_deref().and_then(Catalogue::parse),
        };
        match catalogue {
            Some(catalogue) => {
                // The host's words for a language are those of its varieties too.
                let mut own = Catalogue::default();
                for name in [variety, language].into_iter().take(if variety == language { 1 } else { 2 }) {
                    let labels = self.loaders.try_with_value(|(loaders, _)| (loaders.labels)(name)).flatten();
                    let labels = labels.as_deref().and_then(Catalogue::parse).unwrap_or_default();
                    own = labels.overridden_by(own);
                }
                for (key, _) in own.iter().filter(|(key, _)| catalogue.get(key).is_none()) {
                    warn!("Carnet: labels has \"{key}\", and there is no such key in {language}.");
                }
                let catalogue = catalogue.overridden_by(own);
                self.failed.set(None);
                let lang = lang_of(&tag, language);
                // The script of the catalogue and not of the tag: for `ar-Latn` there is only the Arabic catalogue.
                let script = Script::of(&catalogue_tag(language));
                self.active.set(Arc::new(Active { lang, script, tag, catalogue, english }));
            }
            None => self.failed.set(Some(tag)),
        }
        // Set once only: each time it is set, the views that wait for it are rendered again.
        if !self.is_ready.get_untracked() {
            self.is_ready.set(true);
        }
    }

    /// The message of this key. Tracked.
    pub fn get(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The message of this key, with its placeholders replaced by these values. Tracked.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.active.with(|active| {
            let message = active.catalogue.get(key).or_else(|| active.english.get(key)).unwrap_or(key);
            if values.is_empty() { message.to_owned() } else { fill(message, values) }
        })
    }

    /// The message of this key for a count, in its plural category; in `other`, if the catalogue lacks that category.
    /// Tracked.
    pub fn count(self, key: &str, count: f64) -> String {
        let category = format!("{key}_{}", format::plural(&self.lang(), count));
        let has = self.active.with(|active| active.catalogue.get(&category).is_some());
        let key = if has { category } else { format!("{key}_other") };
        self.fill(&key, &[("count", &self.number(count))])
    }

    /// The message of this key, as a signal that follows the language.
    pub fn text(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || self.get(key))
    }

    /// Names as a list within a sentence: `a, b, and c`. Tracked.
    pub fn list(self, names: &[String]) -> String {
        format::list(&self.lang(), names)
    }

    /// Pieces of text in a row, with the separator of the language between them. Tracked.
    pub fn join(self, pieces: impl IntoIterator<Item = String>) -> String {
        let append =
            |row: String, piece: String| self.fill("list.pair", &[("before", &row), ("after", &piece)]);
        pieces.into_iter().reduce(append).unwrap_or_default()
    }

    /// A time from now: `in 30 seconds`. Tracked.
    pub fn relative_time(self, seconds: f64) -> String {
        format::relative_time(&self.lang(), seconds)
    }

    /// A number. Tracked.
    pub fn number(self, value: f64) -> String {
        format::number(&self.lang(), value)
    }

    /// A timestamp in the time zone of this device, with the zone's name; `None` if it cannot be parsed. Tracked.
    pub fn timestamp(self, written: &str) -> Option<String> {
        format::timestamp(&self.lang(), written)
    }

    /// A date, from the parts that are known; `None` without any. Tracked.
    pub fn date(self, parts: DateParts) -> Option<String> {
        format::date(&self.lang(), parts)
    }

    /// The parts of a date, in the order the language writes them. Tracked.
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

    /// The name of a country or language by its code. Tracked.
    pub fn name(self, kind: NameKind, code: &str) -> String {
        DisplayNames::new(&self.lang(), kind).of(code)
    }

    /// Codes and their names, sorted by name in the order of the language. Tracked.
    pub fn names(self, kind: NameKind, codes: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
        let tag = self.lang();
        let names = DisplayNames::new(&tag, kind);
        format::sorted(&tag, codes.map(|code| (code.to_owned(), names.of(code))).collect())
    }

    /// Sorts codes and names by name, in the order of the language. Tracked.
    pub fn sorted(self, names: Vec<(String, String)>) -> Vec<(String, String)> {
        format::sorted(&self.lang(), names)
    }

    /// Returns a function that finds this part in a text, ignoring case and accents: where it begins.
    pub fn find_ignoring_accents(self, part: &str) -> impl Fn(&str) -> Option<u32> + use<> {
        format::find_ignoring_accents(part)
    }

    /// Returns a function that tells whether a text equals this one, ignoring case and accents.
    pub fn equals_ignoring_accents(self, text: &str) -> impl Fn(&str) -> bool {
        format::equals_ignoring_accents(text)
    }

    /// Fetches the states of a country; `None` if that fails.
    pub async fn regions(self, country: &str) -> Option<Vec<Region>> {
        let fetch = self.loaders.try_with_value(|(loaders, _)| (loaders.regions)(country))?;
        Region::parse(&fetch.await?)
    }
}

/// Negotiates the locale to begin with. In this order: the host's attribute, the locale stored on this device, the
/// browser's list, English, the first of `offered`. Only the host's attribute may be a locale outside `offered`.
/// Returns `None` if there is no attribute and nothing is offered.
pub fn negotiate(
    host: Option<&LanguageTag>,
    stored: Option<&LanguageTag>,
    browser: &[LanguageTag],
    offered: &[LanguageTag],
) -> Option<LanguageTag> {
    if let Some(tag) = host {
        return Some(tag.clone());
    }
    let english = LanguageTag::english();
    let mut preferred = stored.into_iter().chain(browser).chain([&english]);
    preferred.find_map(|tag| best_match(tag, offered)).or_else(|| offered.first().cloned())
}

/// Returns the offered locale that is closest to a tag: the same one, else the first that is read in the same words, else
/// the first in its language and script. A tag without a region may be any variety.
pub fn best_match(tag: &LanguageTag, offered: &[LanguageTag]) -> Option<LanguageTag> {
    let first = |is_match: &dyn Fn(&LanguageTag) -> bool| offered.iter().find(|offer| is_match(offer));
    let has_same_words = |offer: &LanguageTag| {
        tag.area().is_some() && offer.is_related(tag) && offer.variety() == tag.variety()
    };
    let exact = first(&|offer| offer.is_same_locale(tag));
    exact.or_else(|| first(&has_same_words)).or_else(|| first(&|offer| offer.is_related(tag))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(texts: &[&str]) -> Vec<LanguageTag> {
        texts.iter().filter_map(|text| LanguageTag::parse(text)).collect()
    }

    fn negotiated(host: &[&str], stored: &[&str], browser: &[&str]) -> Option<String> {
        let offered = tags(&["de-AT", "en-US", "fr-FR", "fr-BE"]);
        negotiate(tags(host).first(), tags(stored).first(), &tags(browser), &offered)
            .map(|tag| tag.as_str().to_owned())
    }

    #[test]
    fn best_match_prefers_the_same_variety() {
        let offered =
            tags(&["en-US", "en-GB", "es-ES", "es-MX", "pt-BR", "pt-PT", "zh-CN", "zh-TW", "zh-HK"]);
        for (tag, best) in [
            ("en", "en-US"),
            ("en-US-x-own", "en-US"),
            ("en-AU", "en-GB"),
            ("es", "es-ES"),
            ("es-AR", "es-MX"),
            ("es-419", "es-MX"),
            ("pt", "pt-BR"),
            ("pt-AO", "pt-PT"),
            ("pt-CH", "pt-BR"),
            ("zh-Hant", "zh-TW"),
            ("zh-Hant-MO", "zh-HK"),
            ("zh-SG", "zh-CN"),
        ] {
            let found = tags(&[tag]).first().and_then(|tag| best_match(tag, &offered));
            assert_eq!(found.as_ref().map(LanguageTag::as_str), Some(best), "{tag}");
        }
    }

    #[test]
    fn negotiate_prefers_host_then_device_then_browser() {
        assert_eq!(negotiated(&["de-DE"], &["fr-BE"], &["en-US"]).as_deref(), Some("de-DE"));
        assert_eq!(negotiated(&[], &["fr-BE"], &["en-US"]).as_deref(), Some("fr-BE"));
        assert_eq!(negotiated(&[], &[], &["ja", "fr-CA", "en"]).as_deref(), Some("fr-FR"));
        assert_eq!(negotiated(&[], &["ja"], &["ko"]).as_deref(), Some("en-US"));
        assert_eq!(negotiate(None, None, &tags(&["ja"]), &tags(&["fr-BE", "de-AT"])), tags(&["fr-BE"]).pop());
        assert_eq!(negotiate(None, None, &tags(&["ja"]), &[]), None);
    }
}
