//! A draft: what stands in the form, as text, as typed. Reading it gives the record that is wanted, and
//! every problem at once.
//!
//! What stands as it was loaded is taken over byte for byte and not looked at: only what was changed is
//! trimmed and checked. So an old value that today's rules would refuse survives, and blocks nothing.

use crate::domain::{
    Address, AddressFormat, AddressLine, DateFormat, DatePart, EnumMap, Field, FieldPath, NationalId, OptIn,
    PartialDate, Phone, Record, TextField,
};

/// Everything that can be typed about a customer.
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
    /// The opt-ins, in the vendor's order.
    pub opt_ins: Vec<OptInDraft>,
    /// Whether personal data may be used.
    pub data_use: bool,
}

/// A date as three fields.
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

/// An opt-in as ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptInDraft {
    /// The code of the channel.
    pub channel: String,
    /// Whether the customer agrees.
    pub agreed: bool,
    /// Whether they agree for partners too, where the record asks.
    pub partners: Option<bool>,
}

/// Something that stands in the way of sending a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// Where it stands.
    pub path: FieldPath,
    /// The key of the sentence that says what to do.
    pub key: &'static str,
    /// The most characters the place takes, for the sentence.
    pub limit: Option<usize>,
}

impl ValidationError {
    fn new(place: FieldPath, key: &'static str) -> ValidationError {
        ValidationError { path: place, key, limit: None }
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
            data_use: record.data_use.unwrap_or_default(),
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
    /// Whether the field stands as it does in `other`.
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

    /// The record that is wanted in place of `loaded`, and what stands in its way. `required` says which fields
    /// may not be empty.
    pub fn read(&self, loaded: &Record, required: impl Fn(Field) -> bool) -> (Record, Vec<ValidationError>) {
        let before = Draft::from(loaded);
        let mut wanted = loaded.clone();
        let mut problems = Vec::new();
        for field in Field::all() {
            self.read_into(field, loaded, &before, required(field), &mut wanted, &mut problems);
        }
        (wanted, problems)
    }

    /// Reads one field into `wanted`, which holds it as it was loaded, and adds what stands in its way. `before` is
    /// the draft of what was loaded. Nothing else of this draft is looked at.
    pub fn read_into(
        &self,
        field: Field,
        loaded: &Record,
        before: &Draft,
        required: bool,
        wanted: &mut Record,
        problems: &mut Vec<ValidationError>,
    ) {
        if !self.field_eq(before, field) {
            self.read_field(field, loaded, wanted, problems);
        }
        // What was empty in the vendor's own record blocks nothing; what is emptied here does.
        if let Field::Text(text) = field
            && required
            && wanted.texts[text].is_none()
            && (loaded.texts[text].is_some() || loaded == &Record::default())
        {
            problems.push(ValidationError::new(FieldPath::Text(text), required_key(text)));
        }
    }

    fn read_field(
        &self,
        field: Field,
        loaded: &Record,
        wanted: &mut Record,
        problems: &mut Vec<ValidationError>,
    ) {
        match field {
            Field::Text(text) => {
                wanted.texts[text] = trim_to_option(&self.texts[text]);
                if text == TextField::Email
                    && wanted.texts[text].as_deref().is_some_and(|email| !is_plausible(email))
                {
                    problems.push(ValidationError::new(FieldPath::Text(text), "problem.email"));
                }
            }
            Field::Birthdate => {
                // A date nobody can read says nothing of the shape its vendor reads.
                let legible = loaded.birthdate.as_ref().filter(|date| date.parts().is_some());
                match self.birthdate.read(legible.map(PartialDate::format).unwrap_or_default()) {
                    Ok(date) => wanted.birthdate = date,
                    Err(problem) => problems.push(problem),
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
                        problems.push(ValidationError::new(FieldPath::NationalKind, "problem.national-kind"));
                    }
                    (None, Some(_)) => {
                        problems
                            .push(ValidationError::new(FieldPath::NationalNumber, "problem.national-number"));
                    }
                    (Some(_), Some(_)) | (None, None) => {}
                }
                wanted.national_id = id.number.is_some().then_some(id);
            }
            Field::Phones => {
                let mut stored = loaded.phones.clone().unwrap_or_default();
                let phones: Vec<Phone> =
                    self.phones.iter().filter_map(|phone| phone.read(&mut stored)).collect();
                wanted.phones = (!phones.is_empty()).then_some(phones);
            }
            Field::Address => wanted.address = self.read_address(loaded.address.as_ref(), problems),
            Field::OptIns => {
                let stored = loaded.opt_ins.as_deref().unwrap_or_default();
                let opt_ins: Vec<OptIn> = self.opt_ins.iter().map(|opt_in| opt_in.read(stored)).collect();
                wanted.opt_ins = (!opt_ins.is_empty()).then_some(opt_ins);
            }
            Field::DataUse => wanted.data_use = Some(self.data_use),
        }
    }

    /// The address as it is typed; what stands as it is stored, byte for byte.
    fn typed_address(&self, loaded: Option<&Address>) -> Address {
        let stored = |line: AddressLine| loaded.and_then(|address| address.lines[line].as_deref());
        Address { lines: EnumMap::new(|line| preserve_or_trim(stored(line), &self.lines[line])) }
    }

    fn read_address(&self, loaded: Option<&Address>, problems: &mut Vec<ValidationError>) -> Option<Address> {
        let stored = |line: AddressLine| loaded.and_then(|address| address.lines[line].as_deref());
        let mut address = self.typed_address(loaded);
        // The label follows the code: a stale one would say another country than the code does.
        if address.lines[AddressLine::CountryCode].as_deref() != stored(AddressLine::CountryCode) {
            address.lines[AddressLine::Country] = None;
        }
        for (line, value) in address.lines.iter() {
            let too_long = |value: &String| value.chars().count() > max_length(line);
            if value.as_ref().is_some_and(too_long) && value.as_deref() != stored(line) {
                problems.push(ValidationError {
                    path: FieldPath::Line(line),
                    key: "problem.too-long",
                    limit: Some(max_length(line)),
                });
            }
        }
        address.non_empty()
    }

    /// The lines that are missing from the address, as it was typed, for one that is written in its country. What was
    /// missing before is not asked for. To be asked, not refused: the vendor documents none of this.
    pub fn missing(&self, loaded: &Record) -> Vec<AddressLine> {
        let before = loaded.address.as_ref();
        let stored = |line: AddressLine| before.and_then(|address| address.lines[line].as_deref());
        let Some(typed) = self.typed_address(before).non_empty().filter(|typed| Some(typed) != before) else {
            return Vec::new();
        };
        let country = typed.lines[AddressLine::CountryCode].as_deref();
        let postal = AddressFormat::for_country(country.unwrap_or_default(), true);
        let was_missing: Vec<AddressLine> = match before {
            Some(before) if stored(AddressLine::CountryCode) == country => postal.missing(before),
            _ => Vec::new(),
        };
        let mut missing = postal.missing(&typed);
        missing.retain(|line| !was_missing.contains(line));
        missing
    }
}

impl Date {
    fn read(&self, shape: DateFormat) -> Result<Option<PartialDate>, ValidationError> {
        let [year, month, day] = [&self.year, &self.month, &self.day].map(|part| ascii_digits(part.trim()));
        let [year, month, day] = [&*year, &*month, &*day];
        if year.is_empty() && month.is_empty() && day.is_empty() {
            return Ok(None);
        }
        for (part, text) in [(DatePart::Day, day), (DatePart::Month, month), (DatePart::Year, year)] {
            if text.is_empty() {
                return Err(ValidationError::new(
                    FieldPath::Birthdate(Some(part)),
                    "problem.date-incomplete",
                ));
            }
        }
        let digits = |text: &str, part| {
            // `parse` alone would take a sign.
            let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok());
            number
                .flatten()
                .ok_or(ValidationError::new(FieldPath::Birthdate(Some(part)), "problem.date-digits"))
        };
        let (day, month) = (digits(day, DatePart::Day)?, digits(month, DatePart::Month)?);
        let year = match year.len() {
            4 => digits(year, DatePart::Year)?,
            _ => {
                return Err(ValidationError::new(
                    FieldPath::Birthdate(Some(DatePart::Year)),
                    "problem.date-year",
                ));
            }
        };
        let small = |part: u16| u8::try_from(part).unwrap_or(u8::MAX);
        PartialDate::new(year, small(month), small(day), shape)
            .map(Some)
            .ok_or(ValidationError::new(FieldPath::Birthdate(Some(DatePart::Day)), "problem.date-impossible"))
    }
}

impl PhoneDraft {
    /// The phone, or `None` for an empty row. One that stands as stored is taken out of `stored`, whole; of any
    /// other a number or kind that is stored stays byte for byte.
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
    fn read(&self, stored: &[OptIn]) -> OptIn {
        let untouched = stored.iter().find(|opt_in| &OptInDraft::from(*opt_in) == self);
        untouched.cloned().unwrap_or_else(|| OptIn {
            channel: self.channel.clone(),
            agreed: Some(self.agreed),
            partners: self.partners,
            rest: None,
        })
    }
}

/// The digits that Arabic, Persian and full-width Japanese keyboards write, as the vendor's are.
fn ascii_digits(text: &str) -> String {
    let digit = |letter: char| {
        let zeros = ['٠', '۰', '０'].into_iter();
        let values = zeros.filter_map(|zero| u32::from(letter).checked_sub(u32::from(zero)));
        values.filter_map(|value| char::from_digit(value, 10)).next().unwrap_or(letter)
    };
    text.chars().map(digit).collect()
}

/// What was typed without the white space around it; `None` if nothing is left. The vendor would store blanks
/// as a value.
fn trim_to_option(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What was typed; byte for byte if it stands as it is stored.
fn preserve_or_trim(stored: Option<&str>, typed: &str) -> Option<String> {
    if stored == Some(typed) { stored.map(str::to_owned) } else { trim_to_option(typed) }
}

/// Whether it could be an e-mail address: something, an `@`, something. The vendor is the judge of the rest.
fn is_plausible(email: &str) -> bool {
    email.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !email.contains(char::is_whitespace)
}

/// The most characters the vendor's schema takes on a line.
fn max_length(line: AddressLine) -> usize {
    match line {
        AddressLine::Number | AddressLine::AddOn | AddressLine::ZipCode => 50,
        AddressLine::City => 150,
        AddressLine::CountryCode => 3,
        AddressLine::Street
        | AddressLine::Town
        | AddressLine::State
        | AddressLine::Country
        | AddressLine::Additional1
        | AddressLine::Additional2 => 100,
    }
}

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

    fn none(_: Field) -> bool {
        false
    }

    /// A record that today's rules would refuse in every field.
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
    fn a_draft_nobody_touched_wants_what_was_loaded() {
        let record = legacy();
        assert_eq!(Draft::from(&record).read(&record, none), (record.clone(), vec![]));
    }

    #[test]
    fn an_old_value_survives_an_edit_of_its_neighbour() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.texts[TextField::FirstName] = " Tom ".into();
        let (wanted, problems) = draft.read(&record, none);
        assert_eq!(problems, []);
        assert_eq!(wanted.texts[TextField::FirstName].as_deref(), Some("Tom"));
        assert_eq!(
            between(&record, &wanted).fields().collect::<Vec<_>>(),
            [Field::Text(TextField::FirstName)]
        );
    }

    #[test]
    fn inside_a_changed_list_the_untouched_phone_keeps_every_byte() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.phones.push(PhoneDraft { number: " +33 6 12 ".into(), kind: "MOBILE".into() });
        draft.phones.push(PhoneDraft::default());
        let (wanted, _) = draft.read(&record, none);
        let numbers: Vec<_> =
            wanted.phones.iter().flatten().filter_map(|phone| phone.number.clone()).collect();
        assert_eq!(numbers, [" call me ", "+33 6 12"]);
    }

    #[test]
    fn a_phone_nobody_touched_keeps_what_the_vendor_keeps_with_it() {
        let record = legacy();
        let mut draft = Draft::from(&record);
        draft.phones.insert(0, draft.phones[0].clone());
        draft.phones.insert(0, PhoneDraft { number: "1".into(), kind: String::new() });
        let phones = draft.read(&record, none).0.phones.expect("there are phones");
        let rests: Vec<bool> = phones.iter().map(|phone| phone.rest.is_some()).collect();
        assert_eq!(rests, [false, true, false], "one was stored, and it stays the only one");
    }

    #[test]
    fn an_opt_in_nobody_ticked_keeps_what_the_vendor_keeps_with_it() {
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
        let opt_ins = draft.read(&record, none).0.opt_ins.expect("there are opt-ins");
        assert_eq!(opt_ins[1], opt_in("MAIL"));
        assert_eq!((opt_ins[0].agreed, &opt_ins[0].rest), (Some(false), &None));
    }

    #[test]
    fn the_half_of_a_unit_that_stands_as_stored_keeps_its_blanks() {
        let mut record = legacy();
        record.national_id = Some(NationalId { number: Some(" 1 ".into()), kind: Some(" X ".into()) });
        let mut draft = Draft::from(&record);
        draft.phones[0].number = "2".into();
        draft.national_kind = "DNI".into();
        let (wanted, problems) = draft.read(&record, none);
        assert_eq!(problems, []);
        assert_eq!(wanted.phones.expect("a phone")[0].kind.as_deref(), Some(" PAGER "));
        assert_eq!(wanted.national_id.expect("an id").number.as_deref(), Some(" 1 "));
    }

    #[test]
    fn a_date_typed_over_an_illegible_one_is_in_the_usual_shape() {
        let mut record = legacy();
        for (stored, written) in [("84-1-2", "19840102"), ("1980-01-01", "1984-01-02")] {
            record.birthdate = Some(PartialDate::from_stored(stored.into()));
            let mut draft = Draft::from(&record);
            draft.birthdate = Date { year: "1984".into(), month: "1".into(), day: "2".into() };
            let wanted = draft.read(&record, none).0.birthdate.expect("a date");
            assert_eq!(wanted.as_str(), written);
        }
    }

    #[test]
    fn a_date_in_the_digits_of_another_script_is_that_date() {
        for (year, month, day) in [("١٩٨٤", "٣", "٢٧"), ("۱۹۸۴", "۳", "۲۷"), ("１９８４", "３", "２７")]
        {
            let birthdate = Date { year: year.into(), month: month.into(), day: day.into() };
            let (wanted, problems) = Draft { birthdate, ..Draft::default() }.read(&Record::default(), none);
            assert_eq!(problems, []);
            assert_eq!(wanted.birthdate.expect("a date").as_str(), "19840327");
        }
    }

    #[test]
    fn removing_the_last_phone_leaves_none() {
        let record = legacy();
        let draft = Draft { phones: vec![], ..Draft::from(&record) };
        assert_eq!(draft.read(&record, none).0.phones, None);
    }

    #[test]
    fn another_country_drops_the_stale_label() {
        let mut address = Address::default();
        address.lines[AddressLine::Country] = Some("BRASIL".into());
        address.lines[AddressLine::CountryCode] = Some("BR".into());
        let record = Record { address: Some(address), ..Record::default() };
        let mut draft = Draft::from(&record);
        draft.lines[AddressLine::CountryCode] = "FR".into();
        let wanted = draft.read(&record, none).0.address.expect("there is a country");
        assert_eq!(wanted.lines[AddressLine::Country], None);
        assert_eq!(wanted.lines[AddressLine::CountryCode].as_deref(), Some("FR"));
    }

    #[test]
    fn what_an_address_cannot_be_without_follows_its_country_and_what_was_missing_blocks_nothing() {
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
            assert_eq!(draft.read(loaded, none).1, [], "and none of it is refused");
            draft.missing(loaded)
        };
        let none_yet = Record::default();
        assert_eq!(
            missing(&none_yet, &[(AddressLine::City, "Lyon")]),
            [],
            "no country, nothing that it asks for"
        );
        assert_eq!(
            missing(&none_yet, &[(AddressLine::City, "Lyon"), (AddressLine::CountryCode, "FR")]),
            [AddressLine::Street, AddressLine::ZipCode]
        );
        let whole = address(&[
            (AddressLine::Street, "Rue A"),
            (AddressLine::ZipCode, "69001"),
            (AddressLine::City, "Lyon"),
            (AddressLine::CountryCode, "FR"),
        ]);
        assert_eq!(missing(&whole, &[(AddressLine::ZipCode, " ")]), [AddressLine::ZipCode]);
        let emptied = [
            (AddressLine::Street, ""),
            (AddressLine::ZipCode, ""),
            (AddressLine::City, ""),
            (AddressLine::CountryCode, ""),
        ];
        assert_eq!(missing(&whole, &emptied), [], "no address is one too");
        let old = address(&[(AddressLine::City, "Lyon"), (AddressLine::CountryCode, "FR")]);
        assert_eq!(missing(&old, &[(AddressLine::City, "Lille")]), []);
        assert_eq!(
            missing(&old, &[(AddressLine::CountryCode, "HK")]),
            [AddressLine::Street, AddressLine::State],
            "another country asks anew"
        );
    }

    #[test]
    fn an_impossible_date_is_refused_in_words() {
        let record = Record::default();
        for (year, month, day, key) in [
            ("1984", "2", "30", "problem.date-impossible"),
            ("1984", "", "1", "problem.date-incomplete"),
            ("84", "1", "1", "problem.date-year"),
            ("1984", "May", "1", "problem.date-digits"),
            ("1984", "+5", "1", "problem.date-digits"),
            ("+198", "5", "1", "problem.date-digits"),
            ("٢٠٠١", "２", "۳۰", "problem.date-impossible"),
        ] {
            let birthdate = Date { year: year.into(), month: month.into(), day: day.into() };
            let draft = Draft { birthdate, ..Draft::default() };
            let problems = draft.read(&record, none).1;
            assert_eq!(problems.first().map(|problem| problem.key), Some(key), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn a_required_unit_cannot_be_emptied_but_was_allowed_to_be_empty() {
        let required = |field| field == Field::Text(TextField::LastName);
        let mut record = legacy();
        assert_eq!(Draft::from(&record).read(&record, required).1, [], "mononyms are left alone");
        record.texts[TextField::LastName] = Some("Smith".into());
        let mut draft = Draft::from(&record);
        draft.texts[TextField::LastName] = "  ".into();
        assert_eq!(draft.read(&record, required).1.len(), 1);
        assert_eq!(Draft::default().read(&Record::default(), required).1.len(), 1, "a new customer has one");
    }

    #[test]
    fn what_the_vendor_takes_is_not_refused_here() {
        let mut draft = Draft::default();
        draft.texts[TextField::FirstName] = "Ø".into();
        draft.texts[TextField::Email] = "\"odd\"@localhost".into();
        draft.phones = vec![PhoneDraft { number: "(00) 33-6 ext. 5".into(), kind: String::new() }];
        assert_eq!(draft.read(&Record::default(), none).1, []);
    }
}
