//! A language tag (BCP 47), checked once, so that `Intl` never meets one it would throw at.
//!
//! A vendor's tags may be well formed and yet name no language, or another one than is meant (contract 1.0: `vn-VN`,
//! `gr-GR`). They are worded as what is meant, and sent as they are written.

/// A well-formed language tag, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag {
    written: String,
    /// Language, script and region of what is meant: all that wording and formats depend on.
    core: String,
}

/// Languages as vendors and older standards write them, and what is meant. Tunisia and Morocco are spoken to in French;
/// who speaks Mandarin or Cantonese reads Chinese.
const ALIASES: [(&str, &str); 8] = [
    ("vn", "vi"),
    ("gr", "el"),
    ("tu", "fr"),
    ("ma", "fr"),
    ("iw", "he"),
    ("in", "id"),
    ("cmn", "zh"),
    ("yue", "zh"),
];

/// No language that is known, as `Intl` calls it.
const UNDETERMINED: &str = "und";

impl LanguageTag {
    /// The tag, or `None` if it is not well formed. Letters keep their case: a vendor's own spelling
    /// is what the vendor is sent.
    pub fn parse(text: &str) -> Option<LanguageTag> {
        let written = text.trim();
        let alphabetic = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
        let mut core = String::new();
        // What the next subtag may still be: 0 the language, 1 a script, 2 a region, 3 anything further.
        let mut next = 0;
        for subtag in written.split('-') {
            let length = subtag.len();
            if !(1..=8).contains(&length) || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let counts = match next {
                0 if alphabetic(subtag) && matches!(length, 2 | 3 | 5..=8) => {
                    next = 1;
                    true
                }
                // Reserved, private, or of before there were regions: it is a tag, and names no language we know.
                0 if alphabetic(subtag) && (length == 4 || matches!(subtag, "x" | "X" | "i" | "I")) => {
                    next = 3;
                    core.push_str(UNDETERMINED);
                    false
                }
                0 => return None,
                // A kind of the language ("zh-yue").
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
            if counts {
                let is_language = core.is_empty();
                if !is_language {
                    core.push('-');
                }
                let meant = ALIASES.iter().find(|(odd, _)| is_language && odd.eq_ignore_ascii_case(subtag));
                core.push_str(meant.map_or(subtag, |(_, meant)| meant));
            }
        }
        // One letter is the beginning of something.
        if written.len() < 2 {
            return None;
        }
        // Swedish, as its country is written; elsewhere it is Northern Sami.
        if core.eq_ignore_ascii_case("se-SE") {
            "sv-SE".clone_into(&mut core);
        }
        Some(LanguageTag { written: written.to_owned(), core })
    }

    /// Plain English, which there are always words in.
    pub fn english() -> LanguageTag {
        LanguageTag { written: "en".to_owned(), core: "en".to_owned() }
    }

    /// The tag as it was written: what `accept-language` carries.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Language, script and region: what `Intl` is asked with.
    pub fn canonical(&self) -> &str {
        &self.core
    }

    /// The language alone.
    pub fn language(&self) -> &str {
        self.canonical().split('-').next().unwrap_or_default()
    }

    /// The script of Chinese, by the tag or by where it is spoken (CLDR, likely subtags); `None` for other languages.
    fn chinese_script(&self) -> Option<&'static str> {
        let mut subtags = self.canonical().split('-');
        let is_chinese = subtags.next().is_some_and(|language| language.eq_ignore_ascii_case("zh"));
        let traditional = ["Hant", "TW", "HK", "MO"];
        let is_traditional = |subtag: &str| traditional.iter().any(|own| own.eq_ignore_ascii_case(subtag));
        // A script goes before a region.
        let is_simplified = |subtag: &str| subtag.eq_ignore_ascii_case("Hans");
        let deciding = subtags.find(|subtag| is_traditional(subtag) || is_simplified(subtag));
        is_chinese.then(|| if deciding.is_some_and(is_traditional) { "zh-Hant" } else { "zh-Hans" })
    }

    /// The language alone, and of Chinese the script: what tells one from another for who reads it.
    pub fn reading_language(&self) -> &str {
        self.chinese_script().unwrap_or_else(|| self.language())
    }

    /// Whether this is the same tag, in whatever capitals.
    pub fn is_same_locale(&self, other: &LanguageTag) -> bool {
        self.written.eq_ignore_ascii_case(&other.written)
    }

    /// What a customer looks for in a list: as `Intl` is asked, and Chinese with its script. A tag of no language as it is written.
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

    /// Whether this is the same language, in the same script: who reads the one reads the other.
    pub fn is_related(&self, other: &LanguageTag) -> bool {
        self.reading_language().eq_ignore_ascii_case(other.reading_language())
    }

    /// The best of `available` for this tag, by RFC 4647 lookup: the tag, then ever less of it; Chinese by its script.
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
        // A script follows the language; nothing else of the core has four letters.
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
    fn what_intl_would_throw_at_is_no_tag() {
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
    fn a_tag_keeps_the_spelling_it_came_in() {
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
    fn chinese_is_named_with_its_script() {
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
    fn lookup_drops_subtags_from_the_end() {
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
