//! The save controller: runs the saves of one profile, one at a time, and shows their results.
//!
//! A change goes through these phases. Each is a signal or two, which the pages of the profile read:
//!
//! - **Form.** The customer edits a section. Nothing is set.
//! - **Review** (`reviewing`). The customer checks the change before it is sent. An undo and the resolution of a
//!   conflict are not reviewed.
//! - **Saving** (`submission.busy`). The save runs as described in `save.rs`.
//! - **Conflict** (`conflict`). The customer chooses, and `resolve_conflict` saves the choice.
//! - **Error** (`submission.error`). `retry` starts the save again.
//! - **Unknown outcome** (an error, and `SaveTask::pending`). The write got no response. `retry` reads the profile to
//!   find out whether it was stored, and `save` does so before anything else is sent.
//!
//! The customer can leave the page while a save runs. Its result must not replace what they type on the next page, so
//! a task knows on which visit to a page it started (`page_visit`).

use leptos::{prelude::*, task::spawn_local};

use super::{
    context::AppContext,
    error_panel::event_code,
    outcome_banner::Outcome,
    submission::{Submission, SubmitError},
    value_formatter::ValueFormatter,
};
use crate::{
    domain::{CustomerId, Field, Profile, Section},
    error::ApiError,
    event::Event,
    form::Form,
    journey::{Conflict, PendingWrite, SaveRequest, SaveResult, check_pending, save},
    route::Route,
};

/// The state of saving, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaveController {
    /// The pending request and the error of the last one.
    pub(super) submission: Submission,
    /// Whether the customer reviews the change.
    pub(super) reviewing: RwSignal<bool>,
    /// The conflict that the customer must resolve.
    pub(super) conflict: RwSignal<Option<Conflict>>,
    context: AppContext,
    form: Form,
    customer: StoredValue<CustomerId>,
    on_profile: Callback<Profile>,
    // The number of pages left so far, which identifies the current visit to a page.
    page_visit: StoredValue<u32>,
    task: StoredValue<Option<SaveTask>>,
}

/// A save that was started on a page, until it is stored.
#[derive(Clone, Debug)]
struct SaveTask {
    request: SaveRequest,
    /// The fields that were typed on that page.
    fields: Vec<Field>,
    /// The visit to a page on which it started.
    page_visit: u32,
    /// The write that got no response, if there is one.
    pending: Option<PendingWrite>,
}

impl SaveController {
    /// A controller that saves the input of `form`. `on_profile` gets the stored profile after each save that read it.
    pub(super) fn new(
        context: AppContext,
        form: Form,
        customer: CustomerId,
        on_profile: Callback<Profile>,
    ) -> SaveController {
        SaveController {
            submission: Submission::new(),
            reviewing: RwSignal::new(false),
            conflict: RwSignal::new(None),
            context,
            form,
            customer: StoredValue::new(customer),
            on_profile,
            page_visit: StoredValue::new(0),
            task: StoredValue::new(None),
        }
    }

    /// Saves a change or an undo, unless a request is pending.
    pub(super) fn save(self, request: SaveRequest) {
        // While an outcome is unknown, finding it out comes first.
        if untrack(|| self.submission.is_outcome_unknown()) {
            self.retry();
        } else if self.submission.begin() {
            let fields = request.changes.fields().collect();
            self.task.set_value(Some(SaveTask {
                request,
                fields,
                page_visit: self.page_visit.get_value(),
                pending: None,
            }));
            self.run();
        }
    }

    /// Saves the change again, with the conflict resolved.
    pub(super) fn resolve_conflict(self, request: SaveRequest) {
        if self.submission.begin() {
            self.task.update_value(|task| {
                if let Some(task) = task {
                    task.request = request;
                }
            });
            self.run();
        }
    }

    /// Deals with the error on screen: shows the conflict that waits, finds out the outcome of a write that got no
    /// response, or starts the save again. A save that starts again reads the profile first, so values that are stored
    /// by now are not sent.
    pub(super) fn retry(self) {
        if let Some(SubmitError::ConflictPending(conflict)) = self.submission.error.get_untracked() {
            self.submission.error.set(None);
            self.show_conflict(*conflict);
        } else if self.submission.begin() {
            self.run();
        }
    }

    /// Whether the error is not about the input on this page: the save was started on a page that the customer has
    /// left, or its outcome is unknown.
    pub(super) fn is_from_earlier_page(self) -> bool {
        self.task.with_value(|task| {
            task.as_ref()
                .is_some_and(|task| task.pending.is_some() || task.page_visit != self.page_visit.get_value())
        })
    }

    /// Returns a sentence that names the fields of a save that was started on an earlier page; empty if it was started
    /// on this page.
    pub(super) fn earlier_fields(self, formatter: ValueFormatter) -> Signal<String> {
        let is_gone = move |task: &SaveTask| task.page_visit != self.page_visit.get_value();
        Signal::derive(move || {
            let fields = self.task.with_value(|task| {
                task.as_ref().filter(|task| is_gone(task)).map(|task| task.fields.clone())
            });
            fields.map_or_else(String::new, |fields| formatter.field_names(&fields))
        })
    }

    fn show_conflict(self, conflict: Conflict) {
        self.close_steps();
        self.context.outcome.set(None);
        self.conflict.set(Some(conflict));
    }

    fn run(self) {
        let Some(task) = self.task.get_value() else { return self.submission.end() };
        let (client, customer) = (self.context.client.get_value(), self.customer.get_value());
        spawn_local(async move {
            let request = task.request.clone();
            let result = match &task.pending {
                Some(pending) => check_pending(&client, &customer, pending.clone()).await,
                None => save(&client, &customer, request).await,
            };
            if self.form.is_alive() {
                self.submission.end();
                self.handle_result(result, task);
            }
        });
    }

    fn handle_result(self, result: SaveResult, task: SaveTask) {
        let context = self.context;
        // Whether the customer is still on the page where the save started.
        let is_here = task.page_visit == self.page_visit.get_value();
        let mut pending = None;
        match result {
            SaveResult::Saved(report, profile) => {
                self.task.set_value(None);
                if !report.sent.is_empty() {
                    context.emit.run(Event::Saved(report.sent.iter().map(|field| field.name()).collect()));
                }
                self.close_conflict();
                if is_here {
                    self.form.reset(task.fields.into_iter());
                    self.close_steps();
                    context.navigator.navigate_now(Route::Profile(self.customer.get_value()));
                }
                context.outcome.set(Some(Outcome::Saved(report)));
                return self.on_profile.run(*profile);
            }
            SaveResult::Conflict(conflict, profile) => {
                // The input on another page comes first: the conflict waits as an error. Nothing was sent.
                if !is_here && untrack(|| context.navigator.is_dirty()) {
                    self.submission.error.set(Some(SubmitError::ConflictPending(conflict)));
                } else {
                    self.show_conflict(*conflict);
                }
                self.on_profile.run(*profile);
            }
            SaveResult::Failed(error) => {
                match (&error, context.navigator.route.with_untracked(Route::section)) {
                    (ApiError::Rejected(_), Some(section)) if is_here => {
                        // The vendor rejected the resolution of a conflict: the form shows what was sent.
                        if self.conflict.with_untracked(Option::is_some) {
                            let wanted = task.request.changes.apply(&task.request.loaded);
                            task.fields.iter().for_each(|field| self.form.fill(*field, &wanted));
                        }
                        self.close_steps();
                        self.submission
                            .reject(context, self.form, &error, |field| Section::of(field) == section);
                    }
                    _ => self.submission.fail(context, error),
                }
            }
            SaveResult::Unknown(write) => {
                pending = Some(*write);
                self.submission.fail(context, ApiError::OutcomeUnknown);
            }
            SaveResult::NotSaved => {
                context.emit.run(Event::Failure(event_code(&ApiError::OutcomeUnknown)));
                self.submission.error.set(Some(SubmitError::NotSaved));
            }
        }
        self.task.update_value(|task| {
            if let Some(task) = task {
                task.pending = pending;
            }
        });
    }

    /// Notes that the customer leaves the page. A running save goes on.
    pub(super) fn leave_page(self) {
        self.close_steps();
        self.page_visit.update_value(|visit| *visit += 1);
    }

    /// Removes the error, unless the outcome of a write is unknown.
    pub(super) fn clear_error(self) {
        if !untrack(|| self.submission.is_outcome_unknown()) {
            self.submission.error.set(None);
        }
    }

    /// Discards the review, the conflict and the error. If the outcome of a write is unknown, finds it out instead.
    pub(super) fn discard(self) {
        self.close_steps();
        if untrack(|| self.submission.is_outcome_unknown()) {
            self.retry();
        } else {
            self.submission.error.set(None);
        }
    }

    /// Closes the review and the conflict.
    pub(super) fn close_steps(self) {
        self.back_to_form();
        self.close_conflict();
    }

    /// Goes back from the review to the form. The signal is only set if it changes, because setting it renders the
    /// page again.
    pub(super) fn back_to_form(self) {
        if self.reviewing.get_untracked() {
            self.reviewing.set(false);
        }
    }

    fn close_conflict(self) {
        if self.conflict.with_untracked(Option::is_some) {
            self.conflict.set(None);
        }
    }
}
