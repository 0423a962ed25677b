//! The script a text is written in.

/// Whether all letters of a text are Latin; `None` if it has no letters.
///
/// ```
/// use carnet::domain::is_latin;
///
/// assert_eq!(is_latin("Łódź"), Some(true));
/// assert_eq!(is_latin("Anna 王"), Some(false));
/// assert_eq!(is_latin("12-3"), None);
/// ```
pub fn is_latin(text: &str) -> Option<bool> {
    // Digits and signs have no script. `char::is_alphabetic` would add its table to the bundle.
    let mut letters = text.chars().filter(|letter| letter.is_ascii_alphabetic() || !letter.is_ascii());
    // Greek is the first script after Latin; further Latin letters are before the general punctuation.
    let is_other = |letter: char| matches!(u32::from(letter), 0x370..0x1E00 | 0x2E80..);
    let first = letters.next()?;
    Some(!is_other(first) && !letters.any(is_other))
}

/// Whether all characters of a text are Chinese, Japanese or Korean letters. Names in them are written without a space.
///
/// ```
/// use carnet::domain::is_cjk;
///
/// assert!(is_cjk("山田"));
/// assert!(!is_cjk("山田 A"));
/// ```
pub fn is_cjk(text: &str) -> bool {
    let is_letter = |letter| matches!(u32::from(letter), 0x2E80..0xA4D0 | 0xAC00..0xD800 | 0xF900..0xFB00 | 0x20000..0x33480);
    text.chars().all(is_letter)
}

/// Whether a character cannot be seen: a space without width, a mark of direction, a filler.
fn is_invisible(letter: char) -> bool {
    matches!(u32::from(letter), 0xAD | 0x61C | 0x180E | 0x200B..0x2010 | 0x202A..0x202F | 0x2060..0x2070 | 0xFEFF)
}

/// Whether a text has a character that cannot be seen.
pub fn has_invisible(text: &str) -> bool {
    text.contains(is_invisible)
}

/// Returns a text without what cannot be seen at its beginning and end: spaces, and characters without a shape.
///
/// ```
/// use carnet::domain::trim_invisible;
///
/// assert_eq!(trim_invisible("\u{202a} +33 1\u{202c}"), "+33 1");
/// ```
pub fn trim_invisible(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// Returns two texts for a comparison. If only invisible characters differ, each is written as its code.
///
/// ```
/// use carnet::domain::visible_difference;
///
/// let [before, after] = visible_difference(["Ada".into(), "A\u{200b}da".into()]);
/// assert_eq!((&*before, &*after), ("Ada", "A[U+200B]da"));
/// assert_eq!(visible_difference(["A\u{200b}".into(), "B".into()])[0], "A\u{200b}");
/// ```
pub fn visible_difference(texts: [String; 2]) -> [String; 2] {
    let visible = texts.each_ref().map(|text| text.replace(is_invisible, ""));
    if visible[0] != visible[1] {
        return texts;
    }
    texts.map(|text| {
        let letter = |letter: char| {
            if is_invisible(letter) { format!("[U+{:04X}]", u32::from(letter)) } else { letter.to_string() }
        };
        text.chars().map(letter).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_latin_ignores_digits_and_signs_and_rejects_any_other_letter() {
        for (text, expected) in [
            ("Moreau-Lefèvre", Some(true)),
            ("Nguyễn Thị", Some(true)),
            ("Łódź’", Some(true)),
            ("王小明", Some(false)),
            ("Anna 王", Some(false)),
            ("Анна", Some(false)),
            ("12-3", None),
            ("", None),
        ] {
            assert_eq!(is_latin(text), expected, "{text}");
        }
    }

    #[test]
    fn is_cjk_with_any_other_letter_returns_false() {
        for text in ["小明", "山田", "みどり", "アンナ", "김민수", "𠮷田", "﨑"] {
            assert!(is_cjk(text), "{text}");
        }
        for text in ["Anna", "Анна", "محمد", "दीपा", "Anna 王", "小明 A", "é"] {
            assert!(!is_cjk(text), "{text}");
        }
    }
}
