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
}
