//! A save, from the look before to the proof after: look, move the change onto what is there now, send, read back,
//! compare. The laws behind it are the domain's (`Changes::rebase`).

use crate::{
    client::Client,
    domain::{Changes, CustomerId, Field, Profile, Rebased, Record, between},
    error::ApiError,
};

/// How often a save looks again when somebody was faster between its look and its write (412). More often than
/// that, and two machines are at it.
const MAX_ATTEMPTS: u32 = 3;

/// What is to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveRequest {
    /// The record as the customer opened it.
    pub opened: Record,
    /// The record as the customer typed it.
    pub typed: Record,
    /// The record the change starts from: as it was opened, or as it stood when the customer chose.
    pub loaded: Record,
    /// The change.
    pub changes: Changes,
    /// Whether to take an address the vendor does not know.
    pub force_address: bool,
    /// Whether this takes a save back.
    pub is_undo: bool,
}

impl SaveRequest {
    /// A change to the record as it was opened.
    pub fn new(opened: Record, changes: Changes) -> SaveRequest {
        let typed = changes.apply(&opened);
        SaveRequest { loaded: opened.clone(), opened, typed, changes, force_address: false, is_undo: false }
    }
}

/// A change that went out, and the profile it went out onto.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingWrite {
    request: SaveRequest,
    before: Profile,
    changes: Changes,
}

/// How it is known that a change is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The vendor said so, and the profile was read back.
    ReadBack,
    /// No answer came, and the profile that was read then holds it.
    FoundOnReread,
    /// The vendor said so; the profile could not be read back.
    ReadBackFailed,
    /// It was there before anything was sent.
    AlreadyStored,
    /// The customer chose what is stored.
    KeptStoredValue,
}

/// What a save came to.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveReport {
    /// How it is known.
    pub confirmation: Confirmation,
    /// Whether a save was taken back.
    pub is_undo: bool,
    /// The fields that were sent.
    pub sent: Vec<Field>,
    /// The record as the customer saw it.
    pub loaded: Record,
    /// The record just before the change went out.
    pub before: Record,
    /// The record as it was asked to become.
    pub requested: Record,
    /// The record as it is stored now.
    pub stored: Record,
}

/// Somebody else changed the same fields meanwhile, otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conflict {
    /// What was to be saved.
    pub(super) request: SaveRequest,
    /// The record as it is now.
    pub(super) now: Record,
    /// The fields that were changed on both sides.
    pub(super) fields: Vec<Field>,
    /// The fields that only somebody else has changed.
    pub(super) remote_changes: Vec<Field>,
}

/// Which of three values a conflict ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    /// The one the customer had seen.
    Loaded,
    /// The one that is stored now.
    Theirs,
    /// The one that was typed.
    Mine,
}

/// How a save ends.
#[derive(Debug)]
pub(super) enum SaveResult {
    /// It is stored, or was already.
    Saved(Box<SaveReport>, Box<Profile>),
    /// It waits for the customer to choose.
    Conflict(Box<Conflict>, Box<Profile>),
    /// It failed, and nothing was stored.
    Failed(ApiError),
    /// Nobody knows: no answer came, and the profile cannot be read.
    Unknown(Box<PendingWrite>),
    /// No answer came, and the profile is as it was.
    NotSaved,
}

/// Saves a change. The profile is read before each write, so that the change is made to the record as it is now. A
/// write that is not answered is not sent again: the profile is read to find out what became of it. The one exception
/// is [`PendingWrite::is_unprocessed`].
pub(super) async fn save(client: &Client, customer: &CustomerId, plan: SaveRequest) -> SaveResult {
    let mut overtaken = None::<PendingWrite>;
    // Whether this save leaves `If-Match` out because the first write may have failed for it.
    let mut omits_if_match = false;
    for _ in 0..MAX_ATTEMPTS {
        let before = match client.read_profile(customer).await {
            Ok(profile) => profile,
            Err(failure) => return SaveResult::Failed(failure),
        };
        // What overtook it was itself: browsers send a request again by themselves when a connection breaks.
        if let Some(sent) = overtaken.take_if(|sent| sent.is_stored(&before.record)) {
            return sent.report(Confirmation::FoundOnReread, before);
        }
        let Rebased { changes, conflicts: clashes, remote_changes: elsewhere } =
            plan.changes.rebase_onto(&plan.loaded, &before.record);
        if !clashes.is_empty() {
            let conflict = Conflict {
                request: plan,
                now: before.record.clone(),
                fields: clashes,
                remote_changes: elsewhere,
            };
            return SaveResult::Conflict(Box::new(conflict), Box::new(before));
        }
        if changes.is_empty() {
            let proof = if plan.changes.is_empty() {
                Confirmation::KeptStoredValue
            } else {
                Confirmation::AlreadyStored
            };
            let sent = PendingWrite { request: plan, before: before.clone(), changes };
            return sent.report(proof, before);
        }
        let version = before.version.as_deref().filter(|_| !omits_if_match);
        let answer = client.update(customer, &changes, version, plan.force_address).await;
        if omits_if_match && answer.is_ok() {
            client.disallow_if_match();
        }
        match answer {
            Err(ApiError::PreconditionFailed) => {
                overtaken = Some(PendingWrite { request: plan.clone(), before, changes });
            }
            Err(ApiError::OutcomeUnknown) => {
                let sent = PendingWrite { request: plan.clone(), before, changes };
                let reread = client.read_profile(customer).await;
                let is_unprocessed = reread.as_ref().is_ok_and(|now| sent.is_unprocessed(now));
                if is_unprocessed && !omits_if_match && client.is_if_match_untried() {
                    omits_if_match = true;
                    continue;
                }
                return sent.outcome(reread);
            }
            Err(failure) => return SaveResult::Failed(failure),
            Ok(()) => {
                let sent = PendingWrite { request: plan, before, changes };
                return match client.read_profile(customer).await {
                    Ok(profile) => sent.report(Confirmation::ReadBack, profile),
                    Err(_) => {
                        let record = sent.changes.apply(&sent.before.record);
                        let profile = Profile { record, ..sent.before.clone() };
                        sent.report(Confirmation::ReadBackFailed, profile)
                    }
                };
            }
        }
    }
    SaveResult::Failed(ApiError::PreconditionFailed)
}

/// Finds out what became of a change that was never answered.
pub(super) async fn check_pending(client: &Client, customer: &CustomerId, sent: PendingWrite) -> SaveResult {
    sent.outcome(client.read_profile(customer).await)
}

impl PendingWrite {
    /// Whether all of it is seen.
    fn is_stored(&self, stored: &Record) -> bool {
        let asked = self.changes.apply(&self.before.record);
        self.changes.fields().all(|field| stored.satisfies(&asked, field))
    }

    /// Whether it may have been carried out. A patch is carried out whole or not at all: it was when one field is as
    /// asked, and was not when none is and one is as it was. Another value in every one may be the vendor's own way
    /// of storing it, or somebody else's: the customer is shown both.
    fn may_be_stored(&self, stored: &Record) -> bool {
        let asked = self.changes.apply(&self.before.record);
        self.changes.fields().any(|field| stored.satisfies(&asked, field))
            || self.changes.fields().all(|field| !stored.satisfies(&self.before.record, field))
    }

    /// Whether the write for a version was not carried out: the profile read since is of that version, and holds
    /// nothing of the change. Without a version, nothing is certain.
    ///
    /// It is how a vendor looks that exposes `ETag` and does not allow `if-match` in its preflight: the browser sends
    /// no PATCH, and every save would fail. Sending the change again without `If-Match` is safe. If the first write
    /// is still on its way, it has the same values, and it is refused once the second is stored, since its
    /// `If-Match` names an older version.
    fn is_unprocessed(&self, now: &Profile) -> bool {
        self.before.version.is_some()
            && self.before.version == now.version
            && !self.may_be_stored(&now.record)
    }

    /// Returns what became of a write that was not answered, from the profile that was read since.
    fn outcome(self, reread: Result<Profile, ApiError>) -> SaveResult {
        match reread {
            Ok(profile) if self.may_be_stored(&profile.record) => {
                self.report(Confirmation::FoundOnReread, profile)
            }
            Ok(_) => SaveResult::NotSaved,
            Err(_) => SaveResult::Unknown(Box::new(self)),
        }
    }

    fn report(self, proof: Confirmation, stored: Profile) -> SaveResult {
        let PendingWrite { request: plan, before, changes } = self;
        let report = SaveReport {
            confirmation: proof,
            is_undo: plan.is_undo,
            sent: changes.fields().collect(),
            requested: changes.apply(&before.record),
            loaded: plan.opened,
            before: before.record,
            stored: stored.record.clone(),
        };
        SaveResult::Saved(Box::new(report), Box::new(stored))
    }
}

impl SaveReport {
    /// The fields that were sent and hold something else than was asked for.
    pub fn stored_differently(&self) -> Vec<Field> {
        self.sent.iter().copied().filter(|field| !self.stored.satisfies(&self.requested, *field)).collect()
    }

    /// Whether the vendor took it and stored nothing of it.
    pub fn is_ignored(&self) -> bool {
        !self.sent.is_empty() && self.sent.iter().all(|field| self.stored.satisfies(&self.before, *field))
    }

    /// The fields that somebody else has changed since the customer saw them.
    pub fn remote_changes(&self) -> Vec<Field> {
        Field::all()
            .filter(|field| !self.sent.contains(field) && !self.stored.satisfies(&self.loaded, *field))
            .collect()
    }

    /// What takes the save back; `None` where nothing of it is stored, where it is not certain that it was ours,
    /// where the vendor cannot be told to empty again what was empty before, or where it took something back itself.
    pub fn undo(&self, clears: impl Fn(Field) -> bool) -> Option<SaveRequest> {
        let changes = between(&self.stored, &self.before).only(|field| self.sent.contains(&field));
        let is_certain = match self.confirmation {
            Confirmation::ReadBackFailed => false,
            Confirmation::FoundOnReread => self.stored_differently().is_empty(),
            // Where nothing was sent there is nothing to take back.
            Confirmation::ReadBack | Confirmation::AlreadyStored | Confirmation::KeptStoredValue => true,
        };
        let can_be_said = changes.fields().all(|field| clears(field) || !self.before.is_empty(field));
        (!self.is_undo && is_certain && can_be_said && !changes.is_empty()).then(|| SaveRequest {
            // What the vendor held a moment ago it is to hold again, whether it knows the address today or not.
            force_address: changes.touches(Field::Address),
            is_undo: true,
            ..SaveRequest::new(self.stored.clone(), changes)
        })
    }
}

impl Conflict {
    /// The record of one side.
    pub(super) fn version(&self, side: Resolution) -> Record {
        match side {
            Resolution::Loaded => self.request.opened.clone(),
            Resolution::Theirs => self.now.clone(),
            Resolution::Mine => self.request.typed.clone(),
        }
    }

    /// The fields of the change that stand in nobody's way.
    pub(super) fn unopposed_fields(&self) -> Vec<Field> {
        self.request.changes.rebase_onto(&self.request.loaded, &self.now).changes.fields().collect()
    }

    /// What is to be saved when each conflict ends as `chosen`.
    pub(super) fn resolve(&self, chosen: impl Fn(Field) -> Resolution) -> SaveRequest {
        let rebased = self.request.changes.rebase_onto(&self.request.loaded, &self.now);
        let mut wanted = rebased.changes.apply(&self.now);
        for &field in &self.fields {
            wanted.copy_field_from(field, &self.version(chosen(field)));
        }
        // Whatever is chosen is wanted for itself, also where it takes a save back.
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

    fn plan(loaded: &Record, wanted: &Record) -> SaveRequest {
        SaveRequest::new(loaded.clone(), between(loaded, wanted))
    }

    fn sent(loaded: &Record, wanted: &Record) -> PendingWrite {
        let before = Profile { record: loaded.clone(), ..Profile::default() };
        PendingWrite { request: plan(loaded, wanted), before, changes: between(loaded, wanted) }
    }

    fn report(loaded: &Record, wanted: &Record, stored: Record) -> SaveReport {
        let profile = Profile { record: stored, ..Profile::default() };
        match sent(loaded, wanted).report(Confirmation::ReadBack, profile) {
            SaveResult::Saved(report, _) => *report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_vendor_kept_otherwise_and_what_others_changed_are_told_apart() {
        let mut stored = named("TIM", "Smith");
        stored.texts[TextField::Email] = Some("somebody@example.com".into());
        let report = report(&named("Tom", "Smith"), &named("Tim", "Smith"), stored);
        assert_eq!(report.stored_differently(), [FIRST]);
        assert_eq!(report.remote_changes(), [Field::Text(TextField::Email)]);
    }

    #[test]
    fn undo_puts_back_what_was_there_just_before_and_nothing_else() {
        let loaded = named("Tom", "Smith");
        let report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Jones"));
        let undo = report.undo(|_| true).expect("there is something to take back");
        assert_eq!(undo.changes.fields().collect::<Vec<_>>(), [FIRST]);
        assert_eq!(undo.changes.apply(&named("TIM", "Jones")), named("Tom", "Jones"));
    }

    #[test]
    fn where_nothing_was_stored_there_is_nothing_to_undo() {
        let loaded = named("Tom", "Smith");
        assert_eq!(report(&loaded, &named("Tim", "Smith"), loaded.clone()).undo(|_| true), None);
    }

    #[test]
    fn what_the_vendor_cannot_empty_again_is_not_taken_back() {
        let (loaded, wanted) = (Record::default(), Record { data_use: Some(true), ..Record::default() });
        let report = report(&loaded, &wanted, wanted.clone());
        assert!(report.undo(|_| true).is_some());
        assert_eq!(report.undo(|field| field != Field::DataUse), None);
    }

    #[test]
    fn what_may_be_somebody_elses_is_not_taken_back() {
        let loaded = named("Tom", "Smith");
        let mut report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Smith"));
        assert!(report.undo(|_| true).is_some());
        report.confirmation = Confirmation::FoundOnReread;
        assert_eq!(report.undo(|_| true), None);
    }

    #[test]
    fn a_change_without_an_answer_has_arrived_when_any_of_it_is_seen() {
        let loaded = named("Tom", "Smith");
        let sent = sent(&loaded, &named("Tim", "Smith"));
        assert!(!sent.may_be_stored(&named("Tom", "Jones")), "that was somebody else");
        assert!(sent.may_be_stored(&named("TIM", "Smith")), "in the vendor's way");
    }

    #[test]
    fn a_change_has_not_arrived_while_a_part_of_it_is_as_it_was() {
        let sent = sent(&named("Tom", "Smith"), &named("Tim", "Jones"));
        assert!(!sent.may_be_stored(&named("Tam", "Smith")), "somebody else changed the first name");
        assert!(sent.may_be_stored(&named("Tim", "Smith")), "somebody else changed the last name back");
        assert!(sent.may_be_stored(&named("TIM", "JONES")), "in the vendor's way");
    }

    #[test]
    fn write_with_version_and_no_answer_is_unprocessed_only_while_version_and_values_are_the_same() {
        let loaded = named("Tom", "Smith");
        let mut sent = sent(&loaded, &named("Tim", "Smith"));
        let version = |version: &str| Some(version.to_owned());
        let now =
            |version, record: &Record| Profile { record: record.clone(), version, ..Profile::default() };
        sent.before.version = version("\"1\"");
        assert!(sent.is_unprocessed(&now(version("\"1\""), &loaded)));
        assert!(!sent.is_unprocessed(&now(version("\"2\""), &loaded)), "somebody wrote since");
        assert!(!sent.is_unprocessed(&now(None, &loaded)), "the version is unknown");
        assert!(!sent.is_unprocessed(&now(version("\"1\""), &named("Tim", "Smith"))), "the change is stored");
        assert!(
            !sent.is_unprocessed(&now(version("\"1\""), &named("TIM", "Smith"))),
            "the change may be stored"
        );
        sent.before.version = None;
        assert!(!sent.is_unprocessed(&now(None, &loaded)), "without a version, nothing is certain");
    }

    #[test]
    fn a_vendor_that_stores_nothing_is_seen() {
        let loaded = named("Tom", "Smith");
        assert!(report(&loaded, &named("Tim", "Smith"), loaded.clone()).is_ignored());
        assert!(!report(&loaded, &named("Tim", "Smith"), named("TIM", "Smith")).is_ignored());
    }

    #[test]
    fn a_second_clash_still_knows_what_was_opened_and_what_was_typed() {
        let (loaded, wanted) = (named("Tom", "Smith"), named("Tim", "Smith"));
        let conflict = |plan: SaveRequest, now: &Record| {
            let Rebased { conflicts: clashes, remote_changes: elsewhere, .. } =
                plan.changes.rebase_onto(&plan.loaded, now);
            Conflict { request: plan, now: now.clone(), fields: clashes, remote_changes: elsewhere }
        };
        let first = conflict(plan(&loaded, &wanted), &named("Tam", "Smith"));
        let second = conflict(first.resolve(|_| Resolution::Loaded), &named("Tum", "Smith"));
        assert_eq!(second.fields, [FIRST]);
        let sides =
            [Resolution::Loaded, Resolution::Theirs, Resolution::Mine].map(|side| second.version(side));
        assert_eq!(sides, [loaded, named("Tum", "Smith"), wanted]);
    }

    #[test]
    fn a_clash_ends_as_it_was_chosen_and_the_rest_of_the_change_goes_along() {
        let (loaded, now) = (named("Tom", "Smith"), named("Tam", "Smith"));
        let plan = plan(&loaded, &named("Tim", "Jones"));
        let Rebased { conflicts: clashes, remote_changes: elsewhere, .. } =
            plan.changes.rebase_onto(&loaded, &now);
        let conflict =
            Conflict { request: plan, now: now.clone(), fields: clashes, remote_changes: elsewhere };
        assert_eq!((conflict.fields.clone(), conflict.unopposed_fields()), (vec![FIRST], vec![LAST]));
        for (side, first) in
            [(Resolution::Loaded, "Tom"), (Resolution::Theirs, "Tam"), (Resolution::Mine, "Tim")]
        {
            let plan = conflict.resolve(|_| side);
            assert_eq!(plan.changes.apply(&now), named(first, "Jones"), "{side:?}");
            assert_eq!(plan.loaded, now);
            assert_eq!(plan.changes.touches(FIRST), side != Resolution::Theirs, "what stays is not sent");
        }
    }
}
