//! Reading the profile again: another page of its long list, or another language. It is apart from saving, so that the
//! two never share a busy flag or an error.

use super::{Call, Failure, Focus, Ticket};
use crate::{domain::CustomerId, error::ApiError};

/// The state of reading the profile again. The profile on screen stays until the next one has arrived, and stays if
/// that cannot be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The call that waits for its answer.
    running: Option<Running>,
    /// The error of the last call. It stays until a later one has ended.
    failed: Option<Failed>,
}

#[derive(Clone, Debug, PartialEq)]
struct Running {
    ticket: Ticket,
    offset: Option<u32>,
    focus: Focus,
}

#[derive(Clone, Debug, PartialEq)]
struct Failed {
    failure: Failure<ApiError>,
    offset: Option<u32>,
    focus: Focus,
}

impl Reading {
    /// Whether a call waits for its answer.
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// The error of the last call.
    pub fn failure(&self) -> Option<&Failure<ApiError>> {
        self.failed.as_ref().map(|failed| &failed.failure)
    }

    /// Whether the call of this number is the one that waits.
    pub(super) fn waits_for(&self, ticket: Ticket) -> bool {
        self.running.as_ref().is_some_and(|running| running.ticket == ticket)
    }

    /// Starts a read; the answer to an earlier one is dropped. `focus` is where the focus goes once it succeeds.
    pub(super) fn start(
        &mut self,
        ticket: Ticket,
        customer: &CustomerId,
        offset: Option<u32>,
        focus: Focus,
    ) -> Call {
        self.running = Some(Running { ticket, offset, focus });
        Call::Read { customer: customer.clone(), offset }
    }

    /// Repeats the read that waits, or the one that failed; `None` without one.
    pub(super) fn restart(&mut self, ticket: Ticket, customer: &CustomerId) -> Option<Call> {
        let (offset, focus) = match (&self.running, &self.failed) {
            (Some(running), _) => (running.offset, running.focus),
            (None, Some(failed)) => (failed.offset, failed.focus),
            (None, None) => return None,
        };
        Some(self.start(ticket, customer, offset, focus))
    }

    /// Ends the call of this number, with its error if it has one. Returns where the focus goes; `None` if nobody waits
    /// for the call.
    pub(super) fn end(&mut self, ticket: Ticket, error: Option<ApiError>) -> Option<Focus> {
        let Running { offset, focus, .. } = self.running.take_if(|running| running.ticket == ticket)?;
        self.failed = error.map(|error| Failed { failure: Failure { ticket, error }, offset, focus });
        Some(focus)
    }
}
