//! The laws of a change, for any two records and whatever is typed.

use carnet::{
    domain::{Changes, Field, OptIn, Phone, Record, between},
    form::{Draft, OptInDraft, PhoneDraft},
};
use proptest::{collection::vec, prelude::*};
use serde_json::json;

use crate::{any, paper, vendors::WRITERS};

#[test]
fn a_change_between_two_records_makes_one_of_the_other() {
    proptest!(|((loaded, wanted) in any::edited())| {
        prop_assert_eq!(between(&loaded, &wanted).apply(&loaded), wanted);
    });
}

#[test]
fn nothing_edited_is_no_change_and_a_change_that_touches_nothing_changes_nothing() {
    proptest!(|((loaded, wanted) in any::edited())| {
        prop_assert!(between(&loaded, &loaded.clone()).is_empty());
        prop_assert_eq!(between(&loaded, &wanted).is_empty(), loaded == wanted);
        prop_assert_eq!(Changes::default().apply(&loaded), loaded);
    });
}

#[test]
fn an_edit_that_is_undone_is_no_change() {
    proptest!(|(loaded in any::record(), typed in vec(any::draft(), 1..3), fields in any::fields())| {
        let before = Draft::from(&loaded);
        let mut draft = before.clone();
        for typed in &typed {
            fields.iter().for_each(|field| any::retype(&mut draft, *field, typed));
        }
        fields.iter().rev().for_each(|field| any::retype(&mut draft, *field, &before));
        let (wanted, problems) = draft.read(&loaded, |_| false);
        prop_assert_eq!(problems, vec![]);
        prop_assert!(between(&loaded, &wanted).is_empty());
    });
}

#[test]
fn an_edit_of_some_units_touches_no_other() {
    proptest!(|(loaded in any::record(), typed in any::draft(), fields in any::fields())| {
        let mut draft = Draft::from(&loaded);
        fields.iter().for_each(|field| any::retype(&mut draft, *field, &typed));
        let (wanted, _) = draft.read(&loaded, |_| false);
        prop_assert!(between(&loaded, &wanted).fields().all(|field| fields.contains(&field)));
    });
}

#[test]
fn an_item_of_a_list_that_nobody_touched_keeps_all_it_came_with() {
    proptest!(|(loaded in any::record(), edits in vec((0..4, 0..4_usize), 1..4))| {
        let stored = loaded.phones.clone().unwrap_or_default();
        let mut draft = Draft::from(&loaded);
        // Beside each row, the phone that stands there untouched.
        let mut untouched: Vec<Option<usize>> = (0..stored.len()).map(Some).collect();
        let fresh = || PhoneDraft { number: "+0 typed anew".to_owned(), kind: "HOME".to_owned() };
        for (edit, row) in edits {
            match (edit, draft.phones.get(row).is_some()) {
                (0, _) => {
                    draft.phones.reverse();
                    untouched.reverse();
                }
                (1, true) => (draft.phones[row], untouched[row]) = (fresh(), None),
                (2, true) => drop((draft.phones.remove(row), untouched.remove(row))),
                _ => {
                    draft.phones.push(fresh());
                    untouched.push(None);
                }
            }
        }
        for (row, opt_in) in draft.opt_ins.iter_mut().enumerate() {
            opt_in.agreed ^= row == 0;
        }
        let (wanted, _) = draft.read(&loaded, |_| false);
        let phones = wanted.phones.unwrap_or_default();
        prop_assert_eq!(phones.len(), untouched.len(), "no row is empty");
        for (phone, stands) in phones.iter().zip(untouched) {
            // Of two that look alike nobody can tell which one it was.
            let alike = |phone: &&Phone| PhoneDraft::from(*phone) == PhoneDraft::from(&stored[stands.unwrap_or(0)]);
            if let Some(index) = stands && stored.iter().filter(alike).count() == 1 {
                prop_assert_eq!(phone, &stored[index]);
            }
        }
        let stored = loaded.opt_ins.unwrap_or_default();
        for (row, opt_in) in wanted.opt_ins.unwrap_or_default().iter().enumerate().skip(1) {
            let alike = |opt_in: &&OptIn| OptInDraft::from(*opt_in) == OptInDraft::from(&stored[row]);
            if stored.iter().filter(alike).count() == 1 {
                prop_assert_eq!(opt_in, &stored[row]);
            }
        }
    });
}

#[test]
fn applied_twice_is_applied_once() {
    proptest!(|((loaded, wanted) in any::edited(), other in any::record())| {
        let changes = between(&loaded, &wanted);
        for record in [&loaded, &other] {
            let once = changes.apply(record);
            prop_assert_eq!(&changes.apply(&once), &once);
        }
    });
}

#[test]
fn every_unit_of_a_change_is_needed() {
    proptest!(|((loaded, wanted) in any::edited())| {
        let changes = between(&loaded, &wanted);
        for field in changes.fields() {
            let rest = changes.only(|other| other != field);
            prop_assert_ne!(&rest.apply(&loaded), &wanted, "{:?} is needed", field);
            prop_assert_eq!(&any::with(&rest.apply(&loaded), &[field], &wanted), &wanted, "and does {:?} alone", field);
        }
    });
}

#[test]
fn changes_of_different_units_commute() {
    proptest!(|(fork in any::apart())| {
        let (mine, theirs) = (between(&fork.loaded, &fork.mine), between(&fork.loaded, &fork.theirs));
        let both = mine.apply(&theirs.apply(&fork.loaded));
        prop_assert_eq!(&theirs.apply(&mine.apply(&fork.loaded)), &both);
        for field in Field::all() {
            let side = if mine.touches(field) { &fork.mine } else { &fork.theirs };
            prop_assert!(any::same(&both, side, field), "{:?}", field);
        }
    });
}

#[test]
fn a_patch_makes_of_the_stored_document_what_is_wanted_under_both_readings() {
    for fixture in WRITERS {
        for vendor in [paper::merges, paper::replaces] {
            proptest!(|((loaded, mut wanted) in any::edited())| {
                // A flag can be turned and cannot be emptied.
                wanted.data_use = wanted.data_use.or(loaded.data_use);
                let mut stored = json!({});
                vendor(&mut stored, &paper::body(fixture, &between(&Record::default(), &loaded)));
                prop_assert_eq!(&paper::read(fixture, &stored), &loaded);

                let patch = paper::body(fixture, &between(&loaded, &wanted));
                let members = patch.as_object().map(|patch| patch.keys().cloned().collect::<Vec<_>>());
                let fields = between(&loaded, &wanted).fields().map(|field| fixture.member(field)).collect::<Vec<_>>();
                prop_assert_eq!(members.unwrap_or_default(), fields, "a member for each field, and no other");
                vendor(&mut stored, &patch);
                prop_assert_eq!(&paper::read(fixture, &stored), &wanted);
            });
        }
    }
}

#[test]
fn no_patch_names_what_is_the_vendors_own() {
    for fixture in WRITERS {
        let own = |name: &str| fixture.read_only.contains(&name);
        assert!(fixture.fields().all(|field| !own(fixture.member(field))));
        proptest!(|(document in any::document(fixture), typed in any::draft(), fields in any::fields())| {
            let stored = serde_json::from_str(&carnet::json::write(&document).expect("JSON")).expect("JSON");
            let stored = if matches!(stored, serde_json::Value::Object(_)) { stored } else { json!({}) };
            let loaded = paper::read(fixture, &stored);
            let mut draft = Draft::from(&loaded);
            fields.iter().for_each(|field| any::retype(&mut draft, *field, &typed));
            let (wanted, _) = draft.read(&loaded, |_| false);
            let patch = paper::body(fixture, &between(&loaded, &wanted));
            for name in patch.as_object().into_iter().flat_map(|patch| patch.keys()) {
                prop_assert!(!own(name), "{name} is the vendor's own");
                let mut edited = fields.iter().map(|field| fixture.member(*field));
                prop_assert!(edited.any(|member| member == name), "{name} was not edited");
            }
        });
    }
}
