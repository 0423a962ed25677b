//! The laws of moving a change onto a record that somebody else has changed meanwhile.

use carnet::domain::{Address, AddressLine, Field, Rebased, Record, between};
use proptest::prelude::*;

use crate::any::{self, Fork, same};

/// The fields that the fork's two sides have touched: mine, theirs.
fn touched(fork: &Fork) -> (Vec<Field>, Vec<Field>) {
    let differs = |side| move |field: &Field| !same(&fork.loaded, side, *field);
    (Field::all().filter(differs(&fork.mine)).collect(), Field::all().filter(differs(&fork.theirs)).collect())
}

fn rebased(fork: &Fork) -> Rebased {
    between(&fork.loaded, &fork.mine).rebase_onto(&fork.loaded, &fork.theirs)
}

#[test]
fn onto_an_unchanged_record_it_is_the_change_itself() {
    proptest!(|(fork in any::fork())| {
        let changes = between(&fork.loaded, &fork.mine);
        let expected = Rebased { changes: changes.clone(), conflicts: vec![], remote_changes: vec![] };
        prop_assert_eq!(changes.rebase_onto(&fork.loaded, &fork.loaded), expected);
    });
}

#[test]
fn it_touches_neither_a_clash_nor_what_only_they_have_changed() {
    proptest!(|(fork in any::fork())| {
        let (mine, _) = touched(&fork);
        let rebased = rebased(&fork);
        for field in rebased.changes.fields() {
            prop_assert!(mine.contains(&field), "{:?} is not mine", field);
            prop_assert!(!rebased.conflicts.contains(&field) && !rebased.remote_changes.contains(&field), "{:?}", field);
            prop_assert!(same(&fork.loaded, &fork.theirs, field), "{:?} is theirs too", field);
        }
    });
}

#[test]
fn clashes_are_what_both_have_touched_and_left_different() {
    proptest!(|(fork in any::fork())| {
        let (mine, theirs) = touched(&fork);
        let rebased = rebased(&fork);
        let differ = |field: &Field| theirs.contains(field) && !same(&fork.mine, &fork.theirs, *field);
        prop_assert_eq!(rebased.conflicts, mine.iter().copied().filter(differ).collect::<Vec<_>>());
        let elsewhere: Vec<Field> = theirs.iter().copied().filter(|field| !mine.contains(field)).collect();
        prop_assert_eq!(rebased.remote_changes, elsewhere);
    });
}

#[test]
fn what_both_have_made_the_same_leaves_nothing_to_send() {
    proptest!(|(fork in any::fork())| {
        let agreed = Fork { theirs: fork.mine.clone(), ..fork.clone() };
        let expected = Rebased { changes: Default::default(), conflicts: vec![], remote_changes: vec![] };
        prop_assert_eq!(rebased(&agreed), expected);
        for field in rebased(&fork).changes.fields() {
            prop_assert!(!same(&fork.mine, &fork.theirs, field), "{:?} is there already", field);
        }
    });
}

#[test]
fn what_one_side_alone_has_changed_survives() {
    proptest!(|(fork in any::fork())| {
        let (mine, theirs) = touched(&fork);
        let result = rebased(&fork).changes.apply(&fork.theirs);
        for field in Field::all() {
            let expected = match (mine.contains(&field), theirs.contains(&field)) {
                (true, false) => &fork.mine,
                // Where both have been, theirs stands until somebody has chosen.
                (_, true) => &fork.theirs,
                (false, false) => &fork.loaded,
            };
            prop_assert!(same(&result, expected, field), "{:?}", field);
        }
    });
}

#[test]
fn once_it_is_stored_there_is_nothing_left_to_send() {
    proptest!(|(fork in any::fork())| {
        let first = rebased(&fork);
        let stored = first.changes.apply(&fork.theirs);
        let again = between(&fork.loaded, &fork.mine).rebase_onto(&fork.loaded, &stored);
        prop_assert!(again.changes.is_empty());
        prop_assert_eq!(again.conflicts, first.conflicts);
    });
}

#[test]
fn changes_of_different_units_end_the_same_in_either_order() {
    proptest!(|(fork in any::apart())| {
        let turned = Fork { mine: fork.theirs.clone(), theirs: fork.mine.clone(), ..fork.clone() };
        let (one, other) = (rebased(&fork), rebased(&turned));
        prop_assert_eq!((&one.conflicts, &other.conflicts), (&vec![], &vec![]));
        let stored = one.changes.apply(&fork.theirs);
        prop_assert_eq!(&other.changes.apply(&fork.mine), &stored);
        // And nothing is left to do for whoever asks again.
        prop_assert!(other.changes.rebase_onto(&fork.mine, &stored).changes.is_empty());
    });
}

#[test]
fn a_label_the_vendor_fills_in_is_nobodys_change_and_is_not_erased() {
    proptest!(|(mut loaded in any::record(), mut wanted in any::record(), fields in any::fields(), near: bool)| {
        if let Some(address) = &mut loaded.address {
            address.lines[AddressLine::Country] = None;
        }
        loaded.address = loaded.address.and_then(Address::non_empty);
        if near && let Some(mut address) = loaded.address.clone() {
            // The same country, and the street of somebody else.
            address.lines[AddressLine::Street] = Some("Rue de Rivoli".to_owned());
            wanted.address = Some(address);
        }
        let mut now = loaded.clone();
        any::label(&mut now);
        let mine = between(&loaded, &any::with(&loaded, &fields, &wanted));
        let rebased = mine.rebase_onto(&loaded, &now);
        prop_assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![]));
        prop_assert!(rebased.changes.fields().all(|field| mine.touches(field)));
        let lines = |record: &Record| record.address.clone().unwrap_or_default().lines;
        let (asked, then, stored) = (lines(&mine.apply(&loaded)), lines(&now), lines(&rebased.changes.apply(&now)));
        if asked[AddressLine::CountryCode] == then[AddressLine::CountryCode] && asked[AddressLine::Country].is_none() && near {
            prop_assert_eq!(&stored[AddressLine::Country], &then[AddressLine::Country]);
        }
    });
}
