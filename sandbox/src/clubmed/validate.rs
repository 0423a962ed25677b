//! Validation of a request body: checks every member, reports all invalid values at once, returns the merge patch.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{
    error::{InvalidValue, Reason},
    fields::{self, Field, FieldType},
    reference,
};
use crate::switches::{NullStrings, Switches, UnknownMembers};

/// The operation that the body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Patch,
    Create,
}

/// Validates `body` and returns it as a merge patch, in which `""` is replaced by `null`.
///
/// A value that equals the stored one is always valid: the vendor's records are older than its rules.
///
/// # Errors
/// Returns all invalid values.
pub(super) fn validate(
    body: Map<String, Value>,
    operation: Operation,
    stored: &Value,
    switches: &Switches,
) -> Result<Value, Vec<InvalidValue>> {
    let mut validator = Validator { switches, invalid_values: Vec::new() };
    let mut patch = Map::new();
    for (name, value) in body {
        let field = fields::find(&name).filter(|field| match operation {
            Operation::Patch => field.in_patch,
            Operation::Create => field.in_create,
        });
        match field {
            Some(field) => {
                let value = validator.field(field, value, &stored[name.as_str()]);
                patch.insert(name, value);
            }
            None if operation == Operation::Create && name == fields::CALL_ID => {
                validator.text(&name, value, true, |_| None);
            }
            None => validator.unknown(&name, is_known(&name), switches.unknown_members),
        }
    }
    if operation == Operation::Create {
        for name in fields::REQUIRED_IN_CREATE {
            if patch.get(name).is_none_or(Value::is_null) {
                validator.report(name, Reason::Missing);
            }
        }
    }
    if validator.invalid_values.is_empty() { Ok(Value::Object(patch)) } else { Err(validator.invalid_values) }
}

/// Returns whether the name is a member of a response, which is then read-only; any other name is unknown.
fn is_known(name: &str) -> bool {
    fields::find(name).is_some() || ["id", "phone", "language"].contains(&name)
}

struct Validator<'a> {
    switches: &'a Switches,
    invalid_values: Vec<InvalidValue>,
}

impl Validator<'_> {
    fn report(&mut self, key: &str, reason: Reason) {
        // A required member of the wrong type is also missing from the patch, and is reported only once.
        if !self.invalid_values.iter().any(|invalid| invalid.key == key) {
            self.invalid_values.push(InvalidValue::new(key, reason));
        }
    }

    fn unknown(&mut self, key: &str, is_known: bool, treatment: UnknownMembers) {
        match treatment {
            UnknownMembers::Ignore => {}
            UnknownMembers::Refuse => {
                self.report(key, if is_known { Reason::ReadOnly } else { Reason::Unknown });
            }
        }
    }

    fn field(&mut self, field: &Field, value: Value, stored: &Value) -> Value {
        if !value.is_null() && value == *stored {
            return value;
        }
        let Field { name, nullable, .. } = *field;
        match field.field_type {
            FieldType::Text | FieldType::ReadOnly => self.text(name, value, nullable, |_| None),
            FieldType::Email => {
                self.text(name, value, nullable, |text| (!is_email(text)).then_some(Reason::NotAnEmail))
            }
            FieldType::Country => {
                self.text(name, value, nullable, |text| (!is_code(text, 2, 2)).then_some(Reason::NotACountry))
            }
            FieldType::Language => self
                .text(name, value, nullable, |text| (!is_code(text, 2, 3)).then_some(Reason::NotALanguage)),
            FieldType::Civility => self.text(name, value, nullable, |text| {
                (!reference::is_civility(text)).then_some(Reason::UnknownCivility)
            }),
            FieldType::CustomerType => self.text(name, value, nullable, one_of(fields::CUSTOMER_TYPES)),
            FieldType::Date => self
                .text(name, value, nullable, |text| parse_date(text).is_none().then_some(Reason::NotADate)),
            FieldType::Boolean => self.boolean(name, value),
            FieldType::Address => self.address(name, value, stored),
            FieldType::Identity => match value {
                Value::Null => Value::Null,
                Value::Object(identity) => self.identity(name, identity),
                _ => self.invalid(name, Reason::NotObject),
            },
            FieldType::Phones => self.array(name, value, stored, Self::phone),
            FieldType::Optins => self.array(name, value, stored, Self::optin),
        }
    }

    /// Reports the value and returns `null` in its place.
    fn invalid(&mut self, key: &str, reason: Reason) -> Value {
        self.report(key, reason);
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
                self.invalid(key, Reason::Null)
            }
            Value::Null => Value::Null,
            Value::String(text) if text.is_empty() => Value::Null,
            Value::String(text) => match rule(&text) {
                Some(reason) => self.invalid(key, reason),
                None => Value::String(text),
            },
            _ => self.invalid(key, Reason::NotString),
        }
    }

    /// Validates a required text.
    fn required_text(
        &mut self,
        key: &str,
        value: Option<Value>,
        rule: impl Fn(&str) -> Option<Reason>,
    ) -> Value {
        match value {
            None | Some(Value::Null) => self.invalid(key, Reason::Missing),
            Some(Value::String(text)) if text.is_empty() => self.invalid(key, Reason::Missing),
            Some(value) => self.text(key, value, true, rule),
        }
    }

    fn boolean(&mut self, key: &str, value: Value) -> Value {
        if value.is_boolean() { value } else { self.invalid(key, Reason::NotBoolean) }
    }

    fn address(&mut self, key: &str, value: Value, stored: &Value) -> Value {
        let members = match value {
            Value::Null => return Value::Null,
            Value::Object(members) => members,
            _ => return self.invalid(key, Reason::NotObject),
        };
        let mut checked = Map::new();
        for (member, value) in members {
            let key = format!("{key}.{member}");
            match fields::ADDRESS_MEMBERS.iter().find(|(name, _)| *name == member) {
                None => self.unknown(&key, false, self.switches.unknown_members),
                Some(_) if !value.is_null() && value == stored[member.as_str()] => {
                    checked.insert(member, value);
                }
                Some((name, limit)) => {
                    let nullable = *name != "country_code";
                    let value = self.text(&key, value, nullable, |text| {
                        (text.chars().count() > *limit).then_some(Reason::TooLong(*limit))
                    });
                    checked.insert(member, value);
                }
            }
        }
        Value::Object(checked)
    }

    fn identity(&mut self, key: &str, mut identity: Map<String, Value>) -> Value {
        let number = self.required_text(&format!("{key}.number"), identity.shift_remove("number"), |_| None);
        let identity_type = identity.shift_remove("type");
        let identity_type =
            self.required_text(&format!("{key}.type"), identity_type, one_of(fields::IDENTITY_TYPES));
        for name in identity.keys() {
            self.unknown(&format!("{key}.{name}"), false, self.switches.unknown_members);
        }
        Value::Object(Map::from_iter([("number".to_owned(), number), ("type".to_owned(), identity_type)]))
    }

    fn array(
        &mut self,
        key: &str,
        value: Value,
        stored: &Value,
        item: fn(&mut Self, &str, Map<String, Value>) -> Value,
    ) -> Value {
        let Value::Array(items) = value else { return self.invalid(key, Reason::NotArray) };
        let stored_items = stored.as_array().map(Vec::as_slice).unwrap_or_default();
        let checked = items.into_iter().enumerate().map(|(index, value)| {
            let key = format!("{key}[{index}]");
            match value {
                value if stored_items.contains(&value) => value,
                Value::Object(members) => item(self, &key, members),
                _ => self.invalid(&key, Reason::NotObject),
            }
        });
        Value::Array(checked.collect())
    }

    fn phone(&mut self, key: &str, mut phone: Map<String, Value>) -> Value {
        let mut checked = Map::new();
        let number = phone.shift_remove("number");
        checked.insert("number".to_owned(), self.required_text(&format!("{key}.number"), number, |_| None));
        if let Some(phone_type) = phone.shift_remove("type") {
            let phone_type =
                self.required_text(&format!("{key}.type"), Some(phone_type), one_of(fields::PHONE_TYPES));
            checked.insert("type".to_owned(), phone_type);
        }
        for name in phone.keys() {
            self.unknown(&format!("{key}.{name}"), false, self.switches.phones_members);
        }
        Value::Object(checked)
    }

    fn optin(&mut self, key: &str, mut optin: Map<String, Value>) -> Value {
        let mut checked = Map::new();
        let channel = optin.shift_remove("channel");
        let channel = self.required_text(&format!("{key}.channel"), channel, one_of(fields::OPTIN_CHANNELS));
        checked.insert("channel".to_owned(), channel);
        let optin_key = format!("{key}.optin");
        let agreed = match optin.shift_remove("optin") {
            None => self.invalid(&optin_key, Reason::Missing),
            Some(value) => self.boolean(&optin_key, value),
        };
        checked.insert("optin".to_owned(), agreed);
        if let Some(value) = optin.shift_remove("optin_partners") {
            let value = self.boolean(&format!("{key}.optin_partners"), value);
            checked.insert("optin_partners".to_owned(), value);
        }
        for name in optin.keys() {
            self.unknown(&format!("{key}.{name}"), false, self.switches.unknown_members);
        }
        Value::Object(checked)
    }
}

fn one_of(values: &'static [&'static str]) -> impl Fn(&str) -> Option<Reason> {
    move |text| (!values.contains(&text)).then_some(Reason::NotOneOf(values))
}

/// Returns whether `text` has one `@` between two parts without white space. The check finds typing errors and accepts
/// every real address.
fn is_email(text: &str) -> bool {
    let is_white_space = |character| matches!(character, ' ' | '\t' | '\r' | '\n');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(is_white_space)
    })
}

/// Returns whether `text` consists of `min` to `max` upper-case ASCII letters.
fn is_code(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Parses a date of the form `19840131` or `1984-01-31`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
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
    use super::{is_email, parse_date};

    #[test]
    fn parse_date_with_invalid_date_returns_none() {
        for text in ["19840131", "1984-01-31", "20240229"] {
            assert!(parse_date(text).is_some(), "{text}");
        }
        for text in ["20230229", "1984-1-31", "31/01/1984", "1984-0131", "84-01-31", "", "１９８４０１３１"]
        {
            assert!(parse_date(text).is_none(), "{text}");
        }
    }

    #[test]
    fn is_email_requires_text_on_both_sides_of_at_sign() {
        assert!(is_email("tom@example.com") && is_email("用户@例子.广告"));
        for text in ["tom", "@example.com", "tom@", "tom@example@com", "to m@example.com"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
