//! A profile: what the vendor last returned about a customer. It is read whole and never edited in place.

use super::{
    Address, AddressLine, EnumMap, Fact, FactLabel, FactName, FactValue, Field, Loyalty, NationalId, OptIn,
    PartialDate, Phone, Summary, TextField,
};

/// The id of a customer at a vendor: opaque, never empty, compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerId(String);

impl CustomerId {
    /// Returns the id without surrounding white space, or `None` for empty or blank text. A vendor's own format is
    /// checked by [`Vendor::accepts`](crate::vendor_api::Vendor::accepts).
    ///
    /// ```
    /// use carnet::domain::CustomerId;
    ///
    /// assert_eq!(CustomerId::parse(" 123 ").as_ref().map(CustomerId::as_str), Some("123"));
    /// assert_eq!(CustomerId::parse("  "), None);
    /// ```
    pub fn parse(text: &str) -> Option<CustomerId> {
        let text = text.trim();
        (!text.is_empty()).then(|| CustomerId(text.to_owned()))
    }

    /// The id as the vendor writes it.
    ///
    /// ```
    /// use carnet::domain::CustomerId;
    ///
    /// let id = CustomerId::parse(" 123 ").expect("an id");
    /// assert_eq!(id.as_str(), "123");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields of a profile: what a change can touch. `None` is empty, whether the vendor returned `null`, `""`, `[]` or
/// no member.
///
/// ```
/// use carnet::domain::{Field, Record, TextField};
///
/// let mut record = Record::default();
/// record.texts[TextField::FirstName] = Some("Tom".to_owned());
/// assert!(!record.is_empty(Field::Text(TextField::FirstName)));
/// assert!(record.is_empty(Field::Phones));
/// ```
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
    /// Whether `field` has the value that it has in `wanted`. A country's label that is not in `wanted` is ignored: the
    /// vendor fills it in.
    ///
    /// ```
    /// use carnet::domain::{Field, Record};
    ///
    /// let (stored, wanted) = (Record::default(), Record { data_use: Some(true), ..Record::default() });
    /// assert!(!stored.satisfies(&wanted, Field::DataUse));
    /// assert!(stored.satisfies(&wanted, Field::Phones));
    /// ```
    pub fn satisfies(&self, wanted: &Record, field: Field) -> bool {
        match field {
            Field::Text(text) => self.texts[text] == wanted.texts[text],
            Field::Birthdate => self.birthdate == wanted.birthdate,
            Field::NationalId => self.national_id == wanted.national_id,
            Field::Phones => self.phones == wanted.phones,
            Field::Address => match (&self.address, &wanted.address) {
                (Some(address), Some(wanted)) => address.lines.iter().all(|(line, value)| {
                    *value == wanted.lines[line]
                        || (line == AddressLine::Country && wanted.lines[line].is_none())
                }),
                (address, wanted) => address == wanted,
            },
            Field::OptIns => self.opt_ins == wanted.opt_ins,
            Field::DataUse => self.data_use == wanted.data_use,
        }
    }

    /// Copies the country's label from another record if this one has none and both have the same country code.
    ///
    /// ```
    /// use carnet::domain::{Address, AddressLine, Record};
    ///
    /// let mut address = Address::default();
    /// address.lines[AddressLine::CountryCode] = Some("FR".to_owned());
    /// let mut record = Record { address: Some(address.clone()), ..Record::default() };
    /// address.lines[AddressLine::Country] = Some("FRANCE".to_owned());
    /// record.inherit_country_label(&Record { address: Some(address.clone()), ..Record::default() });
    /// assert_eq!(record.address, Some(address));
    /// ```
    pub fn inherit_country_label(&mut self, other: &Record) {
        if let (Some(own), Some(other)) = (&mut self.address, &other.address)
            && own.lines[AddressLine::Country].is_none()
            && own.lines[AddressLine::CountryCode] == other.lines[AddressLine::CountryCode]
        {
            own.lines[AddressLine::Country].clone_from(&other.lines[AddressLine::Country]);
        }
    }

    /// Whether the field is empty.
    ///
    /// ```
    /// use carnet::domain::{Field, Record};
    ///
    /// let record = Record { data_use: Some(false), ..Record::default() };
    /// assert!(!record.is_empty(Field::DataUse));
    /// assert!(record.is_empty(Field::Birthdate));
    /// ```
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

    /// Copies one field from another record.
    ///
    /// ```
    /// use carnet::domain::{Field, Record};
    ///
    /// let mut record = Record::default();
    /// record.copy_field_from(Field::DataUse, &Record { data_use: Some(true), ..Record::default() });
    /// assert_eq!(record.data_use, Some(true));
    /// ```
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

/// The last response of the vendor about a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The fields that a change can touch.
    pub record: Record,
    /// The summary that the header shows.
    pub summary: Summary,
    /// The read-only facts of the record.
    pub facts: Vec<Fact>,
    /// The standing in the loyalty programme, if the record has one.
    pub loyalty: Option<Loyalty>,
    /// Standings in further programmes and the progress there; a panel of the page for each.
    pub programs: Vec<Fact>,
    /// All other facts; a panel of the page for each.
    pub panels: Vec<Fact>,
    /// The page of the list of groups, if the list is paged.
    pub pagination: Option<Pagination>,
    /// The parts of the profile that the vendor could not return, in its own sentences. The rest is complete.
    pub warnings: Vec<VendorMessage>,
    /// The version of the record, if the vendor returned a strong `ETag`: a write can be conditional on it (`If-Match`,
    /// RFC 9110, 13.1.1).
    pub version: Option<String>,
}

impl Profile {
    /// The language of letters to the customer, or else of the record, as the vendor writes it. It is data, and not the
    /// language of the page.
    ///
    /// ```
    /// use carnet::domain::{Profile, TextField};
    ///
    /// let mut profile = Profile::default();
    /// profile.record.texts[TextField::Language] = Some("FR".to_owned());
    /// assert_eq!(profile.language(), Some("FR"));
    /// ```
    pub fn language(&self) -> Option<&str> {
        let recorded = self.facts.iter().find_map(|fact| match &fact.value {
            FactValue::Language(tag) if fact.name == FactName::Known(FactLabel::LOCALE) => Some(tag.as_str()),
            _ => None,
        });
        self.record.texts[TextField::Language].as_deref().or(recorded)
    }
}

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The number of items before the page.
    pub offset: u32,
    /// The largest number of items on a page.
    pub limit: u32,
    /// The number of items in the list.
    pub total: u32,
}

/// A sentence that the vendor returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorMessage {
    /// The sentence.
    pub text: String,
    /// The tag of its language (BCP 47), if it is known.
    pub language: Option<String>,
}

/// A form of address (`Mr`, `Mrs`) from the vendor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Civility {
    /// The code that a record has.
    pub code: String,
    /// The label, in the language of the request.
    pub label: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_prefers_letters_over_record() {
        let mut profile = Profile::default();
        assert_eq!(profile.language(), None);
        profile.facts.push(Fact::new(FactLabel::LOCALE, FactValue::Language("pt-BR".into())));
        assert_eq!(profile.language(), Some("pt-BR"));
        profile.record.texts[TextField::Language] = Some("FR".into());
        assert_eq!(profile.language(), Some("FR"));
    }
}
