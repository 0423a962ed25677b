//! A language tag (BCP 47), validated once, so that `Intl` is never called with one at which it throws.
//!
//! A vendor's tag may be well formed and yet name no language, or another one than is meant (contract 1.0: `vn-VN`,
//! `gr-GR`). The page is in the language that is meant; requests carry the tag as it was written.

use super::VARIETIES;

/// A well-formed language tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag {
    /// The tag as it was written.
    written: String,
    /// The language, script and region that are meant. Messages and formats depend on nothing else.
    core: String,
}

/// Languages as vendors and older standards write them, and the languages that are meant. `tu` and `ma` are Tunisia and
/// Morocco, which the vendor addresses in French; Mandarin and Cantonese are written as Chinese; languages with two letters
/// also have three (ISO 639-2), for which `Intl` has no names in every browser. The loader has the same
/// list from `web/contract.json`.
const ALIASES: [(&str, &str); 28] = [
    ("vn", "vi"),
    ("gr", "el"),
    ("tu", "fr"),
    ("ma", "fr"),
    ("iw", "he"),
    ("in", "id"),
    ("cmn", "zh"),
    ("yue", "zh"),
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("deu", "de"),
    ("ger", "de"),
    ("spa", "es"),
    ("ita", "it"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("por", "pt"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("tur", "tr"),
    ("pol", "pl"),
    ("ara", "ar"),
    ("heb", "he"),
    ("ell", "el"),
    ("gre", "el"),
];

/// The tag of an unknown language.
const UNDETERMINED: &str = "und";

impl LanguageTag {
    /// Parses a tag; `None` if it is not well formed. Letters keep their case, since the vendor is sent its own
    /// spelling.
    pub fn parse(text: &str) -> Option<LanguageTag> {
        let written = text.trim();
        let alphabetic = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
        let mut core = String::new();
        // The kind the next subtag may have: 0 the language, 1 a script, 2 a region, 3 anything else.
        let mut next = 0;
        for subtag in written.split('-') {
            let length = subtag.len();
            if !(1..=8).contains(&length) || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let is_core = match next {
                0 if alphabetic(subtag) && matches!(length, 2 | 3 | 5..=8) => {
                    next = 1;
                    true
                }
                // Four letters are reserved, `x` is private use, `i` is grandfathered: tags of no known language.
                0 if alphabetic(subtag) && (length == 4 || matches!(subtag, "x" | "X" | "i" | "I")) => {
                    next = 3;
                    core.push_str(UNDETERMINED);
                    false
                }
                0 => return None,
                // An extended language ("zh-yue").
                1 if length == 3 && alphabetic(subtag) => false,
                1 if length == 4 && alphabetic(subtag) => {
                    next = 2;
                    true
                }
                1 | 2
                    if (length == 2 && alphabetic(subtag))
                        || (length == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit())) =>
                {
                    next = 3;
                    true
                }
                _ => {
                    next = 3;
                    false
                }
            };
            if is_core {
                let is_language = core.is_empty();
                if !is_language {
                    core.push('-');
                }
                let meant =
                    ALIASES.iter().find(|(alias, _)| is_language && alias.eq_ignore_ascii_case(subtag));
                core.push_str(meant.map_or(subtag, |(_, meant)| meant));
            }
        }
        // A single letter is only a prefix.
        if written.len() < 2 {
            return None;
        }
        // Swedish, written by its country code. With any other region it is Northern Sami.
        if core.eq_ignore_ascii_case("se-SE") {
            "sv-SE".clone_into(&mut core);
        }
        Some(LanguageTag { written: written.to_owned(), core })
    }

    /// Returns `en`, whose catalogue is always there.
    pub fn english() -> LanguageTag {
        LanguageTag { written: "en".to_owned(), core: "en".to_owned() }
    }

    /// The tag as it was written. `accept-language` carries it.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The language, script and region that are meant. `Intl` is called with it.
    pub fn canonical(&self) -> &str {
        &self.core
    }

    /// The language subtag.
    pub fn language(&self) -> &str {
        self.canonical().split('-').next().unwrap_or_default()
    }

    /// The region subtag in capitals, if it is a country's; `None` for a tag without one.
    pub fn region(&self) -> Option<String> {
        self.area().filter(|area| area.len() == 2).map(str::to_ascii_uppercase)
    }

    /// The region subtag as it is written: a country, or an area such as 419, Latin America.
    pub(super) fn area(&self) -> Option<&str> {
        self.canonical().split('-').skip(1).find(|subtag| subtag.len() < 4)
    }

    /// Returns the variety of its language that the region reads, if it has words of its own.
    pub fn variety(&self) -> Option<&'static str> {
        let (language, area) = (self.reading_language(), self.area()?);
        let is_read = |(_, of, areas): &&(&str, &str, &str)| {
            of.eq_ignore_ascii_case(language) && areas.split(' ').any(|own| own.eq_ignore_ascii_case(area))
        };
        VARIETIES.iter().find(is_read).map(|(variety, ..)| *variety)
    }

    /// The language and script of Chinese, by the script or region of the tag (CLDR, likely subtags); `None` for other
    /// languages.
    fn chinese_script(&self) -> Option<&'static str> {
        let mut subtags = self.canonical().split('-');
        let is_chinese = subtags.next().is_some_and(|language| language.eq_ignore_ascii_case("zh"));
        let traditional = ["Hant", "TW", "HK", "MO"];
        let is_traditional = |subtag: &str| traditional.iter().any(|own| own.eq_ignore_ascii_case(subtag));
        // The first subtag that decides is taken: a script precedes a region.
        let is_simplified = |subtag: &str| subtag.eq_ignore_ascii_case("Hans");
        let deciding = subtags.find(|subtag| is_traditional(subtag) || is_simplified(subtag));
        is_chinese.then(|| if deciding.is_some_and(is_traditional) { "zh-Hant" } else { "zh-Hans" })
    }

    /// The language, with the script for Chinese: readers of one such language may not read another.
    pub fn reading_language(&self) -> &str {
        self.chinese_script().unwrap_or_else(|| self.language())
    }

    /// Whether this is the same tag, ignoring case.
    pub fn is_same_locale(&self, other: &LanguageTag) -> bool {
        self.written.eq_ignore_ascii_case(&other.written)
    }

    /// The tag to name in a list of locales: the canonical one, with the script for Chinese. A tag of an unknown
    /// language is returned as it was written.
    pub fn display_tag(&self) -> String {
        if self.canonical() == UNDETERMINED {
            return self.written.clone();
        }
        match (self.chinese_script(), self.canonical().split_once('-')) {
            (Some(script), Some((_, region))) if region.len() == 2 => [script, region].join("-"),
            (Some(script), None) => script.to_owned(),
            _ => self.canonical().to_owned(),
        }
    }

    /// Whether readers of this language read the other: the same language, and for Chinese the same script.
    pub fn is_related(&self, other: &LanguageTag) -> bool {
        self.reading_language().eq_ignore_ascii_case(other.reading_language())
    }

    /// Returns the best of `available` for this tag, by RFC 4647 lookup: subtags are removed from the end until one
    /// matches. Chinese is matched by its script.
    pub fn lookup<'a>(&self, available: &[&'a str]) -> Option<&'a str> {
        let find = |range: &str| available.iter().copied().find(|tag| tag.eq_ignore_ascii_case(range));
        let mut range = self.canonical();
        loop {
            if let Some(found) = find(range) {
                return Some(found);
            }
            match range.rsplit_once('-') {
                Some((shorter, _)) => range = shorter,
                None => return find(self.chinese_script()?),
            }
        }
    }

    /// The script subtag, if the tag has one.
    pub(super) fn script_subtag(&self) -> Option<&str> {
        // A script directly follows the language, and nothing else in the core has four letters.
        self.canonical().split('-').nth(1).filter(|subtag| subtag.len() == 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).expect("it is well formed")
    }

    #[test]
    fn parse_rejects_tags_at_which_intl_throws() {
        for text in [
            "",
            "-",
            "fr_FR",
            "f",
            "français",
            "fr-",
            "en--US",
            "1234",
            "toolongtag",
            "x",
            "x-",
            "i-klingon_",
        ] {
            assert_eq!(LanguageTag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn parse_keeps_spelling_and_finds_canonical_tag() {
        for (text, core) in [
            ("fr", "fr"),
            ("vn-VN", "vi-VN"),
            ("gr-GR", "el-GR"),
            ("ma-MA", "fr-MA"),
            ("se-SE", "sv-SE"),
            ("se-NO", "se-NO"),
            ("zh-Hant-HK", "zh-Hant-HK"),
            ("es-419", "es-419"),
            ("de-DE-1996", "de-DE"),
            ("ar-u-nu-latn", "ar"),
            ("zh-yue-HK", "zh-HK"),
            ("yue-HK", "zh-HK"),
            ("cmn-Hans-CN", "zh-Hans-CN"),
            ("zh-min-nan", "zh"),
            ("x-private", "und"),
            ("i-klingon", "und"),
        ] {
            assert_eq!((tag(text).as_str(), tag(text).canonical()), (text, core));
        }
    }

    #[test]
    fn display_tag_of_chinese_has_its_script() {
        for (text, named) in [
            ("zh", "zh-Hans"),
            ("zh-HK", "zh-Hant-HK"),
            ("zh-CN", "zh-Hans-CN"),
            ("zh-Hant-MY", "zh-Hant-MY"),
            ("fr-BE", "fr-BE"),
            ("tu-TN", "fr-TN"),
            ("x-private", "x-private"),
        ] {
            assert_eq!(tag(text).display_tag(), named);
        }
    }

    #[test]
    fn variety_follows_language_and_region() {
        for (text, variety) in [
            ("en-US", Some("en-US")),
            ("EN-us", Some("en-US")),
            ("en", None),
            ("en-CA", None),
            ("en-u-rg-uszzzz", None),
            ("es-419", Some("es-MX")),
            ("es-ES", None),
            ("pt-PT", Some("pt-PT")),
            ("pt-BR", None),
            ("fr-CA", Some("fr-CA")),
            ("zh-HK", Some("zh-HK")),
            ("zh-Hant-MO", Some("zh-HK")),
            ("zh-Hans-HK", None),
            ("yue-HK", Some("zh-HK")),
            ("zh-TW", None),
            ("de-US", None),
        ] {
            assert_eq!(tag(text).variety(), variety, "{text}");
        }
    }

    #[test]
    fn lookup_removes_subtags_from_the_end() {
        let available = ["en", "fr", "pt", "zh-Hans", "zh-Hant"];
        for (text, found) in [
            ("fr-BE", Some("fr")),
            ("FR-ca", Some("fr")),
            ("zh-Hant-HK", Some("zh-Hant")),
            ("zh-Hant", Some("zh-Hant")),
            ("zh-Hans-HK", Some("zh-Hans")),
            ("zh-HK", Some("zh-Hant")),
            ("ZH-tw", Some("zh-Hant")),
            ("zh-CN", Some("zh-Hans")),
            ("zh", Some("zh-Hans")),
            ("pt-PT", Some("pt")),
            ("tu-TN", Some("fr")),
            ("en-u-ca-buddhist", Some("en")),
            ("de", None),
        ] {
            assert_eq!(tag(text).lookup(&available), found, "{text}");
        }
    }
}
