//! Up to three sessions edit one record at the same time: no save and no undo overwrites a value that its customer has
//! not seen.
//!
//! Each session loads, types and saves. A save is the app's own, [`Saving`]: the test makes its calls, one at a time, in
//! the order of a schedule. The undo is the app's own too. The test keeps what each session has seen: after a write,
//! every value that the writer had not seen must be unchanged.

use std::cell::Cell;

use carnet::{
    domain::{AddressLine, Changes, CustomerId, Field, FormRules, Profile, Record, between},
    error::ApiError,
    form::Draft,
    journey::{Answer, Call, Conflict, Resolution, SaveReport, SaveRequest, SaveResult, SaveStep, Saving},
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
    /// The save that waits for its write.
    ready: Option<Ready>,
}

/// A save that waits for its write, with what the test checks.
struct Ready {
    saving: Saving,
    changes: Changes,
    version: Option<String>,
    /// The record as it was read before the write.
    before: Record,
    wanted: Record,
    is_undo: bool,
}

/// The stored record, and the number of writes.
struct Vendor {
    record: Record,
    version: usize,
    /// Whether the vendor returns versions and rejects a write for an older one.
    is_guarded: bool,
}

impl Vendor {
    fn profile(&self) -> Profile {
        let version = self.is_guarded.then(|| format!("\"{}\"", self.version));
        Profile { record: self.record.clone(), version, ..Profile::default() }
    }

    /// Stores the change, unless it was made for another version. Fills in the country's label.
    fn write(&mut self, changes: &Changes, version: Option<&str>) -> Result<(), ApiError> {
        if version.is_some_and(|version| Some(version) != self.profile().version.as_deref()) {
            return Err(ApiError::PreconditionFailed);
        }
        let mut stored = changes.apply(&self.record);
        if changes.touches(Field::Address) {
            generators::fill_country_label(&mut stored);
        }
        self.record = stored;
        self.version += 1;
        Ok(())
    }
}

/// What the read before a write leads to.
enum AfterRead {
    Ready(Box<Ready>),
    Conflict(Box<Conflict>),
    /// There is nothing to send.
    Done,
}

/// Answers the read before the write of a save.
fn read(saving: Saving, vendor: &Vendor, request: &SaveRequest) -> AfterRead {
    match saving.answer(Answer::Read(Ok(Box::new(vendor.profile())))) {
        SaveStep::Call(saving, Call::Write { changes, version, .. }) => AfterRead::Ready(Box::new(Ready {
            saving: *saving,
            changes: *changes,
            version,
            before: vendor.record.clone(),
            wanted: request.typed.clone(),
            is_undo: request.is_undo,
        })),
        SaveStep::Done(SaveResult::Conflict(conflict, _)) => AfterRead::Conflict(conflict),
        SaveStep::Done(SaveResult::Saved(..)) => AfterRead::Done,
        other => panic!("a read is followed by a write, a conflict or the end: {other:?}"),
    }
}

fn start(request: &SaveRequest) -> Saving {
    Saving::start(CustomerId::parse("1").expect("an id"), request.clone()).0
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
        for problem in self.draft.read(&self.seen, &FormRules::UNLIMITED, |_| false).1 {
            generators::retype(&mut self.draft, problem.path.field(), &before);
        }
        self.draft.read(&self.seen, &FormRules::UNLIMITED, |_| false).0
    }

    /// Starts a save and answers its read. Conflicts are shown, and resolved by a bit for each: mine or theirs. Returns
    /// the number of conflicts.
    fn read(&mut self, vendor: &Vendor, chosen: u32) -> usize {
        let wanted = self.wanted();
        let request = SaveRequest::new(self.seen.clone(), between(&self.seen, &wanted));
        self.ready = None;
        match read(start(&request), vendor, &request) {
            AfterRead::Ready(ready) => self.ready = Some(*ready),
            AfterRead::Conflict(conflict) => {
                let resolution = |field: Field| {
                    let at = conflict.fields.iter().position(|other| *other == field).unwrap_or_default();
                    if chosen >> at & 1 == 1 { Resolution::Typed } else { Resolution::Stored }
                };
                let resolved = conflict.resolve(resolution);
                self.seen = resolved.loaded.clone();
                self.draft = Draft::from(&resolved.changes.apply(&resolved.loaded));
                return conflict.fields.len();
            }
            AfterRead::Done => {}
        }
        0
    }

    /// Starts the undo of the last save, if there is one, and answers its read. Returns the number of conflicts.
    fn undo(&mut self, vendor: &Vendor) -> usize {
        let Some(undo) = self.undo.take() else { return 0 };
        match read(start(&undo), vendor, &undo) {
            AfterRead::Ready(ready) => {
                *self = Session::showing(undo.loaded);
                self.ready = Some(*ready);
            }
            AfterRead::Conflict(conflict) => {
                *self = Session::open(vendor);
                return conflict.fields.len();
            }
            AfterRead::Done => *self = Session::open(vendor),
        }
        0
    }
}

impl Ready {
    /// Writes and reads back. Returns the report; `None` if the vendor rejected the write as outdated. Then the app
    /// reads again.
    fn write(self, vendor: &mut Vendor) -> Option<SaveReport> {
        let result = vendor.write(&self.changes, self.version.as_deref());
        let is_rejected = result.is_err();
        let step = self.saving.answer(Answer::Written { result, may_block_if_match: false });
        let SaveStep::Call(saving, Call::Read { .. }) = step else {
            panic!("a write is followed by a read: {step:?}")
        };
        if is_rejected {
            return None;
        }
        match saving.answer(Answer::Read(Ok(Box::new(vendor.profile())))) {
            SaveStep::Done(SaveResult::Saved(report, _)) => Some(*report),
            other => panic!("a write that was accepted ends in a report: {other:?}"),
        }
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
    let mut vendor = Vendor { record: first.clone(), version: 0, is_guarded: guarded };
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
                let Some(ready) = session.ready.take() else { continue };
                prop_assert!(!ready.changes.is_empty(), "an empty change is not sent");
                let (changes, before) = (ready.changes.clone(), vendor.record.clone());
                let (wanted, was_read, is_undo) = (ready.wanted.clone(), ready.before.clone(), ready.is_undo);
                let Some(report) = ready.write(&mut vendor) else {
                    prop_assert_eq!(&vendor.record, &before, "a rejected write stores nothing");
                    add(&events.rejected, 1);
                    continue;
                };
                add(&events.writes, 1);
                add(&events.undone, usize::from(is_undo));
                add(
                    &events.merged,
                    usize::from(!Field::all().all(|field| before.satisfies(&session.seen, field))),
                );
                for field in Field::all() {
                    if changes.touches(field) {
                        prop_assert!(
                            vendor.record.satisfies(&wanted, field),
                            "{:?} is stored as requested",
                            field
                        );
                    } else {
                        prop_assert!(
                            field_eq(&vendor.record, &before, field),
                            "{:?} was not sent and stays",
                            field
                        );
                        let was_there = was_read.satisfies(&wanted, field);
                        let is_mine = !field_eq(&wanted, &session.seen, field);
                        prop_assert!(was_there || !is_mine, "{:?} was edited but not sent", field);
                    }
                    let overwritten =
                        !field_eq(&vendor.record, &before, field) && !before.satisfies(&session.seen, field);
                    if overwritten {
                        add(&events.overwritten, 1);
                        prop_assert!(!guarded, "{:?} is overwritten unseen", field);
                        prop_assert!(
                            !field_eq(&before, &was_read, field),
                            "{:?} is overwritten unseen, although it was there when the record was read",
                            field
                        );
                    }
                }
                let undo = report.undo(|_| true);
                prop_assert!(!is_undo || undo.is_none(), "an undo cannot be undone");
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
        let mut vendor = Vendor { record: fork.theirs.clone(), version: 0, is_guarded: false };
        let mut request = SaveRequest::new(fork.loaded.clone(), between(&fork.loaded, &fork.mine));
        // Fields in conflict keep what is stored.
        if let AfterRead::Conflict(conflict) = read(start(&request), &vendor, &request) {
            request = conflict.resolve(|_| Resolution::Stored);
        }
        let AfterRead::Ready(ready) = read(start(&request), &vendor, &request) else { return Ok(()) };
        let before = ready.before.clone();
        let report = ready.write(&mut vendor).expect("the vendor has no versions");
        let Some(undo) = report.undo(|_| true) else { return Ok(()) };
        let stored = vendor.record.clone();
        let now = generators::with_fields_of(&stored, &fields, &other);
        let rebased = undo.changes.rebase_onto(&undo.loaded, &now);
        let result = rebased.changes.apply(&now);
        for field in Field::all() {
            let is_remote = !field_eq(&now, &stored, field);
            if is_remote {
                prop_assert!(field_eq(&result, &now, field), "{:?} is overwritten", field);
            }
            let is_restored = field_eq(&now, &before, field);
            let expected = undo.changes.touches(field) && is_remote && !is_restored;
            prop_assert_eq!(rebased.conflicts.contains(&field), expected, "{:?}", field);
        }
        add(&conflicts, rebased.conflicts.len());
    });
    assert!(conflicts.get() > 0, "no case has a conflict");
}
