//! In which letters a text is written.

/// Whether a text is written in Latin letters alone; `None` where it has no letters.
pub fn is_latin(text: &str) -> Option<bool> {
    // A digit or a sign is of no script; names of letters would bring a table of them.
    let mut letters = text.chars().filter(|letter| letter.is_ascii_alphabetic() || !letter.is_ascii());
    // Greek is the first script behind Latin; further Latin letters stand before the general punctuation.
    let is_other = |letter: char| matches!(u32::from(letter), 0x370..0x1E00 | 0x2E80..);
    let first = letters.next()?;
    Some(!is_other(first) && !letters.any(is_other))
}

/// Whether a text is written in the letters of Chinese, Japanese or Korean alone. Their words need no blank between them.
pub fn is_cjk(text: &str) -> bool {
    let is_letter = |letter| matches!(u32::from(letter), 0x2E80..0xA4D0 | 0xAC00..0xD800 | 0xF900..0xFB00 | 0x20000..0x33480);
    text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_signs_are_of_no_script_and_one_letter_of_another_is_enough() {
        for (text, told) in [
            ("Moreau-Lefèvre", Some(true)),
            ("Nguyễn Thị", Some(true)),
            ("Łódź’", Some(true)),
            ("王小明", Some(false)),
            ("Anna 王", Some(false)),
            ("Анна", Some(false)),
            ("12-3", None),
            ("", None),
        ] {
            assert_eq!(is_latin(text), told, "{text}");
        }
    }

    #[test]
    fn a_name_of_the_far_east_is_of_its_letters_alone() {
        for text in ["小明", "山田", "みどり", "アンナ", "김민수", "𠮷田", "﨑"] {
            assert!(is_cjk(text), "{text}");
        }
        for text in ["Anna", "Анна", "محمد", "दीपा", "Anna 王", "小明 A", "é"] {
            assert!(!is_cjk(text), "{text}");
        }
    }
}
