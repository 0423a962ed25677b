//! Two or three people edit one record at the same time: nothing anybody saved is overwritten in silence.
//!
//! Each loads, types and saves, as a save goes in the app: look, move the change onto what is there, write. A
//! schedule says who does what next. Whether the write may count is not asked of the code under test: the test
//! keeps what each has seen, and a value nobody has shown to the one who writes must still stand afterwards.

use std::cell::Cell;

use carnet::{
    domain::{AddressLine, Changes, Field, Record, between},
    form::Draft,
};
use proptest::{collection::vec, prelude::*};

use crate::any::{self, same};

/// What a session does next.
#[derive(Clone, Debug)]
enum Step {
    /// Opens the page anew; what is typed is given up.
    Load,
    /// Types into these fields what stands there in one of the drafts.
    Type(Vec<Field>, usize),
    /// Looks at what is there now. What clashes is shown, and for each field mine or theirs is chosen by a bit.
    Look(u32),
    /// Sends what was found to be left to send.
    Write,
}

/// Mostly one thing at a time; sometimes all that makes a save, with nobody in between.
fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let typing = || (any::fields(), 0..TYPED).prop_map(|(fields, draft)| Step::Type(fields, draft));
    let looking = || any::<u32>().prop_map(Step::Look);
    let steps = prop_oneof![
        1 => Just(vec![Step::Load]),
        3 => typing().prop_map(|typing| vec![typing]),
        3 => (typing(), looking()).prop_map(|(typing, looking)| vec![typing, looking]),
        3 => (typing(), looking()).prop_map(|(typing, looking)| vec![typing, looking, Step::Write]),
        2 => looking().prop_map(|looking| vec![looking]),
        4 => Just(vec![Step::Write]),
    ];
    (prop_oneof![3 => 0..2_usize, 1 => Just(2)], steps)
        .prop_map(|(who, steps)| steps.into_iter().map(|step| (who, step)).collect())
}

/// How many drafts there are to type from.
const TYPED: usize = 3;

/// Somebody's page.
struct Session {
    /// The record as its customer has seen it.
    seen: Record,
    draft: Draft,
    /// What is to be sent, once somebody has looked.
    ready: Option<Ready>,
}

struct Ready {
    version: usize,
    before: Record,
    wanted: Record,
    changes: Changes,
}

/// The record, and how often it was written.
struct Vendor {
    record: Record,
    version: usize,
}

impl Session {
    fn open(vendor: &Vendor) -> Session {
        Session { seen: vendor.record.clone(), draft: Draft::from(&vendor.record), ready: None }
    }

    /// The record that is wanted. What could not be sent is typed back first.
    fn wanted(&mut self) -> Record {
        let before = Draft::from(&self.seen);
        for problem in self.draft.read(&self.seen, |_| false).1 {
            any::retype(&mut self.draft, problem.path.field(), &before);
        }
        self.draft.read(&self.seen, |_| false).0
    }

    /// Looks; answers how many fields clash.
    fn look(&mut self, vendor: &Vendor, chosen: u32) -> usize {
        let wanted = self.wanted();
        let now = &vendor.record;
        let rebased = between(&self.seen, &wanted).rebase_onto(&self.seen, now);
        self.ready = None;
        if rebased.conflicts.is_empty() {
            let changes = rebased.changes;
            self.ready = Some(Ready { version: vendor.version, before: now.clone(), wanted, changes });
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
}

impl Vendor {
    /// Stores the change, if it was made for this version. The label of a country is the vendor's to fill in.
    fn write(&mut self, ready: &Ready, guarded: bool) -> bool {
        let stands = !guarded || ready.version == self.version;
        if stands {
            let mut stored = ready.changes.apply(&self.record);
            if ready.changes.touches(Field::Address) {
                any::label(&mut stored);
            }
            self.record = stored;
            self.version += 1;
        }
        stands
    }
}

/// How often what happened in all schedules together: without it nothing would be proved.
#[derive(Debug, Default)]
struct Seen {
    writes: Cell<usize>,
    clashes: Cell<usize>,
    overtaken: Cell<usize>,
    merged: Cell<usize>,
    lost: Cell<usize>,
}

impl Seen {
    /// Each of these came up, if there were cases enough.
    fn all(&self, counts: &[&Cell<usize>]) {
        let enough = ProptestConfig::default().cases >= 256;
        assert!(!enough || counts.iter().all(|count| count.get() > 0), "{self:?}");
    }
}

fn more(count: &Cell<usize>, by: usize) {
    count.set(count.get() + by);
}

/// Runs a schedule. `guarded`: the vendor gives versions and holds a write to the one it was made for.
fn run(
    first: &Record,
    drafts: &[Draft],
    schedule: &[(usize, Step)],
    guarded: bool,
    happened: &Seen,
) -> Result<(), TestCaseError> {
    let mut vendor = Vendor { record: first.clone(), version: 0 };
    let mut sessions = [(); 3].map(|()| Session::open(&vendor));
    for (who, step) in schedule {
        let session = &mut sessions[*who];
        match step {
            Step::Load => *session = Session::open(&vendor),
            Step::Type(fields, draft) => {
                fields.iter().for_each(|field| any::retype(&mut session.draft, *field, &drafts[*draft]));
                // The country's label is shown and never typed.
                let label = Draft::from(&session.seen).lines[AddressLine::Country].clone();
                session.draft.lines[AddressLine::Country] = label;
            }
            Step::Look(chosen) => more(&happened.clashes, session.look(&vendor, *chosen)),
            Step::Write => {
                let Some(ready) = session.ready.take().filter(|ready| !ready.changes.is_empty()) else {
                    continue;
                };
                let before = vendor.record.clone();
                if !vendor.write(&ready, guarded) {
                    prop_assert_eq!(&vendor.record, &before, "a write that came too late stores nothing");
                    more(&happened.overtaken, 1);
                    continue;
                }
                more(&happened.writes, 1);
                more(
                    &happened.merged,
                    usize::from(!Field::all().all(|field| before.satisfies(&session.seen, field))),
                );
                for field in Field::all() {
                    if ready.changes.touches(field) {
                        prop_assert!(
                            vendor.record.satisfies(&ready.wanted, field),
                            "{:?} is stored as asked",
                            field
                        );
                    } else {
                        prop_assert!(same(&vendor.record, &before, field), "{:?} is left alone", field);
                        let was_there = ready.before.satisfies(&ready.wanted, field);
                        let is_mine = !same(&ready.wanted, &session.seen, field);
                        prop_assert!(was_there || !is_mine, "{:?} is forgotten", field);
                    }
                    let overwritten =
                        !same(&vendor.record, &before, field) && !before.satisfies(&session.seen, field);
                    if overwritten {
                        more(&happened.lost, 1);
                        prop_assert!(!guarded, "{:?} is overwritten unseen", field);
                        prop_assert!(
                            !same(&before, &ready.before, field),
                            "{:?} is overwritten unseen, and was there when it was looked at",
                            field
                        );
                    }
                }
                *session = Session::open(&vendor);
            }
        }
    }
    Ok(())
}

/// A record, what can be typed, and who does what when.
fn story() -> impl Strategy<Value = (Record, Vec<Draft>, Vec<(usize, Step)>)> {
    let typed = prop_oneof![2 => any::labelled().prop_map(|record| Draft::from(&record)), 1 => any::draft()];
    (any::labelled(), vec(typed, TYPED), vec(steps(), 4..16).prop_map(|steps| steps.concat()))
}

#[test]
fn with_versions_nothing_is_overwritten_unseen() {
    let happened = Seen::default();
    proptest!(|((first, drafts, schedule) in story())| {
        run(&first, &drafts, &schedule, true, &happened)?;
    });
    happened.all(&[&happened.writes, &happened.clashes, &happened.overtaken, &happened.merged]);
}

/// What is left open where a vendor gives no version, and no more than that.
#[test]
fn without_versions_only_what_was_written_between_look_and_write_can_be_overwritten() {
    let happened = Seen::default();
    proptest!(|((first, drafts, schedule) in story())| {
        run(&first, &drafts, &schedule, false, &happened)?;
    });
    happened.all(&[&happened.writes, &happened.clashes, &happened.merged, &happened.lost]);
}

#[test]
fn without_versions_nothing_is_overwritten_unseen_while_nobody_writes_in_between() {
    let happened = Seen::default();
    proptest!(|((first, drafts, schedule) in story())| {
        // Each look is followed by its write at once.
        let schedule: Vec<(usize, Step)> = schedule
            .into_iter()
            .filter(|(_, step)| !matches!(step, Step::Write))
            .flat_map(|(who, step)| {
                let write = matches!(step, Step::Look(_)).then_some((who, Step::Write));
                [(who, step)].into_iter().chain(write)
            })
            .collect();
        run(&first, &drafts, &schedule, false, &happened)?;
    });
    happened.all(&[&happened.writes, &happened.clashes, &happened.merged]);
    assert_eq!(happened.lost.get(), 0);
}
