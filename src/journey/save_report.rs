//! The report of a save: what was requested, what is stored, and the request that undoes it.

use super::SaveRequest;
use crate::domain::{Field, Record, between};

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
