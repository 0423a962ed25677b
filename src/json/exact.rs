//! Exact whole numbers of any length: ids can have more digits than a 64-bit float holds. The JSON engines see them as
//! texts between marks, which [`super::Json`] turns back into digits.

use std::borrow::Cow;

/// The mark: a private-use character of Unicode, which no text of a vendor has. A text that has one all the same is
/// read as digits only if it is a mark, digits and a mark.
const MARK: char = '\u{E000}';

/// The least number of digits that a 64-bit float may not hold.
const MIN_LENGTH: usize = 16;

/// Replaces the long numbers in the text of a document by marked texts.
pub(super) fn mark_long_numbers(text: &str) -> Cow<'_, str> {
    let (mut quoted, mut rest, mut is_text, mut has_long) = (String::new(), text, false, false);
    while let Some(next) = rest.find(|letter: char| letter == '"' || (!is_text && letter.is_ascii_digit())) {
        let Some((before, found)) = rest.split_at_checked(next) else { break };
        let count = found.bytes().take_while(u8::is_ascii_digit).count();
        let Some((token, after)) = found.split_at_checked(count.max(1)) else { break };
        let (sign, start) = before.strip_suffix('-').map_or(("", before), |start| ("-", start));
        let is_whole = !start.ends_with(['.', 'e', 'E', '+']) && !after.starts_with(['.', 'e', 'E']);
        if count >= MIN_LENGTH && is_whole {
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

/// Returns digits as a marked text.
pub(super) fn marked(digits: &str) -> String {
    format!("{MARK}{digits}{MARK}")
}

/// Returns the digits of a marked text; `None` for any other text.
pub(super) fn digits(text: &str) -> Option<&str> {
    let digits = text.strip_prefix(MARK)?.strip_suffix(MARK)?;
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    (!unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Replaces the marked texts in the text of a document by numbers.
pub(super) fn unmark(text: &str) -> String {
    let mut parts = text.split('"');
    let mut unmarked = parts.next().unwrap_or_default().to_owned();
    let mut was_number = false;
    for part in parts {
        let number = digits(part);
        if number.is_none() && !was_number {
            unmarked.push('"');
        }
        unmarked.push_str(number.unwrap_or(part));
        was_number = number.is_some();
    }
    unmarked
}
