//! A change: the difference between the record that was loaded and the record that is wanted, field by field.

use super::{Address, EnumMap, Field, NationalId, OptIn, PartialDate, Phone, Record, TextField};

/// The change of one field. It has three states, so that "not touched" and "emptied" cannot be confused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Keeps the value; the field is not sent.
    #[default]
    Keep,
    /// Empties the field.
    Clear,
    /// Sets the field to this value.
    Set(T),
}

impl<T: Clone + PartialEq> Change<T> {
    /// Returns the change that turns `loaded` into `wanted`.
    ///
    /// ```
    /// use carnet::domain::Change;
    ///
    /// assert_eq!(Change::between(&Some(1), &Some(1)), Change::Keep);
    /// assert_eq!(Change::between(&Some(1), &None), Change::Clear);
    /// assert_eq!(Change::between(&None, &Some(2)), Change::Set(2));
    /// ```
    pub fn between(loaded: &Option<T>, wanted: &Option<T>) -> Change<T> {
        match wanted {
            _ if loaded == wanted => Change::Keep,
            None => Change::Clear,
            Some(value) => Change::Set(value.clone()),
        }
    }

    /// Applies the change to `value`.
    ///
    /// ```
    /// use carnet::domain::Change;
    ///
    /// assert_eq!(Change::Keep.apply(&Some(1)), Some(1));
    /// assert_eq!(Change::Set(2).apply(&Some(1)), Some(2));
    /// ```
    pub fn apply(&self, value: &Option<T>) -> Option<T> {
        match self {
            Change::Keep => value.clone(),
            Change::Clear => None,
            Change::Set(new) => Some(new.clone()),
        }
    }

    /// Whether the change keeps the value.
    ///
    /// ```
    /// use carnet::domain::Change;
    ///
    /// assert!(Change::<bool>::Keep.is_keep());
    /// assert!(!Change::Set(true).is_keep());
    /// ```
    pub fn is_keep(&self) -> bool {
        matches!(self, Change::Keep)
    }
}

/// A change of a whole record: one [`Change`] for each field.
///
/// ```
/// use carnet::domain::{Field, Record, between};
///
/// let loaded = Record::default();
/// let wanted = Record { data_use: Some(true), ..Record::default() };
/// let changes = between(&loaded, &wanted);
/// assert_eq!(changes.fields().collect::<Vec<_>>(), [Field::DataUse]);
/// assert_eq!(changes.apply(&loaded), wanted);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The fields that are one line of text.
    pub texts: EnumMap<TextField, Change<String>>,
    /// Date of birth.
    pub birthdate: Change<PartialDate>,
    /// National identifier.
    pub national_id: Change<NationalId>,
    /// The whole list of phones.
    pub phones: Change<Vec<Phone>>,
    /// The whole address.
    pub address: Change<Address>,
    /// The whole list of opt-ins.
    pub opt_ins: Change<Vec<OptIn>>,
    /// Whether personal data may be used.
    pub data_use: Change<bool>,
}

/// A change that was moved onto a record that others may have changed: the result of [`Changes::rebase_onto`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebased {
    /// The changes that remain to be sent.
    pub changes: Changes,
    /// The fields that both sides changed, to different values.
    pub conflicts: Vec<Field>,
    /// The fields that only the other side changed.
    pub remote_changes: Vec<Field>,
}

/// Returns the change that turns `loaded` into `wanted`.
///
/// ```
/// use carnet::domain::{Record, between};
///
/// let record = Record { data_use: Some(true), ..Record::default() };
/// assert!(between(&record, &record).is_empty());
/// assert_eq!(between(&Record::default(), &record).apply(&Record::default()), record);
/// ```
pub fn between(loaded: &Record, wanted: &Record) -> Changes {
    Changes {
        texts: loaded.texts.changes(&wanted.texts),
        birthdate: Change::between(&loaded.birthdate, &wanted.birthdate),
        national_id: Change::between(&loaded.national_id, &wanted.national_id),
        phones: Change::between(&loaded.phones, &wanted.phones),
        address: Change::between(&loaded.address, &wanted.address),
        opt_ins: Change::between(&loaded.opt_ins, &wanted.opt_ins),
        data_use: Change::between(&loaded.data_use, &wanted.data_use),
    }
}

impl Changes {
    /// Returns `record` with the change applied. Applying it twice is the same as applying it once.
    ///
    /// ```
    /// use carnet::domain::{Change, Changes, Record};
    ///
    /// let changes = Changes { data_use: Change::Set(true), ..Changes::default() };
    /// assert_eq!(changes.apply(&Record::default()).data_use, Some(true));
    /// ```
    pub fn apply(&self, record: &Record) -> Record {
        Record {
            texts: self.texts.apply(&record.texts),
            birthdate: self.birthdate.apply(&record.birthdate),
            national_id: self.national_id.apply(&record.national_id),
            phones: self.phones.apply(&record.phones),
            address: self.address.apply(&record.address),
            opt_ins: self.opt_ins.apply(&record.opt_ins),
            data_use: self.data_use.apply(&record.data_use),
        }
    }

    /// Moves the change, which was made on `loaded`, onto the record as it is `now`, field by field:
    ///
    /// - a field that only this change touches stays in it;
    /// - a field that already has the wanted value in `now` is dropped: nothing is left to send;
    /// - a field that both sides changed to different values is a conflict. It is left out, so that it cannot be sent
    ///   before the customer has chosen.
    ///
    /// ```
    /// use carnet::domain::{Field, Record, TextField, between};
    ///
    /// let named = |first: &str, last: &str| {
    ///     let mut record = Record::default();
    ///     record.texts[TextField::FirstName] = Some(first.to_owned());
    ///     record.texts[TextField::LastName] = Some(last.to_owned());
    ///     record
    /// };
    /// let (loaded, now) = (named("Tom", "Smith"), named("Tam", "Smythe"));
    /// let rebased = between(&loaded, &named("Tim", "Smith")).rebase_onto(&loaded, &now);
    /// assert!(rebased.changes.is_empty());
    /// assert_eq!(rebased.conflicts, [Field::Text(TextField::FirstName)]);
    /// assert_eq!(rebased.remote_changes, [Field::Text(TextField::LastName)]);
    /// ```
    pub fn rebase_onto(&self, loaded: &Record, now: &Record) -> Rebased {
        let wanted = self.apply(loaded);
        let mut rebased = now.clone();
        let (mut conflicts, mut remote_changes) = (Vec::new(), Vec::new());
        for field in Field::all() {
            let is_remote_change = !now.satisfies(loaded, field);
            match (self.touches(field), is_remote_change) {
                (false, true) => remote_changes.push(field),
                (true, _) if now.satisfies(&wanted, field) => {}
                (true, false) => rebased.copy_field_from(field, &wanted),
                (true, true) => conflicts.push(field),
                (false, false) => {}
            }
        }
        rebased.inherit_country_label(now);
        Rebased { changes: between(now, &rebased), conflicts, remote_changes }
    }

    /// Whether the change touches the field.
    ///
    /// ```
    /// use carnet::domain::{Change, Changes, Field};
    ///
    /// let changes = Changes { phones: Change::Clear, ..Changes::default() };
    /// assert!(changes.touches(Field::Phones));
    /// assert!(!changes.touches(Field::Address));
    /// ```
    pub fn touches(&self, field: Field) -> bool {
        !match field {
            Field::Text(text) => self.texts[text].is_keep(),
            Field::Birthdate => self.birthdate.is_keep(),
            Field::NationalId => self.national_id.is_keep(),
            Field::Phones => self.phones.is_keep(),
            Field::Address => self.address.is_keep(),
            Field::OptIns => self.opt_ins.is_keep(),
            Field::DataUse => self.data_use.is_keep(),
        }
    }

    /// Returns the fields that the change touches, in their order on screen.
    ///
    /// ```
    /// use carnet::domain::{Change, Changes, Field, TextField};
    ///
    /// let mut changes = Changes { phones: Change::Clear, ..Changes::default() };
    /// changes.texts[TextField::Email] = Change::Set("tom@example.com".to_owned());
    /// let fields: Vec<Field> = changes.fields().collect();
    /// assert_eq!(fields, [Field::Text(TextField::Email), Field::Phones]);
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        Field::all().filter(|field| self.touches(*field))
    }

    /// Returns the part of the change that touches the fields for which `wanted` is true.
    ///
    /// ```
    /// use carnet::domain::{Change, Changes, Field};
    ///
    /// let changes = Changes { data_use: Change::Set(true), phones: Change::Clear, ..Changes::default() };
    /// let part = changes.only(|field| field == Field::Phones);
    /// assert_eq!(part, Changes { phones: Change::Clear, ..Changes::default() });
    /// ```
    #[must_use]
    pub fn only(&self, wanted: impl Fn(Field) -> bool) -> Changes {
        fn keep_if<T: Clone>(change: &Change<T>, is_wanted: bool) -> Change<T> {
            if is_wanted { change.clone() } else { Change::Keep }
        }
        Changes {
            texts: EnumMap::new(|text| keep_if(&self.texts[text], wanted(Field::Text(text)))),
            birthdate: keep_if(&self.birthdate, wanted(Field::Birthdate)),
            national_id: keep_if(&self.national_id, wanted(Field::NationalId)),
            phones: keep_if(&self.phones, wanted(Field::Phones)),
            address: keep_if(&self.address, wanted(Field::Address)),
            opt_ins: keep_if(&self.opt_ins, wanted(Field::OptIns)),
            data_use: keep_if(&self.data_use, wanted(Field::DataUse)),
        }
    }

    /// Whether the change touches no field: then there is nothing to send.
    ///
    /// ```
    /// use carnet::domain::{Change, Changes};
    ///
    /// let changes = Changes { phones: Change::Clear, ..Changes::default() };
    /// assert!(!changes.is_empty());
    /// assert!(Changes::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.fields().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AddressLine;

    fn record(email: Option<&str>, phones: &[&str]) -> Record {
        let mut record = Record::default();
        record.texts[TextField::Email] = email.map(str::to_owned);
        if !phones.is_empty() {
            record.phones = Some(
                phones
                    .iter()
                    .map(|number| Phone { number: Some((*number).into()), ..Phone::default() })
                    .collect(),
            );
        }
        record
    }

    #[test]
    fn between_with_equal_records_is_empty() {
        let loaded = record(Some("tom@example.com"), &["0623456789"]);
        assert!(between(&loaded, &loaded.clone()).is_empty());
    }

    #[test]
    fn between_with_emptied_text_clears_it() {
        let changes = between(&record(Some("tom@example.com"), &[]), &record(None, &[]));
        assert_eq!(changes.texts[TextField::Email], Change::Clear);
        assert_eq!(changes.fields().collect::<Vec<_>>(), [Field::Text(TextField::Email)]);
    }

    fn named(email: Option<&str>, city: Option<&str>) -> Record {
        let mut record = record(email, &[]);
        record.texts[TextField::BirthCity] = city.map(str::to_owned);
        record
    }

    const EMAIL: Field = Field::Text(TextField::Email);
    const CITY: Field = Field::Text(TextField::BirthCity);

    #[test]
    fn rebase_with_changes_of_different_fields_keeps_both() {
        let loaded = named(Some("old"), Some("Lyon"));
        let mine = between(&loaded, &named(Some("new"), Some("Lyon")));
        let now = named(Some("old"), Some("Lille"));
        let rebased = mine.rebase_onto(&loaded, &now);
        assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![CITY]));
        assert_eq!(rebased.changes.apply(&now), named(Some("new"), Some("Lille")));
    }

    #[test]
    fn rebase_with_changes_of_one_field_conflicts_and_omits_it() {
        let loaded = named(Some("old"), None);
        let mine = between(&loaded, &named(Some("mine"), Some("Lyon")));
        let rebased = mine.rebase_onto(&loaded, &named(Some("theirs"), None));
        assert_eq!(rebased.conflicts, [EMAIL]);
        assert_eq!(rebased.changes.fields().collect::<Vec<_>>(), [CITY], "the rest still is");
    }

    #[test]
    fn rebase_with_same_change_on_both_sides_is_empty() {
        let loaded = named(Some("old"), None);
        let wanted = named(None, None);
        let rebased = between(&loaded, &wanted).rebase_onto(&loaded, &wanted);
        assert!(
            rebased.changes.is_empty() && rebased.conflicts.is_empty() && rebased.remote_changes.is_empty()
        );
    }

    #[test]
    fn satisfies_with_country_label_filled_in_ignores_it() {
        let address = |country: Option<&str>| {
            let mut address = Address::default();
            address.lines[AddressLine::CountryCode] = Some("FR".into());
            address.lines[AddressLine::Country] = country.map(str::to_owned);
            Record { address: Some(address), ..Record::default() }
        };
        let (wanted, stored) = (address(None), address(Some("FRANCE")));
        assert!(stored.satisfies(&wanted, Field::Address));
        assert!(!wanted.satisfies(&stored, Field::Address), "a label that was there is missing");
        let mine = between(&Record::default(), &wanted);
        assert!(mine.rebase_onto(&Record::default(), &stored).changes.is_empty());
    }

    #[test]
    fn rebase_with_country_label_filled_in_keeps_it() {
        let address = |city: &str, country: Option<&str>| {
            let mut address = Address::default();
            address.lines[AddressLine::City] = Some(city.into());
            address.lines[AddressLine::CountryCode] = Some("FR".into());
            address.lines[AddressLine::Country] = country.map(str::to_owned);
            Record { address: Some(address), ..Record::default() }
        };
        let (loaded, now) = (address("Lyon", None), address("Lyon", Some("FRANCE")));
        let rebased = between(&loaded, &address("Lille", None)).rebase_onto(&loaded, &now);
        assert_eq!(rebased.changes.apply(&now), address("Lille", Some("FRANCE")));
    }

    #[test]
    fn between_with_reordered_phones_sets_the_list() {
        let (loaded, wanted) = (record(None, &["1", "2"]), record(None, &["2", "1"]));
        let changes = between(&loaded, &wanted);
        assert_eq!(changes.fields().collect::<Vec<_>>(), [Field::Phones]);
        assert_eq!(changes.apply(&loaded), wanted);
    }
}
