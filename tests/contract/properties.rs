//! Properties of changes, patches and undo, for any records and drafts.

use std::cell::Cell;

use carnet::{
    domain::{Changes, Field, FormRules, OptIn, Phone, Record, between},
    form::{Draft, PhoneDraft},
    journey::{Confirmation, SaveReport},
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::json;

use crate::{
    generators::{self, field_eq, fields, record, with_fields_of},
    reference_server,
    vendors::WRITERS,
};

/// Rules of a vendor that offers channels, some of which the records have.
const OFFERED: FormRules = FormRules { channels: &["FR", "a", "MOBILE"], ..FormRules::UNLIMITED };

#[test]
fn change_between_two_records_applied_gives_the_second() {
    proptest!(|((loaded, wanted) in generators::edited_record())| {
        prop_assert_eq!(between(&loaded, &wanted).apply(&loaded), wanted);
    });
}

#[test]
fn change_without_edits_is_empty_and_does_nothing() {
    proptest!(|((loaded, wanted) in generators::edited_record())| {
        prop_assert!(between(&loaded, &loaded.clone()).is_empty());
        prop_assert_eq!(between(&loaded, &wanted).is_empty(), loaded == wanted);
        prop_assert_eq!(Changes::default().apply(&loaded), loaded);
    });
}

#[test]
fn edit_typed_back_is_no_change() {
    proptest!(|(loaded in record(), typed in vec(generators::draft(), 1..3), fields in fields())| {
        let before = Draft::of(&loaded, &OFFERED);
        let mut draft = before.clone();
        for typed in &typed {
            fields.iter().for_each(|field| generators::retype(&mut draft, *field, typed));
        }
        fields.iter().rev().for_each(|field| generators::retype(&mut draft, *field, &before));
        let (wanted, problems) = draft.read(&loaded, &OFFERED, |_| false);
        prop_assert_eq!(problems, vec![]);
        prop_assert!(between(&loaded, &wanted).is_empty());
    });
}

#[test]
fn edit_of_some_fields_touches_no_other() {
    proptest!(|(loaded in record(), typed in generators::draft(), fields in fields())| {
        let mut draft = Draft::of(&loaded, &OFFERED);
        fields.iter().for_each(|field| generators::retype(&mut draft, *field, &typed));
        let (wanted, _) = draft.read(&loaded, &OFFERED, |_| false);
        prop_assert!(between(&loaded, &wanted).fields().all(|field| fields.contains(&field)));
    });
}

#[test]
fn untouched_list_item_keeps_every_member() {
    proptest!(|(loaded in record(), edits in vec((0..4, 0..4_usize), 1..4))| {
        let stored = loaded.phones.clone().unwrap_or_default();
        let mut draft = Draft::of(&loaded, &OFFERED);
        // For each row, the index of the stored phone it still shows unedited.
        let mut untouched: Vec<Option<usize>> = (0..stored.len()).map(Some).collect();
        let fresh = || PhoneDraft { number: "+0 typed again".to_owned(), kind: "HOME".to_owned() };
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
        let last = draft.opt_ins.last_mut().expect("channels are offered");
        last.agreed = !last.agreed;
        let changed = last.channel.clone();
        let (wanted, _) = draft.read(&loaded, &OFFERED, |_| false);
        let phones = wanted.phones.unwrap_or_default();
        prop_assert_eq!(phones.len(), untouched.len(), "every row is kept, because none is empty");
        for (phone, shown) in phones.iter().zip(untouched) {
            // Of two rows that look alike, the draft cannot tell which stored phone is meant.
            let expected = stored.get(shown.unwrap_or(0)).map(PhoneDraft::from);
            let looks_alike = |phone: &&Phone| Some(PhoneDraft::from(*phone)) == expected;
            if let Some(index) = shown && stored.iter().filter(looks_alike).count() == 1 {
                prop_assert_eq!(phone, &stored[index]);
            }
        }
        let (stored, wanted) = (loaded.opt_ins.unwrap_or_default(), wanted.opt_ins.unwrap_or_default());
        // Of several with one channel, the last row on screen is the last one that is stored.
        let changed_row = stored.iter().rposition(|opt_in| opt_in.channel == changed);
        for (row, (stored, wanted)) in stored.iter().zip(&wanted).enumerate() {
            prop_assert_eq!(wanted == stored, Some(row) != changed_row, "row {}", row);
        }
        let is_added = |opt_in: &OptIn| opt_in.channel == changed && opt_in.agreed == Some(true);
        prop_assert!(wanted[stored.len()..].iter().all(is_added), "a channel that is only offered is not sent");
    });
}

#[test]
fn change_applied_twice_equals_applied_once() {
    proptest!(|((loaded, wanted) in generators::edited_record(), other in record())| {
        let changes = between(&loaded, &wanted);
        for record in [&loaded, &other] {
            let once = changes.apply(record);
            prop_assert_eq!(&changes.apply(&once), &once);
        }
    });
}

/// A report of a save as the app builds it, and the fields that the vendor can clear.
///
/// The record may have changed remotely before the save. The vendor may ignore a sent field, or store it with another
/// value; other sessions may change further fields before the read-back.
fn save_report() -> impl Strategy<Value = (SaveReport, Vec<Field>)> {
    let confirmation = select(vec![
        Confirmation::ReadBack,
        Confirmation::FoundOnReread,
        Confirmation::ReadBackFailed,
        Confirmation::AlreadyStored,
        Confirmation::KeptStoredValue,
    ]);
    let records = (record(), (record(), record(), record()));
    let selections = (fields(), fields(), fields(), fields(), fields());
    let flags = (confirmation, prop::bool::weighted(0.1), any::<bool>());
    (records, selections, flags).prop_map(
        |((loaded, others), selections, (confirmation, is_undo, clears_all))| {
            let (remote, edited, ignored, different, clears) = selections;
            let before = with_fields_of(&loaded, &remote, &others.0);
            let nothing_sent =
                [Confirmation::AlreadyStored, Confirmation::KeptStoredValue].contains(&confirmation);
            let edited = if nothing_sent { Vec::new() } else { edited };
            let requested = with_fields_of(&before, &edited, &others.1);
            let stored = with_fields_of(&requested, &ignored, &before);
            let stored = with_fields_of(&stored, &different, &others.2);
            let sent = between(&before, &requested).fields().collect();
            let clears = if clears_all { Field::all().collect() } else { clears };
            (SaveReport { confirmation, is_undo, sent, loaded, before, requested, stored }, clears)
        },
    )
}

#[test]
fn undo_of_save_restores_the_fields_it_sent() {
    let undone = Cell::new(0);
    proptest!(|((report, clears) in save_report())| {
        let Some(undo) = report.undo(|field| clears.contains(&field)) else { return Ok(()) };
        undone.set(undone.get() + 1);
        prop_assert!(undo.changes.fields().all(|field| report.sent.contains(&field)));
        let restored = undo.changes.apply(&report.stored);
        for field in Field::all() {
            let expected = if report.sent.contains(&field) { &report.before } else { &report.stored };
            prop_assert!(field_eq(&restored, expected, field), "{:?}", field);
        }
        // The undo is sent like any save that starts from the stored record, and cannot itself be undone.
        prop_assert_eq!((&undo.loaded, &undo.opened, &undo.typed), (&report.stored, &report.stored, &restored));
        prop_assert_eq!((undo.is_undo, undo.force_address), (true, undo.changes.touches(Field::Address)));
        let of_undo = SaveReport {
            confirmation: Confirmation::ReadBack,
            is_undo: undo.is_undo,
            sent: undo.changes.fields().collect(),
            loaded: report.stored.clone(),
            before: report.stored,
            requested: restored.clone(),
            stored: restored,
        };
        prop_assert_eq!(of_undo.undo(|_| true), None);
    });
    assert!(undone.get() > 0, "no case has an undo");
}

#[test]
fn undo_of_save_is_none_if_uncertain_or_not_clearable() {
    let (offered, refused) = (Cell::new(0), Cell::new(0));
    proptest!(|((report, clears) in save_report())| {
        let SaveReport { confirmation, is_undo, sent, before, requested, stored, .. } = &report;
        let is_certain = match confirmation {
            Confirmation::ReadBack | Confirmation::AlreadyStored | Confirmation::KeptStoredValue => true,
            // If a sent field has another value, the save may be somebody else's.
            Confirmation::FoundOnReread => sent.iter().all(|field| stored.satisfies(requested, *field)),
            Confirmation::ReadBackFailed => false,
        };
        let to_restore: Vec<Field> =
            sent.iter().copied().filter(|field| !field_eq(stored, before, *field)).collect();
        let was_empty = |field| field_eq(before, &Record::default(), field);
        let can_clear = to_restore.iter().all(|field| clears.contains(field) || !was_empty(*field));
        let expected = !is_undo && is_certain && can_clear && !to_restore.is_empty();
        let count = if expected { &offered } else { &refused };
        count.set(count.get() + 1);
        prop_assert_eq!(report.undo(|field| clears.contains(&field)).is_some(), expected);
    });
    assert!(offered.get() > 0 && refused.get() > 0, "{offered:?} {refused:?}");
}

#[test]
fn change_without_any_one_of_its_fields_differs() {
    proptest!(|((loaded, wanted) in generators::edited_record())| {
        let changes = between(&loaded, &wanted);
        for field in changes.fields() {
            let rest = changes.only(|other| other != field);
            prop_assert_ne!(&rest.apply(&loaded), &wanted, "{:?} is redundant", field);
            let completed = with_fields_of(&rest.apply(&loaded), &[field], &wanted);
            prop_assert_eq!(&completed, &wanted, "{:?} changes another field", field);
        }
    });
}

#[test]
fn changes_of_different_fields_commute() {
    proptest!(|(fork in generators::disjoint_fork())| {
        let (mine, theirs) = (between(&fork.loaded, &fork.mine), between(&fork.loaded, &fork.theirs));
        let both = mine.apply(&theirs.apply(&fork.loaded));
        prop_assert_eq!(&theirs.apply(&mine.apply(&fork.loaded)), &both);
        for field in Field::all() {
            let side = if mine.touches(field) { &fork.mine } else { &fork.theirs };
            prop_assert!(field_eq(&both, side, field), "{:?}", field);
        }
    });
}

#[test]
fn patch_gives_wanted_record_if_vendor_merges_or_replaces() {
    for fixture in WRITERS {
        for vendor in [reference_server::merge, reference_server::replace] {
            proptest!(|((loaded, wanted) in generators::edited_record())| {
                let (loaded, mut wanted) = (fixture.restrict(&loaded), fixture.restrict(&wanted));
                // Some fields can be changed but not cleared.
                for field in fixture.fields().filter(|field| !fixture.vendor.clears(*field)) {
                    if wanted.is_empty(field) {
                        wanted.copy_field_from(field, &loaded);
                    }
                }
                let mut stored = json!({});
                vendor(&mut stored, &reference_server::patch_body(fixture, &between(&Record::default(), &loaded)));
                prop_assert_eq!(&reference_server::read_record(fixture, &stored), &loaded);

                let patch = reference_server::patch_body(fixture, &between(&loaded, &wanted));
                let members = patch.as_object().map(|patch| patch.keys().cloned().collect::<Vec<_>>());
                let fields = between(&loaded, &wanted).fields().map(|field| fixture.member(field)).collect::<Vec<_>>();
                prop_assert_eq!(members.unwrap_or_default(), fields, "one member for each field, and no other");
                vendor(&mut stored, &patch);
                prop_assert_eq!(&reference_server::read_record(fixture, &stored), &wanted);
            });
        }
    }
}

#[test]
fn patch_never_names_read_only_members() {
    for fixture in WRITERS {
        let own = |name: &str| fixture.read_only.contains(&name);
        assert!(fixture.fields().all(|field| !own(fixture.member(field))));
        proptest!(|(document in generators::document(fixture), typed in generators::draft(), fields in fields())| {
            let stored = serde_json::from_str(&carnet::json::write(&document)).expect("JSON");
            let stored = if matches!(stored, serde_json::Value::Object(_)) { stored } else { json!({}) };
            let loaded = reference_server::read_record(fixture, &stored);
            let mut draft = Draft::from(&loaded);
            let fields: Vec<Field> = fields.into_iter().filter(|field| fixture.vendor.writes(*field)).collect();
            fields.iter().for_each(|field| generators::retype(&mut draft, *field, &typed));
            let (wanted, _) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            let patch = reference_server::patch_body(fixture, &between(&loaded, &wanted));
            for name in patch.as_object().into_iter().flat_map(|patch| patch.keys()) {
                prop_assert!(!own(name), "{name} is read-only");
                let mut edited = fields.iter().map(|field| fixture.member(*field));
                prop_assert!(edited.any(|member| member == name), "{name} was not edited");
            }
        });
    }
}
