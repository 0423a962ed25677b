//! The formatting of values for people. The profile, the review and the answers show a value in the same way.

use leptos::prelude::*;

use crate::{
    domain::{
        Address, AddressFormat, AddressLine, Civility, FactName, FactValue, Field, FieldPath, NationalId,
        OptIn, PartialDate, Phone, Record, Section, TextField, is_cjk,
    },
    i18n::{
        I18n, NameKind, channel_key, fact_key, national_kind_key, path_label_key, phone_kind_key, word_key,
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
    /// Whether it repeats the line above more exactly.
    pub is_note: bool,
}

impl DisplayLine {
    /// A line of plain text.
    pub fn plain(text: impl Into<String>) -> DisplayLine {
        DisplayLine { text: text.into(), is_code: false, is_sensitive: false, is_note: false }
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

/// Formats values in the language of the page.
#[derive(Clone, Copy, Debug)]
pub struct ValueFormatter {
    i18n: I18n,
    /// The vendor's forms of address, in the language of the page; empty until they are loaded.
    pub civilities: RwSignal<Vec<Civility>>,
}

impl ValueFormatter {
    /// A formatter for a page, without the vendor's forms of address.
    pub fn new(i18n: I18n) -> ValueFormatter {
        ValueFormatter { i18n, civilities: RwSignal::default() }
    }

    /// Returns the label of a field. Tracked.
    pub fn label(self, field: Field) -> String {
        self.i18n.get(ValueFormatter::label_key(field))
    }

    /// Returns the fields of a section in the order of the language: family name first if the language puts it first.
    /// Tracked.
    pub fn fields(self, section: Section) -> Vec<Field> {
        let mut fields: Vec<Field> = section.fields().collect();
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

    /// Returns the customer's name as one line, in the order of the language; `None` if there is none. Tracked.
    pub fn full_name(self, record: &Record) -> Option<String> {
        let name = |first, last| {
            let [first, last] = [first, last].map(|text: TextField| record.texts[text].as_deref());
            match (first, last) {
                (Some(first), Some(last)) => {
                    // Chinese, Japanese and Korean names are joined without a space only if both parts are in these
                    // scripts.
                    let key = if [first, last].into_iter().all(is_cjk) { "name.cjk" } else { "name.full" };
                    Some(self.i18n.fill(key, &[("first", first), ("last", last)]))
                }
                (one, other) => one.or(other).map(str::to_owned),
            }
        };
        name(TextField::FirstName, TextField::LastName)
            .or_else(|| name(TextField::UnicodeFirstName, TextField::UnicodeLastName))
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
            Field::Text(text) => record.texts[text].iter().map(|value| self.text(text, value)).collect(),
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
            TextField::BirthCountry => DisplayLine::plain(self.i18n.name(NameKind::Region, value)),
            TextField::Language => {
                DisplayLine::plain(self.i18n.name(NameKind::Language, &value.to_ascii_lowercase()))
            }
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

    /// Returns a form of address; its code if the vendor's list does not have it. Tracked.
    fn civility(self, code: &str) -> String {
        self.civilities.with(|civilities| {
            let known = civilities.iter().find(|civility| civility.code == code);
            known.map_or(code, |civility| &civility.label).to_owned()
        })
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
                DisplayLine::plain(format!("{mark}\u{2066}{number}\u{2069} · {kind}"))
            }
        }
    }

    fn address(self, address: &Address) -> Vec<DisplayLine> {
        let line = |line: AddressLine| address.lines[line].as_deref();
        let code = line(AddressLine::CountryCode);
        let country = code
            .map(|code| self.i18n.name(NameKind::Region, code))
            .or_else(|| line(AddressLine::Country).map(str::to_owned));
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

/// Returns the text under this key, or the code itself if there is no key. Tracked.
pub(super) fn label_or_code(i18n: I18n, key: Option<&'static str>, code: &str) -> String {
    key.map_or_else(|| code.to_owned(), |key| i18n.get(key))
}

/// Returns the name of a fact. Tracked.
pub(super) fn fact_label(i18n: I18n, name: &FactName) -> String {
    match name {
        FactName::Known(kind) => i18n.get(fact_key(*kind)),
        FactName::Qualified(kind, codes) if codes.is_empty() => i18n.get(fact_key(*kind)),
        FactName::Qualified(kind, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| word_label(i18n, code)).collect();
            i18n.fill("view.pair", &[("name", &i18n.get(fact_key(*kind))), ("value", &codes.join(" · "))])
        }
        FactName::Word(code) => word_label(i18n, code),
        FactName::Raw(name) if name.trim().is_empty() => i18n.get("fact.unnamed"),
        FactName::Raw(name) => name.clone(),
    }
}

/// Returns a fact's value as lines; none for a value that is rendered as a block. Tracked.
pub(super) fn fact_lines(i18n: I18n, value: &FactValue) -> Vec<DisplayLine> {
    vec![match value {
        FactValue::Text(text) => DisplayLine::plain(text),
        FactValue::Code(code) => DisplayLine::code(code),
        FactValue::Secret(code) => DisplayLine::code(code).sensitive(),
        FactValue::Word(code) => DisplayLine::plain(word_label(i18n, code)),
        FactValue::Language(tag) => DisplayLine::plain(i18n.name(NameKind::Language, tag)),
        FactValue::Number(number) => DisplayLine::plain(i18n.number(*number)),
        FactValue::Days(days) => DisplayLine::plain(i18n.count("fact.days", *days)),
        FactValue::Flag(flag) => DisplayLine::plain(yes_no_label(i18n, *flag)),
        FactValue::Date(date) => DisplayLine::plain(format_date(i18n, date)),
        FactValue::Moment(stored) => {
            // The time in the time zone of the device, and below it the timestamp as the vendor wrote it.
            let exact = DisplayLine::code(stored);
            return match i18n.timestamp(stored) {
                Some(local) => vec![DisplayLine::plain(local), DisplayLine { is_note: true, ..exact }],
                None => vec![exact],
            };
        }
        FactValue::List(items) => return items.iter().flat_map(|item| fact_lines(i18n, item)).collect(),
        // Rendered as a block by `fact_panel`.
        FactValue::Image(_) | FactValue::Progress(_) | FactValue::Facts(_) => return Vec::new(),
    }]
}

/// Returns a date as far as it is known, or as it is stored if it cannot be read. Tracked.
pub(super) fn format_date(i18n: I18n, date: &PartialDate) -> String {
    let formatted = date.parts().and_then(|parts| i18n.date(parts));
    formatted.unwrap_or_else(|| date.as_str().to_owned())
}
