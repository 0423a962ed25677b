//! Reads facts from any JSON: known members by a table, all others under their own names.

use crate::{
    domain::{Fact, FactLabel, FactName, FactValue, PartialDate},
    json::Json,
};

/// A known member: its name, the label of its fact, and its type.
pub(super) type Member = (&'static str, FactLabel, Decode);

/// The type of a member. A value of another type is shown as it is.
#[derive(Clone, Copy)]
pub(super) enum Decode {
    /// Text.
    Text,
    /// An identifier or a URL.
    Code,
    /// A code of the vendor's, which may have a label.
    Word,
    /// A quantity.
    Number,
    /// A date.
    Date,
    /// A timestamp.
    Moment,
    /// The URL of a picture.
    Image,
    /// An object, or a list of them, read by the same table.
    Known,
    /// Any value, whose members have no known names.
    Open,
    /// An object whose members are shown beside the others.
    Flat,
    /// An object of which these members are shown beside the others; the rest is shown only on request.
    Some(&'static [&'static str]),
    /// Any value, shown only on request.
    Detail,
    /// A member that is a field if it is text. Any other value is shown here, under its own name.
    Field,
    /// A member that is not shown.
    Hidden,
    /// A value with a rule of its own, which also takes the whole response.
    By(fn(&Json, &Json) -> Option<FactValue>),
}

/// A table, and the response it is applied to.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) table: &'static [Member],
    pub(super) response: &'a Json,
}

impl Reader<'_> {
    /// Returns the facts of an object: the known ones in the order of the table, then all others.
    pub(super) fn facts(self, object: &Json) -> Vec<Fact> {
        let (mut facts, mut details) = (Vec::new(), Vec::new());
        self.collect(object, &mut facts, &mut details);
        if !details.is_empty() {
            facts.push(Fact::new(FactLabel::DETAILS, FactValue::Facts(details)));
        }
        facts
    }

    fn collect(self, object: &Json, facts: &mut Vec<Fact>, details: &mut Vec<Fact>) {
        for &(name, label, read) in self.table {
            let value = object.get(name);
            match read {
                Decode::Flat if value.is_object() => self.collect(value, facts, details),
                Decode::Some(names) if value.is_object() => {
                    let is_named = |name: &str| names.contains(&name);
                    self.collect(&without(value, &|name, _| !is_named(name)), facts, details);
                    let rest = raw_value(&without(value, &|name, _| is_named(name)));
                    details.push(Fact { name: raw_name(name), value: rest });
                }
                Decode::Field => {
                    if !is_empty(value) && value.text().is_none() {
                        facts.push(Fact { name: raw_name(name), value: raw_value(value) });
                    }
                }
                Decode::Detail => {
                    if !is_empty(value) {
                        details.push(Fact { name: raw_name(name), value: raw_value(value) });
                    }
                }
                _ => facts.extend(self.value(value, read).map(|value| Fact::new(label, value))),
            }
        }
        if let Json::Members(members) = object {
            let is_new = |name: &str| !self.table.iter().any(|(known, ..)| *known == name);
            let others = members.iter().filter(|(name, value)| is_new(name) && !is_empty(value));
            facts.extend(others.map(|(name, value)| Fact { name: raw_name(name), value: raw_value(value) }));
        }
    }

    fn value(self, json: &Json, read: Decode) -> Option<FactValue> {
        if is_empty(json) {
            return None;
        }
        let read = match read {
            Decode::By(read) => return read(json, self.response).filter(has_content),
            Decode::Hidden | Decode::Detail | Decode::Field => return None,
            Decode::Known => return Some(self.known(json)).filter(has_content),
            Decode::Text => json.text().map(FactValue::Text),
            Decode::Code => json.text().map(FactValue::Code),
            Decode::Word => json.text().map(FactValue::Word),
            Decode::Number => json.number().map(FactValue::Number),
            Decode::Date => json.text().map(|text| FactValue::Date(PartialDate::from_stored(text))),
            Decode::Moment => json.text().map(FactValue::Moment),
            Decode::Image => json.text().map(image),
            Decode::Open | Decode::Flat | Decode::Some(_) => None,
        };
        Some(read.unwrap_or_else(|| raw_value(json)))
    }

    /// Reads an object, or a list of them, by the table.
    pub(super) fn known(self, json: &Json) -> FactValue {
        match json {
            Json::Members(_) => FactValue::Facts(self.facts(json)),
            Json::List(items) => {
                let items = items.iter().filter(|item| !is_empty(item));
                FactValue::List(items.map(|item| self.known(item)).filter(has_content).collect())
            }
            other => raw_value(other),
        }
    }
}

/// Whether the value has anything to show: an object can have only hidden members.
fn has_content(value: &FactValue) -> bool {
    *value != FactValue::Facts(Vec::new())
}

/// Returns the name of an unknown member, with an identifier spelled out as words.
pub(super) fn raw_name(name: &str) -> FactName {
    FactName::Raw(spell_out(name))
}

/// Reads any value.
pub(super) fn raw_value(json: &Json) -> FactValue {
    match json {
        Json::Null => FactValue::List(Vec::new()),
        Json::Bool(flag) => FactValue::Flag(*flag),
        // It may not be a quantity: digits without grouping are right for a year and a card's number too.
        Json::Number(_) | Json::Digits(_) => FactValue::Code(json.text().unwrap_or_default()),
        Json::Text(text) if text.is_empty() => FactValue::List(Vec::new()),
        Json::Text(text) => FactValue::Text(text.clone()),
        Json::List(items) => FactValue::List(items.iter().map(raw_value).collect()),
        Json::Members(members) if members.is_empty() => FactValue::List(Vec::new()),
        Json::Members(members) => FactValue::Facts(
            members
                .iter()
                .map(|(name, value)| Fact { name: raw_name(name), value: raw_value(value) })
                .collect(),
        ),
    }
}

/// Returns an object without some of its members; an empty object for any other value.
pub(super) fn without(object: &Json, is_dropped: &dyn Fn(&str, &Json) -> bool) -> Json {
    let Json::Members(members) = object else { return Json::Members(Vec::new()) };
    Json::Members(members.iter().filter(|(name, value)| !is_dropped(name, value)).cloned().collect())
}

/// Whether the value is empty: `null`, `""`, `[]` or `{}`.
pub(super) fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Text(text) => text.is_empty(),
        Json::List(items) => items.is_empty(),
        Json::Members(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) | Json::Digits(_) => false,
    }
}

/// Returns a picture for an HTTP URL, and a code for any other: a URL can be a script (`javascript:`).
pub(super) fn image(address: String) -> FactValue {
    let is_http =
        |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if is_http("https://") || is_http("http://") {
        FactValue::Image(address)
    } else {
        FactValue::Code(address)
    }
}

/// Spells out an identifier: `cardBalance` and `card_balance` become `Card balance`. In a name of several words only
/// the first letter changes, since a capital inside a word (`iOS`) belongs to it. Any other name stays as it is.
fn spell_out(name: &str) -> String {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ')) {
        return name.to_owned();
    }
    let (mut spaced, mut before) = (String::new(), '_');
    let is_identifier = !name.contains(' ');
    for letter in name.chars() {
        if letter == '_' {
            spaced.push(' ');
        } else if spaced.is_empty() {
            spaced.push(letter.to_ascii_uppercase());
        } else if is_identifier
            && letter.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit())
        {
            spaced.push(' ');
            spaced.push(letter.to_ascii_lowercase());
        } else {
            spaced.push(letter);
        }
        before = letter;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spell_out_with_identifier_returns_words() {
        for (name, words) in [
            ("cardBalance", "Card balance"),
            ("card_balance", "Card balance"),
            ("PARTNER_ID", "PARTNER ID"),
            ("ug2Pagination", "Ug2 pagination"),
            ("Activity segment", "Activity segment"),
            ("preferred genre", "Preferred genre"),
            ("McDonald iOS club", "McDonald iOS club"),
            ("مدينة", "مدينة"),
            ("<b>x_y</b>", "<b>x_y</b>"),
            ("", ""),
        ] {
            assert_eq!(spell_out(name), words);
        }
    }

    #[test]
    fn image_with_other_scheme_than_http_is_a_code() {
        let is_picture = |address: &str| matches!(image(address.to_owned()), FactValue::Image(_));
        for right in ["https://example.org/a.png", "HTTP://example.org/é"] {
            assert!(is_picture(right), "{right}");
        }
        for wrong in
            ["javascript:alert(1)", "data:text/html,x", "//example.org/a", "/a.png", "http:/x", "é", ""]
        {
            assert!(!is_picture(wrong), "{wrong}");
        }
    }
}
