//! A save: from the customer's change to a report of what the vendor has stored.
//!
//! 1. **Read.** The profile is read again, since others may have changed it after the customer opened the form.
//! 2. **Rebase.** The change is moved onto that profile ([`Changes::rebase_onto`]). If somebody else changed one of
//!    its fields to another value, the save ends as a [`Conflict`] and nothing is sent. If nothing is left to send,
//!    the save ends here.
//! 3. **Write.** The rest is sent as one patch, with the version that was just read if the vendor gives one. If the
//!    profile has changed since then (409, 412), nothing was written, and the save starts again.
//! 4. **Read back.** The profile is read once more, and the [`SaveReport`] compares it with what was requested.
//!
//! A write without a response is not sent again: its outcome is unknown. The profile is read to find out whether the
//! write was stored ([`check_pending`]). If that read fails too, the caller keeps the [`PendingWrite`] and checks it
//! later.
//!
//! An undo ([`SaveReport::undo`]) is a new save and takes the same steps. So does the resolution of a conflict
//! ([`Conflict::resolve`]). The laws of rebasing are described in docs/the-change.md.

use crate::{
    client::Client,
    domain::{Changes, CustomerId, Field, Profile, Rebased, Record, between},
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

/// The evidence that a change is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The vendor accepted the write, and the profile was read back.
    ReadBack,
    /// The write got no response, or was rejected as outdated, and a later read found its values.
    FoundOnReread,
    /// The vendor accepted the write, but the profile could not be read back.
    ReadBackFailed,
    /// The values were stored before anything was sent.
    AlreadyStored,
    /// The customer resolved a conflict with the stored values: there was nothing to send.
    KeptStoredValue,
}

/// The report of a save: what was requested, and what is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveReport {
    /// The evidence that the change is stored.
    pub confirmation: Confirmation,
    /// Whether the save was an undo.
    pub is_undo: bool,
    /// The fields that were sent.
    pub sent: Vec<Field>,
    /// The record when the customer opened the form.
    pub loaded: Record,
    /// The record just before the write.
    pub before: Record,
    /// The record that was requested: `before` with the change applied.
    pub requested: Record,
    /// The record as it is stored now; if it could not be read back, the one that was requested.
    pub stored: Record,
}

/// A conflict: the customer and somebody else changed the same fields to different values.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The request that caused the conflict. Nothing of it was sent.
    pub request: SaveRequest,
    /// The record as it is stored now.
    pub now: Record,
    /// The fields in conflict.
    pub fields: Vec<Field>,
    /// The fields that only somebody else changed.
    pub remote_changes: Vec<Field>,
}

/// The value that a field in conflict is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The value when the customer opened the form.
    Loaded,
    /// The value that is stored now.
    Stored,
    /// The value that the customer typed.
    Typed,
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

/// Saves a change: reads the profile, rebases the change onto it, writes, and reads back. Nothing is sent before the
/// profile was read again. A write without a response is not sent again, with one exception: a write with `If-Match`
/// that was not processed (`PendingWrite::is_unprocessed`).
pub async fn save(client: &Client, customer: &CustomerId, request: SaveRequest) -> SaveResult {
    let mut rejected_write = None::<PendingWrite>;
    // Whether this save leaves `If-Match` out because the first write may have failed for it.
    let mut omits_if_match = false;
    for _ in 0..MAX_ATTEMPTS {
        let before = match client.read_profile(customer).await {
            Ok(profile) => profile,
            Err(error) => return SaveResult::Failed(error),
        };
        // The newer version may be our own write: browsers repeat a request by themselves when a connection breaks.
        if let Some(pending) = rejected_write.take_if(|pending| pending.is_stored(&before.record)) {
            return pending.report(Confirmation::FoundOnReread, before);
        }
        let Rebased { changes, conflicts, remote_changes } =
            request.changes.rebase_onto(&request.loaded, &before.record);
        if !conflicts.is_empty() {
            let conflict =
                Conflict { request, now: before.record.clone(), fields: conflicts, remote_changes };
            return SaveResult::Conflict(Box::new(conflict), Box::new(before));
        }
        if changes.is_empty() {
            let confirmation = if request.changes.is_empty() {
                Confirmation::KeptStoredValue
            } else {
                Confirmation::AlreadyStored
            };
            let pending = PendingWrite { request, before: before.clone(), changes };
            return pending.report(confirmation, before);
        }
        let version = before.version.as_deref().filter(|_| !omits_if_match);
        let response = client.update(customer, &changes, version, request.force_address).await;
        match response {
            Err(ApiError::PreconditionFailed) => {
                rejected_write = Some(PendingWrite { request: request.clone(), before, changes });
            }
            Err(ApiError::OutcomeUnknown) => {
                let pending = PendingWrite { request: request.clone(), before, changes };
                let reread = client.read_profile(customer).await;
                let is_unprocessed = reread.as_ref().is_ok_and(|now| pending.is_unprocessed(now));
                if is_unprocessed && !omits_if_match && client.may_block_if_match() {
                    omits_if_match = true;
                    continue;
                }
                return pending.outcome(reread);
            }
            Err(error) => return SaveResult::Failed(error),
            Ok(()) => {
                let pending = PendingWrite { request, before, changes };
                return match client.read_profile(customer).await {
                    Ok(profile) => pending.report(Confirmation::ReadBack, profile),
                    Err(_) => {
                        let record = pending.changes.apply(&pending.before.record);
                        let profile = Profile { record, ..pending.before.clone() };
                        pending.report(Confirmation::ReadBackFailed, profile)
                    }
                };
            }
        }
    }
    SaveResult::Failed(ApiError::PreconditionFailed)
}

/// Finds out whether the vendor stored a write that got no response.
pub async fn check_pending(client: &Client, customer: &CustomerId, pending: PendingWrite) -> SaveResult {
    pending.outcome(client.read_profile(customer).await)
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

impl SaveReport {
    /// Returns the fields that were sent and do not hold the requested value.
    pub fn stored_differently(&self) -> Vec<Field> {
        self.sent.iter().copied().filter(|field| !self.stored.satisfies(&self.requested, *field)).collect()
    }

    /// Whether the vendor accepted the write and stored nothing of it.
    pub fn is_ignored(&self) -> bool {
        !self.sent.is_empty() && self.sent.iter().all(|field| self.stored.satisfies(&self.before, *field))
    }

    /// Returns the fields that somebody else has changed since the customer opened the form.
    pub fn remote_changes(&self) -> Vec<Field> {
        Field::all()
            .filter(|field| !self.sent.contains(field) && !self.stored.satisfies(&self.loaded, *field))
            .collect()
    }

    /// Returns the request that undoes this save: it restores what was stored before, in the fields that were sent.
    /// `clears` is whether the vendor can empty a field.
    ///
    /// Returns `None` if nothing of the save is stored, if the stored values may be somebody else's, if the profile
    /// was not read back, if a field was empty before that the vendor cannot empty, or if the save was itself an undo.
    pub fn undo(&self, clears: impl Fn(Field) -> bool) -> Option<SaveRequest> {
        let changes = between(&self.stored, &self.before).only(|field| self.sent.contains(&field));
        let is_certain = match self.confirmation {
            Confirmation::ReadBackFailed => false,
            Confirmation::FoundOnReread => self.stored_differently().is_empty(),
            // If nothing was sent, there are no changes to undo.
            Confirmation::ReadBack | Confirmation::AlreadyStored | Confirmation::KeptStoredValue => true,
        };
        let can_be_sent = changes.fields().all(|field| clears(field) || !self.before.is_empty(field));
        (!self.is_undo && is_certain && can_be_sent && !changes.is_empty()).then(|| SaveRequest {
            // The vendor held this address a moment ago, and must accept it again even if it does not know it.
            force_address: changes.touches(Field::Address),
            is_undo: true,
            ..SaveRequest::new(self.stored.clone(), changes)
        })
    }
}

impl Conflict {
    /// Returns the record whose values this resolution chooses.
    pub fn version(&self, resolution: Resolution) -> Record {
        match resolution {
            Resolution::Loaded => self.request.opened.clone(),
            Resolution::Stored => self.now.clone(),
            Resolution::Typed => self.request.typed.clone(),
        }
    }

    /// Returns the fields of the change that are not in conflict. They are saved with every resolution.
    pub fn fields_without_conflict(&self) -> Vec<Field> {
        self.request.changes.rebase_onto(&self.request.loaded, &self.now).changes.fields().collect()
    }

    /// Returns the request that saves the change with the conflict resolved: each field in conflict gets the value
    /// that `chosen` returns. It is based on the record that is stored now.
    pub fn resolve(&self, chosen: impl Fn(Field) -> Resolution) -> SaveRequest {
        let rebased = self.request.changes.rebase_onto(&self.request.loaded, &self.now);
        let mut wanted = rebased.changes.apply(&self.now);
        for &field in &self.fields {
            wanted.copy_field_from(field, &self.version(chosen(field)));
        }
        // The customer's choice is a change of its own, even if the conflict came from an undo: it can be undone.
        SaveRequest {
            loaded: self.now.clone(),
            changes: between(&self.now, &wanted),
            is_undo: false,
            ..self.request.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TextField;

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
