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

/// A change, moved onto a record that others may have changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebased {
    /// What is left to be sent.
    pub changes: Changes,
    /// The units that were changed on both sides, and differently.
    pub clashes: Vec<Unit>,
    /// The units that only somebody else has changed.
    pub elsewhere: Vec<Unit>,
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

    /// What takes this back: `before` is the record it was, or will be, applied to.
    #[must_use]
    pub fn inverse(&self, before: &Record) -> Changes {
        between(&self.apply(before), before)
    }

    /// Moves this change, made on `loaded`, onto the record as it is `now`. Unit by unit: where nobody else has
    /// been it stays; where `now` holds already what this asks for, nothing is left of it; where both changed
    /// and differ, it is a clash and left out, so that it cannot be sent before somebody has chosen.
    pub fn rebase(&self, loaded: &Record, now: &Record) -> Rebased {
        let wanted = self.apply(loaded);
        let mut rebased = now.clone();
        let (mut clashes, mut elsewhere) = (Vec::new(), Vec::new());
        for unit in Unit::all() {
            let is_theirs = !now.meets(loaded, unit);
            match (self.touches(unit), is_theirs) {
                (false, true) => elsewhere.push(unit),
                (true, _) if now.meets(&wanted, unit) => {}
                (true, false) => rebased.take(unit, &wanted),
                (true, true) => clashes.push(unit),
                (false, false) => {}
            }
        }
        rebased.keep_country_label(now);
        Rebased { changes: between(now, &rebased), clashes, elsewhere }
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
    use crate::domain::Line;

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

    fn named(email: Option<&str>, city: Option<&str>) -> Record {
        let mut record = record(email, &[]);
        record.texts[Text::BirthCity] = city.map(str::to_owned);
        record
    }

    const EMAIL: Unit = Unit::Text(Text::Email);
    const CITY: Unit = Unit::Text(Text::BirthCity);

    #[test]
    fn two_changes_of_different_units_both_survive() {
        let loaded = named(Some("old"), Some("Lyon"));
        let mine = between(&loaded, &named(Some("new"), Some("Lyon")));
        let now = named(Some("old"), Some("Lille"));
        let rebased = mine.rebase(&loaded, &now);
        assert_eq!((rebased.clashes, rebased.elsewhere), (vec![], vec![CITY]));
        assert_eq!(rebased.changes.apply(&now), named(Some("new"), Some("Lille")));
    }

    #[test]
    fn two_changes_of_one_unit_clash_and_nothing_of_it_is_sent() {
        let loaded = named(Some("old"), None);
        let mine = between(&loaded, &named(Some("mine"), Some("Lyon")));
        let rebased = mine.rebase(&loaded, &named(Some("theirs"), None));
        assert_eq!(rebased.clashes, [EMAIL]);
        assert_eq!(rebased.changes.units().collect::<Vec<_>>(), [CITY], "the rest still is");
    }

    #[test]
    fn the_same_change_on_both_sides_leaves_nothing_to_send() {
        let loaded = named(Some("old"), None);
        let wanted = named(None, None);
        let rebased = between(&loaded, &wanted).rebase(&loaded, &wanted);
        assert!(rebased.changes.is_empty() && rebased.clashes.is_empty() && rebased.elsewhere.is_empty());
    }

    #[test]
    fn a_country_label_the_vendor_filled_in_is_no_difference() {
        let address = |country: Option<&str>| {
            let mut address = Address::default();
            address.lines[Line::CountryCode] = Some("FR".into());
            address.lines[Line::Country] = country.map(str::to_owned);
            Record { address: Some(address), ..Record::default() }
        };
        let (asked, stored) = (address(None), address(Some("FRANCE")));
        assert!(stored.meets(&asked, Unit::Address));
        assert!(!asked.meets(&stored, Unit::Address), "a label that was there is missed");
        let mine = between(&Record::default(), &asked);
        assert!(mine.rebase(&Record::default(), &stored).changes.is_empty());
    }

    #[test]
    fn a_country_label_the_vendor_filled_in_is_not_erased_with_another_line() {
        let address = |city: &str, country: Option<&str>| {
            let mut address = Address::default();
            address.lines[Line::City] = Some(city.into());
            address.lines[Line::CountryCode] = Some("FR".into());
            address.lines[Line::Country] = country.map(str::to_owned);
            Record { address: Some(address), ..Record::default() }
        };
        let (loaded, now) = (address("Lyon", None), address("Lyon", Some("FRANCE")));
        let rebased = between(&loaded, &address("Lille", None)).rebase(&loaded, &now);
        assert_eq!(rebased.changes.apply(&now), address("Lille", Some("FRANCE")));
    }

    #[test]
    fn the_order_of_phones_is_part_of_the_unit() {
        let (loaded, wanted) = (record(None, &["1", "2"]), record(None, &["2", "1"]));
        let changes = between(&loaded, &wanted);
        assert_eq!(changes.units().collect::<Vec<_>>(), [Unit::Phones]);
        assert_eq!(changes.apply(&loaded), wanted);
    }
}
