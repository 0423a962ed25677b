//! A save, step by step: from the customer's change to what the vendor has stored.
//!
//! 1. **Read.** The profile is read again, since others may have changed it after the customer opened the form.
//! 2. **Rebase.** The change is moved onto that profile ([`Changes::rebase_onto`]). If somebody else changed one of
//!    its fields to another value, the save ends as a [`Conflict`] and nothing is sent. If nothing is left to send,
//!    the save ends here.
//! 3. **Write.** The rest is sent as one patch, with the version that was just read if the vendor gives one. If the
//!    profile has changed since then (409, 412), nothing was written, and the save starts again.
//! 4. **Read back.** The profile is read once more, and the [`SaveReport`] compares it with what was requested.
//!
//! A write without a clear answer is not sent again: its outcome is unknown. The profile is read to find out whether
//! the write was stored. If that read fails too, the [`PendingWrite`] is kept and checked later ([`Saving::check`]).
//!
//! An undo ([`SaveReport::undo`]) is a new save and takes the same steps. So does the resolution of a conflict
//! ([`Conflict::resolve`]). The laws of rebasing are described in docs/the-change.md.
//!
//! [`Saving`] sends nothing: it returns the next call, and is continued with the answer to it.

use super::{Answer, Call, Confirmation, Conflict, SaveReport};
use crate::{
    domain::{Changes, CustomerId, Profile, Rebased, Record},
    error::ApiError,
};

/// The number of times a save is started before it gives up because the profile changes between its read and its write
/// (409, 412). People do not save that often: more failures mean that two programs compete.
const MAX_ATTEMPTS: u32 = 3;

/// A change to save.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveRequest {
    /// The record when the customer opened the form.
    pub opened: Record,
    /// The record as the customer typed it.
    pub typed: Record,
    /// The record the change is based on: `opened`, or the stored record when the customer resolved a conflict.
    pub loaded: Record,
    /// The change to `loaded`.
    pub changes: Changes,
    /// Whether the vendor is told to accept an address that it does not know.
    pub force_address: bool,
    /// Whether the request undoes an earlier save.
    pub is_undo: bool,
}

impl SaveRequest {
    /// A request to save a change to the record that the customer opened.
    pub fn new(opened: Record, changes: Changes) -> SaveRequest {
        let typed = changes.apply(&opened);
        SaveRequest { loaded: opened.clone(), opened, typed, changes, force_address: false, is_undo: false }
    }
}

/// A change that was sent, and the profile it was sent to. It is kept until it is known whether the vendor stored it.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingWrite {
    request: SaveRequest,
    before: Profile,
    changes: Changes,
}

/// The result of a save.
#[derive(Debug)]
pub enum SaveResult {
    /// The change is stored, or was stored already.
    Saved(Box<SaveReport>, Box<Profile>),
    /// The customer must resolve a conflict. Nothing was sent.
    Conflict(Box<Conflict>, Box<Profile>),
    /// The save failed, and nothing was stored.
    Failed(ApiError),
    /// The outcome is unknown: the write got no response, and the profile cannot be read.
    Unknown(Box<PendingWrite>),
    /// The write got no response, and the profile shows that it was not stored.
    NotSaved,
}

/// A save in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    customer: CustomerId,
    request: SaveRequest,
    /// The number of times it was started.
    attempts: u32,
    /// The last write that was rejected as outdated.
    rejected_write: Option<PendingWrite>,
    /// Whether this save leaves `If-Match` out because the first write may have failed for it.
    omits_if_match: bool,
    phase: Phase,
}

/// The call of a save that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// The read before the write.
    Reading,
    /// The write.
    Writing(PendingWrite),
    /// The read after a write that the vendor accepted.
    ReadingBack(PendingWrite),
    /// The read after a write whose outcome is unknown.
    FindingOut {
        write: PendingWrite,
        /// Whether a preflight may have blocked the write ([`Client::may_block_if_match`](crate::client::Client::may_block_if_match)).
        may_block_if_match: bool,
    },
}

/// The step that follows an answer.
#[derive(Debug)]
pub enum SaveStep {
    /// The save goes on with this call.
    Call(Box<Saving>, Call),
    /// The save has ended.
    Done(SaveResult),
}

impl Saving {
    /// Starts a save. Nothing is written before the profile was read again.
    pub fn start(customer: CustomerId, request: SaveRequest) -> (Saving, Call) {
        let saving = Saving {
            customer,
            request,
            attempts: 1,
            rejected_write: None,
            omits_if_match: false,
            phase: Phase::Reading,
        };
        let call = saving.read_call();
        (saving, call)
    }

    /// Finds out whether the vendor stored a write that got no clear answer.
    pub fn check(customer: CustomerId, write: PendingWrite) -> (Saving, Call) {
        let (mut saving, call) = Saving::start(customer, write.request.clone());
        saving.phase = Phase::FindingOut { write, may_block_if_match: false };
        (saving, call)
    }

    /// Continues with the answer to the call that was returned last.
    pub fn answer(self, answer: Answer) -> SaveStep {
        match (self.phase.clone(), answer) {
            (Phase::Reading, Answer::Read(Ok(before))) => self.rebase(*before),
            // The vendor's reasons are about the read, and not about what the customer typed.
            (Phase::Reading, Answer::Read(Err(ApiError::Rejected(_)))) => {
                SaveStep::Done(SaveResult::Failed(ApiError::ServerError { status: 400 }))
            }
            (Phase::Reading, Answer::Read(Err(error))) => SaveStep::Done(SaveResult::Failed(error)),
            (Phase::Writing(write), Answer::Written { result, may_block_if_match }) => match result {
                Ok(()) => self.read_in(Phase::ReadingBack(write)),
                Err(ApiError::OutcomeUnknown) => {
                    self.read_in(Phase::FindingOut { write, may_block_if_match })
                }
                Err(ApiError::PreconditionFailed) => {
                    Saving { rejected_write: Some(write), ..self }.start_over()
                }
                Err(error) => SaveStep::Done(SaveResult::Failed(error)),
            },
            (Phase::ReadingBack(write), Answer::Read(Ok(profile))) => {
                SaveStep::Done(write.report(Confirmation::ReadBack, *profile))
            }
            (Phase::ReadingBack(write), Answer::Read(Err(_))) => {
                let record = write.changes.apply(&write.before.record);
                let profile = Profile { record, ..write.before.clone() };
                SaveStep::Done(write.report(Confirmation::ReadBackFailed, profile))
            }
            (Phase::FindingOut { write, may_block_if_match }, Answer::Read(reread)) => {
                let reread = reread.map(|profile| *profile);
                let is_unprocessed = reread.as_ref().is_ok_and(|now| write.is_unprocessed(now));
                if is_unprocessed && may_block_if_match && !self.omits_if_match {
                    Saving { omits_if_match: true, ..self }.start_over()
                } else {
                    SaveStep::Done(write.outcome(reread))
                }
            }
            // An answer to another call than the one that was returned: the save still waits.
            (Phase::Writing(write), _) => {
                let call = self.write_call(&write);
                SaveStep::Call(Box::new(self), call)
            }
            (Phase::Reading | Phase::ReadingBack(_) | Phase::FindingOut { .. }, _) => {
                let call = self.read_call();
                SaveStep::Call(Box::new(self), call)
            }
        }
    }

    /// Rebases the change onto the profile as it is now, and writes what is left of it.
    fn rebase(mut self, before: Profile) -> SaveStep {
        // The newer version may be our own write: browsers repeat a request by themselves when a connection breaks.
        if let Some(write) = self.rejected_write.take_if(|write| write.is_stored(&before.record)) {
            return SaveStep::Done(write.report(Confirmation::FoundOnReread, before));
        }
        let request = self.request.clone();
        let Rebased { changes, conflicts, remote_changes } =
            request.changes.rebase_onto(&request.loaded, &before.record);
        if !conflicts.is_empty() {
            let conflict =
                Conflict { request, now: before.record.clone(), fields: conflicts, remote_changes };
            return SaveStep::Done(SaveResult::Conflict(Box::new(conflict), Box::new(before)));
        }
        if changes.is_empty() {
            let confirmation = if request.changes.is_empty() {
                Confirmation::KeptStoredValue
            } else {
                Confirmation::AlreadyStored
            };
            let write = PendingWrite { request, before: before.clone(), changes };
            return SaveStep::Done(write.report(confirmation, before));
        }
        let write = PendingWrite { request, before, changes };
        let call = self.write_call(&write);
        self.phase = Phase::Writing(write);
        SaveStep::Call(Box::new(self), call)
    }

    fn write_call(&self, write: &PendingWrite) -> Call {
        Call::Write {
            customer: self.customer.clone(),
            changes: Box::new(write.changes.clone()),
            version: write.before.version.clone().filter(|_| !self.omits_if_match),
            force_address: write.request.force_address,
        }
    }

    fn read_call(&self) -> Call {
        Call::Read { customer: self.customer.clone(), offset: None }
    }

    fn read_in(self, phase: Phase) -> SaveStep {
        let call = self.read_call();
        SaveStep::Call(Box::new(Saving { phase, ..self }), call)
    }

    fn start_over(self) -> SaveStep {
        if self.attempts == MAX_ATTEMPTS {
            return SaveStep::Done(SaveResult::Failed(ApiError::PreconditionFailed));
        }
        Saving { attempts: self.attempts + 1, ..self }.read_in(Phase::Reading)
    }
}

impl PendingWrite {
    /// Whether `stored` holds every value that was sent.
    fn is_stored(&self, stored: &Record) -> bool {
        let requested = self.changes.apply(&self.before.record);
        self.changes.fields().all(|field| stored.satisfies(&requested, field))
    }

    /// Whether the vendor may have stored the write, given the record that is `stored` now. A vendor stores a patch
    /// completely or not at all. So the patch was stored if one field has the requested value. It was not stored if
    /// none has, and one still has its previous value. If every field has a third value, it is unclear: the vendor may
    /// have its own spelling, or somebody else may have changed them. Then this returns true, and the customer is
    /// shown both values.
    fn may_be_stored(&self, stored: &Record) -> bool {
        let requested = self.changes.apply(&self.before.record);
        self.changes.fields().any(|field| stored.satisfies(&requested, field))
            || self.changes.fields().all(|field| !stored.satisfies(&self.before.record, field))
    }

    /// Whether the write for a version was not carried out: the profile read since is of that version, and holds
    /// nothing of the change. Without a version, nothing is certain.
    ///
    /// This happens if a vendor exposes `ETag` but does not allow `if-match` in its preflight: the browser sends no
    /// PATCH, and every save would fail. The change can be sent again without `If-Match`. If the first write is still on
    /// its way, it has the same values, and it is rejected once the second is stored, since its `If-Match` names an older
    /// version.
    fn is_unprocessed(&self, now: &Profile) -> bool {
        self.before.version.is_some()
            && self.before.version == now.version
            && !self.may_be_stored(&now.record)
    }

    /// Returns the outcome of a write without a response, from the profile that was read since.
    fn outcome(self, reread: Result<Profile, ApiError>) -> SaveResult {
        match reread {
            Ok(profile) if self.may_be_stored(&profile.record) => {
                self.report(Confirmation::FoundOnReread, profile)
            }
            Ok(_) => SaveResult::NotSaved,
            Err(_) => SaveResult::Unknown(Box::new(self)),
        }
    }

    fn report(self, confirmation: Confirmation, stored: Profile) -> SaveResult {
        let PendingWrite { request, before, changes } = self;
        let report = SaveReport {
            confirmation,
            is_undo: request.is_undo,
            sent: changes.fields().collect(),
            requested: changes.apply(&before.record),
            loaded: request.opened,
            before: before.record,
            stored: stored.record.clone(),
        };
        SaveResult::Saved(Box::new(report), Box::new(stored))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Field, TextField, between},
        journey::Resolution,
    };

    const FIRST: Field = Field::Text(TextField::FirstName);
    const LAST: Field = Field::Text(TextField::LastName);

    fn named(first: &str, last: &str) -> Record {
        let mut record = Record::default();
        record.texts[TextField::FirstName] = Some(first.into());
        record.texts[TextField::LastName] = Some(last.into());
        record
    }

    fn request(loaded: &Record, wanted: &Record) -> SaveRequest {
        SaveRequest::new(loaded.clone(), between(loaded, wanted))
    }

    fn pending_write(loaded: &Record, wanted: &Record) -> PendingWrite {
        let before = Profile { record: loaded.clone(), ..Profile::default() };
        PendingWrite { request: request(loaded, wanted), before, changes: between(loaded, wanted) }
    }

    fn report(loaded: &Record, wanted: &Record, stored: Record) -> SaveReport {
        let profile = Profile { record: stored, ..Profile::default() };
        match pending_write(loaded, wanted).report(Confirmation::ReadBack, profile) {
            SaveResult::Saved(report, _) => *report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn report_with_other_stored_value_and_remote_change_separates_them() {
        let mut stored = named("TIM", "Smith");
        stored.texts[TextField::Email] = Some("somebody@example.com".into());
        let report = report(&named("Tom", "Smith"), &named("Tim", "Smith"), stored);
        assert_eq!(report.stored_differently(), [FIRST]);
        assert_eq!(report.remote_changes(), [Field::Text(TextField::Email)]);
    }

    #[test]
    fn undo_restores_only_the_fields_that_were_sent() {
        let loaded = named("Tom", "Smith");
        let report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Jones"));
        let undo = report.undo(|_| true).expect("there is something to undo");
        assert_eq!(undo.changes.fields().collect::<Vec<_>>(), [FIRST]);
        assert_eq!(undo.changes.apply(&named("TIM", "Jones")), named("Tom", "Jones"));
    }

    #[test]
    fn undo_of_ignored_save_is_none() {
        let loaded = named("Tom", "Smith");
        assert_eq!(report(&loaded, &named("Tim", "Smith"), loaded.clone()).undo(|_| true), None);
    }

    #[test]
    fn undo_that_empties_field_vendor_cannot_empty_is_none() {
        let (loaded, wanted) = (Record::default(), Record { data_use: Some(true), ..Record::default() });
        let report = report(&loaded, &wanted, wanted.clone());
        assert!(report.undo(|_| true).is_some());
        assert_eq!(report.undo(|field| field != Field::DataUse), None);
    }

    #[test]
    fn undo_of_other_value_found_on_reread_is_none() {
        let loaded = named("Tom", "Smith");
        let mut report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Smith"));
        assert!(report.undo(|_| true).is_some());
        report.confirmation = Confirmation::FoundOnReread;
        assert_eq!(report.undo(|_| true), None);
    }

    #[test]
    fn pending_write_with_third_value_in_every_field_may_be_stored() {
        let loaded = named("Tom", "Smith");
        let pending = pending_write(&loaded, &named("Tim", "Smith"));
        assert!(!pending.may_be_stored(&named("Tom", "Jones")), "somebody else changed the last name");
        assert!(pending.may_be_stored(&named("TIM", "Smith")), "may be the vendor's spelling");
    }

    #[test]
    fn pending_write_with_no_requested_and_one_previous_value_is_not_stored() {
        let pending = pending_write(&named("Tom", "Smith"), &named("Tim", "Jones"));
        assert!(!pending.may_be_stored(&named("Tam", "Smith")), "somebody else changed the first name");
        assert!(pending.may_be_stored(&named("Tim", "Smith")), "somebody else changed the last name back");
        assert!(pending.may_be_stored(&named("TIM", "JONES")), "may be the vendor's spelling");
    }

    #[test]
    fn pending_write_is_unprocessed_only_with_same_version_and_values() {
        let loaded = named("Tom", "Smith");
        let mut pending = pending_write(&loaded, &named("Tim", "Smith"));
        let version = |version: &str| Some(version.to_owned());
        let now =
            |version, record: &Record| Profile { record: record.clone(), version, ..Profile::default() };
        pending.before.version = version("\"1\"");
        assert!(pending.is_unprocessed(&now(version("\"1\""), &loaded)));
        assert!(!pending.is_unprocessed(&now(version("\"2\""), &loaded)), "somebody wrote since");
        assert!(!pending.is_unprocessed(&now(None, &loaded)), "the version is unknown");
        assert!(
            !pending.is_unprocessed(&now(version("\"1\""), &named("Tim", "Smith"))),
            "the change is stored"
        );
        assert!(
            !pending.is_unprocessed(&now(version("\"1\""), &named("TIM", "Smith"))),
            "the change may be stored"
        );
        pending.before.version = None;
        assert!(!pending.is_unprocessed(&now(None, &loaded)), "without a version, nothing is certain");
    }

    #[test]
    fn report_with_unchanged_stored_record_is_ignored() {
        let loaded = named("Tom", "Smith");
        assert!(report(&loaded, &named("Tim", "Smith"), loaded.clone()).is_ignored());
        assert!(!report(&loaded, &named("Tim", "Smith"), named("TIM", "Smith")).is_ignored());
    }

    #[test]
    fn second_conflict_keeps_opened_and_typed_records() {
        let (loaded, wanted) = (named("Tom", "Smith"), named("Tim", "Smith"));
        let conflict = |request: SaveRequest, now: &Record| {
            let Rebased { conflicts, remote_changes, .. } = request.changes.rebase_onto(&request.loaded, now);
            Conflict { request, now: now.clone(), fields: conflicts, remote_changes }
        };
        let first = conflict(request(&loaded, &wanted), &named("Tam", "Smith"));
        let second = conflict(first.resolve(|_| Resolution::Loaded), &named("Tum", "Smith"));
        assert_eq!(second.fields, [FIRST]);
        let versions = [Resolution::Loaded, Resolution::Stored, Resolution::Typed]
            .map(|resolution| second.version(resolution));
        assert_eq!(versions, [loaded, named("Tum", "Smith"), wanted]);
    }

    #[test]
    fn conflict_resolution_saves_choice_and_rest_of_change() {
        let (loaded, now) = (named("Tom", "Smith"), named("Tam", "Smith"));
        let request = request(&loaded, &named("Tim", "Jones"));
        let Rebased { conflicts, remote_changes, .. } = request.changes.rebase_onto(&loaded, &now);
        let conflict = Conflict { request, now: now.clone(), fields: conflicts, remote_changes };
        assert_eq!((conflict.fields.clone(), conflict.fields_without_conflict()), (vec![FIRST], vec![LAST]));
        for (resolution, first) in
            [(Resolution::Loaded, "Tom"), (Resolution::Stored, "Tam"), (Resolution::Typed, "Tim")]
        {
            let request = conflict.resolve(|_| resolution);
            assert_eq!(request.changes.apply(&now), named(first, "Jones"), "{resolution:?}");
            assert_eq!(request.loaded, now);
            assert_eq!(
                request.changes.touches(FIRST),
                resolution != Resolution::Stored,
                "a kept value is not sent"
            );
        }
    }
}
