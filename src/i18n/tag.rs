//! A language tag (BCP 47), checked once, so that `Intl` never meets one it would throw at.

/// A well-formed language tag, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag {
    written: String,
    /// How many bytes of it are language, script and region: all that wording and formats depend on.
    core: usize,
}

impl LanguageTag {
    /// The tag, or `None` if it is not well formed. Letters keep their case: a vendor's own spelling
    /// is what the vendor is sent.
    pub fn parse(text: &str) -> Option<LanguageTag> {
        let written = text.trim();
        let alphabetic = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
        let mut core = 0;
        // What the next subtag may still be: 0 the language, 1 a script, 2 a region, 3 anything further.
        let mut next = 0;
        for subtag in written.split('-') {
            let length = subtag.len();
            if !(1..=8).contains(&length) || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let counts = match next {
                0 if matches!(length, 2 | 3 | 5..=8) && alphabetic(subtag) => {
                    next = 1;
                    true
                }
                0 => return None,
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
                core += length + usize::from(core > 0);
            }
        }
        Some(LanguageTag { written: written.to_owned(), core })
    }

    /// Plain English, which there are always words in.
    pub fn english() -> LanguageTag {
        LanguageTag { written: "en".to_owned(), core: 2 }
    }

    /// The tag as it was written: what `accept-language` carries.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Language, script and region: what `Intl` is asked with.
    pub fn core(&self) -> &str {
        self.written.get(..self.core).unwrap_or_default()
    }

    /// The language alone.
    pub fn language(&self) -> &str {
        self.core().split('-').next().unwrap_or_default()
    }

    /// The best of `available` for this tag, by RFC 4647 lookup: the tag, then ever less of it.
    pub fn lookup<'a>(&self, available: &[&'a str]) -> Option<&'a str> {
        let mut range = self.written.as_str();
        loop {
            if let Some(found) = available.iter().find(|tag| tag.eq_ignore_ascii_case(range)) {
                return Some(found);
            }
            range = range.rsplit_once('-')?.0;
            // A single letter begins an extension and means nothing at the end.
            if let Some((shorter, last)) = range.rsplit_once('-')
                && last.len() == 1
            {
                range = shorter;
            }
        }
    }

    /// Whether this language is written in Latin letters, as far as its tag says: by its script, else as most write it.
    pub fn is_latin(&self) -> bool {
        let script = self.core().split('-').nth(1).filter(|subtag| subtag.len() == 4);
        match script {
            Some(script) => script.eq_ignore_ascii_case("Latn"),
            None => !matches!(
                self.language(),
                "am" | "ar"
                    | "be"
                    | "bg"
                    | "bn"
                    | "el"
                    | "fa"
                    | "gu"
                    | "he"
                    | "hi"
                    | "hy"
                    | "ja"
                    | "ka"
                    | "kk"
                    | "km"
                    | "kn"
                    | "ko"
                    | "ky"
                    | "lo"
                    | "mk"
                    | "ml"
                    | "mn"
                    | "mr"
                    | "my"
                    | "ne"
                    | "pa"
                    | "ru"
                    | "si"
                    | "sr"
                    | "ta"
                    | "te"
                    | "tg"
                    | "th"
                    | "uk"
                    | "ur"
                    | "zh"
            ),
        }
    }

    /// Whether this language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.language(), "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "ckb" | "dv")
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
        for text in ["", "-", "fr_FR", "f", "français", "fr-", "en--US", "1234", "toolongtag", "x-private"] {
            assert_eq!(LanguageTag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_keeps_the_spelling_it_came_in() {
        for (text, core) in [
            ("fr", "fr"),
            ("vn-VN", "vn-VN"),
            ("zh-Hant-HK", "zh-Hant-HK"),
            ("es-419", "es-419"),
            ("de-DE-1996", "de-DE"),
            ("ar-u-nu-latn", "ar"),
        ] {
            assert_eq!((tag(text).as_str(), tag(text).core()), (text, core));
        }
    }

    #[test]
    fn lookup_drops_subtags_from_the_end() {
        let available = ["en", "fr", "zh-Hant"];
        for (text, found) in [
            ("fr-BE", Some("fr")),
            ("FR-ca", Some("fr")),
            ("zh-Hant-HK", Some("zh-Hant")),
            ("zh-CN", None),
            ("en-u-ca-buddhist", Some("en")),
            ("de", None),
        ] {
            assert_eq!(tag(text).lookup(&available), found, "{text}");
        }
    }
}
