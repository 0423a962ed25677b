//! The values of a profile as a person reads them: the same words in the view, the review and the answers.

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

/// One line of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayLine {
    /// The words.
    pub text: String,
    /// Whether it is a number or an address on the net, which runs left to right in any language.
    pub is_code: bool,
    /// Whether it is only shown when asked for.
    pub is_sensitive: bool,
    /// Whether it says the line above more exactly.
    pub is_note: bool,
}

impl DisplayLine {
    /// A line of words.
    pub fn plain(text: impl Into<String>) -> DisplayLine {
        DisplayLine { text: text.into(), is_code: false, is_sensitive: false, is_note: false }
    }

    /// A number or an address on the net.
    pub fn code(text: impl Into<String>) -> DisplayLine {
        DisplayLine { is_code: true, ..DisplayLine::plain(text) }
    }

    /// The same, to be masked.
    pub fn sensitive(self) -> DisplayLine {
        DisplayLine { is_sensitive: true, ..self }
    }
}

/// Words values in the language of the page.
#[derive(Clone, Copy, Debug)]
pub struct ValueFormatter {
    i18n: I18n,
    /// The vendor's forms of address, in the language of the page.
    pub civilities: RwSignal<Vec<Civility>>,
}

impl ValueFormatter {
    /// Words for a page; the vendor's list is filled in when it has come.
    pub fn new(i18n: I18n) -> ValueFormatter {
        ValueFormatter { i18n, civilities: RwSignal::default() }
    }

    /// The label of a field. Tracked.
    pub fn label(self, field: Field) -> String {
        self.i18n.get(ValueFormatter::label_key(field))
    }

    /// The fields of a section, in the order of the language: the family name comes first where it does. Tracked.
    pub fn fields(self, section: Section) -> Vec<Field> {
        let mut fields: Vec<Field> = section.fields().collect();
        if self.is_family_first() {
            let place = |fields: &[Field], text| fields.iter().position(|field| *field == Field::Text(text));
            for [first, last] in [
                [TextField::FirstName, TextField::LastName],
                [TextField::UnicodeFirstName, TextField::UnicodeLastName],
            ] {
                if let (Some(to), Some(from)) = (place(&fields, first), place(&fields, last)) {
                    let field = fields.remove(from);
                    fields.insert(to, field);
                }
            }
        }
        fields
    }

    /// Whether the family name comes first. Tracked.
    pub fn is_family_first(self) -> bool {
        // A name whose parts are known when they are seen; a search for a text would weigh more than this.
        let name = self.i18n.fill("name.full", &[("first", "\u{1}"), ("last", "\u{2}")]);
        name.bytes().find(|byte| *byte <= 2) == Some(2)
    }

    /// The customer's name as one line, in the order of the language; `None` without one. Tracked.
    pub fn full_name(self, record: &Record) -> Option<String> {
        let name = |first, last| {
            let [first, last] = [first, last].map(|text: TextField| record.texts[text].as_deref());
            match (first, last) {
                (Some(first), Some(last)) => {
                    // Letters that are words only by the blanks between them keep these.
                    let key = if [first, last].into_iter().all(is_cjk) { "name.cjk" } else { "name.full" };
                    Some(self.i18n.fill(key, &[("first", first), ("last", last)]))
                }
                (one, other) => one.or(other).map(str::to_owned),
            }
        };
        name(TextField::FirstName, TextField::LastName)
            .or_else(|| name(TextField::UnicodeFirstName, TextField::UnicodeLastName))
    }

    /// What a change that is not on screen is about. Tracked.
    pub fn field_names(self, fields: &[Field]) -> String {
        let names: Vec<String> = fields.iter().map(|field| self.label(*field)).collect();
        self.i18n.fill("failure.earlier", &[("names", &self.i18n.list(&names))])
    }

    /// The key of a field's label.
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

    /// The value of a field, a line each; none when it is empty. Tracked.
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

    /// A date as far as it is known, or as it is stored where it cannot be read. Tracked.
    pub fn date(self, date: &PartialDate) -> String {
        self::date(self.i18n, date)
    }

    /// A line of text. Tracked.
    fn text(self, text: TextField, value: &str) -> DisplayLine {
        match text {
            TextField::Civility => DisplayLine::plain(self.civility(value)),
            TextField::BirthCountry => DisplayLine::plain(self.i18n.name(NameKind::Region, value)),
            TextField::Language => {
                DisplayLine::plain(self.i18n.name(NameKind::Language, &value.to_ascii_lowercase()))
            }
            TextField::Email => DisplayLine::code(value),
            _ => DisplayLine::plain(value),
        }
    }

    /// A form of address. Tracked.
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
                let kind = known_or(self.i18n, phone_kind_key(code), code);
                // Isolated, so that the digits keep their order beside words of any direction; and the line runs as the
                // page does, whatever a kind is called that we have no word for.
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
        let postal = AddressFormat::for_country(code.unwrap_or_default(), address.is_latin().unwrap_or(true));
        // A line that is stored blank is none to read.
        let rows = address.rows(postal).into_iter().filter(|row| !row.trim().is_empty());
        rows.chain(country).map(DisplayLine::plain).collect()
    }

    fn opt_in(self, opt_in: &OptIn) -> Vec<DisplayLine> {
        // Isolated, so that the line runs as the page does and not as a name in other letters.
        let channel = known_or(self.i18n, channel_key(&opt_in.channel), &opt_in.channel);
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
        let kind = id.kind.as_deref().map(|code| known_or(self.i18n, national_kind_key(code), code));
        let number = id.number.clone().unwrap_or_default();
        DisplayLine::plain(match kind {
            Some(kind) => format!("\u{2066}{number}\u{2069} · {kind}"),
            None => number,
        })
        .sensitive()
    }

    fn yes_no(self, yes: bool) -> String {
        yes_no(self.i18n, yes)
    }
}

fn yes_no(i18n: I18n, yes: bool) -> String {
    i18n.get(if yes { "view.yes" } else { "view.no" })
}

/// A code of a vendor's in words; one we have no word for as it is. Tracked.
fn word(i18n: I18n, code: &str) -> String {
    known_or(i18n, word_key(code), code)
}

/// The words under this key, or the code itself where there are none. Tracked.
pub(super) fn known_or(i18n: I18n, key: Option<&'static str>, code: &str) -> String {
    key.map_or_else(|| code.to_owned(), |key| i18n.get(key))
}

/// What a fact is called. Tracked.
pub(super) fn name(i18n: I18n, name: &FactName) -> String {
    match name {
        FactName::Known(kind) => i18n.get(fact_key(*kind)),
        FactName::Qualified(kind, codes) if codes.is_empty() => i18n.get(fact_key(*kind)),
        FactName::Qualified(kind, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| word(i18n, code)).collect();
            i18n.fill("view.pair", &[("name", &i18n.get(fact_key(*kind))), ("value", &codes.join(" · "))])
        }
        FactName::Word(code) => word(i18n, code),
        FactName::Raw(name) if name.trim().is_empty() => i18n.get("fact.unnamed"),
        FactName::Raw(name) => name.clone(),
    }
}

/// The lines of a value that has no parts of its own. Tracked.
pub(super) fn lines(i18n: I18n, value: &FactValue) -> Vec<DisplayLine> {
    vec![match value {
        FactValue::Text(text) => DisplayLine::plain(text),
        FactValue::Code(code) => DisplayLine::code(code),
        FactValue::Secret(code) => DisplayLine::code(code).sensitive(),
        FactValue::Word(code) => DisplayLine::plain(word(i18n, code)),
        FactValue::Language(tag) => DisplayLine::plain(i18n.name(NameKind::Language, tag)),
        FactValue::Number(number) => DisplayLine::plain(i18n.number(*number)),
        FactValue::Days(days) => DisplayLine::plain(i18n.count("fact.days", *days)),
        FactValue::Flag(flag) => DisplayLine::plain(yes_no(i18n, *flag)),
        FactValue::Date(date) => DisplayLine::plain(self::date(i18n, date)),
        FactValue::Moment(written) => {
            // The minute in the zone of this device, and the instant as the vendor wrote it.
            let exact = DisplayLine::code(written);
            return match i18n.timestamp(written) {
                Some(local) => vec![DisplayLine::plain(local), DisplayLine { is_note: true, ..exact }],
                None => vec![exact],
            };
        }
        FactValue::List(items) => return items.iter().flat_map(|item| lines(i18n, item)).collect(),
        // These are drawn.
        FactValue::Image(_) | FactValue::Progress(_) | FactValue::Facts(_) => return Vec::new(),
    }]
}

/// A date as far as it is known, or as it is stored where it cannot be read. Tracked.
pub(super) fn date(i18n: I18n, date: &PartialDate) -> String {
    let known = date.parts().and_then(|parts| i18n.date(parts));
    known.unwrap_or_else(|| date.as_str().to_owned())
}
