//! A save, from the look before to the proof after: look, move the change onto what is there now, send, read back,
//! compare. The laws behind it are the domain's (`Changes::rebase`).

use crate::{
    api::Api,
    domain::{Changes, CustomerId, Profile, Rebased, Record, Unit, between},
    failure::Failure,
};

/// How often a save looks again when somebody was faster between its look and its write (412). More often than
/// that, and two machines are at it.
const LOOKS: u32 = 3;

/// What is to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
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

impl Plan {
    /// A change to the record as it was opened.
    pub fn new(opened: Record, changes: Changes) -> Plan {
        let typed = changes.apply(&opened);
        Plan { loaded: opened.clone(), opened, typed, changes, force_address: false, is_undo: false }
    }
}

/// A change that went out, and the profile it went out onto.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    plan: Plan,
    before: Profile,
    changes: Changes,
}

/// How it is known that a change is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The vendor said so, and the profile was read back.
    ReadBack,
    /// No answer came, and the profile that was read then holds it.
    Found,
    /// The vendor said so; the profile could not be read back.
    Unread,
    /// It was there before anything was sent.
    NothingSent,
    /// The customer chose what is stored.
    NothingAsked,
}

/// What a save came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How it is known.
    pub proof: Proof,
    /// Whether a save was taken back.
    pub is_undo: bool,
    /// The units that were sent.
    pub sent: Vec<Unit>,
    /// The record as the customer saw it.
    pub loaded: Record,
    /// The record just before the change went out.
    pub before: Record,
    /// The record as it was asked to become.
    pub asked: Record,
    /// The record as it is stored now.
    pub stored: Record,
}

/// Somebody else changed the same units meanwhile, otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clash {
    /// What was to be saved.
    pub(super) plan: Plan,
    /// The record as it is now.
    pub(super) now: Record,
    /// The units that were changed on both sides.
    pub(super) clashes: Vec<Unit>,
    /// The units that only somebody else has changed.
    pub(super) elsewhere: Vec<Unit>,
}

/// Which of three values a clash ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The one the customer had seen.
    Loaded,
    /// The one that is stored now.
    Theirs,
    /// The one that was typed.
    Mine,
}

/// How a save ends.
#[derive(Debug)]
pub(super) enum End {
    /// It is stored, or was already.
    Saved(Box<Report>, Box<Profile>),
    /// It waits for the customer to choose.
    Clash(Box<Clash>, Box<Profile>),
    /// It failed, and nothing was stored.
    Failed(Failure),
    /// Nobody knows: no answer came, and the profile cannot be read.
    Unknown(Box<Sent>),
    /// No answer came, and the profile is as it was.
    NotSaved,
}

/// Saves. Nothing goes out before the profile was read again, and nothing goes out twice: where no answer comes
/// the profile is read to find out.
pub(super) async fn save(api: &Api, customer: &CustomerId, plan: Plan) -> End {
    let mut overtaken = None::<Sent>;
    for _ in 0..LOOKS {
        let before = match api.view(customer).await {
            Ok(profile) => profile,
            Err(failure) => return End::Failed(failure),
        };
        // What overtook it was itself: browsers send a request again by themselves when a connection breaks.
        if let Some(sent) = overtaken.take_if(|sent| sent.is_stored(&before.record)) {
            return sent.report(Proof::Found, before);
        }
        let Rebased { changes, clashes, elsewhere } = plan.changes.rebase(&plan.loaded, &before.record);
        if !clashes.is_empty() {
            let clash = Clash { plan, now: before.record.clone(), clashes, elsewhere };
            return End::Clash(Box::new(clash), Box::new(before));
        }
        if changes.is_empty() {
            let proof = if plan.changes.is_empty() { Proof::NothingAsked } else { Proof::NothingSent };
            let sent = Sent { plan, before: before.clone(), changes };
            return sent.report(proof, before);
        }
        match api.update(customer, &changes, before.version.as_deref(), plan.force_address).await {
            Err(Failure::Overtaken) => overtaken = Some(Sent { plan: plan.clone(), before, changes }),
            Err(Failure::OutcomeUnknown) => {
                return check(api, customer, Sent { plan, before, changes }).await;
            }
            Err(failure) => return End::Failed(failure),
            Ok(()) => {
                let sent = Sent { plan, before, changes };
                return match api.view(customer).await {
                    Ok(profile) => sent.report(Proof::ReadBack, profile),
                    Err(_) => {
                        let record = sent.changes.apply(&sent.before.record);
                        let profile = Profile { record, ..sent.before.clone() };
                        sent.report(Proof::Unread, profile)
                    }
                };
            }
        }
    }
    End::Failed(Failure::Overtaken)
}

/// Finds out what became of a change that was never answered.
pub(super) async fn check(api: &Api, customer: &CustomerId, sent: Sent) -> End {
    match api.view(customer).await {
        Ok(profile) if sent.has_arrived(&profile.record) => sent.report(Proof::Found, profile),
        Ok(_) => End::NotSaved,
        Err(_) => End::Unknown(Box::new(sent)),
    }
}

impl Sent {
    /// Whether all of it is seen.
    fn is_stored(&self, stored: &Record) -> bool {
        let asked = self.changes.apply(&self.before.record);
        self.changes.units().all(|unit| stored.meets(&asked, unit))
    }

    /// Whether it may have been carried out. A patch is carried out whole or not at all: it was when one unit is as
    /// asked, and was not when none is and one is as it was. Another value in every one may be the vendor's own way
    /// of storing it, or somebody else's: the customer is shown both.
    fn has_arrived(&self, stored: &Record) -> bool {
        let asked = self.changes.apply(&self.before.record);
        self.changes.units().any(|unit| stored.meets(&asked, unit))
            || self.changes.units().all(|unit| !stored.meets(&self.before.record, unit))
    }

    fn report(self, proof: Proof, stored: Profile) -> End {
        let Sent { plan, before, changes } = self;
        let report = Report {
            proof,
            is_undo: plan.is_undo,
            sent: changes.units().collect(),
            asked: changes.apply(&before.record),
            loaded: plan.opened,
            before: before.record,
            stored: stored.record.clone(),
        };
        End::Saved(Box::new(report), Box::new(stored))
    }
}

impl Report {
    /// The units that were sent and hold something else than was asked for.
    pub fn different(&self) -> Vec<Unit> {
        self.sent.iter().copied().filter(|unit| !self.stored.meets(&self.asked, *unit)).collect()
    }

    /// Whether the vendor took it and stored nothing of it.
    pub fn is_ignored(&self) -> bool {
        !self.sent.is_empty() && self.sent.iter().all(|unit| self.stored.meets(&self.before, *unit))
    }

    /// The units that somebody else has changed since the customer saw them.
    pub fn elsewhere(&self) -> Vec<Unit> {
        Unit::all()
            .filter(|unit| !self.sent.contains(unit) && !self.stored.meets(&self.loaded, *unit))
            .collect()
    }

    /// What takes the save back; `None` where nothing of it is stored, where it is not certain that it was ours,
    /// where the vendor cannot be told to empty again what was empty before, or where it took something back itself.
    pub fn undo(&self, clears: impl Fn(Unit) -> bool) -> Option<Plan> {
        let changes = between(&self.stored, &self.before).only(|unit| self.sent.contains(&unit));
        let is_certain = match self.proof {
            Proof::Unread => false,
            Proof::Found => self.different().is_empty(),
            // Where nothing was sent there is nothing to take back.
            Proof::ReadBack | Proof::NothingSent | Proof::NothingAsked => true,
        };
        let can_be_said = changes.units().all(|unit| clears(unit) || !self.before.is_empty(unit));
        (!self.is_undo && is_certain && can_be_said && !changes.is_empty()).then(|| Plan {
            // What the vendor held a moment ago it is to hold again, whether it knows the address today or not.
            force_address: changes.touches(Unit::Address),
            is_undo: true,
            ..Plan::new(self.stored.clone(), changes)
        })
    }
}

impl Clash {
    /// The record of one side.
    pub(super) fn side(&self, side: Side) -> Record {
        match side {
            Side::Loaded => self.plan.opened.clone(),
            Side::Theirs => self.now.clone(),
            Side::Mine => self.plan.typed.clone(),
        }
    }

    /// The units of the change that stand in nobody's way.
    pub(super) fn others(&self) -> Vec<Unit> {
        self.plan.changes.rebase(&self.plan.loaded, &self.now).changes.units().collect()
    }

    /// What is to be saved when each clash ends as `chosen`.
    pub(super) fn resolve(&self, chosen: impl Fn(Unit) -> Side) -> Plan {
        let rebased = self.plan.changes.rebase(&self.plan.loaded, &self.now);
        let mut wanted = rebased.changes.apply(&self.now);
        for &unit in &self.clashes {
            wanted.take(unit, &self.side(chosen(unit)));
        }
        // Whatever is chosen is wanted for itself, also where it takes a save back.
        Plan {
            loaded: self.now.clone(),
            changes: between(&self.now, &wanted),
            is_undo: false,
            ..self.plan.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    const FIRST: Unit = Unit::Text(Text::FirstName);
    const LAST: Unit = Unit::Text(Text::LastName);

    fn named(first: &str, last: &str) -> Record {
        let mut record = Record::default();
        record.texts[Text::FirstName] = Some(first.into());
        record.texts[Text::LastName] = Some(last.into());
        record
    }

    fn plan(loaded: &Record, wanted: &Record) -> Plan {
        Plan::new(loaded.clone(), between(loaded, wanted))
    }

    fn sent(loaded: &Record, wanted: &Record) -> Sent {
        let before = Profile { record: loaded.clone(), ..Profile::default() };
        Sent { plan: plan(loaded, wanted), before, changes: between(loaded, wanted) }
    }

    fn report(loaded: &Record, wanted: &Record, stored: Record) -> Report {
        let profile = Profile { record: stored, ..Profile::default() };
        match sent(loaded, wanted).report(Proof::ReadBack, profile) {
            End::Saved(report, _) => *report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_vendor_kept_otherwise_and_what_others_changed_are_told_apart() {
        let mut stored = named("TIM", "Smith");
        stored.texts[Text::Email] = Some("somebody@example.com".into());
        let report = report(&named("Tom", "Smith"), &named("Tim", "Smith"), stored);
        assert_eq!(report.different(), [FIRST]);
        assert_eq!(report.elsewhere(), [Unit::Text(Text::Email)]);
    }

    #[test]
    fn undo_puts_back_what_was_there_just_before_and_nothing_else() {
        let loaded = named("Tom", "Smith");
        let report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Jones"));
        let undo = report.undo(|_| true).expect("there is something to take back");
        assert_eq!(undo.changes.units().collect::<Vec<_>>(), [FIRST]);
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
        assert_eq!(report.undo(|unit| unit != Unit::DataUse), None);
    }

    #[test]
    fn what_may_be_somebody_elses_is_not_taken_back() {
        let loaded = named("Tom", "Smith");
        let mut report = report(&loaded, &named("Tim", "Smith"), named("TIM", "Smith"));
        assert!(report.undo(|_| true).is_some());
        report.proof = Proof::Found;
        assert_eq!(report.undo(|_| true), None);
    }

    #[test]
    fn a_change_without_an_answer_has_arrived_when_any_of_it_is_seen() {
        let loaded = named("Tom", "Smith");
        let sent = sent(&loaded, &named("Tim", "Smith"));
        assert!(!sent.has_arrived(&named("Tom", "Jones")), "that was somebody else");
        assert!(sent.has_arrived(&named("TIM", "Smith")), "in the vendor's way");
    }

    #[test]
    fn a_change_has_not_arrived_while_a_part_of_it_is_as_it_was() {
        let sent = sent(&named("Tom", "Smith"), &named("Tim", "Jones"));
        assert!(!sent.has_arrived(&named("Tam", "Smith")), "somebody else changed the first name");
        assert!(sent.has_arrived(&named("Tim", "Smith")), "somebody else changed the last name back");
        assert!(sent.has_arrived(&named("TIM", "JONES")), "in the vendor's way");
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
        let clash = |plan: Plan, now: &Record| {
            let Rebased { clashes, elsewhere, .. } = plan.changes.rebase(&plan.loaded, now);
            Clash { plan, now: now.clone(), clashes, elsewhere }
        };
        let first = clash(plan(&loaded, &wanted), &named("Tam", "Smith"));
        let second = clash(first.resolve(|_| Side::Loaded), &named("Tum", "Smith"));
        assert_eq!(second.clashes, [FIRST]);
        let sides = [Side::Loaded, Side::Theirs, Side::Mine].map(|side| second.side(side));
        assert_eq!(sides, [loaded, named("Tum", "Smith"), wanted]);
    }

    #[test]
    fn a_clash_ends_as_it_was_chosen_and_the_rest_of_the_change_goes_along() {
        let (loaded, now) = (named("Tom", "Smith"), named("Tam", "Smith"));
        let plan = plan(&loaded, &named("Tim", "Jones"));
        let Rebased { clashes, elsewhere, .. } = plan.changes.rebase(&loaded, &now);
        let clash = Clash { plan, now: now.clone(), clashes, elsewhere };
        assert_eq!((clash.clashes.clone(), clash.others()), (vec![FIRST], vec![LAST]));
        for (side, first) in [(Side::Loaded, "Tom"), (Side::Theirs, "Tam"), (Side::Mine, "Tim")] {
            let plan = clash.resolve(|_| side);
            assert_eq!(plan.changes.apply(&now), named(first, "Jones"), "{side:?}");
            assert_eq!(plan.loaded, now);
            assert_eq!(plan.changes.touches(FIRST), side != Side::Theirs, "what stays is not sent");
        }
    }
}
