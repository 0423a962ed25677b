//! A submission: at most one request at a time, and the error it ended with.

use leptos::prelude::*;

use super::{context::AppContext, error_panel::event_code};
use crate::{
    domain::{Address, Field},
    error::{ApiError, FieldError},
    event::Event,
    form::Form,
    journey::Conflict,
};

/// An error that blocks a submission.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SubmitError {
    /// The call failed.
    Api(ApiError),
    /// The outcome was unknown, and a later read showed that nothing was saved.
    NotSaved,
    /// A conflict, which waits while the customer types on another page.
    ConflictPending(Box<Conflict>),
}

/// The state of a submission, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Submission {
    pub(super) busy: RwSignal<bool>,
    pub(super) error: RwSignal<Option<SubmitError>>,
    pub(super) suggestions: RwSignal<Vec<Address>>,
}

impl Submission {
    pub(super) fn new() -> Submission {
        Submission {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            suggestions: RwSignal::default(),
        }
    }

    /// Begins a submission. Returns false if one is pending: pressing a button twice sends one request.
    pub(super) fn begin(self) -> bool {
        !self.busy.try_update(|busy| std::mem::replace(busy, true)).unwrap_or(true)
    }

    /// Ends a submission and removes its error.
    pub(super) fn end(self) {
        self.busy.set(false);
        self.error.set(None);
    }

    /// Whether the outcome of the last write is unknown: then it must not simply be sent again. Tracked.
    pub(super) fn is_outcome_unknown(self) -> bool {
        self.error.with(|error| *error == Some(SubmitError::Api(ApiError::OutcomeUnknown)))
    }

    /// Records that the call failed, and emits that to the host.
    pub(super) fn fail(self, context: AppContext, error: ApiError) {
        context.emit.run(Event::Failure(event_code(&error)));
        self.error.set(Some(SubmitError::Api(error)));
    }

    /// Records that the vendor rejected what the form asks for. The summary shows every reason. A reason against a
    /// field that is `on_screen` is also shown at that field.
    pub(super) fn reject(
        self,
        context: AppContext,
        form: Form,
        error: &ApiError,
        on_screen: impl Fn(Field) -> bool,
    ) {
        context.emit.run(Event::Failure(event_code(error)));
        let field_errors = error.field_errors();
        let message = |field_error: &FieldError| {
            let path = field_error.path.filter(|path| on_screen(path.field()));
            (path, field_error.text.clone(), field_error.language.clone())
        };
        form.reject(field_errors.iter().map(message));
        let suggested = field_errors.iter().flat_map(|field_error| field_error.suggestions.clone()).collect();
        self.suggestions.set(if error.is_address_only() { suggested } else { Vec::new() });
    }
}
