//! A vendor's code as words, where the catalogue has none for it.

use super::I18n;

/// Returns the text under this key, or the code as words if there is no key. Tracked.
pub fn label_or_code(i18n: I18n, key: Option<&'static str>, code: &str) -> String {
    key.map_or_else(|| words_of_code(code), |key| i18n.get(key))
}

/// Returns a code as words: `NOT_RENEWED` and `not_renewed` become `Not renewed`. A text that is no such code, and a
/// code that may be an abbreviation (`GO`), stay as they are.
pub fn words_of_code(code: &str) -> String {
    let has = |is: fn(&u8) -> bool| code.as_bytes().iter().any(is);
    let is_code = code.len() > 2
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && has(u8::is_ascii_uppercase) != has(u8::is_ascii_lowercase);
    let words = code.replace('_', " ").to_ascii_lowercase();
    match words.split_at_checked(1) {
        Some((first, rest)) if is_code => first.to_ascii_uppercase() + rest,
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_code_with_code_returns_words() {
        for (code, words) in [
            ("SLEEPING", "Sleeping"),
            ("NOT_FRAUD", "Not fraud"),
            ("not_renewed", "Not renewed"),
            ("MLLE", "Mlle"),
            ("telegram", "Telegram"),
            ("GO", "GO"),
            ("Lapsed", "Lapsed"),
            ("mobilePush", "mobilePush"),
            ("Not renewed", "Not renewed"),
            ("<b>x_y</b>", "<b>x_y</b>"),
            ("1219", "1219"),
            ("مدينة", "مدينة"),
            ("", ""),
        ] {
            assert_eq!(words_of_code(code), words);
        }
    }
}
