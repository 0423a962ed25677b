//! What a body may say: every member checked, every problem reported at once, the patch that is left.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{
    members::{self, Kind, Member},
    reference,
    refusal::{Problem, Reason},
};
use crate::switches::{NullStrings, Switches, Unknown};

/// Which call the body came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Patch,
    Create,
}

/// Checks `body` and answers the merge patch it stands for: `""` is `null`.
///
/// A value that is stored already is never refused: the vendor's records are older than its rules.
pub(super) fn check(
    body: Map<String, Value>,
    call: Call,
    stored: &Value,
    switches: &Switches,
) -> Result<Value, Vec<Problem>> {
    let mut checker = Checker { switches, problems: Vec::new() };
    let mut patch = Map::new();
    for (name, value) in body {
        let member = members::member(&name).filter(|member| match call {
            Call::Patch => member.patch,
            Call::Create => member.create,
        });
        match member {
            Some(member) => {
                let value = checker.member(member, value, &stored[name.as_str()]);
                patch.insert(name, value);
            }
            None if call == Call::Create && name == members::CALL_ID => {
                checker.text(&name, value, true, |_| None);
            }
            None => checker.stranger(&name, is_known(&name), switches.unknown_members),
        }
    }
    if call == Call::Create {
        for name in members::REQUIRED_TO_CREATE {
            if patch.get(name).is_none_or(Value::is_null) {
                checker.refuse(name, Reason::Missing);
            }
        }
    }
    if checker.problems.is_empty() { Ok(Value::Object(patch)) } else { Err(checker.problems) }
}

/// A member of the profile, of today's or of the old body, rather than a slip of the pen.
fn is_known(name: &str) -> bool {
    members::member(name).is_some() || ["id", "phone", "language"].contains(&name)
}

struct Checker<'a> {
    switches: &'a Switches,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn refuse(&mut self, key: &str, reason: Reason) {
        // A required member that is of the wrong type as well is reported once.
        if !self.problems.iter().any(|problem| problem.key == key) {
            self.problems.push(Problem::new(key, reason));
        }
    }

    fn stranger(&mut self, key: &str, known: bool, unknown: Unknown) {
        match unknown {
            Unknown::Ignore => {}
            Unknown::Refuse => self.refuse(key, if known { Reason::ReadOnly } else { Reason::Unknown }),
        }
    }

    fn member(&mut self, member: &Member, value: Value, stored: &Value) -> Value {
        if !value.is_null() && value == *stored {
            return value;
        }
        let Member { name, nullable, .. } = *member;
        match member.kind {
            Kind::Text | Kind::Given => self.text(name, value, nullable, |_| None),
            Kind::Email => {
                self.text(name, value, nullable, |text| (!is_email(text)).then_some(Reason::NotAnEmail))
            }
            Kind::Country => {
                self.text(name, value, nullable, |text| (!is_code(text, 2, 2)).then_some(Reason::NotACountry))
            }
            Kind::Language => self
                .text(name, value, nullable, |text| (!is_code(text, 2, 3)).then_some(Reason::NotALanguage)),
            Kind::Civility => self.text(name, value, nullable, |text| {
                (!reference::is_civility(text)).then_some(Reason::UnknownCivility)
            }),
            Kind::CustomerType => self.text(name, value, nullable, among(members::CUSTOMER_TYPES)),
            Kind::Date => {
                self.text(name, value, nullable, |text| date(text).is_none().then_some(Reason::NotADate))
            }
            Kind::Boolean => self.boolean(name, value),
            Kind::Address => self.address(name, value, stored),
            Kind::Identity => match value {
                Value::Null => Value::Null,
                Value::Object(identity) => self.identity(name, identity),
                _ => self.wrong(name, Reason::NotObject),
            },
            Kind::Phones => self.list(name, value, stored, Self::phone),
            Kind::Optins => self.list(name, value, stored, Self::optin),
        }
    }

    fn wrong(&mut self, key: &str, reason: Reason) -> Value {
        self.refuse(key, reason);
        Value::Null
    }

    fn text(
        &mut self,
        key: &str,
        value: Value,
        nullable: bool,
        rule: impl Fn(&str) -> Option<Reason>,
    ) -> Value {
        match value {
            Value::Null if !nullable && self.switches.null_for_required_strings == NullStrings::Refuse => {
                self.wrong(key, Reason::Null)
            }
            Value::Null => Value::Null,
            Value::String(text) if text.is_empty() => Value::Null,
            Value::String(text) => match rule(&text) {
                Some(reason) => self.wrong(key, reason),
                None => Value::String(text),
            },
            _ => self.wrong(key, Reason::NotText),
        }
    }

    /// A text that must be there.
    fn needed(&mut self, key: &str, value: Option<Value>, rule: impl Fn(&str) -> Option<Reason>) -> Value {
        match value {
            None | Some(Value::Null) => self.wrong(key, Reason::Missing),
            Some(Value::String(text)) if text.is_empty() => self.wrong(key, Reason::Missing),
            Some(value) => self.text(key, value, true, rule),
        }
    }

    fn boolean(&mut self, key: &str, value: Value) -> Value {
        if value.is_boolean() { value } else { self.wrong(key, Reason::NotBoolean) }
    }

    fn address(&mut self, key: &str, value: Value, stored: &Value) -> Value {
        let lines = match value {
            Value::Null => return Value::Null,
            Value::Object(lines) => lines,
            _ => return self.wrong(key, Reason::NotObject),
        };
        let mut checked = Map::new();
        for (line, value) in lines {
            let key = format!("{key}.{line}");
            match members::ADDRESS.iter().find(|(name, _)| *name == line) {
                None => self.stranger(&key, false, self.switches.unknown_members),
                Some(_) if !value.is_null() && value == stored[line.as_str()] => {
                    checked.insert(line, value);
                }
                Some((name, most)) => {
                    let nullable = *name != "country_code";
                    let value = self.text(&key, value, nullable, |text| {
                        (text.chars().count() > *most).then_some(Reason::TooLong(*most))
                    });
                    checked.insert(line, value);
                }
            }
        }
        Value::Object(checked)
    }

    fn identity(&mut self, key: &str, mut identity: Map<String, Value>) -> Value {
        let number = self.needed(&format!("{key}.number"), identity.shift_remove("number"), |_| None);
        let kind = identity.shift_remove("type");
        let kind = self.needed(&format!("{key}.type"), kind, among(members::IDENTITY_TYPES));
        for name in identity.keys() {
            self.stranger(&format!("{key}.{name}"), false, self.switches.unknown_members);
        }
        Value::Object(Map::from_iter([("number".to_owned(), number), ("type".to_owned(), kind)]))
    }

    fn list(
        &mut self,
        key: &str,
        value: Value,
        stored: &Value,
        item: fn(&mut Self, &str, Map<String, Value>) -> Value,
    ) -> Value {
        let Value::Array(items) = value else { return self.wrong(key, Reason::NotList) };
        let known = stored.as_array().map(Vec::as_slice).unwrap_or_default();
        let checked = items.into_iter().enumerate().map(|(at, value)| {
            let key = format!("{key}[{at}]");
            match value {
                value if known.contains(&value) => value,
                Value::Object(members) => item(self, &key, members),
                _ => self.wrong(&key, Reason::NotObject),
            }
        });
        Value::Array(checked.collect())
    }

    fn phone(&mut self, key: &str, mut phone: Map<String, Value>) -> Value {
        let mut checked = Map::new();
        let number = phone.shift_remove("number");
        checked.insert("number".to_owned(), self.needed(&format!("{key}.number"), number, |_| None));
        if let Some(kind) = phone.shift_remove("type") {
            let kind = self.needed(&format!("{key}.type"), Some(kind), among(members::PHONE_TYPES));
            checked.insert("type".to_owned(), kind);
        }
        for name in phone.keys() {
            self.stranger(&format!("{key}.{name}"), false, self.switches.phones_members);
        }
        Value::Object(checked)
    }

    fn optin(&mut self, key: &str, mut optin: Map<String, Value>) -> Value {
        let mut checked = Map::new();
        let channel = optin.shift_remove("channel");
        let channel = self.needed(&format!("{key}.channel"), channel, among(members::CHANNELS));
        checked.insert("channel".to_owned(), channel);
        let key_of_optin = format!("{key}.optin");
        let agreed = match optin.shift_remove("optin") {
            None => self.wrong(&key_of_optin, Reason::Missing),
            Some(value) => self.boolean(&key_of_optin, value),
        };
        checked.insert("optin".to_owned(), agreed);
        if let Some(value) = optin.shift_remove("optin_partners") {
            let value = self.boolean(&format!("{key}.optin_partners"), value);
            checked.insert("optin_partners".to_owned(), value);
        }
        for name in optin.keys() {
            self.stranger(&format!("{key}.{name}"), false, self.switches.unknown_members);
        }
        Value::Object(checked)
    }
}

fn among(values: &'static [&'static str]) -> impl Fn(&str) -> Option<Reason> {
    move |text| (!values.contains(&text)).then_some(Reason::NotAmong(values))
}

/// One `@` between two texts without blanks: a slip is caught, no real address is.
fn is_email(text: &str) -> bool {
    let blank = |character| matches!(character, ' ' | '\t' | '\r' | '\n');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(blank)
    })
}

fn is_code(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A day of the calendar, written `19840131` or `1984-01-31`.
pub(super) fn date(text: &str) -> Option<Date> {
    let digits: String = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => text.split('-').collect(),
        _ => text.to_owned(),
    };
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{date, is_email};

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for text in ["19840131", "1984-01-31", "20240229"] {
            assert!(date(text).is_some(), "{text}");
        }
        for text in ["20230229", "1984-1-31", "31/01/1984", "1984-0131", "84-01-31", "", "１９８４０１３１"]
        {
            assert!(date(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_email_address_has_two_sides() {
        assert!(is_email("tom@example.com") && is_email("用户@例子.广告"));
        for text in ["tom", "@example.com", "tom@", "tom@example@com", "to m@example.com"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
