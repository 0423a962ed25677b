//! Whole numbers with more digits than a browser's numbers hold: ids are that long, and no digit of one is to be lost.
//! The engines see them as texts with a mark around, and only [`super::Json`] knows better.

use std::borrow::Cow;

/// The mark: a character no text of a vendor has (Unicode, private use). A text that has it all the same is taken for
/// digits only where it is a mark, digits and a mark.
const MARK: char = '\u{E000}';

/// From here on a number may not be held.
const LONG: usize = 16;

/// The text of a document with its long numbers as marked texts.
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    let (mut quoted, mut rest, mut is_text, mut has_long) = (String::new(), text, false, false);
    while let Some(next) = rest.find(|letter: char| letter == '"' || (!is_text && letter.is_ascii_digit())) {
        let Some((before, found)) = rest.split_at_checked(next) else { break };
        let count = found.bytes().take_while(u8::is_ascii_digit).count();
        let Some((token, after)) = found.split_at_checked(count.max(1)) else { break };
        let (sign, start) = before.strip_suffix('-').map_or(("", before), |start| ("-", start));
        let is_whole = !start.ends_with(['.', 'e', 'E', '+']) && !after.starts_with(['.', 'e', 'E']);
        if count >= LONG && is_whole {
            has_long = true;
            for part in [start, "\"", &marked(&[sign, token].concat()), "\""] {
                quoted.push_str(part);
            }
        } else {
            quoted.push_str(before);
            quoted.push_str(token);
        }
        if count == 0 {
            let slashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
            is_text ^= !is_text || slashes.is_multiple_of(2);
        }
        rest = after;
    }
    if has_long { (quoted + rest).into() } else { text.into() }
}

/// Digits as a marked text.
pub(super) fn marked(digits: &str) -> String {
    format!("{MARK}{digits}{MARK}")
}

/// The digits, if this is a marked text.
pub(super) fn digits(text: &str) -> Option<&str> {
    let digits = text.strip_prefix(MARK)?.strip_suffix(MARK)?;
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    (!unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The text of a document with its marked texts as numbers.
pub(super) fn bare(text: &str) -> String {
    let mut parts = text.split('"');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    let mut was_number = false;
    for part in parts {
        let number = digits(part);
        if number.is_none() && !was_number {
            bare.push('"');
        }
        bare.push_str(number.unwrap_or(part));
        was_number = number.is_some();
    }
    bare
}
