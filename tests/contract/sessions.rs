//! Up to three sessions edit one record at the same time: no save and no undo overwrites a value that its customer has
//! not seen.
//!
//! Each session loads, types and saves: it reads the record, rebases its change and writes. A schedule orders the
//! steps. The test keeps what each session has seen: after a write, every value that the writer had not seen must be
//! unchanged.
//!
//! **Limit of these tests.** The loop of reading, rebasing and writing is implemented here, in [`Session`] and
//! [`Vendor`]. The tests prove `between`, `rebase_onto` and `apply`, and that such a loop is safe. They do not run the
//! app's loop, `save()` in `src/journey/save.rs`. The undo is the app's own: the test builds the [`SaveReport`] of each
//! write and calls [`SaveReport::undo`].

use std::cell::Cell;

use carnet::{
    domain::{AddressLine, Changes, Field, Record, between},
    form::Draft,
    journey::{Confirmation, SaveReport, SaveRequest},
};
use proptest::{collection::vec, prelude::*};

use crate::generators::{self, field_eq};

/// A step of a session.
#[derive(Clone, Debug)]
enum Step {
    /// Loads the page again; the draft is discarded.
    Load,
    /// Types into these fields the texts of one of the drafts.
    Type(Vec<Field>, usize),
    /// Reads the record and rebases the change. Conflicts are shown; a bit per field chooses mine or theirs.
    Read(u32),
    /// Reads the record and rebases the undo of the last save; the draft is discarded. Conflicts are shown.
    Undo,
    /// Writes the rebased change.
    Write,
}

/// Mostly single steps of a session; sometimes all steps of a save or an undo, with no other session in between. Rarely
/// two saves of the same fields by two sessions, and then the undo of the first.
fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let typing = || (generators::fields(), 0..DRAFTS).prop_map(|(fields, draft)| Step::Type(fields, draft));
    let reading = || any::<u32>().prop_map(Step::Read);
    let session = || prop_oneof![3 => 0..2_usize, 1 => Just(2)];
    let steps = prop_oneof![
        1 => Just(vec![Step::Load]),
        3 => typing().prop_map(|typing| vec![typing]),
        3 => (typing(), reading()).prop_map(|(typing, reading)| vec![typing, reading]),
        3 => (typing(), reading()).prop_map(|(typing, reading)| vec![typing, reading, Step::Write]),
        2 => reading().prop_map(|reading| vec![reading]),
        1 => Just(vec![Step::Undo]),
        1 => Just(vec![Step::Undo, Step::Write]),
        4 => Just(vec![Step::Write]),
    ];
    let of_one = (session(), steps)
        .prop_map(|(session, steps)| steps.into_iter().map(|step| (session, step)).collect::<Vec<_>>());
    let save = |session: usize, fields: &[Field], draft| {
        [Step::Load, Step::Type(fields.to_vec(), draft), Step::Read(0), Step::Write]
            .map(|step| (session, step))
    };
    let saves_and_undo =
        (generators::fields(), 0..DRAFTS, 0..DRAFTS).prop_map(move |(fields, one, other)| {
            let undo = [(0, Step::Undo), (0, Step::Write)];
            [save(0, &fields, one).as_slice(), &save(1, &fields, other), &undo].concat()
        });
    prop_oneof![19 => of_one, 1 => saves_and_undo]
}

/// The number of drafts to type from.
const DRAFTS: usize = 3;

/// The page of one session.
struct Session {
    /// The record as the customer has seen it.
    seen: Record,
    draft: Draft,
    /// The undo of the last save, until the page is loaded again.
    undo: Option<SaveRequest>,
    /// The write that `Step::Read` or `Step::Undo` has prepared.
    ready: Option<Ready>,
}

struct Ready {
    version: usize,
    before: Record,
    wanted: Record,
    changes: Changes,
    is_undo: bool,
}

/// The stored record, and the number of writes.
struct Vendor {
    record: Record,
    version: usize,
}

impl Session {
    fn open(vendor: &Vendor) -> Session {
        Session::showing(vendor.record.clone())
    }

    fn showing(record: Record) -> Session {
        Session { draft: Draft::from(&record), seen: record, undo: None, ready: None }
    }

    /// The wanted record. Fields with a validation error are typed back first.
    fn wanted(&mut self) -> Record {
        let before = Draft::from(&self.seen);
        for problem in self.draft.read(&self.seen, |_| false).1 {
            generators::retype(&mut self.draft, problem.path.field(), &before);
        }
        self.draft.read(&self.seen, |_| false).0
    }

    /// Reads the record and rebases the change. Returns the number of conflicts.
    fn read(&mut self, vendor: &Vendor, chosen: u32) -> usize {
        let wanted = self.wanted();
        let now = &vendor.record;
        let rebased = between(&self.seen, &wanted).rebase_onto(&self.seen, now);
        self.ready = None;
        if rebased.conflicts.is_empty() {
            let (before, changes) = (now.clone(), rebased.changes);
            self.ready = Some(Ready { version: vendor.version, before, wanted, changes, is_undo: false });
        } else {
            let mut resolved = rebased.changes.apply(now);
            for (at, field) in rebased.conflicts.iter().enumerate() {
                if chosen >> at & 1 == 1 {
                    resolved.copy_field_from(*field, &wanted);
                }
            }
            self.seen = now.clone();
            self.draft = Draft::from(&resolved);
        }
        rebased.conflicts.len()
    }

    /// Reads the record and rebases the undo of the last save, if there is one. Returns the number of conflicts.
    fn undo(&mut self, vendor: &Vendor) -> usize {
        let Some(undo) = self.undo.take() else { return 0 };
        let now = &vendor.record;
        let rebased = undo.changes.rebase_onto(&undo.loaded, now);
        let conflicts = rebased.conflicts.len();
        if conflicts > 0 {
            *self = Session::open(vendor);
        } else {
            let (before, wanted, changes) = (now.clone(), undo.typed, rebased.changes);
            *self = Session::showing(undo.loaded);
            self.ready = Some(Ready { version: vendor.version, before, wanted, changes, is_undo: true });
        }
        conflicts
    }
}

impl Ready {
    /// The undo that the app offers after this write, once it is read back.
    fn undo(&self, seen: &Record, stored: &Record) -> Option<SaveRequest> {
        let report = SaveReport {
            confirmation: Confirmation::ReadBack,
            is_undo: self.is_undo,
            sent: self.changes.fields().collect(),
            loaded: seen.clone(),
            before: self.before.clone(),
            requested: self.changes.apply(&self.before),
            stored: stored.clone(),
        };
        report.undo(|_| true)
    }
}

impl Vendor {
    /// Stores the change and returns true, unless `guarded` and it was made for another version. Fills in the country's
    /// label.
    fn write(&mut self, ready: &Ready, guarded: bool) -> bool {
        let accepted = !guarded || ready.version == self.version;
        if accepted {
            let mut stored = ready.changes.apply(&self.record);
            if ready.changes.touches(Field::Address) {
                generators::fill_country_label(&mut stored);
            }
            self.record = stored;
            self.version += 1;
        }
        accepted
    }
}

/// The counts of events in all schedules together. A property is proved only if its events happen.
#[derive(Debug, Default)]
struct Events {
    writes: Cell<usize>,
    conflicts: Cell<usize>,
    rejected: Cell<usize>,
    merged: Cell<usize>,
    overwritten: Cell<usize>,
    undone: Cell<usize>,
    undo_conflicts: Cell<usize>,
}

impl Events {
    /// Asserts that each of these happened, if there were enough cases.
    fn assert_all(&self, counts: &[&Cell<usize>]) {
        let enough = ProptestConfig::default().cases >= 256;
        assert!(!enough || counts.iter().all(|count| count.get() > 0), "{self:?}");
    }
}

fn add(count: &Cell<usize>, by: usize) {
    count.set(count.get() + by);
}

/// Runs a schedule. `guarded`: the vendor returns versions and rejects a write for an older one.
fn run(
    first: &Record,
    drafts: &[Draft],
    schedule: &[(usize, Step)],
    guarded: bool,
    events: &Events,
) -> Result<(), TestCaseError> {
    let mut vendor = Vendor { record: first.clone(), version: 0 };
    let mut sessions = [(); 3].map(|()| Session::open(&vendor));
    for (index, step) in schedule {
        let session = &mut sessions[*index];
        match step {
            Step::Load => *session = Session::open(&vendor),
            Step::Type(fields, draft) => {
                fields
                    .iter()
                    .for_each(|field| generators::retype(&mut session.draft, *field, &drafts[*draft]));
                // The country's label is shown but never typed.
                let label = Draft::from(&session.seen).lines[AddressLine::Country].clone();
                session.draft.lines[AddressLine::Country] = label;
            }
            Step::Read(chosen) => add(&events.conflicts, session.read(&vendor, *chosen)),
            Step::Undo => add(&events.undo_conflicts, session.undo(&vendor)),
            Step::Write => {
                let Some(ready) = session.ready.take().filter(|ready| !ready.changes.is_empty()) else {
                    continue;
                };
                let before = vendor.record.clone();
                if !vendor.write(&ready, guarded) {
                    prop_assert_eq!(&vendor.record, &before, "a rejected write stores nothing");
                    add(&events.rejected, 1);
                    continue;
                }
                add(&events.writes, 1);
                add(&events.undone, usize::from(ready.is_undo));
                add(
                    &events.merged,
                    usize::from(!Field::all().all(|field| before.satisfies(&session.seen, field))),
                );
                for field in Field::all() {
                    if ready.changes.touches(field) {
                        prop_assert!(
                            vendor.record.satisfies(&ready.wanted, field),
                            "{:?} is stored as requested",
                            field
                        );
                    } else {
                        prop_assert!(
                            field_eq(&vendor.record, &before, field),
                            "{:?} was not sent and stays",
                            field
                        );
                        let was_there = ready.before.satisfies(&ready.wanted, field);
                        let is_mine = !field_eq(&ready.wanted, &session.seen, field);
                        prop_assert!(was_there || !is_mine, "{:?} was edited but not sent", field);
                    }
                    let overwritten =
                        !field_eq(&vendor.record, &before, field) && !before.satisfies(&session.seen, field);
                    if overwritten {
                        add(&events.overwritten, 1);
                        prop_assert!(!guarded, "{:?} is overwritten unseen", field);
                        prop_assert!(
                            !field_eq(&before, &ready.before, field),
                            "{:?} is overwritten unseen, although it was there when the record was read",
                            field
                        );
                    }
                }
                let undo = ready.undo(&session.seen, &vendor.record);
                prop_assert!(!ready.is_undo || undo.is_none(), "an undo cannot be undone");
                *session = Session { undo, ..Session::open(&vendor) };
            }
        }
    }
    Ok(())
}

/// A stored record, drafts to type from, and a schedule of (session, step).
fn scenario() -> impl Strategy<Value = (Record, Vec<Draft>, Vec<(usize, Step)>)> {
    let drafts = prop_oneof![
        2 => generators::record_with_country_label().prop_map(|record| Draft::from(&record)),
        1 => generators::draft(),
    ];
    let schedule = vec(steps(), 4..16).prop_map(|steps| steps.concat());
    (generators::record_with_country_label(), vec(drafts, DRAFTS), schedule)
}

#[test]
fn sessions_with_versions_overwrite_nothing_unseen() {
    let events = Events::default();
    proptest!(|((first, drafts, schedule) in scenario())| {
        run(&first, &drafts, &schedule, true, &events)?;
    });
    events.assert_all(&[&events.writes, &events.conflicts, &events.rejected, &events.merged]);
    events.assert_all(&[&events.undone, &events.undo_conflicts]);
}

/// The exact limit of what can be lost at a vendor without versions.
#[test]
fn sessions_without_versions_overwrite_only_writes_between_read_and_write() {
    let events = Events::default();
    proptest!(|((first, drafts, schedule) in scenario())| {
        run(&first, &drafts, &schedule, false, &events)?;
    });
    events.assert_all(&[&events.writes, &events.conflicts, &events.merged, &events.overwritten]);
    events.assert_all(&[&events.undone, &events.undo_conflicts]);
}

#[test]
fn sessions_without_versions_and_without_writes_in_between_overwrite_nothing_unseen() {
    let events = Events::default();
    proptest!(|((first, drafts, schedule) in scenario())| {
        // Each read is followed by its write at once.
        let schedule: Vec<(usize, Step)> = schedule
            .into_iter()
            .filter(|(_, step)| !matches!(step, Step::Write))
            .flat_map(|(session, step)| {
                let write = matches!(step, Step::Read(_) | Step::Undo).then_some((session, Step::Write));
                [(session, step)].into_iter().chain(write)
            })
            .collect();
        run(&first, &drafts, &schedule, false, &events)?;
    });
    events.assert_all(&[&events.writes, &events.conflicts, &events.merged]);
    events.assert_all(&[&events.undone, &events.undo_conflicts]);
    assert_eq!(events.overwritten.get(), 0);
}

#[test]
fn undo_after_remote_change_of_same_field_is_a_conflict() {
    let conflicts = Cell::new(0);
    let remote = (generators::record_with_country_label(), generators::fields());
    proptest!(|(fork in generators::fork(), (other, fields) in remote)| {
        // A save of `mine` onto `theirs`, then a change by another session, then the undo.
        let changes = between(&fork.loaded, &fork.mine).rebase_onto(&fork.loaded, &fork.theirs).changes;
        let stored = changes.apply(&fork.theirs);
        let (wanted, before) = (stored.clone(), fork.theirs.clone());
        let ready = Ready { version: 0, before, wanted, changes, is_undo: false };
        let Some(undo) = ready.undo(&fork.loaded, &stored) else { return Ok(()) };
        let now = generators::with_fields_of(&stored, &fields, &other);
        let rebased = undo.changes.rebase_onto(&undo.loaded, &now);
        let result = rebased.changes.apply(&now);
        for field in Field::all() {
            let is_remote = !field_eq(&now, &stored, field);
            if is_remote {
                prop_assert!(field_eq(&result, &now, field), "{:?} is overwritten", field);
            }
            let is_restored = field_eq(&now, &ready.before, field);
            let expected = undo.changes.touches(field) && is_remote && !is_restored;
            prop_assert_eq!(rebased.conflicts.contains(&field), expected, "{:?}", field);
        }
        add(&conflicts, rebased.conflicts.len());
    });
    assert!(conflicts.get() > 0, "no case has a conflict");
}
