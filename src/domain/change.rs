//! The change: the difference between what was loaded and what is wanted, field by field.

use super::{Address, EnumMap, Field, NationalId, OptIn, PartialDate, Phone, Record, TextField};

/// What is to become of one field. Three states, so that "not touched" and "emptied" cannot be confused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Leave it as it is; nothing about it is sent.
    #[default]
    Keep,
    /// Empty it.
    Clear,
    /// Make it this.
    Set(T),
}

impl<T: Clone + PartialEq> Change<T> {
    /// What turns `loaded` into `wanted`.
    pub fn between(loaded: &Option<T>, wanted: &Option<T>) -> Change<T> {
        match wanted {
            _ if loaded == wanted => Change::Keep,
            None => Change::Clear,
            Some(value) => Change::Set(value.clone()),
        }
    }

    /// What this makes of `value`.
    pub fn apply(&self, value: &Option<T>) -> Option<T> {
        match self {
            Change::Keep => value.clone(),
            Change::Clear => None,
            Change::Set(new) => Some(new.clone()),
        }
    }

    /// Whether this leaves the field alone.
    pub fn is_keep(&self) -> bool {
        matches!(self, Change::Keep)
    }
}

/// A change of a whole profile: one [`Change`] for each field.
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

/// A change, moved onto a record that others may have changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebased {
    /// What is left to be sent.
    pub changes: Changes,
    /// The fields that were changed on both sides, and differently.
    pub conflicts: Vec<Field>,
    /// The fields that only somebody else has changed.
    pub remote_changes: Vec<Field>,
}

/// What turns the record that was loaded into the one that is wanted.
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
    /// The record as it stands after this change.
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

    /// Moves this change, made on `loaded`, onto the record as it is `now`. Unit by field: where nobody else has
    /// been it stays; where `now` holds already what this asks for, nothing is left of it; where both changed
    /// and differ, it is a clash and left out, so that it cannot be sent before somebody has chosen.
    pub fn rebase_onto(&self, loaded: &Record, now: &Record) -> Rebased {
        let wanted = self.apply(loaded);
        let mut rebased = now.clone();
        let (mut clashes, mut elsewhere) = (Vec::new(), Vec::new());
        for field in Field::all() {
            let is_theirs = !now.satisfies(loaded, field);
            match (self.touches(field), is_theirs) {
                (false, true) => elsewhere.push(field),
                (true, _) if now.satisfies(&wanted, field) => {}
                (true, false) => rebased.copy_field_from(field, &wanted),
                (true, true) => clashes.push(field),
                (false, false) => {}
            }
        }
        rebased.inherit_country_label(now);
        Rebased { changes: between(now, &rebased), conflicts: clashes, remote_changes: elsewhere }
    }

    /// Whether this touches the field.
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

    /// The fields this touches, in their order on screen.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        Field::all().filter(|field| self.touches(*field))
    }

    /// The part of this that touches these fields.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(Field) -> bool) -> Changes {
        fn kept<T: Clone>(change: &Change<T>, keep: bool) -> Change<T> {
            if keep { change.clone() } else { Change::Keep }
        }
        Changes {
            texts: EnumMap::new(|text| kept(&self.texts[text], wanted(Field::Text(text)))),
            birthdate: kept(&self.birthdate, wanted(Field::Birthdate)),
            national_id: kept(&self.national_id, wanted(Field::NationalId)),
            phones: kept(&self.phones, wanted(Field::Phones)),
            address: kept(&self.address, wanted(Field::Address)),
            opt_ins: kept(&self.opt_ins, wanted(Field::OptIns)),
            data_use: kept(&self.data_use, wanted(Field::DataUse)),
        }
    }

    /// Whether this touches nothing: then there is nothing to send.
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
    fn nothing_edited_is_no_change() {
        let loaded = record(Some("tom@example.com"), &["0623456789"]);
        assert!(between(&loaded, &loaded.clone()).is_empty());
    }

    #[test]
    fn emptying_is_not_leaving_alone() {
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
    fn two_changes_of_different_units_both_survive() {
        let loaded = named(Some("old"), Some("Lyon"));
        let mine = between(&loaded, &named(Some("new"), Some("Lyon")));
        let now = named(Some("old"), Some("Lille"));
        let rebased = mine.rebase_onto(&loaded, &now);
        assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![CITY]));
        assert_eq!(rebased.changes.apply(&now), named(Some("new"), Some("Lille")));
    }

    #[test]
    fn two_changes_of_one_unit_clash_and_nothing_of_it_is_sent() {
        let loaded = named(Some("old"), None);
        let mine = between(&loaded, &named(Some("mine"), Some("Lyon")));
        let rebased = mine.rebase_onto(&loaded, &named(Some("theirs"), None));
        assert_eq!(rebased.conflicts, [EMAIL]);
        assert_eq!(rebased.changes.fields().collect::<Vec<_>>(), [CITY], "the rest still is");
    }

    #[test]
    fn the_same_change_on_both_sides_leaves_nothing_to_send() {
        let loaded = named(Some("old"), None);
        let wanted = named(None, None);
        let rebased = between(&loaded, &wanted).rebase_onto(&loaded, &wanted);
        assert!(
            rebased.changes.is_empty() && rebased.conflicts.is_empty() && rebased.remote_changes.is_empty()
        );
    }

    #[test]
    fn a_country_label_the_vendor_filled_in_is_no_difference() {
        let address = |country: Option<&str>| {
            let mut address = Address::default();
            address.lines[AddressLine::CountryCode] = Some("FR".into());
            address.lines[AddressLine::Country] = country.map(str::to_owned);
            Record { address: Some(address), ..Record::default() }
        };
        let (asked, stored) = (address(None), address(Some("FRANCE")));
        assert!(stored.satisfies(&asked, Field::Address));
        assert!(!asked.satisfies(&stored, Field::Address), "a label that was there is missed");
        let mine = between(&Record::default(), &asked);
        assert!(mine.rebase_onto(&Record::default(), &stored).changes.is_empty());
    }

    #[test]
    fn a_country_label_the_vendor_filled_in_is_not_erased_with_another_line() {
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
    fn the_order_of_phones_is_part_of_the_unit() {
        let (loaded, wanted) = (record(None, &["1", "2"]), record(None, &["2", "1"]));
        let changes = between(&loaded, &wanted);
        assert_eq!(changes.fields().collect::<Vec<_>>(), [Field::Phones]);
        assert_eq!(changes.apply(&loaded), wanted);
    }
}
