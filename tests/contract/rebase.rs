//! The laws of moving a change onto a record that somebody else has changed meanwhile.

use carnet::domain::{Address, Line, Rebased, Record, Unit, between};
use proptest::prelude::*;

use crate::any::{self, Fork, same};

/// The units that the fork's two sides have touched: mine, theirs.
fn touched(fork: &Fork) -> (Vec<Unit>, Vec<Unit>) {
    let differs = |side| move |unit: &Unit| !same(&fork.loaded, side, *unit);
    (Unit::all().filter(differs(&fork.mine)).collect(), Unit::all().filter(differs(&fork.theirs)).collect())
}

fn rebased(fork: &Fork) -> Rebased {
    between(&fork.loaded, &fork.mine).rebase(&fork.loaded, &fork.theirs)
}

#[test]
fn onto_an_unchanged_record_it_is_the_change_itself() {
    proptest!(|(fork in any::fork())| {
        let changes = between(&fork.loaded, &fork.mine);
        let expected = Rebased { changes: changes.clone(), clashes: vec![], elsewhere: vec![] };
        prop_assert_eq!(changes.rebase(&fork.loaded, &fork.loaded), expected);
    });
}

#[test]
fn it_touches_neither_a_clash_nor_what_only_they_have_changed() {
    proptest!(|(fork in any::fork())| {
        let (mine, _) = touched(&fork);
        let rebased = rebased(&fork);
        for unit in rebased.changes.units() {
            prop_assert!(mine.contains(&unit), "{:?} is not mine", unit);
            prop_assert!(!rebased.clashes.contains(&unit) && !rebased.elsewhere.contains(&unit), "{:?}", unit);
            prop_assert!(same(&fork.loaded, &fork.theirs, unit), "{:?} is theirs too", unit);
        }
    });
}

#[test]
fn clashes_are_what_both_have_touched_and_left_different() {
    proptest!(|(fork in any::fork())| {
        let (mine, theirs) = touched(&fork);
        let rebased = rebased(&fork);
        let differ = |unit: &Unit| theirs.contains(unit) && !same(&fork.mine, &fork.theirs, *unit);
        prop_assert_eq!(rebased.clashes, mine.iter().copied().filter(differ).collect::<Vec<_>>());
        let elsewhere: Vec<Unit> = theirs.iter().copied().filter(|unit| !mine.contains(unit)).collect();
        prop_assert_eq!(rebased.elsewhere, elsewhere);
    });
}

#[test]
fn what_both_have_made_the_same_leaves_nothing_to_send() {
    proptest!(|(fork in any::fork())| {
        let agreed = Fork { theirs: fork.mine.clone(), ..fork.clone() };
        let expected = Rebased { changes: Default::default(), clashes: vec![], elsewhere: vec![] };
        prop_assert_eq!(rebased(&agreed), expected);
        for unit in rebased(&fork).changes.units() {
            prop_assert!(!same(&fork.mine, &fork.theirs, unit), "{:?} is there already", unit);
        }
    });
}

#[test]
fn what_one_side_alone_has_changed_survives() {
    proptest!(|(fork in any::fork())| {
        let (mine, theirs) = touched(&fork);
        let result = rebased(&fork).changes.apply(&fork.theirs);
        for unit in Unit::all() {
            let expected = match (mine.contains(&unit), theirs.contains(&unit)) {
                (true, false) => &fork.mine,
                // Where both have been, theirs stands until somebody has chosen.
                (_, true) => &fork.theirs,
                (false, false) => &fork.loaded,
            };
            prop_assert!(same(&result, expected, unit), "{:?}", unit);
        }
    });
}

#[test]
fn once_it_is_stored_there_is_nothing_left_to_send() {
    proptest!(|(fork in any::fork())| {
        let first = rebased(&fork);
        let stored = first.changes.apply(&fork.theirs);
        let again = between(&fork.loaded, &fork.mine).rebase(&fork.loaded, &stored);
        prop_assert!(again.changes.is_empty());
        prop_assert_eq!(again.clashes, first.clashes);
    });
}

#[test]
fn changes_of_different_units_end_the_same_in_either_order() {
    proptest!(|(fork in any::apart())| {
        let turned = Fork { mine: fork.theirs.clone(), theirs: fork.mine.clone(), ..fork.clone() };
        let (one, other) = (rebased(&fork), rebased(&turned));
        prop_assert_eq!((&one.clashes, &other.clashes), (&vec![], &vec![]));
        let stored = one.changes.apply(&fork.theirs);
        prop_assert_eq!(&other.changes.apply(&fork.mine), &stored);
        // And nothing is left to do for whoever asks again.
        prop_assert!(other.changes.rebase(&fork.mine, &stored).changes.is_empty());
    });
}

#[test]
fn a_label_the_vendor_fills_in_is_nobodys_change_and_is_not_erased() {
    proptest!(|(mut loaded in any::record(), mut wanted in any::record(), units in any::units(), near: bool)| {
        if let Some(address) = &mut loaded.address {
            address.lines[Line::Country] = None;
        }
        loaded.address = loaded.address.and_then(Address::unless_empty);
        if near && let Some(mut address) = loaded.address.clone() {
            // The same country, and the street of somebody else.
            address.lines[Line::Street] = Some("Rue de Rivoli".to_owned());
            wanted.address = Some(address);
        }
        let mut now = loaded.clone();
        any::label(&mut now);
        let mine = between(&loaded, &any::with(&loaded, &units, &wanted));
        let rebased = mine.rebase(&loaded, &now);
        prop_assert_eq!((rebased.clashes, rebased.elsewhere), (vec![], vec![]));
        prop_assert!(rebased.changes.units().all(|unit| mine.touches(unit)));
        let lines = |record: &Record| record.address.clone().unwrap_or_default().lines;
        let (asked, then, stored) = (lines(&mine.apply(&loaded)), lines(&now), lines(&rebased.changes.apply(&now)));
        if asked[Line::CountryCode] == then[Line::CountryCode] && asked[Line::Country].is_none() && near {
            prop_assert_eq!(&stored[Line::Country], &then[Line::Country]);
        }
    });
}
