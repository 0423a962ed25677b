//! The draft: the values in the form, as typed. Reading it returns the wanted record and every validation error.
//!
//! An unchanged value is copied from the loaded record byte for byte and not validated; only a changed value is trimmed
//! and validated. So a stored value that breaks today's rules is kept, and blocks no other change.

use crate::domain::{
    Address, AddressFormat, AddressLine, DateFormat, DatePart, EnumMap, Field, FieldPath, FormRules,
    NationalId, OptIn, PartialDate, Phone, Record, TextField, has_invisible, trim_invisible,
};

/// Every value that can be typed about a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The fields that are one line of text.
    pub texts: EnumMap<TextField, String>,
    /// Year, month and day of birth.
    pub birthdate: Date,
    /// The number of the national identifier.
    pub national_number: String,
    /// The kind of the national identifier.
    pub national_kind: String,
    /// The phones, in order.
    pub phones: Vec<PhoneDraft>,
    /// The lines of the address.
    pub lines: EnumMap<AddressLine, String>,
    /// The opt-ins, in their order on screen.
    pub opt_ins: Vec<OptInDraft>,
    /// Whether personal data may be used; `None` without an answer.
    pub data_use: Option<bool>,
}

/// A date as typed, in three parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: String,
    /// The month, as a number.
    pub month: String,
    /// The day.
    pub day: String,
}

/// A phone as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhoneDraft {
    /// The number.
    pub number: String,
    /// The code of its kind; empty for none.
    pub kind: String,
}

/// An opt-in as checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptInDraft {
    /// The code of the channel.
    pub channel: String,
    /// Whether the customer agrees.
    pub agreed: bool,
    /// Whether they agree for partners too; `None` where the record has no such question.
    pub partners: Option<bool>,
}

/// A reason that Carnet gives for not sending a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// The path of the control it is about.
    pub path: FieldPath,
    /// The key of the message, which says how to correct it.
    pub key: &'static str,
    /// The maximum number of characters, for the message.
    pub limit: Option<usize>,
}

impl ValidationError {
    fn new(path: FieldPath, key: &'static str) -> ValidationError {
        ValidationError { path, key, limit: None }
    }

    /// Returns the error of a text with more than `limit` characters; `None` for any other.
    fn too_long(path: FieldPath, text: &str, limit: usize) -> Option<ValidationError> {
        let is_too_long = text.chars().count() > limit;
        is_too_long.then_some(ValidationError { path, key: "problem.too-long", limit: Some(limit) })
    }
}

impl From<&Record> for Draft {
    fn from(record: &Record) -> Draft {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let national_id = record.national_id.clone().unwrap_or_default();
        Draft {
            texts: EnumMap::new(|field| text(&record.texts[field])),
            birthdate: record.birthdate.as_ref().map(Date::from).unwrap_or_default(),
            national_number: national_id.number.unwrap_or_default(),
            national_kind: national_id.kind.unwrap_or_default(),
            phones: record.phones.iter().flatten().map(PhoneDraft::from).collect(),
            lines: EnumMap::new(|line| {
                record.address.as_ref().map(|a| text(&a.lines[line])).unwrap_or_default()
            }),
            opt_ins: record.opt_ins.iter().flatten().map(OptInDraft::from).collect(),
            data_use: record.data_use,
        }
    }
}

impl From<&PartialDate> for Date {
    fn from(date: &PartialDate) -> Date {
        let parts = date.parts().unwrap_or_default();
        let text = |part: Option<String>| part.unwrap_or_default();
        Date {
            year: text(parts.year.map(|year| year.to_string())),
            month: text(parts.month.map(|month| month.to_string())),
            day: text(parts.day.map(|day| day.to_string())),
        }
    }
}

impl From<&Phone> for PhoneDraft {
    fn from(phone: &Phone) -> PhoneDraft {
        PhoneDraft {
            number: phone.number.clone().unwrap_or_default(),
            kind: phone.kind.clone().unwrap_or_default(),
        }
    }
}

impl From<&OptIn> for OptInDraft {
    fn from(opt_in: &OptIn) -> OptInDraft {
        OptInDraft {
            channel: opt_in.channel.clone(),
            agreed: opt_in.agreed.unwrap_or_default(),
            partners: opt_in.partners,
        }
    }
}

impl Draft {
    /// Whether the field is the same as in `other`.
    pub fn field_eq(&self, other: &Draft, field: Field) -> bool {
        match field {
            Field::Text(text) => self.texts[text] == other.texts[text],
            Field::Birthdate => self.birthdate == other.birthdate,
            Field::NationalId => {
                self.national_number == other.national_number && self.national_kind == other.national_kind
            }
            Field::Phones => self.phones == other.phones,
            Field::Address => self.lines == other.lines,
            Field::OptIns => self.opt_ins == other.opt_ins,
            Field::DataUse => self.data_use == other.data_use,
        }
    }

    /// Returns the draft of a record. It offers those of the vendor's channels that the record lacks, without a tick.
    pub fn of(record: &Record, rules: &FormRules) -> Draft {
        let mut draft = Draft::from(record);
        draft.opt_ins = OptInDraft::offered(record, rules);
        draft
    }

    /// Reads the draft: the record that is wanted in place of `loaded`, and every validation error. `rules` are the
    /// vendor's, and `required` returns whether a field is required.
    pub fn read(
        &self,
        loaded: &Record,
        rules: &FormRules,
        required: impl Fn(Field) -> bool,
    ) -> (Record, Vec<ValidationError>) {
        let before = Draft::of(loaded, rules);
        let mut wanted = loaded.clone();
        let mut errors = Vec::new();
        for field in Field::all() {
            self.read_into(field, loaded, &before, rules, required(field), &mut wanted, &mut errors);
        }
        (wanted, errors)
    }

    /// Reads one field into `wanted`, which holds the loaded value, and adds its validation errors to `errors`.
    /// `before` is the draft of the loaded record. No other field of this draft is read.
    #[expect(
        clippy::too_many_arguments,
        reason = "two of them are results, which callers of many fields collect"
    )]
    pub fn read_into(
        &self,
        field: Field,
        loaded: &Record,
        before: &Draft,
        rules: &FormRules,
        required: bool,
        wanted: &mut Record,
        errors: &mut Vec<ValidationError>,
    ) {
        if !self.field_eq(before, field) {
            self.read_field(field, loaded, rules, wanted, errors);
        }
        // A required field that is empty in the vendor's own record is no error; one that is emptied here is.
        if let Field::Text(text) = field
            && required
            && wanted.texts[text].is_none()
            && (loaded.texts[text].is_some() || loaded == &Record::default())
        {
            errors.push(ValidationError::new(FieldPath::Text(text), required_key(text)));
        }
    }

    fn read_field(
        &self,
        field: Field,
        loaded: &Record,
        rules: &FormRules,
        wanted: &mut Record,
        errors: &mut Vec<ValidationError>,
    ) {
        match field {
            Field::Text(text) => {
                wanted.texts[text] = trim_to_option(&self.texts[text]);
                if let (Some(typed), Some(limit)) = (&wanted.texts[text], (rules.text_length)(text)) {
                    errors.extend(ValidationError::too_long(FieldPath::Text(text), typed, limit));
                }
                if text == TextField::Email
                    && wanted.texts[text].as_deref().is_some_and(|email| !is_plausible_email(email))
                {
                    errors.push(ValidationError::new(FieldPath::Text(text), "problem.email"));
                }
            }
            Field::Birthdate => {
                let stored = loaded.birthdate.as_ref().and_then(PartialDate::format);
                match self.birthdate.read(stored.unwrap_or(rules.date_format)) {
                    Ok(date) => wanted.birthdate = date,
                    Err(mut found) => errors.append(&mut found),
                }
            }
            Field::NationalId => {
                let stored = loaded.national_id.clone().unwrap_or_default();
                let id = NationalId {
                    number: preserve_or_trim(stored.number.as_deref(), &self.national_number),
                    kind: preserve_or_trim(stored.kind.as_deref(), &self.national_kind),
                };
                match (&id.number, &id.kind) {
                    (Some(_), None) => {
                        errors.push(ValidationError::new(FieldPath::NationalKind, "problem.national-kind"));
                    }
                    (None, Some(_)) => {
                        errors
                            .push(ValidationError::new(FieldPath::NationalNumber, "problem.national-number"));
                    }
                    (Some(_), Some(_)) | (None, None) => {}
                }
                wanted.national_id = id.number.is_some().then_some(id);
            }
            Field::Phones => {
                let phones: Vec<Phone> = self.read_phones(loaded).map(|(_, phone)| phone).collect();
                wanted.phones = (!phones.is_empty()).then_some(phones);
            }
            Field::Address => {
                wanted.address = self.read_address(loaded.address.as_ref(), rules, errors);
            }
            Field::OptIns => {
                let opt_ins = self.read_opt_ins(loaded);
                wanted.opt_ins = (!opt_ins.is_empty()).then_some(opt_ins);
            }
            Field::DataUse => wanted.data_use = self.data_use.or(loaded.data_use),
        }
    }

    /// Returns the phones that are sent, each with the position of its row. A row without a number is none, unless it is
    /// stored so.
    pub(super) fn read_phones(&self, loaded: &Record) -> impl Iterator<Item = (usize, Phone)> {
        let mut stored = loaded.phones.clone().unwrap_or_default();
        let rows = self.phones.iter().enumerate();
        rows.filter_map(move |(row, phone)| Some((row, phone.read(&mut stored)?)))
    }

    /// Returns the opt-ins that are sent: those that are stored, in their order, then those that the customer has ticked.
    /// A channel that is only offered is no answer.
    fn read_opt_ins(&self, loaded: &Record) -> Vec<OptIn> {
        let mut rows: Vec<&OptInDraft> = self.opt_ins.iter().collect();
        let read_stored = |stored: &OptIn| {
            let row = rows.iter().position(|row| row.channel == stored.channel)?;
            Some(rows.remove(row).read(Some(stored)))
        };
        let mut opt_ins: Vec<OptIn> = loaded.opt_ins.iter().flatten().filter_map(read_stored).collect();
        opt_ins.extend(rows.into_iter().filter(|row| row.agreed).map(|row| row.read(None)));
        opt_ins
    }

    /// The address as typed. Unchanged lines keep every byte. Where none is stored, a country alone is no address.
    fn typed_address(&self, loaded: Option<&Address>) -> Address {
        let stored = |line: AddressLine| loaded.and_then(|address| address.lines[line].as_deref());
        let lines = EnumMap::new(|line| preserve_or_trim(stored(line), &self.lines[line]));
        let is_country = |line| matches!(line, AddressLine::Country | AddressLine::CountryCode);
        if loaded.is_none() && lines.iter().all(|(line, text)| is_country(line) || text.is_none()) {
            return Address::default();
        }
        Address { lines }
    }

    fn read_address(
        &self,
        loaded: Option<&Address>,
        rules: &FormRules,
        errors: &mut Vec<ValidationError>,
    ) -> Option<Address> {
        let stored = |line: AddressLine| loaded.and_then(|address| address.lines[line].as_deref());
        let mut address = self.typed_address(loaded);
        // The country's name must not contradict a new code.
        if address.lines[AddressLine::CountryCode].as_deref() != stored(AddressLine::CountryCode) {
            address.lines[AddressLine::Country] = None;
        }
        for (line, value) in address.lines.iter() {
            let typed = value.as_deref().filter(|typed| Some(*typed) != stored(line));
            if let (Some(typed), Some(limit)) = (typed, (rules.line_length)(line)) {
                errors.extend(ValidationError::too_long(FieldPath::Line(line), typed, limit));
            }
        }
        address.non_empty()
    }

    /// Returns the lines that the typed address lacks in its country, except those that the loaded one lacks too and
    /// those that the vendor does not have. The customer is asked to confirm such an address, since the vendor documents
    /// no rule against it.
    pub fn missing(&self, loaded: &Record, rules: &FormRules) -> Vec<AddressLine> {
        let before = loaded.address.as_ref();
        let stored = |line: AddressLine| before.and_then(|address| address.lines[line].as_deref());
        let Some(typed) = self.typed_address(before).non_empty().filter(|typed| Some(typed) != before) else {
            return Vec::new();
        };
        let country = typed.lines[AddressLine::CountryCode].as_deref();
        let format = AddressFormat::for_country(country.unwrap_or_default(), true);
        let was_missing: Vec<AddressLine> = match before {
            Some(before) if stored(AddressLine::CountryCode) == country => format.missing(before),
            _ => Vec::new(),
        };
        let mut missing = format.missing(&typed);
        missing.retain(|line| !was_missing.contains(line) && (rules.line_length)(*line).is_some());
        missing
    }
}

impl Date {
    /// Reads the date in this format; `None` if every part is empty.
    ///
    /// # Errors
    /// An error at each part that is wrong by itself; if none is, one at the day that its month does not have.
    pub(super) fn read(&self, format: DateFormat) -> Result<Option<PartialDate>, Vec<ValidationError>> {
        let parts =
            [(DatePart::Day, &self.day), (DatePart::Month, &self.month), (DatePart::Year, &self.year)];
        if parts.iter().all(|(_, text)| text.trim().is_empty()) {
            return Ok(None);
        }
        let error = |part: DatePart, key| ValidationError::new(FieldPath::Birthdate(Some(part)), key);
        let mut errors = Vec::new();
        let [day, month, year] = parts.map(|(part, text)| match read_part(part, text) {
            Ok(number) => number,
            Err(key) => {
                errors.push(error(part, key));
                0
            }
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        let small = |part: u16| u8::try_from(part).unwrap_or(u8::MAX);
        match PartialDate::new(year, small(month), small(day), format) {
            Some(date) => Ok(Some(date)),
            None => Err(vec![error(DatePart::Day, "problem.date-impossible")]),
        }
    }
}

/// Reads a part of a date.
///
/// # Errors
/// The key of the error, if no date can have this part.
fn read_part(part: DatePart, typed: &str) -> Result<u16, &'static str> {
    let text = ascii_digits(typed.trim());
    if text.is_empty() {
        return Err("problem.date-incomplete");
    }
    // `parse` alone would accept a sign.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("problem.date-digits");
    }
    let number = text.parse().unwrap_or(u16::MAX);
    match part {
        DatePart::Year if text.len() != 4 || number == 0 => Err("problem.date-year"),
        DatePart::Month if !(1..=12).contains(&number) => Err("problem.date-month"),
        DatePart::Day if !(1..=31).contains(&number) => Err("problem.date-day"),
        _ => Ok(number),
    }
}

impl PhoneDraft {
    /// Reads the phone; `None` for an empty row. An unchanged phone is moved out of `stored` with everything the vendor
    /// keeps with it. Of a changed one, a number or kind that is stored keeps every byte.
    fn read(&self, stored: &mut Vec<Phone>) -> Option<Phone> {
        if let Some(index) = stored.iter().position(|phone| &PhoneDraft::from(phone) == self) {
            return Some(stored.remove(index));
        }
        let numbers = stored.iter().find(|phone| phone.number.as_ref() == Some(&self.number));
        let kinds = stored.iter().find(|phone| phone.kind.as_ref() == Some(&self.kind));
        let number = preserve_or_trim(numbers.and_then(|phone| phone.number.as_deref()), &self.number)?;
        let kind = preserve_or_trim(kinds.and_then(|phone| phone.kind.as_deref()), &self.kind);
        Some(Phone { number: Some(number), kind, rest: None })
    }
}

impl OptInDraft {
    /// Returns the vendor's channels with the answers of a record, then the other opt-ins of the record.
    pub fn offered(record: &Record, rules: &FormRules) -> Vec<OptInDraft> {
        let mut stored: Vec<_> = record.opt_ins.iter().flatten().map(OptInDraft::from).collect();
        let offered = rules.channels.iter().map(|&channel| {
            match stored.iter().position(|row| row.channel == channel) {
                Some(answered) => stored.remove(answered),
                None => OptInDraft { channel: channel.to_owned(), ..OptInDraft::default() },
            }
        });
        let mut rows: Vec<_> = offered.collect();
        rows.append(&mut stored);
        rows
    }

    /// Reads the opt-in. An unchanged one keeps everything the vendor keeps with it.
    fn read(&self, stored: Option<&OptIn>) -> OptIn {
        let untouched = stored.filter(|stored| &OptInDraft::from(*stored) == self);
        untouched.cloned().unwrap_or_else(|| OptIn {
            channel: self.channel.clone(),
            agreed: Some(self.agreed),
            partners: self.partners,
            rest: None,
        })
    }
}

/// Replaces the digits of Arabic, Persian and full-width Japanese keyboards by ASCII ones, which the vendor expects.
fn ascii_digits(text: &str) -> String {
    let digit = |letter: char| {
        let zeros = ['٠', '۰', '０'].into_iter();
        let values = zeros.filter_map(|zero| u32::from(letter).checked_sub(u32::from(zero)));
        values.filter_map(|value| char::from_digit(value, 10)).next().unwrap_or(letter)
    };
    text.chars().map(digit).collect()
}

/// Returns the text without the white space and the invisible characters around it; `None` if nothing is left, since the
/// vendor would store blanks as a value.
fn trim_to_option(text: &str) -> Option<String> {
    let text = trim_invisible(text);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the typed text trimmed, or with every byte if it is the stored one.
fn preserve_or_trim(stored: Option<&str>, typed: &str) -> Option<String> {
    if stored == Some(typed) { stored.map(str::to_owned) } else { trim_to_option(typed) }
}

/// Whether the text could be an e-mail address: something, an `@`, something. The vendor validates the rest.
fn is_plausible_email(email: &str) -> bool {
    email.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !email.contains(char::is_whitespace)
        && !has_invisible(email)
}

/// Returns the key of the error for a required field that is empty.
fn required_key(text: TextField) -> &'static str {
    match text {
        TextField::Civility => "problem.civility",
        TextField::FirstName => "problem.first-name",
        TextField::LastName => "problem.last-name",
        _ => "problem.required",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::between;

    #[test]
    fn invisible_characters_are_no_value_and_no_part_of_an_email() {
        for nothing in ["\u{200b}", " \u{feff}\u{a0}", "\u{202a}\u{202c}", "\u{2060}\t"] {
            assert_eq!(trim_to_option(nothing), None, "{nothing:?}");
        }
        assert_eq!(trim_to_option("\u{202a}+33 6 12\u{202c}").as_deref(), Some("+33 6 12"));
        // Inside a name it can have a meaning.
        assert_eq!(trim_to_option("می\u{200c}نا").as_deref(), Some("می\u{200c}نا"));
        assert!(!is_plausible_email("a\u{200b}b@example.com") && is_plausible_email("ab@example.com"));
    }

    /// The rules of a vendor that writes dates without dashes, and has short house numbers and no second line of
    /// additional information.
    const RULES: FormRules = FormRules {
        text_length: |text| (text == TextField::BirthCity).then_some(5),
        line_length: |line| match line {
            AddressLine::Number => Some(4),
            AddressLine::Additional2 => None,
            _ => Some(100),
        },
        date_format: DateFormat::Compact,
        ..FormRules::UNLIMITED
    };

    fn none_required(_: Field) -> bool {
        false
    }

    /// A record with a value in each field that today's rules reject.
    fn legacy() -> Record {
        let mut address = Address::default();
        address.lines[AddressLine::City] = Some(" ".into());
        address.lines[AddressLine::Number] = Some("9".repeat(80));
        let mut record = Record {
            birthdate: Some(PartialDate::from_stored("3/4".into())),
            national_id: Some(NationalId { number: Some("1".into()), kind: None }),
            phones: Some(vec![Phone {
                number: Some(" call me ".into()),
                kind: Some(" PAGER ".into()),
                rest: Some(r#"{"note":"nights"}"#.into()),
            }]),
            address: Some(address),
            opt_ins: Some(vec![OptIn { channel: "FAX".into(), agreed: None, partners: None, rest: None }]),
            ..Record::default()
        };
        record.texts[TextField::Email] = Some("not an address ".into());
        record
    }

    #[test]
    fn unchanged_draft_reads_as_loaded_record() {
        let record = legacy();
        assert_eq!(Draft::from(&record).read(&record, &RULES, none_required), (record.clone(), vec![]));
    }

    #[test]
    fn invalid_stored_value_survives_edit_of_another_field() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.texts[TextField::FirstName] = " Tom ".into();
        let (wanted, errors) = draft.read(&record, &RULES, none_required);
        assert_eq!(errors, []);
        assert_eq!(wanted.texts[TextField::FirstName].as_deref(), Some("Tom"));
        assert_eq!(
            between(&record, &wanted).fields().collect::<Vec<_>>(),
            [Field::Text(TextField::FirstName)]
        );
    }

    #[test]
    fn unchanged_phone_in_changed_list_keeps_every_byte() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.phones.push(PhoneDraft { number: " +33 6 12 ".into(), kind: "MOBILE".into() });
        draft.phones.push(PhoneDraft::default());
        let (wanted, _) = draft.read(&record, &RULES, none_required);
        let numbers: Vec<_> =
            wanted.phones.iter().flatten().filter_map(|phone| phone.number.clone()).collect();
        assert_eq!(numbers, [" call me ", "+33 6 12"]);
    }

    #[test]
    fn unchanged_phone_keeps_its_unknown_members() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.phones.insert(0, draft.phones[0].clone());
        draft.phones.insert(0, PhoneDraft { number: "1".into(), kind: String::new() });
        let phones = draft.read(&record, &RULES, none_required).0.phones.expect("there are phones");
        let rests: Vec<bool> = phones.iter().map(|phone| phone.rest.is_some()).collect();
        assert_eq!(
            rests,
            [false, true, false],
            "one phone is stored with more members, and only one keeps them"
        );
    }

    #[test]
    fn offered_channel_is_an_answer_once_it_is_ticked() {
        let rules = FormRules { channels: &["EMAIL", "SMS", "PHONE"], ..RULES };
        let stored = |channel: &str| OptIn {
            channel: channel.into(),
            agreed: Some(false),
            partners: None,
            rest: Some(r#"{"since":"2019"}"#.into()),
        };
        for stored in [vec![], vec![stored("FAX"), stored("SMS")]] {
            let record =
                Record { opt_ins: (!stored.is_empty()).then(|| stored.clone()), ..Record::default() };
            let mut draft = Draft::of(&record, &rules);
            let offered: Vec<_> = draft.opt_ins.iter().map(|row| row.channel.clone()).collect();
            assert_eq!(offered[..3], ["EMAIL", "SMS", "PHONE"], "in the order of the vendor's documents");
            assert_eq!(draft.read(&record, &rules, none_required).0, record, "an offer is no answer");
            draft.opt_ins[2].agreed = true;
            let (wanted, _) = draft.read(&record, &rules, none_required);
            let opt_ins = wanted.opt_ins.expect("there are opt-ins");
            assert_eq!(opt_ins[..stored.len()], stored, "what is stored stays as it is stored");
            let added: Vec<_> =
                opt_ins[stored.len()..].iter().map(|one| (one.channel.as_str(), one.agreed)).collect();
            assert_eq!(added, [("PHONE", Some(true))]);
        }
    }

    #[test]
    fn no_to_an_unanswered_use_of_data_is_a_change() {
        let unanswered = Record::default();
        let mut draft = Draft::from(&unanswered);
        assert_eq!(draft.read(&unanswered, &RULES, none_required).0.data_use, None);
        draft.data_use = Some(false);
        assert_eq!(draft.read(&unanswered, &RULES, none_required).0.data_use, Some(false));
    }

    #[test]
    fn unchanged_opt_in_keeps_its_unknown_members() {
        let mut record = legacy();
        let opt_in = |channel: &str| OptIn {
            channel: channel.into(),
            agreed: Some(true),
            partners: None,
            rest: Some(r#"{"since":"2019"}"#.into()),
        };
        record.opt_ins = Some(vec![opt_in("SMS"), opt_in("MAIL")]);
        let mut draft = Draft::from(&record);
        draft.opt_ins[0].agreed = false;
        let opt_ins = draft.read(&record, &RULES, none_required).0.opt_ins.expect("there are opt-ins");
        assert_eq!(opt_ins[1], opt_in("MAIL"));
        assert_eq!((opt_ins[0].agreed, &opt_ins[0].rest), (Some(false), &None));
    }

    #[test]
    fn unchanged_half_of_a_field_keeps_its_blanks() {
        let mut record = legacy();
        record.national_id = Some(NationalId { number: Some(" 1 ".into()), kind: Some(" X ".into()) });
        let mut draft = Draft::from(&record);
        draft.phones[0].number = "2".into();
        draft.national_kind = "DNI".into();
        let (wanted, errors) = draft.read(&record, &RULES, none_required);
        assert_eq!(errors, []);
        assert_eq!(wanted.phones.expect("a phone")[0].kind.as_deref(), Some(" PAGER "));
        assert_eq!(wanted.national_id.expect("an id").number.as_deref(), Some(" 1 "));
    }

    #[test]
    fn date_typed_over_one_without_format_uses_vendors_format() {
        let mut record = legacy();
        for (stored, written) in [
            ("84-1-2", "19840102"),
            ("1980", "19840102"),
            ("1980-01-01", "1984-01-02"),
            ("1980-01", "1984-01-02"),
        ] {
            record.birthdate = Some(PartialDate::from_stored(stored.into()));
            let mut draft = Draft::from(&record);
            draft.birthdate = Date { year: "1984".into(), month: "1".into(), day: "2".into() };
            let wanted = draft.read(&record, &RULES, none_required).0.birthdate.expect("a date");
            assert_eq!(wanted.as_str(), written);
        }
    }

    #[test]
    fn date_in_digits_of_another_script_is_read() {
        for (year, month, day) in [("١٩٨٤", "٣", "٢٧"), ("۱۹۸۴", "۳", "۲۷"), ("１９８４", "３", "２７")]
        {
            let birthdate = Date { year: year.into(), month: month.into(), day: day.into() };
            let (wanted, errors) =
                Draft { birthdate, ..Draft::default() }.read(&Record::default(), &RULES, none_required);
            assert_eq!(errors, []);
            assert_eq!(wanted.birthdate.expect("a date").as_str(), "19840327");
        }
    }

    #[test]
    fn removing_last_phone_leaves_no_list() {
        let record = legacy();
        let draft = Draft { phones: vec![], ..Draft::from(&record) };
        assert_eq!(draft.read(&record, &RULES, none_required).0.phones, None);
    }

    #[test]
    fn changed_country_code_drops_stale_country_name() {
        let mut address = Address::default();
        address.lines[AddressLine::Country] = Some("BRASIL".into());
        address.lines[AddressLine::CountryCode] = Some("BR".into());
        let record = Record { address: Some(address), ..Record::default() };
        let mut draft = Draft::from(&record);
        draft.lines[AddressLine::CountryCode] = "FR".into();
        let wanted = draft.read(&record, &RULES, none_required).0.address.expect("there is a country");
        assert_eq!(wanted.lines[AddressLine::Country], None);
        assert_eq!(wanted.lines[AddressLine::CountryCode].as_deref(), Some("FR"));
    }

    #[test]
    fn country_alone_is_no_address_where_none_is_stored() {
        let mut draft = Draft::default();
        draft.lines[AddressLine::CountryCode] = "US".into();
        let none = Record::default();
        assert_eq!(draft.read(&none, &RULES, none_required), (none.clone(), vec![]));
        assert_eq!(draft.missing(&none, &RULES), []);
        draft.lines[AddressLine::City] = " Denver ".into();
        assert_eq!(draft.missing(&none, &RULES).len(), 3, "with a city it is an address");
        let mut stored = Address::default();
        stored.lines[AddressLine::CountryCode] = Some("FR".into());
        stored.lines[AddressLine::City] = Some("Lyon".into());
        let stored = Record { address: Some(stored), ..none };
        draft.lines[AddressLine::City] = String::new();
        let wanted = draft.read(&stored, &RULES, none_required).0.address.expect("the country is kept");
        assert_eq!(wanted.lines[AddressLine::CountryCode].as_deref(), Some("US"));
    }

    #[test]
    fn text_longer_than_vendors_limit_is_an_error_only_if_it_was_typed() {
        let mut record = legacy();
        record.texts[TextField::BirthCity] = Some("Marseille".into());
        let mut draft = Draft::from(&record);
        assert_eq!(draft.read(&record, &RULES, none_required).1, [], "stored texts may be longer");
        draft.texts[TextField::BirthCity] = "Nîmes".into();
        draft.lines[AddressLine::Number] = "1234".into();
        assert_eq!(draft.read(&record, &RULES, none_required).1, [], "characters count, and not bytes");
        draft.texts[TextField::BirthCity] = "Nantes".into();
        draft.lines[AddressLine::Number] = "12345".into();
        let found: Vec<_> = draft.read(&record, &RULES, none_required).1;
        let found: Vec<_> = found.iter().map(|error| (error.path, error.key, error.limit)).collect();
        assert_eq!(
            found,
            [
                (FieldPath::Text(TextField::BirthCity), "problem.too-long", Some(5)),
                (FieldPath::Line(AddressLine::Number), "problem.too-long", Some(4)),
            ]
        );
    }

    #[test]
    fn line_that_the_vendor_does_not_have_is_not_missing() {
        let without_state = FormRules {
            line_length: |line| (line != AddressLine::State).then_some(100),
            ..FormRules::UNLIMITED
        };
        let mut draft = Draft::default();
        draft.lines[AddressLine::CountryCode] = "HK".into();
        draft.lines[AddressLine::Street] = "Queen’s Road".into();
        assert_eq!(draft.missing(&Record::default(), &RULES), [AddressLine::State]);
        assert_eq!(draft.missing(&Record::default(), &without_state), []);
    }

    #[test]
    fn missing_lines_follow_the_country_and_exclude_those_missing_before() {
        let address = |lines: &[(AddressLine, &str)]| {
            let mut address = Address::default();
            for (line, text) in lines {
                address.lines[*line] = Some((*text).to_owned());
            }
            Record { address: Some(address), ..Record::default() }
        };
        let missing = |loaded: &Record, typed: &[(AddressLine, &str)]| {
            let mut draft = Draft::from(loaded);
            for (line, text) in typed {
                draft.lines[*line] = (*text).to_owned();
            }
            assert_eq!(
                draft.read(loaded, &RULES, none_required).1,
                [],
                "a missing line is no validation error"
            );
            draft.missing(loaded, &RULES)
        };
        let no_address = Record::default();
        assert_eq!(
            missing(&no_address, &[(AddressLine::City, "Lyon")]),
            [],
            "without a country no line is missing"
        );
        assert_eq!(
            missing(&no_address, &[(AddressLine::City, "Lyon"), (AddressLine::CountryCode, "FR")]),
            [AddressLine::Street, AddressLine::ZipCode]
        );
        let complete = address(&[
            (AddressLine::Street, "Rue A"),
            (AddressLine::ZipCode, "69001"),
            (AddressLine::City, "Lyon"),
            (AddressLine::CountryCode, "FR"),
        ]);
        assert_eq!(missing(&complete, &[(AddressLine::ZipCode, " ")]), [AddressLine::ZipCode]);
        let emptied = [
            (AddressLine::Street, ""),
            (AddressLine::ZipCode, ""),
            (AddressLine::City, ""),
            (AddressLine::CountryCode, ""),
        ];
        assert_eq!(missing(&complete, &emptied), [], "an empty address lacks nothing");
        let old = address(&[(AddressLine::City, "Lyon"), (AddressLine::CountryCode, "FR")]);
        assert_eq!(missing(&old, &[(AddressLine::City, "Lille")]), []);
        assert_eq!(
            missing(&old, &[(AddressLine::CountryCode, "HK")]),
            [AddressLine::Street, AddressLine::State],
            "the lines of another country are required again"
        );
    }

    #[test]
    fn invalid_date_has_an_error_at_each_part_that_is_wrong() {
        let record = Record::default();
        for (year, month, day, keys) in [
            ("1984", "2", "30", [None, None, Some("problem.date-impossible")]),
            ("1984", "", "1", [None, Some("problem.date-incomplete"), None]),
            ("84", "1", "1", [Some("problem.date-year"), None, None]),
            ("1984", "May", "1", [None, Some("problem.date-digits"), None]),
            ("1984", "+5", "1", [None, Some("problem.date-digits"), None]),
            ("+198", "5", "1", [Some("problem.date-digits"), None, None]),
            ("1990", "13", "1", [None, Some("problem.date-month"), None]),
            ("1990", "1", "32", [None, None, Some("problem.date-day")]),
            ("0000", "1", "99999", [Some("problem.date-year"), None, Some("problem.date-day")]),
            (
                "90",
                "13",
                "",
                [Some("problem.date-year"), Some("problem.date-month"), Some("problem.date-incomplete")],
            ),
            ("٢٠٠١", "２", "۳۰", [None, None, Some("problem.date-impossible")]),
        ] {
            let birthdate = Date { year: year.into(), month: month.into(), day: day.into() };
            let draft = Draft { birthdate, ..Draft::default() };
            let errors = draft.read(&record, &RULES, none_required).1;
            let at = |part| {
                let path = FieldPath::Birthdate(Some(part));
                errors.iter().find(|error| error.path == path).map(|error| error.key)
            };
            let found = [DatePart::Year, DatePart::Month, DatePart::Day].map(at);
            assert_eq!(found, keys, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn required_field_cannot_be_emptied_but_may_be_loaded_empty() {
        let required = |field| field == Field::Text(TextField::LastName);
        let mut record = legacy();
        assert_eq!(
            Draft::from(&record).read(&record, &RULES, required).1,
            [],
            "a stored mononym is no error"
        );
        record.texts[TextField::LastName] = Some("Smith".into());
        let mut draft = Draft::from(&record);
        draft.texts[TextField::LastName] = "  ".into();
        assert_eq!(draft.read(&record, &RULES, required).1.len(), 1);
        assert_eq!(
            Draft::default().read(&Record::default(), &RULES, required).1.len(),
            1,
            "a new customer needs one"
        );
    }

    #[test]
    fn unusual_values_that_vendor_accepts_have_no_error() {
        let mut draft = Draft::default();
        draft.texts[TextField::FirstName] = "Ø".into();
        draft.texts[TextField::Email] = "\"odd\"@localhost".into();
        draft.phones = vec![PhoneDraft { number: "(00) 33-6 ext. 5".into(), kind: String::new() }];
        assert_eq!(draft.read(&Record::default(), &RULES, none_required).1, []);
    }
}
