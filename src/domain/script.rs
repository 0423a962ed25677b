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
