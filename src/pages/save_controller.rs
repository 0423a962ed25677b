//! Saving, as the pages of one profile share it: one save at a time, its steps, and what comes of it.

use leptos::{prelude::*, task::spawn_local};

use super::{
    AppContext, Outcome, ValueFormatter,
    save::{Conflict, PendingWrite, SaveRequest, SaveResult, check_pending, save},
    submission::{Submission, SubmitError},
};
use crate::{
    domain::{CustomerId, Field, Profile, Section},
    error::ApiError,
    event::Event,
    form::Form,
    route::Route,
};

/// The state of saving, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaveController {
    /// What is on its way, and what stands in the way.
    pub(super) submission: Submission,
    /// Whether the change is being reviewed.
    pub(super) reviewing: RwSignal<bool>,
    /// What the customer is to choose between.
    pub(super) conflict: RwSignal<Option<Conflict>>,
    context: AppContext,
    form: Form,
    customer: StoredValue<CustomerId>,
    on_profile: Callback<Profile>,
    // How often a page was left: what comes back late must not take away what is typed on another.
    page_visit: StoredValue<u32>,
    task: StoredValue<Option<SaveTask>>,
}

/// What was begun on a page.
#[derive(Clone, Debug)]
struct SaveTask {
    request: SaveRequest,
    /// The fields that were typed on that page.
    fields: Vec<Field>,
    /// How often a page had been left when it began.
    page_visit: u32,
    /// What went out and was never answered.
    pending: Option<PendingWrite>,
}

impl SaveController {
    /// Saves what is typed in `form`. `accept` takes the profile as it is stored now.
    pub(super) fn new(
        context: AppContext,
        form: Form,
        customer: CustomerId,
        accept: Callback<Profile>,
    ) -> SaveController {
        SaveController {
            submission: Submission::new(),
            reviewing: RwSignal::new(false),
            conflict: RwSignal::new(None),
            context,
            form,
            customer: StoredValue::new(customer),
            on_profile: accept,
            page_visit: StoredValue::new(0),
            task: StoredValue::new(None),
        }
    }

    /// Saves what was typed on this page, or takes back what was saved.
    pub(super) fn save(self, plan: SaveRequest) {
        // What became of the last one comes first.
        if untrack(|| self.submission.is_outcome_unknown()) {
            self.retry();
        } else if self.submission.begin() {
            let typed = plan.changes.fields().collect();
            self.task.set_value(Some(SaveTask {
                request: plan,
                fields: typed,
                page_visit: self.page_visit.get_value(),
                pending: None,
            }));
            self.run();
        }
    }

    /// Goes on with what was begun, as the customer chose.
    pub(super) fn resolve_conflict(self, plan: SaveRequest) {
        if self.submission.begin() {
            self.task.update_value(|work| {
                if let Some(work) = work {
                    work.request = plan;
                }
            });
            self.run();
        }
    }

    /// Goes on with what stands in the way: finds out what became of a save that was never answered, opens the
    /// choice that waits, or saves the same again, looked at anew, so that nothing goes out that is not needed any
    /// more.
    pub(super) fn retry(self) {
        if let Some(SubmitError::ConflictPending(conflict)) = self.submission.error.get_untracked() {
            self.submission.error.set(None);
            self.show_conflict(*conflict);
        } else if self.submission.begin() {
            self.run();
        }
    }

    /// Whether what stands in the way is not about what is typed on this page: it was begun on a page that was left
    /// meanwhile, or nobody knows what became of it.
    pub(super) fn is_from_earlier_page(self) -> bool {
        self.task.with_value(|work| {
            work.as_ref()
                .is_some_and(|work| work.pending.is_some() || work.page_visit != self.page_visit.get_value())
        })
    }

    /// What it is about, where that was typed on a page that was left meanwhile.
    pub(super) fn earlier_fields(self, formatter: ValueFormatter) -> Signal<String> {
        let is_gone = move |work: &SaveTask| work.page_visit != self.page_visit.get_value();
        Signal::derive(move || {
            let fields = self.task.with_value(|work| {
                work.as_ref().filter(|work| is_gone(work)).map(|work| work.fields.clone())
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
        let Some(work) = self.task.get_value() else { return self.submission.end() };
        let (client, customer) = (self.context.client.get_value(), self.customer.get_value());
        spawn_local(async move {
            let plan = work.request.clone();
            let end = match &work.pending {
                Some(sent) => check_pending(&client, &customer, sent.clone()).await,
                None => save(&client, &customer, plan).await,
            };
            if self.form.is_alive() {
                self.submission.end();
                self.handle_result(end, work);
            }
        });
    }

    fn handle_result(self, end: SaveResult, work: SaveTask) {
        let context = self.context;
        // Whether the customer is where they began to save.
        let is_here = work.page_visit == self.page_visit.get_value();
        let mut sent = None;
        match end {
            SaveResult::Saved(report, profile) => {
                self.task.set_value(None);
                if !report.sent.is_empty() {
                    context.emit.run(Event::Saved(report.sent.iter().map(|field| field.name()).collect()));
                }
                self.close_conflict();
                if is_here {
                    self.form.reset(work.fields.into_iter());
                    self.close_steps();
                    context.navigator.navigate_now(Route::Profile(self.customer.get_value()));
                }
                context.outcome.set(Some(Outcome::Saved(report)));
                return self.on_profile.run(*profile);
            }
            SaveResult::Conflict(conflict, profile) => {
                // What is being typed elsewhere by now comes first: the choice waits, and nothing was sent.
                if !is_here && untrack(|| context.navigator.is_dirty()) {
                    self.submission.error.set(Some(SubmitError::ConflictPending(conflict)));
                } else {
                    self.show_conflict(*conflict);
                }
                self.on_profile.run(*profile);
            }
            SaveResult::Failed(failure) => {
                match (&failure, context.navigator.route.with_untracked(Route::section)) {
                    (ApiError::Rejected(_), Some(section)) if is_here => {
                        // What was chosen is what was refused.
                        if self.conflict.with_untracked(Option::is_some) {
                            let wanted = work.request.changes.apply(&work.request.loaded);
                            work.fields.iter().for_each(|field| self.form.fill(*field, &wanted));
                        }
                        self.close_steps();
                        self.submission
                            .reject(context, self.form, &failure, |field| Section::of(field) == section);
                    }
                    _ => self.submission.fail(context, failure),
                }
            }
            SaveResult::Unknown(unanswered) => {
                sent = Some(*unanswered);
                self.submission.fail(context, ApiError::OutcomeUnknown);
            }
            SaveResult::NotSaved => self.submission.error.set(Some(SubmitError::NotSaved)),
        }
        self.task.update_value(|work| {
            if let Some(work) = work {
                work.pending = sent;
            }
        });
    }

    /// The customer goes to another page.
    pub(super) fn leave_page(self) {
        self.close_steps();
        self.page_visit.update_value(|left| *left += 1);
    }

    /// What stands in the way is over, unless nobody knows what became of it.
    pub(super) fn clear_error(self) {
        if !untrack(|| self.submission.is_outcome_unknown()) {
            self.submission.error.set(None);
        }
    }

    /// What was typed is to be forgotten. What nobody knows yet is not.
    pub(super) fn discard(self) {
        self.close_steps();
        if untrack(|| self.submission.is_outcome_unknown()) {
            self.retry();
        } else {
            self.submission.error.set(None);
        }
    }

    /// Back from the steps that follow typing.
    pub(super) fn close_steps(self) {
        self.back_to_form();
        self.close_conflict();
    }

    /// From the review back to the form. Told only where it is outcome: the page is built anew.
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
