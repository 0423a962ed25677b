//! The parser of JSON (RFC 8259). It stops at the limits while it reads, so that no document is built that is too large
//! to be shown. Whole numbers keep their digits: ids can have more than a 64-bit float holds.

use super::{Json, MAX_DEPTH, MAX_VALUES, engine};

/// The least number of digits that a 64-bit float may not hold.
const MIN_LONG: usize = 16;

/// The part of a document that is not read yet.
pub(super) struct Parser<'a> {
    rest: &'a str,
    /// The number of values that were read.
    values: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Parser<'a> {
        Parser { rest: text, values: 0 }
    }

    /// Reads the whole document; `None` if it is not JSON or exceeds a limit.
    pub(super) fn document(mut self) -> Option<Json> {
        let json = self.value(0)?;
        self.skip_space();
        self.rest.is_empty().then_some(json)
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return None;
        }
        self.skip_space();
        match self.rest.bytes().next()? {
            b'"' => self.string().map(Json::Text),
            b'[' | b'{' if depth == MAX_DEPTH => None,
            b'[' => self.list(depth + 1),
            b'{' => self.members(depth + 1),
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            _ => self.number(),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.separated('[', ']', |parser| {
            items.push(parser.value(depth)?);
            Some(())
        })?;
        Some(Json::List(items))
    }

    /// Reads an object. Of members with the same name, the last one counts.
    fn members(&mut self, depth: usize) -> Option<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.separated('{', '}', |parser| {
            let name = parser.string()?;
            parser.take(':')?;
            members.push((name, parser.value(depth)?));
            Some(())
        })?;
        Some(Json::Members(members))
    }

    /// Reads what is between two brackets, with commas between the items.
    fn separated(
        &mut self,
        open: char,
        close: char,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.take(open)?;
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            if self.take(close).is_some() {
                return Some(());
            }
            self.take(',')?;
        }
    }

    fn word(&mut self, word: &str, json: Json) -> Option<Json> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(json)
    }

    fn number(&mut self) -> Option<Json> {
        let end = self.rest.find(|letter: char| !(letter.is_ascii_digit() || "+-.eE".contains(letter)));
        let (token, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        self.rest = rest;
        let unsigned = token.strip_prefix('-').unwrap_or(token);
        let (whole, fraction) = take_digits(unsigned);
        // A number begins with a digit, and with 0 only if that is all of its whole part.
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        if fraction.is_empty() && whole.len() >= MIN_LONG {
            return Some(Json::Digits(token.to_owned()));
        }
        let exponent = match fraction.strip_prefix('.').map(take_digits) {
            Some(("", _)) => return None,
            Some((_, exponent)) => exponent,
            None => fraction,
        };
        if let Some(exponent) = exponent.strip_prefix(['e', 'E']) {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !take_digits(digits).1.is_empty() {
                return None;
            }
        } else if !exponent.is_empty() {
            return None;
        }
        let number = engine::number(token);
        Some(if number.is_finite() { Json::Number(number) } else { Json::Digits(token.to_owned()) })
    }

    fn string(&mut self) -> Option<String> {
        self.take('"')?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(|letter: char| letter == '"' || letter == '\\' || letter < ' ')?;
            let (plain, rest) = self.rest.split_at_checked(end)?;
            text.push_str(plain);
            if let Some(rest) = rest.strip_prefix('"') {
                self.rest = rest;
                return Some(text);
            }
            self.rest = rest.strip_prefix('\\')?;
            text.push(self.escaped()?);
        }
    }

    /// Reads what follows a backslash.
    fn escaped(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        Some(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.unit()?;
                let after = self.rest;
                // Half of a pair without the other is no character.
                let pair =
                    after.strip_prefix("\\u").filter(|_| (0xD800..0xDC00).contains(&high)).and_then(|low| {
                        self.rest = low;
                        char::decode_utf16([high, self.unit()?]).next()?.ok()
                    });
                if pair.is_none() {
                    self.rest = after;
                }
                pair.or_else(|| char::from_u32(high.into())).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    /// Reads four hexadecimal digits.
    fn unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        digits.bytes().try_fold(0, |unit, byte| {
            let digit = char::from(byte).to_digit(16)?;
            Some(unit * 16 + u16::try_from(digit).ok()?)
        })
    }

    /// Reads this character, after any white space.
    fn take(&mut self, letter: char) -> Option<()> {
        self.skip_space();
        self.rest = self.rest.strip_prefix(letter)?;
        // After an opening quote, white space is text.
        if letter != '"' {
            self.skip_space();
        }
        Some(())
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }
}

/// Splits a text after its leading digits.
fn take_digits(text: &str) -> (&str, &str) {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(count).unwrap_or_default()
}
