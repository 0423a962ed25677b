//! Every field of a profile that can be edited: its section, how it is typed, and its member in the vendor's JSON.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::catalogue::{edit_button, phone, section, show_button, t};

/// A field of a profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The section that has the field, as in the id of its button.
    pub(crate) section: &'static str,
    /// The catalogue key of its label.
    label: &'static str,
    /// The member of the vendor's JSON.
    pub(crate) member: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Email,
    /// The text and the code of each option. Titles are the vendor's texts, countries and languages the browser's.
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

/// The catalogue key of each opt-in's checkbox, and the vendor's channel.
const CHANNELS: [(&str, &str); 6] = [
    ("channel.email", "EMAIL"),
    ("channel.sms", "SMS"),
    ("channel.phone", "PHONE"),
    ("channel.mail", "MAIL"),
    ("channel.whatsapp", "WHATSAPP"),
    ("channel.profiling", "PROFILING"),
];

const fn field(section: &'static str, label: &'static str, member: &'static str, kind: Kind) -> Field {
    Field { section, label, member, kind }
}

pub(crate) const FIRST_NAME: Field = field("identity", "label.first-name", "first_name", Kind::Text);

/// The title and the names in Latin script.
pub(crate) const NAMES: [Field; 6] = [
    field("identity", "label.civility", "civility", TITLES),
    FIRST_NAME,
    field("identity", "label.second-name", "second_name", Kind::Text),
    field("identity", "label.third-name", "third_name", Kind::Text),
    field("identity", "label.fourth-name", "fourth_name", Kind::Text),
    field("identity", "label.last-name", "last_name", Kind::Text),
];

/// The title and the names in the customer's own script.
pub(crate) const NAMES_IN_OWN_SCRIPT: [Field; 6] = [
    field("identity", "label.unicode-civility", "unicode_civility", Kind::Text),
    field("identity", "label.unicode-first-name", "unicode_first_name", Kind::Text),
    field("identity", "label.unicode-second-name", "unicode_second_name", Kind::Text),
    field("identity", "label.unicode-third-name", "unicode_third_name", Kind::Text),
    field("identity", "label.unicode-fourth-name", "unicode_fourth_name", Kind::Text),
    field("identity", "label.unicode-last-name", "unicode_last_name", Kind::Text),
];

/// The birth and the national identifier.
pub(crate) const BIRTH_AND_NATIONAL_ID: [Field; 4] = [
    field("identity", "label.birth-city", "birth_city", Kind::Text),
    field("identity", "label.birth-country", "birth_country_code", COUNTRIES),
    field("identity", "label.birthdate", "birthdate", Kind::Date),
    field("identity", "label.national-id", "identity", Kind::NationalId),
];

/// The fields of the sections after the identity.
pub(crate) const CONTACT_ADDRESS_AND_PREFERENCES: [Field; 6] = [
    field("contact", "label.email", "email", Kind::Email),
    field("contact", "label.phones", "phones", Kind::Phones),
    field("address", "label.address", "address", Kind::Address),
    field("preferences", "label.language", "language_code", LANGUAGES),
    field("preferences", "label.opt-ins", "optins", Kind::OptIns),
    field("preferences", "label.data-use", "personal_data_usage_allowed", Kind::YesNo),
];

/// Every field.
pub(crate) static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    [&NAMES[..], &NAMES_IN_OWN_SCRIPT, &BIRTH_AND_NATIONAL_ID, &CONTACT_ADDRESS_AND_PREFERENCES].concat()
});

impl Field {
    /// Its name in a list of changes.
    pub(crate) fn name(&self) -> &'static str {
        t(self.label)
    }

    /// The steps that open its section (`steps.js`).
    pub(crate) fn open(&self) -> Vec<Value> {
        // The address is one row, whose button edits it in its place: the form is opened by its link.
        let open = match self.section {
            "address" => json!({"section": self.section}),
            section => json!({"press": edit_button(section)}),
        };
        vec![open, json!({"heading": section(self.section)})]
    }

    /// Whether it has two values only, so that two changes of it are always the same.
    pub(crate) fn is_yes_or_no(&self) -> bool {
        matches!(self.kind, Kind::YesNo)
    }

    /// Whether a list of changes shows its value literally.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Email)
    }

    /// A value that is none of these. The first of them is the stored one.
    pub(crate) fn other_than(&self, taken: &[&Value], number: usize) -> Value {
        let value = |n: usize| self.nth(n, taken[0]);
        let unused = (number..number + 4).map(value).find(|value| !taken.contains(&value));
        unused.unwrap_or_else(|| panic!("“{}” has no other value than {taken:?}", self.label))
    }

    fn nth(&self, n: usize, stored: &Value) -> Value {
        let mut value = stored.clone();
        match self.kind {
            Kind::Text => return json!(format!("Zoé {n}")),
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

    /// The steps that fill in this value.
    pub(crate) fn fill(&self, value: &Value) -> Vec<Value> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let fill = |label: &str, to: Value| json!({"field": label, "to": to});
        match self.kind {
            Kind::Text | Kind::Email => vec![fill(self.name(), value.clone())],
            Kind::Choice(options) => {
                let option = options.iter().find(|option| value == option.1).expect("an option").0;
                vec![fill(self.name(), json!(option))]
            }
            Kind::Date => {
                let date = text(value);
                let part = |label, part: &str| fill(label, json!(part.trim_start_matches('0')));
                vec![
                    part(t("label.day"), &date[6..]),
                    part(t("label.month"), &date[4..6]),
                    part(t("label.year"), &date[..4]),
                ]
            }
            Kind::NationalId => vec![
                json!({"reveal": show_button(t("label.national-number"))}),
                fill(t("label.national-number"), value["number"].clone()),
            ],
            Kind::Phones => {
                vec![json!({"field": t("label.phone-number"), "in": phone(1), "to": value[0]["number"]})]
            }
            Kind::Address => vec![fill(t("label.house-number"), value["number"].clone())],
            Kind::OptIns => {
                let list = value.as_array().into_iter().flatten();
                let toggle = |one: &Value| {
                    let label =
                        CHANNELS.iter().find(|channel| one["channel"] == channel.1).expect("a channel").0;
                    fill(t(label), one["optin"].clone())
                };
                list.map(toggle).collect()
            }
            Kind::YesNo => vec![fill(t("data-use.agree"), value.clone())],
        }
    }
}
