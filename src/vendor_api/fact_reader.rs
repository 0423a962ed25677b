//! What is only shown, out of any JSON: members we know by a table, all others under their own names.

use crate::{
    domain::{Fact, FactKind, FactName, FactValue, PartialDate},
    json::Json,
};

/// A member we know: its name, what it is called, how it is read.
pub(super) type Member = (&'static str, FactKind, Decode);

/// How a member is read. What is of another type than it should be is shown as it is.
#[derive(Clone, Copy)]
pub(super) enum Decode {
    /// Words.
    Text,
    /// A number or an address on the net.
    Code,
    /// A code of the vendor's.
    Word,
    /// A quantity.
    Number,
    /// A day.
    Date,
    /// An instant.
    Moment,
    /// The address of a picture.
    Image,
    /// An object of ours, or several, read by the same table.
    Known,
    /// An object of anybody's.
    Open,
    /// An object whose members stand beside the others.
    Flat,
    /// An object of which these members stand beside the others; the rest is shown on request only.
    Some(&'static [&'static str]),
    /// Shown on request only.
    Detail,
    /// Shown elsewhere as text; what is none is shown here, under its own name.
    Told,
    /// Not shown here.
    Hidden,
    /// By a rule of its own, which is also given the whole answer.
    By(fn(&Json, &Json) -> Option<FactValue>),
}

/// A table, and the answer it is applied to.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) table: &'static [Member],
    pub(super) answer: &'a Json,
}

impl Reader<'_> {
    /// The facts of an object: those we know in the order of the table, then all others.
    pub(super) fn facts(self, object: &Json) -> Vec<Fact> {
        let (mut facts, mut details) = (Vec::new(), Vec::new());
        self.collect(object, &mut facts, &mut details);
        if !details.is_empty() {
            facts.push(Fact::new(FactKind::Details, FactValue::Facts(details)));
        }
        facts
    }

    fn collect(self, object: &Json, facts: &mut Vec<Fact>, details: &mut Vec<Fact>) {
        for &(name, kind, read) in self.table {
            let value = object.get(name);
            match read {
                Decode::Flat if value.is_object() => self.collect(value, facts, details),
                Decode::Some(names) if value.is_object() => {
                    let is_named = |name: &str| names.contains(&name);
                    self.collect(&without(value, |name, _| !is_named(name)), facts, details);
                    let rest = raw_value(&without(value, |name, _| is_named(name)));
                    details.push(Fact { name: raw_name(name), value: rest });
                }
                Decode::Told => {
                    if !is_empty(value) && value.text().is_none() {
                        facts.push(Fact { name: raw_name(name), value: raw_value(value) });
                    }
                }
                Decode::Detail => {
                    if !is_empty(value) {
                        details.push(Fact { name: raw_name(name), value: raw_value(value) });
                    }
                }
                _ => facts.extend(self.value(value, read).map(|value| Fact::new(kind, value))),
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
            Decode::By(read) => return read(json, self.answer).filter(has_content),
            Decode::Hidden | Decode::Detail | Decode::Told => return None,
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

    /// An object, or several, by the table.
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

/// Whether there is more to it than its heading: an object may hold nothing but what is not shown.
fn has_content(value: &FactValue) -> bool {
    *value != FactValue::Facts(Vec::new())
}

/// A name of the vendor's own making, in words where it is written as programs write one.
pub(super) fn raw_name(name: &str) -> FactName {
    FactName::Raw(spell_out(name))
}

/// Anything at all.
pub(super) fn raw_value(json: &Json) -> FactValue {
    match json {
        Json::Null => FactValue::List(Vec::new()),
        Json::Bool(flag) => FactValue::Flag(*flag),
        // Nobody says whether it is a quantity: as digits it is right for a year and a number of a card too.
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

/// An object without some of its members; anything else as an empty one.
pub(super) fn without(object: &Json, is_dropped: impl Fn(&str, &Json) -> bool) -> Json {
    let Json::Members(members) = object else { return Json::Members(Vec::new()) };
    Json::Members(members.iter().filter(|(name, value)| !is_dropped(name, value)).cloned().collect())
}

/// Whether the vendor says nothing by it.
pub(super) fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Text(text) => text.is_empty(),
        Json::List(items) => items.is_empty(),
        Json::Members(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) | Json::Digits(_) => false,
    }
}

/// A picture is fetched by HTTP and in no other way: an address may be a script.
pub(super) fn image(address: String) -> FactValue {
    let is_http =
        |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if is_http("https://") || is_http("http://") {
        FactValue::Image(address)
    } else {
        FactValue::Code(address)
    }
}

/// `cardBalance` and `card_balance` as `Card balance`. What is written otherwise stays as it is, but for its first letter
/// where it is written in words: a capital within one is the word's own.
fn spell_out(name: &str) -> String {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ')) {
        return name.to_owned();
    }
    let (mut spaced, mut before) = (String::new(), '_');
    let is_program = !name.contains(' ');
    for letter in name.chars() {
        if letter == '_' {
            spaced.push(' ');
        } else if spaced.is_empty() {
            spaced.push(letter.to_ascii_uppercase());
        } else if is_program
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
    fn names_of_programs_become_words_and_others_stay() {
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
    fn only_what_is_fetched_by_http_is_a_picture() {
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
