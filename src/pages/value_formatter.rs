//! The formatting of values for people. The profile, the review and the answers show a value in the same way.

use leptos::prelude::*;

use crate::{
    domain::{
        Address, AddressFormat, AddressLine, Civility, EnumKey, FactName, FactValue, Field, FieldGroup,
        FieldPath, NationalId, OptIn, PartialDate, Phone, Record, Section, TextField, alpha_2, is_cjk,
        is_latin,
    },
    i18n::{
        I18n, NameKind, channel_key, group_key, label_or_code, national_kind_key, path_label_key,
        phone_kind_key, word_key, words_of_code,
    },
};

/// One line of a formatted value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayLine {
    /// The text.
    pub text: String,
    /// Whether it is a number or an internet address, which runs left to right in every language.
    pub is_code: bool,
    /// Whether it is masked until the customer reveals it.
    pub is_sensitive: bool,
    /// Whether it only says more about the line above.
    pub is_note: bool,
    /// The value as it is stored, if the text is less exact.
    pub exact: Option<String>,
}

impl DisplayLine {
    /// A line of plain text.
    pub fn plain(text: impl Into<String>) -> DisplayLine {
        DisplayLine { text: text.into(), is_code: false, is_sensitive: false, is_note: false, exact: None }
    }

    /// A number or an internet address.
    pub fn code(text: impl Into<String>) -> DisplayLine {
        DisplayLine { is_code: true, ..DisplayLine::plain(text) }
    }

    /// The same line, masked.
    pub fn sensitive(self) -> DisplayLine {
        DisplayLine { is_sensitive: true, ..self }
    }
}

/// The given names, in their order.
const GIVEN_NAMES: [TextField; 4] =
    [TextField::FirstName, TextField::SecondName, TextField::ThirdName, TextField::FourthName];

/// The given names in the customer's own script, in their order.
const UNICODE_GIVEN_NAMES: [TextField; 4] = [
    TextField::UnicodeFirstName,
    TextField::UnicodeSecondName,
    TextField::UnicodeThirdName,
    TextField::UnicodeFourthName,
];

/// Formats values in the language of the page.
#[derive(Clone, Copy, Debug)]
pub struct ValueFormatter {
    i18n: I18n,
    /// The vendor's forms of address, in the language of the page; empty until they are loaded.
    civilities: Memo<Vec<Civility>>,
}

impl ValueFormatter {
    /// A formatter with the vendor's forms of address.
    pub fn new(i18n: I18n, civilities: Memo<Vec<Civility>>) -> ValueFormatter {
        ValueFormatter { i18n, civilities }
    }

    /// The vendor's forms of address, in the language of the page. Tracked.
    pub fn civilities(self) -> Vec<Civility> {
        self.civilities.get()
    }

    /// Returns the label of a field. Tracked.
    pub fn label(self, field: Field) -> String {
        self.i18n.get(ValueFormatter::label_key(field))
    }

    /// Returns the fields of a section in the order of the language: family name first if the language puts it first.
    /// Tracked.
    pub fn fields(self, section: Section) -> Vec<Field> {
        self.ordered(section.fields().collect())
    }

    /// Returns these fields in the order of the language: family name first if the language puts it first. Tracked.
    pub fn ordered(self, mut fields: Vec<Field>) -> Vec<Field> {
        if self.is_family_first() {
            let position =
                |fields: &[Field], text| fields.iter().position(|field| *field == Field::Text(text));
            for [first, last] in [
                [TextField::FirstName, TextField::LastName],
                [TextField::UnicodeFirstName, TextField::UnicodeLastName],
            ] {
                if let (Some(to), Some(from)) = (position(&fields, first), position(&fields, last)) {
                    let field = fields.remove(from);
                    fields.insert(to, field);
                }
            }
        }
        fields
    }

    /// Whether the language puts the family name first. Tracked.
    pub fn is_family_first(self) -> bool {
        // Formats a name of two control characters. A search for text would make the bundle larger.
        let name = self.i18n.fill("name.full", &[("first", "\u{1}"), ("last", "\u{2}")]);
        name.bytes().find(|byte| *byte <= 2) == Some(2)
    }

    /// Returns one name as one line, in the order of the language; `None` if it is empty. `given` are the given names.
    /// Tracked.
    fn one_name(self, record: &Record, given: &[TextField], last: TextField) -> Option<String> {
        let given: Vec<&str> = given.iter().filter_map(|text| record.texts[*text].as_deref()).collect();
        let (given, last) = (given.join(" "), record.texts[last].as_deref().unwrap_or_default());
        match (given.as_str(), last) {
            ("", "") => None,
            ("", one) | (one, "") => Some(one.to_owned()),
            (first, last) => {
                // Chinese, Japanese and Korean names are joined without a space only if both parts are in these
                // scripts.
                let key = if [first, last].into_iter().all(is_cjk) { "name.cjk" } else { "name.full" };
                Some(self.i18n.fill(key, &[("first", first), ("last", last)]))
            }
        }
    }

    /// Returns the first and last name, in Latin letters and in the customer's own script. Tracked.
    fn short_names(self, record: &Record) -> [Option<String>; 2] {
        [
            self.one_name(record, &[TextField::FirstName], TextField::LastName),
            self.one_name(record, &[TextField::UnicodeFirstName], TextField::UnicodeLastName),
        ]
    }

    /// Whether a name is in the script of the page. Tracked.
    fn is_in_page_script(self, name: &str) -> bool {
        // Japanese writes a space between the names.
        self.i18n.is_latin() == is_latin(name).unwrap_or(true)
            && self.i18n.is_cjk() == name.split(' ').all(is_cjk)
    }

    /// Returns the customer's name as one line, in the script of the page if the record has one in it; `None` if there
    /// is none. Tracked.
    pub fn full_name(self, record: &Record) -> Option<String> {
        let [latin, own] = self.short_names(record);
        let is_in_page_script =
            |name: &Option<String>| name.as_ref().is_some_and(|name| self.is_in_page_script(name));
        if is_in_page_script(&own) && !is_in_page_script(&latin) { own } else { latin.or(own) }
    }

    /// Returns the name that [`ValueFormatter::full_name`] is not, if it is another one. Tracked.
    pub fn name_in_other_script(self, record: &Record) -> Option<String> {
        let shown = self.full_name(record)?;
        let [latin, own] = self.short_names(record);
        own.filter(|own| *own != shown).or(latin).filter(|other| is_latin(other) != is_latin(&shown))
    }

    /// Returns the initials of the customer's name: the first letter of the last name in a script without capitals.
    /// Tracked.
    pub fn initials(self, record: &Record) -> String {
        let Some(name) = self.full_name(record) else { return String::new() };
        if is_latin(&name) != Some(true) {
            return name.chars().take(1).collect();
        }
        let letter = |text: TextField| {
            record.texts[text].as_ref()?.chars().find(|letter| !letter.is_ascii_punctuation())
        };
        let letters = [TextField::FirstName, TextField::LastName].into_iter().filter_map(letter);
        letters.flat_map(char::to_uppercase).collect()
    }

    /// Returns the labels of the rows that these fields are in. Tracked.
    pub fn group_names(self, fields: &[Field]) -> Vec<String> {
        let groups = FieldGroup::ALL
            .iter()
            .filter(|group| fields.iter().any(|field| FieldGroup::of(*field) == **group));
        groups.map(|group| self.i18n.get(group_key(*group))).collect()
    }

    /// Returns the value of a row as lines; none if it is empty. Tracked.
    pub fn group_lines(self, record: &Record, group: FieldGroup) -> Vec<DisplayLine> {
        let text =
            |text: TextField| record.texts[text].iter().map(|value| self.text(text, value).text).next();
        let joined = |parts: Vec<Option<String>>| {
            let parts: Vec<String> =
                parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
            (!parts.is_empty()).then(|| DisplayLine::plain(parts.join(" · "))).into_iter().collect()
        };
        let titled = |title: TextField, name: Option<String>| match (text(title), name) {
            // A title in these scripts follows the name, whatever the language of the page.
            (Some(title), Some(name)) if is_cjk(&title) => Some([&*name, &*title].join(" ")),
            (Some(title), Some(name)) => {
                Some(self.i18n.fill("name.titled", &[("title", &title), ("name", &name)]))
            }
            (title, name) => name.or(title),
        };
        match group {
            FieldGroup::Name => {
                let name = self.one_name(record, &GIVEN_NAMES, TextField::LastName);
                joined(vec![titled(TextField::Civility, name)])
            }
            FieldGroup::NativeName => {
                let latin = self.one_name(record, &GIVEN_NAMES, TextField::LastName);
                let own = self.one_name(record, &UNICODE_GIVEN_NAMES, TextField::UnicodeLastName);
                // The same name twice tells the customer nothing.
                let own = own.filter(|own| Some(own) != latin.as_ref());
                joined(vec![own.and_then(|own| titled(TextField::UnicodeCivility, Some(own)))])
            }
            FieldGroup::Birth => joined(vec![
                record.birthdate.as_ref().map(|date| self.date(date)),
                text(TextField::BirthCity),
                text(TextField::BirthCountry),
            ]),
            FieldGroup::NationalId
            | FieldGroup::Email
            | FieldGroup::Phones
            | FieldGroup::Address
            | FieldGroup::Language
            | FieldGroup::OptIns
            | FieldGroup::DataUse => group.fields().flat_map(|field| self.lines(record, field)).collect(),
        }
    }

    /// Returns a sentence that names the fields of a change that is not on screen. Tracked.
    pub fn field_names(self, fields: &[Field]) -> String {
        let names: Vec<String> = fields.iter().map(|field| self.label(*field)).collect();
        self.i18n.fill("failure.earlier", &[("names", &self.i18n.list(&names))])
    }

    /// Returns the catalogue key of a field's label.
    pub fn label_key(field: Field) -> &'static str {
        match field {
            Field::Text(text) => path_label_key(FieldPath::Text(text)),
            Field::Birthdate => path_label_key(FieldPath::Birthdate(None)),
            Field::NationalId => "label.national-id",
            Field::Phones => path_label_key(FieldPath::Phones),
            Field::Address => path_label_key(FieldPath::Address),
            Field::OptIns => path_label_key(FieldPath::OptIns),
            Field::DataUse => path_label_key(FieldPath::DataUse),
        }
    }

    /// Returns the value of a field as lines; none if it is empty. Tracked.
    pub fn lines(self, record: &Record, field: Field) -> Vec<DisplayLine> {
        match field {
            Field::Text(text) => {
                let written = record.texts[text].iter().filter(|value| !value.trim().is_empty());
                written.map(|value| self.text(text, value)).collect()
            }
            Field::Birthdate => {
                record.birthdate.iter().map(|date| DisplayLine::plain(self.date(date))).collect()
            }
            Field::NationalId => record.national_id.iter().map(|id| self.national_id(id)).collect(),
            Field::Phones => record.phones.iter().flatten().map(|phone| self.phone(phone)).collect(),
            Field::Address => record.address.iter().flat_map(|address| self.address(address)).collect(),
            Field::OptIns => record.opt_ins.iter().flatten().flat_map(|opt_in| self.opt_in(opt_in)).collect(),
            Field::DataUse => {
                record.data_use.iter().map(|allowed| DisplayLine::plain(self.yes_no(*allowed))).collect()
            }
        }
    }

    /// Returns a date as far as it is known, or as it is stored if it cannot be read. Tracked.
    pub fn date(self, date: &PartialDate) -> String {
        format_date(self.i18n, date)
    }

    /// Returns a line of text. Tracked.
    fn text(self, text: TextField, value: &str) -> DisplayLine {
        match text {
            TextField::Civility => DisplayLine::plain(self.civility(value)),
            TextField::BirthCountry => DisplayLine::plain(self.country(value)),
            TextField::Language => DisplayLine::plain(language_name(self.i18n, &value.to_ascii_lowercase())),
            TextField::Email => DisplayLine::code(value),
            TextField::FirstName
            | TextField::SecondName
            | TextField::ThirdName
            | TextField::FourthName
            | TextField::LastName
            | TextField::UnicodeCivility
            | TextField::UnicodeFirstName
            | TextField::UnicodeSecondName
            | TextField::UnicodeThirdName
            | TextField::UnicodeFourthName
            | TextField::UnicodeLastName
            | TextField::BirthCity => DisplayLine::plain(value),
        }
    }

    /// Returns a form of address; its code as words if the vendor's list does not have it. Tracked.
    fn civility(self, code: &str) -> String {
        self.civilities.with(|civilities| {
            let known = civilities.iter().find(|civility| civility.code == code);
            known.map_or_else(|| words_of_code(code), |civility| civility.label.clone())
        })
    }

    /// Returns the name of a country. Some vendors write three letters. Tracked.
    fn country(self, code: &str) -> String {
        self.i18n.name(NameKind::Region, alpha_2(code).unwrap_or(code))
    }

    fn phone(self, phone: &Phone) -> DisplayLine {
        let number = phone.number.as_deref().unwrap_or_default();
        match phone.kind.as_deref() {
            None => DisplayLine::code(number),
            Some(code) => {
                let kind = label_or_code(self.i18n, phone_kind_key(code), code);
                // Isolated, so that the digits keep their order beside text of any direction. The mark sets the
                // direction of the line to the page's, since the name of an unknown kind may run in the other
                // direction.
                let mark = if self.i18n.is_right_to_left() { "\u{200f}" } else { "" };
                let empty = self.i18n.get("view.empty");
                let number = if number.trim().is_empty() { &empty } else { number };
                DisplayLine::plain(format!("{mark}\u{2066}{number}\u{2069} · {kind}"))
            }
        }
    }

    fn address(self, address: &Address) -> Vec<DisplayLine> {
        let line = |line: AddressLine| address.lines[line].as_deref();
        let code = line(AddressLine::CountryCode);
        let country =
            code.map(|code| self.country(code)).or_else(|| line(AddressLine::Country).map(str::to_owned));
        let format = AddressFormat::for_country(code.unwrap_or_default(), address.is_latin().unwrap_or(true));
        // Blank lines are stored in some addresses, and not shown.
        let rows = address.rows(format).into_iter().filter(|row| !row.trim().is_empty());
        rows.chain(country).map(DisplayLine::plain).collect()
    }

    fn opt_in(self, opt_in: &OptIn) -> Vec<DisplayLine> {
        // Isolated, so that the line runs in the direction of the page, also if the channel's name does not.
        let channel = label_or_code(self.i18n, channel_key(&opt_in.channel), &opt_in.channel);
        let channel = format!("\u{2068}{channel}\u{2069}");
        let answer =
            opt_in.agreed.map_or_else(|| self.i18n.get("view.unknown"), |agreed| self.yes_no(agreed));
        let mut lines =
            vec![DisplayLine::plain(self.i18n.fill("view.pair", &[("name", &channel), ("value", &answer)]))];
        if let Some(partners) = opt_in.partners {
            let name = self.i18n.fill("opt-ins.partners", &[("channel", &channel)]);
            let answer = self.yes_no(partners);
            lines.push(DisplayLine::plain(
                self.i18n.fill("view.pair", &[("name", &name), ("value", &answer)]),
            ));
        }
        lines
    }

    fn national_id(self, id: &NationalId) -> DisplayLine {
        let kind = id.kind.as_deref().map(|code| label_or_code(self.i18n, national_kind_key(code), code));
        let number = id.number.clone().unwrap_or_default();
        DisplayLine::plain(match kind {
            Some(kind) => format!("\u{2066}{number}\u{2069} · {kind}"),
            None => number,
        })
        .sensitive()
    }

    fn yes_no(self, yes: bool) -> String {
        yes_no_label(self.i18n, yes)
    }
}

fn yes_no_label(i18n: I18n, yes: bool) -> String {
    i18n.get(if yes { "view.yes" } else { "view.no" })
}

/// Returns the label of a vendor's code, or the code itself if it is unknown. Tracked.
fn word_label(i18n: I18n, code: &str) -> String {
    label_or_code(i18n, word_key(code), code)
}

/// Returns the name of a language by its tag, also if a vendor writes it as `fr_FR`. Tracked.
pub(super) fn language_name(i18n: I18n, tag: &str) -> String {
    i18n.name(NameKind::Language, &tag.replace('_', "-"))
}

/// Returns the name of a fact. Tracked.
pub(super) fn fact_label(i18n: I18n, name: &FactName) -> String {
    match name {
        FactName::Known(label) => i18n.get(label.0),
        FactName::Qualified(label, codes) if codes.is_empty() => i18n.get(label.0),
        FactName::Qualified(label, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| word_label(i18n, code)).collect();
            i18n.fill("view.pair", &[("name", &i18n.get(label.0)), ("value", &codes.join(" · "))])
        }
        FactName::Word(code) => word_label(i18n, code),
        FactName::Raw(name) if name.trim().is_empty() => i18n.get("fact.unnamed"),
        FactName::Raw(name) => name.clone(),
    }
}

/// Returns a fact's value as lines; none for a value that is rendered as a block. Tracked.
pub(super) fn fact_lines(i18n: I18n, value: &FactValue) -> Vec<DisplayLine> {
    vec![match value {
        FactValue::Text(text) if text.trim().is_empty() => return Vec::new(),
        FactValue::Text(text) => DisplayLine::plain(text),
        FactValue::Code(code) => DisplayLine::code(code),
        FactValue::Secret(code) => DisplayLine::code(code).sensitive(),
        FactValue::Word(code) => DisplayLine::plain(word_label(i18n, code)),
        FactValue::Language(tag) => DisplayLine::plain(language_name(i18n, tag)),
        FactValue::Number(number) => DisplayLine::plain(i18n.number(*number)),
        FactValue::Days(days) => DisplayLine::plain(i18n.count("fact.days", *days)),
        FactValue::Flag(flag) => DisplayLine::plain(yes_no_label(i18n, *flag)),
        // A date can be stored with a time, which hardly matters.
        FactValue::Date(date) => DisplayLine {
            exact: Some(date.as_str().to_owned()).filter(|stored| stored.len() > 10),
            ..DisplayLine::plain(format_date(i18n, date))
        },
        // The time in the time zone of the device.
        FactValue::Moment(stored) => match i18n.timestamp(stored) {
            Some(local) => DisplayLine { exact: Some(stored.clone()), ..DisplayLine::plain(local) },
            None => DisplayLine::code(stored),
        },
        FactValue::List(items) => return list_lines(i18n, items),
        // Rendered as a block by `fact_panel`.
        FactValue::Image(_) | FactValue::Progress(_) | FactValue::Facts(_) => return Vec::new(),
    }]
}

/// Returns a list as lines: one for each item, also if the item is a list itself. Words about a code are a note below
/// it. Tracked.
fn list_lines(i18n: I18n, items: &[FactValue]) -> Vec<DisplayLine> {
    let texts = |items: &[FactValue]| {
        let lines = items.iter().flat_map(|item| fact_lines(i18n, item));
        lines.map(|line| line.text).collect::<Vec<_>>().join(" · ")
    };
    if let [FactValue::Code(code), words @ .., FactValue::Word(_)] = items
        && words.iter().all(|word| matches!(word, FactValue::Word(_)))
    {
        let note = DisplayLine { is_note: true, ..DisplayLine::plain(texts(&items[1..])) };
        return vec![DisplayLine::code(code), note];
    }
    let line = |item: &FactValue| match item {
        FactValue::List(items) if !items.is_empty() => vec![DisplayLine::plain(texts(items))],
        other => fact_lines(i18n, other),
    };
    items.iter().flat_map(line).collect()
}

/// Returns a date as far as it is known, or as it is stored if it cannot be read. Tracked.
pub fn format_date(i18n: I18n, date: &PartialDate) -> String {
    let formatted = date.parts().and_then(|parts| i18n.date(parts));
    formatted.unwrap_or_else(|| date.as_str().to_owned())
}
