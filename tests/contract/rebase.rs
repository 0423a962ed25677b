//! Properties of `Changes::rebase_onto`, for a record that another session changed in the meantime.

use carnet::domain::{Address, AddressLine, Field, Rebased, Record, between};
use proptest::prelude::*;

use crate::generators::{self, Fork, field_eq};

/// The fields that differ from `loaded`: in mine, in theirs.
fn edited_fields(fork: &Fork) -> (Vec<Field>, Vec<Field>) {
    let differs = |side| move |field: &Field| !field_eq(&fork.loaded, side, *field);
    (Field::all().filter(differs(&fork.mine)).collect(), Field::all().filter(differs(&fork.theirs)).collect())
}

fn rebased(fork: &Fork) -> Rebased {
    between(&fork.loaded, &fork.mine).rebase_onto(&fork.loaded, &fork.theirs)
}

#[test]
fn rebase_onto_unchanged_record_returns_same_change() {
    proptest!(|(fork in generators::fork())| {
        let changes = between(&fork.loaded, &fork.mine);
        let expected = Rebased { changes: changes.clone(), conflicts: vec![], remote_changes: vec![] };
        prop_assert_eq!(changes.rebase_onto(&fork.loaded, &fork.loaded), expected);
    });
}

#[test]
fn rebased_change_touches_no_conflict_and_no_remote_change() {
    proptest!(|(fork in generators::fork())| {
        let (mine, _) = edited_fields(&fork);
        let rebased = rebased(&fork);
        for field in rebased.changes.fields() {
            prop_assert!(mine.contains(&field), "{:?} was not edited", field);
            let is_open = rebased.conflicts.contains(&field) || rebased.remote_changes.contains(&field);
            prop_assert!(!is_open, "{:?}", field);
            prop_assert!(field_eq(&fork.loaded, &fork.theirs, field), "{:?} was also changed remotely", field);
        }
    });
}

#[test]
fn conflicts_are_fields_both_sides_changed_differently() {
    proptest!(|(fork in generators::fork())| {
        let (mine, theirs) = edited_fields(&fork);
        let rebased = rebased(&fork);
        let differ = |field: &Field| theirs.contains(field) && !field_eq(&fork.mine, &fork.theirs, *field);
        prop_assert_eq!(rebased.conflicts, mine.iter().copied().filter(differ).collect::<Vec<_>>());
        let remote_changes: Vec<Field> = theirs.iter().copied().filter(|field| !mine.contains(field)).collect();
        prop_assert_eq!(rebased.remote_changes, remote_changes);
    });
}

#[test]
fn rebase_with_same_change_on_both_sides_is_empty() {
    proptest!(|(fork in generators::fork())| {
        let equal = Fork { theirs: fork.mine.clone(), ..fork.clone() };
        let expected = Rebased { changes: Default::default(), conflicts: vec![], remote_changes: vec![] };
        prop_assert_eq!(rebased(&equal), expected);
        for field in rebased(&fork).changes.fields() {
            prop_assert!(!field_eq(&fork.mine, &fork.theirs, field), "{:?} is stored already", field);
        }
    });
}

#[test]
fn rebase_keeps_what_only_one_side_changed() {
    proptest!(|(fork in generators::fork())| {
        let (mine, theirs) = edited_fields(&fork);
        let result = rebased(&fork).changes.apply(&fork.theirs);
        for field in Field::all() {
            let expected = match (mine.contains(&field), theirs.contains(&field)) {
                (true, false) => &fork.mine,
                // A conflict keeps their value until the customer has chosen.
                (_, true) => &fork.theirs,
                (false, false) => &fork.loaded,
            };
            prop_assert!(field_eq(&result, expected, field), "{:?}", field);
        }
    });
}

#[test]
fn rebase_onto_stored_change_is_empty() {
    proptest!(|(fork in generators::fork())| {
        let first = rebased(&fork);
        let stored = first.changes.apply(&fork.theirs);
        let again = between(&fork.loaded, &fork.mine).rebase_onto(&fork.loaded, &stored);
        prop_assert!(again.changes.is_empty());
        prop_assert_eq!(again.conflicts, first.conflicts);
    });
}

#[test]
fn rebased_changes_of_different_fields_commute() {
    proptest!(|(fork in generators::disjoint_fork())| {
        let swapped = Fork { mine: fork.theirs.clone(), theirs: fork.mine.clone(), ..fork.clone() };
        let (one, other) = (rebased(&fork), rebased(&swapped));
        prop_assert_eq!((&one.conflicts, &other.conflicts), (&vec![], &vec![]));
        let stored = one.changes.apply(&fork.theirs);
        prop_assert_eq!(&other.changes.apply(&fork.mine), &stored);
        // A second rebase leaves nothing to send.
        prop_assert!(other.changes.rebase_onto(&fork.mine, &stored).changes.is_empty());
    });
}

#[test]
fn country_label_filled_in_by_vendor_is_no_change_and_is_kept() {
    let records = (generators::record(), generators::record());
    proptest!(|((mut loaded, mut wanted) in records, fields in generators::fields(), near: bool)| {
        if let Some(address) = &mut loaded.address {
            address.lines[AddressLine::Country] = None;
        }
        loaded.address = loaded.address.and_then(Address::non_empty);
        if near && let Some(mut address) = loaded.address.clone() {
            // The same country with another street.
            address.lines[AddressLine::Street] = Some("Rue de Rivoli".to_owned());
            wanted.address = Some(address);
        }
        let mut now = loaded.clone();
        generators::fill_country_label(&mut now);
        let mine = between(&loaded, &generators::with_fields_of(&loaded, &fields, &wanted));
        let rebased = mine.rebase_onto(&loaded, &now);
        prop_assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![]));
        prop_assert!(rebased.changes.fields().all(|field| mine.touches(field)));
        let lines = |record: &Record| record.address.clone().unwrap_or_default().lines;
        let (requested, current) = (lines(&mine.apply(&loaded)), lines(&now));
        let stored = lines(&rebased.changes.apply(&now));
        let is_same_country = requested[AddressLine::CountryCode] == current[AddressLine::CountryCode];
        if near && is_same_country && requested[AddressLine::Country].is_none() {
            prop_assert_eq!(&stored[AddressLine::Country], &current[AddressLine::Country]);
        }
    });
}
