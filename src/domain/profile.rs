//! A profile: what the vendor last said about a customer. It is read whole and never edited in place.

use super::{
    Address, AddressLine, EnumMap, Fact, FactKind, FactName, FactValue, Field, Loyalty, NationalId, OptIn,
    PartialDate, Phone, TextField,
};

/// The key of a customer at a vendor: opaque, never empty, compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerId(String);

impl CustomerId {
    /// The id, or `None` for empty or blank text. A vendor's own shape is checked by the vendor.
    pub fn parse(text: &str) -> Option<CustomerId> {
        let text = text.trim();
        (!text.is_empty()).then(|| CustomerId(text.to_owned()))
    }

    /// The id as the vendor spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields of a profile: what a change can touch. `None` is empty, whether the vendor said `null`,
/// `""`, `[]` or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The fields that are one line of text.
    pub texts: EnumMap<TextField, Option<String>>,
    /// Date of birth.
    pub birthdate: Option<PartialDate>,
    /// National identifier.
    pub national_id: Option<NationalId>,
    /// Phones, in the vendor's order; never `Some` of an empty list.
    pub phones: Option<Vec<Phone>>,
    /// Postal address; never `Some` of empty lines.
    pub address: Option<Address>,
    /// Opt-ins, in the vendor's order; never `Some` of an empty list.
    pub opt_ins: Option<Vec<OptIn>>,
    /// Whether personal data may be used.
    pub data_use: Option<bool>,
}

impl Record {
    /// Whether this field holds what it was asked to hold. The country's label is the vendor's to fill in: where
    /// none was asked for, any will do.
    pub fn satisfies(&self, asked: &Record, field: Field) -> bool {
        match field {
            Field::Text(text) => self.texts[text] == asked.texts[text],
            Field::Birthdate => self.birthdate == asked.birthdate,
            Field::NationalId => self.national_id == asked.national_id,
            Field::Phones => self.phones == asked.phones,
            Field::Address => match (&self.address, &asked.address) {
                (Some(address), Some(asked)) => address.lines.iter().all(|(line, value)| {
                    *value == asked.lines[line]
                        || (line == AddressLine::Country && asked.lines[line].is_none())
                }),
                (address, asked) => address == asked,
            },
            Field::OptIns => self.opt_ins == asked.opt_ins,
            Field::DataUse => self.data_use == asked.data_use,
        }
    }

    /// Takes the country's label over from another record, while the code is the same and there is none.
    pub fn inherit_country_label(&mut self, other: &Record) {
        if let (Some(own), Some(other)) = (&mut self.address, &other.address)
            && own.lines[AddressLine::Country].is_none()
            && own.lines[AddressLine::CountryCode] == other.lines[AddressLine::CountryCode]
        {
            own.lines[AddressLine::Country].clone_from(&other.lines[AddressLine::Country]);
        }
    }

    /// Whether this field holds nothing.
    pub fn is_empty(&self, field: Field) -> bool {
        match field {
            Field::Text(text) => self.texts[text].is_none(),
            Field::Birthdate => self.birthdate.is_none(),
            Field::NationalId => self.national_id.is_none(),
            Field::Phones => self.phones.is_none(),
            Field::Address => self.address.is_none(),
            Field::OptIns => self.opt_ins.is_none(),
            Field::DataUse => self.data_use.is_none(),
        }
    }

    /// Takes this field over from another record.
    pub fn copy_field_from(&mut self, field: Field, other: &Record) {
        match field {
            Field::Text(text) => self.texts[text].clone_from(&other.texts[text]),
            Field::Birthdate => self.birthdate.clone_from(&other.birthdate),
            Field::NationalId => self.national_id.clone_from(&other.national_id),
            Field::Phones => self.phones.clone_from(&other.phones),
            Field::Address => self.address.clone_from(&other.address),
            Field::OptIns => self.opt_ins.clone_from(&other.opt_ins),
            Field::DataUse => self.data_use = other.data_use,
        }
    }
}

/// What the vendor last said about a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// What a change can touch.
    pub record: Record,
    /// What it cannot.
    pub facts: Vec<Fact>,
    /// The standing in the loyalty programme, where the record has one.
    pub loyalty: Option<Loyalty>,
    /// Standings in further programmes and what is missing there, a part of the page each.
    pub programs: Vec<Fact>,
    /// What else there is, a part of the page each.
    pub panels: Vec<Fact>,
    /// Where the list of groups lies in the whole, where it is a page of it.
    pub pagination: Option<Pagination>,
    /// What could not be had: the rest is there.
    pub warnings: Vec<VendorMessage>,
    /// The version of the record, where the vendor gives one (a strong `ETag`): a save can be made to count
    /// for this version alone.
    pub version: Option<String>,
}

impl Profile {
    /// The language the customer is written to in, else that of the record, as the vendor writes it: data, and not the
    /// language of the page.
    pub fn language(&self) -> Option<&str> {
        let recorded = self.facts.iter().find_map(|fact| match &fact.value {
            FactValue::Language(tag) if fact.name == FactName::Known(FactKind::Locale) => Some(tag.as_str()),
            _ => None,
        });
        self.record.texts[TextField::Language].as_deref().or(recorded)
    }
}

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// How many items come before it.
    pub offset: u32,
    /// How many there are at most on a page.
    pub limit: u32,
    /// How many there are in all.
    pub total: u32,
}

/// A sentence of the vendor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorMessage {
    /// The sentence.
    pub text: String,
    /// The tag of its language, where that is known.
    pub language: Option<String>,
}

/// A form of address from the vendor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Civility {
    /// The code a profile holds.
    pub code: String,
    /// How it is read, in the language it was asked for in.
    pub label: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_letters_goes_before_that_of_the_record() {
        let mut profile = Profile::default();
        assert_eq!(profile.language(), None);
        profile.facts.push(Fact::new(FactKind::Locale, FactValue::Language("pt-BR".into())));
        assert_eq!(profile.language(), Some("pt-BR"));
        profile.record.texts[TextField::Language] = Some("FR".into());
        assert_eq!(profile.language(), Some("FR"));
    }
}
