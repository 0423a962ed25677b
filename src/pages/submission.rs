//! Something on its way to the vendor: once at a time, and what came of it.

use leptos::prelude::*;

use super::{context::AppContext, error_panel::event_code, save::Conflict};
use crate::{
    domain::{Address, Field},
    error::{ApiError, FieldError},
    event::Event,
    form::Form,
};

/// What stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SubmitError {
    /// The call failed.
    Api(ApiError),
    /// The outcome was unknown, and a re-read showed that nothing was saved.
    NotSaved,
    /// A choice waits until what is typed meanwhile may be left.
    ConflictPending(Box<Conflict>),
}

/// The state of what is being sent, as a handle.
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

    /// Begins to send, unless something is on its way: however often a button is pressed, one request goes out.
    pub(super) fn begin(self) -> bool {
        !self.busy.try_update(|busy| std::mem::replace(busy, true)).unwrap_or(true)
    }

    /// What was on its way has come back; what stood in the way is over.
    pub(super) fn end(self) {
        self.busy.set(false);
        self.error.set(None);
    }

    /// Whether nobody knows what became of it: then it is not simply sent again. Tracked.
    pub(super) fn is_outcome_unknown(self) -> bool {
        self.error.with(|error| *error == Some(SubmitError::Api(ApiError::OutcomeUnknown)))
    }

    /// The call failed.
    pub(super) fn fail(self, context: AppContext, error: ApiError) {
        context.emit.run(Event::Failure(event_code(&error)));
        self.error.set(Some(SubmitError::Api(error)));
    }

    /// The vendor refused what the form asks for. Each reason goes to its place, as far as these fields are on
    /// screen, and all of them to the summary.
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
            let path = field_error.place.filter(|path| on_screen(path.field()));
            (path, field_error.text.clone(), field_error.language.clone())
        };
        form.reject(field_errors.iter().map(message));
        let suggested = field_errors.iter().flat_map(|field_error| field_error.suggestions.clone()).collect();
        self.suggestions.set(if error.is_address_only() { suggested } else { Vec::new() });
    }
}
