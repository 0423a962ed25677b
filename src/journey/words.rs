//! The values of a profile as a person reads them: the same words in the view, the review and the answers.

use leptos::prelude::*;

use crate::{
    domain::{
        Address, Birthdate, Civility, Line, Name, NationalId, OptIn, Phone, Place, Postal, Record, Section,
        Text, Unit, Value, is_cjk,
    },
    i18n::{I18n, Named, channel_key, fact_key, label_key, national_kind_key, phone_kind_key, word_key},
};

/// One line of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The words.
    pub text: String,
    /// Whether it is a number or an address on the net, which runs left to right in any language.
    pub is_code: bool,
    /// Whether it is only shown when asked for.
    pub is_sensitive: bool,
    /// Whether it says the line above more exactly.
    pub is_note: bool,
}

impl Shown {
    /// A line of words.
    pub fn plain(text: impl Into<String>) -> Shown {
        Shown { text: text.into(), is_code: false, is_sensitive: false, is_note: false }
    }

    /// A number or an address on the net.
    pub fn code(text: impl Into<String>) -> Shown {
        Shown { is_code: true, ..Shown::plain(text) }
    }

    /// The same, to be masked.
    pub fn sensitive(self) -> Shown {
        Shown { is_sensitive: true, ..self }
    }
}

/// Words values in the language of the page.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    i18n: I18n,
    /// The vendor's forms of address, in the language of the page.
    pub civilities: RwSignal<Vec<Civility>>,
}

impl Words {
    /// Words for a page; the vendor's list is filled in when it has come.
    pub fn new(i18n: I18n) -> Words {
        Words { i18n, civilities: RwSignal::default() }
    }

    /// The label of a unit. Tracked.
    pub fn label(self, unit: Unit) -> String {
        self.i18n.get(Words::key(unit))
    }

    /// The units of a section, in the order of the language: the family name comes first where it does. Tracked.
    pub fn units(self, section: Section) -> Vec<Unit> {
        let mut units: Vec<Unit> = section.units().collect();
        if self.is_family_first() {
            let place = |units: &[Unit], text| units.iter().position(|unit| *unit == Unit::Text(text));
            for [first, last] in
                [[Text::FirstName, Text::LastName], [Text::UnicodeFirstName, Text::UnicodeLastName]]
            {
                if let (Some(to), Some(from)) = (place(&units, first), place(&units, last)) {
                    let unit = units.remove(from);
                    units.insert(to, unit);
                }
            }
        }
        units
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
            let [first, last] = [first, last].map(|text: Text| record.texts[text].as_deref());
            match (first, last) {
                (Some(first), Some(last)) => {
                    // Letters that are words only by the blanks between them keep these.
                    let key = if [first, last].into_iter().all(is_cjk) { "name.cjk" } else { "name.full" };
                    Some(self.i18n.fill(key, &[("first", first), ("last", last)]))
                }
                (one, other) => one.or(other).map(str::to_owned),
            }
        };
        name(Text::FirstName, Text::LastName).or_else(|| name(Text::UnicodeFirstName, Text::UnicodeLastName))
    }

    /// What a change that is not on screen is about. Tracked.
    pub fn about(self, units: &[Unit]) -> String {
        let names: Vec<String> = units.iter().map(|unit| self.label(*unit)).collect();
        self.i18n.fill("failure.earlier", &[("names", &self.i18n.list(&names))])
    }

    /// The key of a unit's label.
    pub fn key(unit: Unit) -> &'static str {
        match unit {
            Unit::Text(text) => label_key(Place::Text(text)),
            Unit::Birthdate => label_key(Place::Birthdate(None)),
            Unit::NationalId => "label.national-id",
            Unit::Phones => label_key(Place::Phones),
            Unit::Address => label_key(Place::Address),
            Unit::OptIns => label_key(Place::OptIns),
            Unit::DataUse => label_key(Place::DataUse),
        }
    }

    /// The value of a unit, a line each; none when it is empty. Tracked.
    pub fn value(self, record: &Record, unit: Unit) -> Vec<Shown> {
        match unit {
            Unit::Text(text) => record.texts[text].iter().map(|value| self.text(text, value)).collect(),
            Unit::Birthdate => record.birthdate.iter().map(|date| Shown::plain(self.date(date))).collect(),
            Unit::NationalId => record.national_id.iter().map(|id| self.national_id(id)).collect(),
            Unit::Phones => record.phones.iter().flatten().map(|phone| self.phone(phone)).collect(),
            Unit::Address => record.address.iter().flat_map(|address| self.address(address)).collect(),
            Unit::OptIns => record.opt_ins.iter().flatten().flat_map(|opt_in| self.opt_in(opt_in)).collect(),
            Unit::DataUse => {
                record.data_use.iter().map(|allowed| Shown::plain(self.yes_no(*allowed))).collect()
            }
        }
    }

    /// A date as far as it is known, or as it is stored where it cannot be read. Tracked.
    pub fn date(self, date: &Birthdate) -> String {
        self::date(self.i18n, date)
    }

    /// A line of text. Tracked.
    fn text(self, text: Text, value: &str) -> Shown {
        match text {
            Text::Civility => Shown::plain(self.civility(value)),
            Text::BirthCountry => Shown::plain(self.i18n.name(Named::Region, value)),
            Text::Language => Shown::plain(self.i18n.name(Named::Language, &value.to_ascii_lowercase())),
            Text::Email => Shown::code(value),
            _ => Shown::plain(value),
        }
    }

    /// A form of address. Tracked.
    fn civility(self, code: &str) -> String {
        self.civilities.with(|civilities| {
            let known = civilities.iter().find(|civility| civility.code == code);
            known.map_or(code, |civility| &civility.label).to_owned()
        })
    }

    fn phone(self, phone: &Phone) -> Shown {
        let number = phone.number.as_deref().unwrap_or_default();
        match phone.kind.as_deref() {
            None => Shown::code(number),
            Some(code) => {
                let kind = known_or(self.i18n, phone_kind_key(code), code);
                // Isolated, so that the digits keep their order beside words of any direction; and the line runs as the
                // page does, whatever a kind is called that we have no word for.
                let mark = if self.i18n.lang().is_right_to_left() { "\u{200f}" } else { "" };
                Shown::plain(format!("{mark}\u{2066}{number}\u{2069} · {kind}"))
            }
        }
    }

    fn address(self, address: &Address) -> Vec<Shown> {
        let line = |line: Line| address.lines[line].as_deref();
        let code = line(Line::CountryCode);
        let country = code
            .map(|code| self.i18n.name(Named::Region, code))
            .or_else(|| line(Line::Country).map(str::to_owned));
        let postal = Postal::of(code.unwrap_or_default(), address.is_latin().unwrap_or(true));
        // A line that is stored blank is none to read.
        let rows = address.rows(postal).into_iter().filter(|row| !row.trim().is_empty());
        rows.chain(country).map(Shown::plain).collect()
    }

    fn opt_in(self, opt_in: &OptIn) -> Vec<Shown> {
        // Isolated, so that the line runs as the page does and not as a name in other letters.
        let channel = known_or(self.i18n, channel_key(&opt_in.channel), &opt_in.channel);
        let channel = format!("\u{2068}{channel}\u{2069}");
        let answer =
            opt_in.agreed.map_or_else(|| self.i18n.get("view.unknown"), |agreed| self.yes_no(agreed));
        let mut lines =
            vec![Shown::plain(self.i18n.fill("view.pair", &[("name", &channel), ("value", &answer)]))];
        if let Some(partners) = opt_in.partners {
            let name = self.i18n.fill("opt-ins.partners", &[("channel", &channel)]);
            let answer = self.yes_no(partners);
            lines.push(Shown::plain(self.i18n.fill("view.pair", &[("name", &name), ("value", &answer)])));
        }
        lines
    }

    fn national_id(self, id: &NationalId) -> Shown {
        let kind = id.kind.as_deref().map(|code| known_or(self.i18n, national_kind_key(code), code));
        let number = id.number.clone().unwrap_or_default();
        Shown::plain(match kind {
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
pub(super) fn name(i18n: I18n, name: &Name) -> String {
    match name {
        Name::Known(kind) => i18n.get(fact_key(*kind)),
        Name::Of(kind, codes) if codes.is_empty() => i18n.get(fact_key(*kind)),
        Name::Of(kind, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| word(i18n, code)).collect();
            i18n.fill("view.pair", &[("name", &i18n.get(fact_key(*kind))), ("value", &codes.join(" · "))])
        }
        Name::Word(code) => word(i18n, code),
        Name::Theirs(name) if name.trim().is_empty() => i18n.get("fact.unnamed"),
        Name::Theirs(name) => name.clone(),
    }
}

/// The lines of a value that has no parts of its own. Tracked.
pub(super) fn lines(i18n: I18n, value: &Value) -> Vec<Shown> {
    vec![match value {
        Value::Text(text) => Shown::plain(text),
        Value::Code(code) => Shown::code(code),
        Value::Secret(code) => Shown::code(code).sensitive(),
        Value::Word(code) => Shown::plain(word(i18n, code)),
        Value::Language(tag) => Shown::plain(i18n.name(Named::Language, tag)),
        Value::Number(number) => Shown::plain(i18n.number(*number)),
        Value::Days(days) => Shown::plain(i18n.count("fact.days", *days)),
        Value::Flag(flag) => Shown::plain(yes_no(i18n, *flag)),
        Value::Date(date) => Shown::plain(self::date(i18n, date)),
        Value::Moment(written) => {
            // The minute in the zone of this device, and the instant as the vendor wrote it.
            let exact = Shown::code(written);
            return match i18n.moment(written) {
                Some(local) => vec![Shown::plain(local), Shown { is_note: true, ..exact }],
                None => vec![exact],
            };
        }
        Value::List(items) => return items.iter().flat_map(|item| lines(i18n, item)).collect(),
        // These are drawn.
        Value::Image(_) | Value::Progress(_) | Value::Facts(_) => return Vec::new(),
    }]
}

/// A date as far as it is known, or as it is stored where it cannot be read. Tracked.
pub(super) fn date(i18n: I18n, date: &Birthdate) -> String {
    let known = date.parts().and_then(|parts| i18n.date(parts));
    known.unwrap_or_else(|| date.written().to_owned())
}
