//! A conflict: the customer and somebody else changed the same fields to different values.

use super::SaveRequest;
use crate::domain::{Field, Record, between};

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
