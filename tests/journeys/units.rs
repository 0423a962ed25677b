//! Every unit of a profile that can be edited: where it stands, how it is typed, what is sent for it.

use serde_json::{Value, json};

/// A unit, as a person and a vendor know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// The section it is in.
    pub(crate) section: &'static str,
    /// Its name in a list of changes.
    pub(crate) name: &'static str,
    /// The vendor's member.
    pub(crate) member: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Words,
    Email,
    /// The words and the code of each option.
    Choice(&'static [(&'static str, &'static str)]),
    Date,
    NationalId,
    Phones,
    Address,
    OptIns,
    YesNo,
}

const TITLES: Kind = Kind::Choice(&[("Mrs", "MRS"), ("Mr", "MR"), ("Miss", "MISS")]);
const COUNTRIES: Kind = Kind::Choice(&[("France", "FR"), ("Brazil", "BR"), ("Japan", "JP"), ("Kenya", "KE")]);
const LANGUAGES: Kind = Kind::Choice(&[("French", "FR"), ("German", "DE"), ("Italian", "IT")]);

/// The words of each opt-in's tick.
const CHANNELS: [(&str, &str); 6] = [
    ("E-mail", "EMAIL"),
    ("Text message", "SMS"),
    ("Phone", "PHONE"),
    ("Post", "MAIL"),
    ("WhatsApp", "WHATSAPP"),
    ("Personalised offers", "PROFILING"),
];

const fn unit(section: &'static str, name: &'static str, member: &'static str, kind: Kind) -> Unit {
    Unit { section, name, member, kind }
}

/// Every unit that can be edited.
pub(crate) const UNITS: [Unit; 22] = [
    unit("Identity", "Title", "civility", TITLES),
    unit("Identity", "First name", "first_name", Kind::Words),
    unit("Identity", "Second name", "second_name", Kind::Words),
    unit("Identity", "Third name", "third_name", Kind::Words),
    unit("Identity", "Fourth name", "fourth_name", Kind::Words),
    unit("Identity", "Last name", "last_name", Kind::Words),
    unit("Identity", "Title in your own script", "unicode_civility", Kind::Words),
    unit("Identity", "First name in your own script", "unicode_first_name", Kind::Words),
    unit("Identity", "Second name in your own script", "unicode_second_name", Kind::Words),
    unit("Identity", "Third name in your own script", "unicode_third_name", Kind::Words),
    unit("Identity", "Fourth name in your own script", "unicode_fourth_name", Kind::Words),
    unit("Identity", "Last name in your own script", "unicode_last_name", Kind::Words),
    unit("Identity", "Town of birth", "birth_city", Kind::Words),
    unit("Identity", "Country of birth", "birth_country_code", COUNTRIES),
    unit("Identity", "Date of birth", "birthdate", Kind::Date),
    unit("Identity", "National identifier", "identity", Kind::NationalId),
    unit("Contact", "E-mail", "email", Kind::Email),
    unit("Contact", "Phones", "phones", Kind::Phones),
    unit("Address", "Address", "address", Kind::Address),
    unit("Preferences", "Preferred language", "language_code", LANGUAGES),
    unit("Preferences", "Messages from us", "optins", Kind::OptIns),
    unit("Preferences", "Use of personal data", "personal_data_usage_allowed", Kind::YesNo),
];

impl Unit {
    /// The steps that open its section.
    pub(crate) fn open(&self) -> Vec<Value> {
        vec![json!({"press": format!("Edit {}", self.section)}), json!({"at": self.section})]
    }

    /// Whether it has no more than two values: who changes it, changes it to the other.
    pub(crate) fn is_yes_or_no(&self) -> bool {
        matches!(self.kind, Kind::YesNo)
    }

    /// Whether a change list shows it word for word.
    pub(crate) fn is_words(&self) -> bool {
        matches!(self.kind, Kind::Words | Kind::Email)
    }

    /// A value that is none of these, the first of which is stored.
    pub(crate) fn other_than(&self, taken: &[&Value], number: usize) -> Value {
        let value = |n: usize| self.nth(n, taken[0]);
        let fresh = (number..number + 4).map(value).find(|value| !taken.contains(&value));
        fresh.unwrap_or_else(|| panic!("“{}” has another value than {taken:?}", self.name))
    }

    fn nth(&self, n: usize, stored: &Value) -> Value {
        let mut value = stored.clone();
        match self.kind {
            Kind::Words => return json!(format!("Zoé {n}")),
            Kind::Email => return json!(format!("zoe{n}@example.org")),
            Kind::Choice(options) => return json!(options[n % options.len()].1),
            Kind::Date => return json!(format!("{}{:02}{:02}", 1940 + n % 70, n % 12 + 1, n % 28 + 1)),
            Kind::YesNo => return json!(n.is_multiple_of(2)),
            Kind::NationalId => value["number"] = json!(format!("27902{n:010}")),
            Kind::Phones => value[0]["number"] = json!(format!("+33 6 00 00 {n:04}")),
            Kind::Address => value["number"] = json!(format!("{n} ter")),
            Kind::OptIns => {
                for (bit, one) in value.as_array_mut().into_iter().flatten().enumerate() {
                    one["optin"] = json!(n >> bit & 1 == 1);
                }
            }
        }
        value
    }

    /// The steps that type this value.
    pub(crate) fn typing(&self, value: &Value) -> Vec<Value> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let field = |name: &str, to: Value| json!({"field": name, "to": to});
        match self.kind {
            Kind::Words | Kind::Email => vec![field(self.name, value.clone())],
            Kind::Choice(options) => {
                let words = options.iter().find(|option| value == option.1).expect("an option").0;
                vec![field(self.name, json!(words))]
            }
            Kind::Date => {
                let date = text(value);
                let part = |name, part: &str| field(name, json!(part.trim_start_matches('0')));
                vec![part("Day", &date[6..]), part("Month", &date[4..6]), part("Year", &date[..4])]
            }
            Kind::NationalId => vec![
                json!({"reveal": "Show Identifier number"}),
                field("Identifier number", value["number"].clone()),
            ],
            Kind::Phones => vec![json!({"field": "Number", "in": "Phone 1", "to": value[0]["number"]})],
            Kind::Address => vec![field("House number", value["number"].clone())],
            Kind::OptIns => {
                let list = value.as_array().into_iter().flatten();
                let tick = |one: &Value| {
                    let words = CHANNELS.iter().find(|channel| one["channel"] == channel.1).expect("known").0;
                    field(words, one["optin"].clone())
                };
                list.map(tick).collect()
            }
            Kind::YesNo => vec![field("My personal data may be used", value.clone())],
        }
    }
}
