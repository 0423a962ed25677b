//! The change: the difference between what was loaded and what is wanted, unit by unit.

use super::{Address, Birthdate, NationalId, OptIn, Phone, Record, Table, Text, Unit};

/// What is to become of one unit. Three states, so that "not touched" and "emptied" cannot be confused.
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
    fn between(loaded: &Option<T>, wanted: &Option<T>) -> Change<T> {
        match wanted {
            _ if loaded == wanted => Change::Keep,
            None => Change::Clear,
            Some(value) => Change::Set(value.clone()),
        }
    }

    fn apply(&self, value: &mut Option<T>) {
        match self {
            Change::Keep => {}
            Change::Clear => *value = None,
            Change::Set(new) => *value = Some(new.clone()),
        }
    }

    /// Whether this leaves the unit alone.
    pub fn is_keep(&self) -> bool {
        matches!(self, Change::Keep)
    }
}

/// A change of a whole profile: one [`Change`] for each unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The units that are one line of text.
    pub texts: Table<Text, Change<String>>,
    /// Date of birth.
    pub birthdate: Change<Birthdate>,
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

/// What turns the record that was loaded into the one that is wanted.
pub fn between(loaded: &Record, wanted: &Record) -> Changes {
    Changes {
        texts: Table::new(|text| Change::between(&loaded.texts[text], &wanted.texts[text])),
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
        let mut record = record.clone();
        for (text, change) in self.texts.iter() {
            change.apply(&mut record.texts[text]);
        }
        self.birthdate.apply(&mut record.birthdate);
        self.national_id.apply(&mut record.national_id);
        self.phones.apply(&mut record.phones);
        self.address.apply(&mut record.address);
        self.opt_ins.apply(&mut record.opt_ins);
        self.data_use.apply(&mut record.data_use);
        record
    }

    /// Whether this touches the unit.
    pub fn touches(&self, unit: Unit) -> bool {
        !match unit {
            Unit::Text(text) => self.texts[text].is_keep(),
            Unit::Birthdate => self.birthdate.is_keep(),
            Unit::NationalId => self.national_id.is_keep(),
            Unit::Phones => self.phones.is_keep(),
            Unit::Address => self.address.is_keep(),
            Unit::OptIns => self.opt_ins.is_keep(),
            Unit::DataUse => self.data_use.is_keep(),
        }
    }

    /// The units this touches, in their order on screen.
    pub fn units(&self) -> impl Iterator<Item = Unit> {
        Unit::all().filter(|unit| self.touches(*unit))
    }

    /// The part of this that touches these units.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(Unit) -> bool) -> Changes {
        fn kept<T: Clone>(change: &Change<T>, keep: bool) -> Change<T> {
            if keep { change.clone() } else { Change::Keep }
        }
        Changes {
            texts: Table::new(|text| kept(&self.texts[text], wanted(Unit::Text(text)))),
            birthdate: kept(&self.birthdate, wanted(Unit::Birthdate)),
            national_id: kept(&self.national_id, wanted(Unit::NationalId)),
            phones: kept(&self.phones, wanted(Unit::Phones)),
            address: kept(&self.address, wanted(Unit::Address)),
            opt_ins: kept(&self.opt_ins, wanted(Unit::OptIns)),
            data_use: kept(&self.data_use, wanted(Unit::DataUse)),
        }
    }

    /// Whether this touches nothing: then there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.units().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(email: Option<&str>, phones: &[&str]) -> Record {
        let mut record = Record::default();
        record.texts[Text::Email] = email.map(str::to_owned);
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
        assert_eq!(changes.texts[Text::Email], Change::Clear);
        assert_eq!(changes.units().collect::<Vec<_>>(), [Unit::Text(Text::Email)]);
    }

    #[test]
    fn the_order_of_phones_is_part_of_the_unit() {
        let (loaded, wanted) = (record(None, &["1", "2"]), record(None, &["2", "1"]));
        let changes = between(&loaded, &wanted);
        assert_eq!(changes.units().collect::<Vec<_>>(), [Unit::Phones]);
        assert_eq!(changes.apply(&loaded), wanted);
    }
}
