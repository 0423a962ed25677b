//! An open profile: its pages, and the save from the review to the report.
//!
//! The customer can go elsewhere while a save runs. Its result must not replace what they type on the next page, so a
//! [`Task`] knows on which visit to a page it started.

use std::{mem, sync::Arc};

use super::{
    Answer, Call, Conflict, Effect, Failure, Focus, FormSnapshot, Message, Open, Outcome, Page, Save,
    SaveReport, SaveRequest, SaveResult, SaveStep, Saving, Stop, Task, Ticket,
};
use crate::{
    domain::{EditScope, Profile, between},
    error::{ApiError, FieldError},
    event::Event,
    vendor_api::Vendor,
};

/// The handling of one message about an open profile.
pub(super) struct Step<'a> {
    pub(super) open: &'a mut Open,
    pub(super) vendor: Vendor,
    /// The number for a call.
    pub(super) ticket: Ticket,
    pub(super) form: &'a FormSnapshot,
    pub(super) effects: &'a mut Vec<Effect>,
}

impl Step<'_> {
    pub(super) fn handle(mut self, message: Message) {
        match message {
            Message::Review | Message::AddressConfirmed => self.review(),
            Message::Save => self.save(),
            Message::Back => {
                if matches!(self.open.page, Page::Conflict { .. }) {
                    self.open.clear_failure();
                }
                self.open.close_step();
                self.effects.push(Effect::Focus(Focus::Title));
            }
            Message::Resolve(request) => self.resolve(*request),
            Message::Retry => self.retry(),
            Message::Undo => self.undo(),
            Message::CloseOutcome => self.close_outcome(),
            // After a sleep or a lost connection the profile can be read again.
            Message::Returned | Message::Online if self.open.is_outcome_unknown() => {
                self.open.resume(self.ticket, self.effects);
            }
            // The message is not true any more, and what is on screen can be saved with its own button.
            Message::Online if self.open.is_offline_on_this_page() => self.open.clear_failure(),
            Message::Answer(ticket, answer) => self.answer(ticket, answer),
            // These are for every stage (`machine.rs`), or for the form of a new customer.
            Message::Start
            | Message::FormReady
            | Message::LocaleChanged { .. }
            | Message::Returned
            | Message::Online
            | Message::HostLeaves(_)
            | Message::Go(_)
            | Message::Stay
            | Message::Discard
            | Message::ReadAgain
            | Message::TurnPage(_)
            | Message::EditAnswer(_) => {}
        }
    }

    /// Returns the request to save what is edited, if the form can be sent. If it has errors, shows them; if nothing was
    /// changed, says so in the form.
    fn sendable(&mut self, scope: EditScope) -> Option<SaveRequest> {
        let FormSnapshot { loaded, wanted, invalid, is_address_confirmed, .. } = self.form;
        let changes = between(loaded, wanted).only(|field| scope.has(field));
        self.open.outcome = None;
        if invalid.iter().copied().any(|field| scope.has(field)) {
            self.open.page = Page::Form(scope);
            self.open.clear_failure();
            self.effects.push(Effect::ShowErrors);
        } else if changes.is_empty() {
            self.open.page = Page::Form(scope);
            self.open.clear_failure();
            self.open.outcome = Some(Outcome::Unchanged);
        } else {
            let request = SaveRequest::new(loaded.clone(), changes);
            return Some(SaveRequest { force_address: *is_address_confirmed, ..request });
        }
        None
    }

    fn review(&mut self) {
        let Some(scope) = self.open.page.scope() else { return };
        if let Some(request) = self.sendable(scope) {
            self.open.clear_failure();
            self.open.page = Page::Review(scope, Box::new(request));
            self.effects.push(Effect::Focus(Focus::Title));
        }
    }

    /// Sends what the review shows, or the row that is edited: a row shows its change while it is typed.
    fn save(&mut self) {
        let (scope, shown) = match &self.open.page {
            Page::Form(scope @ EditScope::Row(_)) => (*scope, None),
            Page::Review(scope, shown) => (*scope, Some(shown.changes.clone())),
            Page::View | Page::Form(EditScope::Section(_)) | Page::Conflict { .. } => return,
        };
        match self.sendable(scope) {
            // The profile was read again since, and the change is another one now: it is shown before it is sent.
            Some(request) if shown.is_some_and(|shown| shown != request.changes) => {
                self.open.page = Page::Review(scope, Box::new(request));
                self.effects.push(Effect::Focus(Focus::Title));
            }
            Some(request) => self.send(request),
            None => {}
        }
    }

    fn close_outcome(&mut self) {
        let place = self.open.outcome.take().and_then(|outcome| outcome.place());
        self.effects.push(Effect::Focus(place.map_or(Focus::Title, Focus::EditButton)));
    }

    fn send(&mut self, request: SaveRequest) {
        self.start(Task::new(request, self.open.visit));
    }

    fn resolve(&mut self, request: SaveRequest) {
        if let Page::Conflict { task, .. } = &self.open.page {
            self.start(Task { request, ..(**task).clone() });
        }
    }

    /// Starts a save. While the outcome of a write is unknown, finding that out comes first.
    fn start(&mut self, task: Task) {
        if self.open.is_outcome_unknown() {
            self.open.resume(self.ticket, self.effects);
        } else {
            self.open.start(self.ticket, task, self.effects);
        }
    }

    fn undo(&mut self) {
        let Some(Outcome::Saved { report, .. }) = &self.open.outcome else { return };
        if let Some(request) = report.undo(|field| self.vendor.clears(field)) {
            self.send(request);
        }
    }

    /// To retry is to do what the current step does: a section's form opens the review, a row and the review save. An error of an
    /// earlier save is retried as that save.
    fn retry(&mut self) {
        if let Save::Stopped { task, failure: Failure { error: Stop::ConflictWaits(conflict), .. } } =
            &self.open.save
        {
            let (task, conflict) = (task.clone(), conflict.clone());
            return self.show_conflict(task, conflict);
        }
        let is_of_this_page = self.open.fields_of_earlier_page().is_none() && !self.open.is_outcome_unknown();
        match &self.open.page {
            Page::Review(..) | Page::Form(EditScope::Row(_)) if is_of_this_page => self.save(),
            Page::Form(EditScope::Section(_)) if is_of_this_page => self.review(),
            Page::View | Page::Form(_) | Page::Review(..) | Page::Conflict { .. } => {
                self.open.resume(self.ticket, self.effects);
            }
        }
    }

    fn show_conflict(&mut self, task: Task, conflict: Box<Conflict>) {
        self.open.save = Save::Idle;
        self.open.outcome = None;
        self.open.page = Page::Conflict { scope: self.open.page.scope(), conflict, task: Box::new(task) };
        self.effects.push(Effect::Focus(Focus::Title));
    }

    /// Continues the save that waits for this answer. An answer that nobody waits for is dropped.
    fn answer(&mut self, answered: Ticket, answer: Answer) {
        if !matches!(self.open.save, Save::Running { ticket, .. } if ticket == answered) {
            return;
        }
        let Save::Running { task, saving, last, .. } = mem::replace(&mut self.open.save, Save::Idle) else {
            return;
        };
        match saving.answer(answer) {
            SaveStep::Call(saving, call) => {
                self.open.save = Save::Running { task, saving, ticket: self.ticket, last };
                self.effects.push(Effect::Call(self.ticket, call));
            }
            SaveStep::Done(result) => self.end(answered, task, result),
        }
    }

    /// Ends a save.
    fn end(&mut self, ticket: Ticket, task: Task, result: SaveResult) {
        // Whether the customer is still on the page where the save started.
        let is_here = task.visit == self.open.visit;
        match result {
            SaveResult::Saved(report, profile) => self.end_saved(task, is_here, report, *profile),
            SaveResult::Conflict(conflict, profile) => {
                self.read_supersedes(*profile);
                // The input on another page comes first: the conflict waits. Nothing was sent.
                if !is_here && self.form.is_dirty {
                    self.stop(ticket, task, Stop::ConflictWaits(conflict));
                } else {
                    self.show_conflict(task, conflict);
                }
            }
            SaveResult::Failed(error) => {
                self.effects.push(Effect::Emit(Event::failure(&error)));
                match (error, self.open.page.scope()) {
                    (ApiError::Rejected(reasons), Some(scope)) if is_here => {
                        self.reject(task, reasons, scope);
                    }
                    (error, _) => self.stop(ticket, task, Stop::Failed(error)),
                }
            }
            SaveResult::Unknown(write) => {
                self.effects.push(Effect::Emit(Event::failure(&ApiError::OutcomeUnknown)));
                self.stop(ticket, task, Stop::Unknown(write));
            }
            SaveResult::NotSaved => {
                self.effects.push(Effect::Emit(Event::failure(&ApiError::OutcomeUnknown)));
                self.stop(ticket, task, Stop::NotSaved);
            }
        }
    }

    fn end_saved(&mut self, task: Task, is_here: bool, report: Box<SaveReport>, profile: Profile) {
        let sent: Vec<_> = report.sent.iter().map(|field| field.name()).collect();
        self.open.outcome = Some(Outcome::Saved { report, fields: task.fields.clone() });
        if matches!(self.open.page, Page::Conflict { .. }) {
            self.open.close_step();
        }
        if is_here {
            self.effects.push(Effect::ResetForm(task.fields));
            self.open.go(None, self.vendor, self.effects);
        }
        self.read_supersedes(profile);
        if !sent.is_empty() {
            self.effects.push(Effect::Emit(Event::Saved(sent)));
        }
    }

    /// The vendor rejected the change: the form shows the reasons.
    fn reject(&mut self, task: Task, reasons: Vec<FieldError>, scope: EditScope) {
        let sent = Box::new(task.request.changes.apply(&task.request.loaded));
        // It was the resolution of a conflict: the form shows what was sent.
        if matches!(self.open.page, Page::Conflict { .. }) {
            self.effects.push(Effect::TypeIntoForm(task.fields, sent.clone()));
        }
        self.open.page = Page::Form(scope);
        self.effects.push(Effect::ShowRejection { reasons, sent, scope: Some(scope) });
    }

    fn stop(&mut self, ticket: Ticket, task: Task, error: Stop) {
        self.open.save = Save::Stopped { task, failure: Failure { ticket, error } };
    }

    /// Shows the profile that the save has read. It is newer than the answer to a read that still waits: that one is
    /// sent again.
    fn read_supersedes(&mut self, profile: Profile) {
        self.open.show(profile, self.effects);
        if self.open.reading.is_busy() {
            let call = self.open.reading.restart(self.ticket, &self.open.customer);
            self.effects.extend(call.map(|call| Effect::Call(self.ticket, call)));
        }
    }
}

impl Open {
    /// Shows a profile that has arrived.
    pub(super) fn show(&mut self, profile: Profile, effects: &mut Vec<Effect>) {
        effects.push(Effect::FillForm(Box::new(profile.record.clone())));
        self.profile = Arc::new(profile);
    }

    /// Goes to a form, or to the view. A save goes on.
    pub(super) fn go(&mut self, scope: Option<EditScope>, vendor: Vendor, effects: &mut Vec<Effect>) {
        let (left, page) = (self.page.scope(), Page::of(scope, vendor));
        if left == page.scope() {
            return;
        }
        self.visit += 1;
        self.page = page;
        if self.outcome == Some(Outcome::Unchanged) {
            self.outcome = None;
        }
        match (left, self.page.scope()) {
            (_, Some(scope)) => {
                // The outcome of the last save, and its undo, are offered until the customer edits again.
                self.outcome = None;
                self.clear_failure();
                effects.push(Effect::Focus(match scope {
                    EditScope::Row(group) => Focus::Row(group),
                    EditScope::Section(_) => Focus::Title,
                }));
            }
            (Some(left), None) if self.outcome.is_none() => {
                effects.push(Effect::Focus(Focus::EditButton(left)));
            }
            // The message about the outcome takes the focus.
            (_, None) => {}
        }
    }

    /// Closes the review or the conflict.
    pub(super) fn close_step(&mut self) {
        self.page = self.page.scope().map_or(Page::View, Page::Form);
    }

    /// Removes the message about the last save, unless the outcome of its write is unknown.
    pub(super) fn clear_failure(&mut self) {
        if self.is_outcome_unknown() {
            return;
        }
        match &mut self.save {
            Save::Running { last, .. } => *last = None,
            Save::Stopped { .. } => self.save = Save::Idle,
            Save::Idle => {}
        }
    }

    /// Starts a save, unless one runs.
    fn start(&mut self, ticket: Ticket, task: Task, effects: &mut Vec<Effect>) {
        if !self.is_saving() {
            let (saving, call) = Saving::start(self.customer.clone(), task.request.clone());
            self.run(task, saving, ticket, call, effects);
        }
    }

    /// Starts the last save again, or finds out the outcome of its write. A save that starts again reads the profile
    /// first, so values that are stored by now are not sent.
    pub(super) fn resume(&mut self, ticket: Ticket, effects: &mut Vec<Effect>) {
        if let Save::Stopped { task, failure } = &self.save {
            let (saving, call) = match &failure.error {
                Stop::Unknown(write) => Saving::check(self.customer.clone(), (**write).clone()),
                Stop::Failed(_) | Stop::NotSaved | Stop::ConflictWaits(_) => {
                    Saving::start(self.customer.clone(), task.request.clone())
                }
            };
            self.run(task.clone(), saving, ticket, call, effects);
        }
    }

    fn run(&mut self, task: Task, saving: Saving, ticket: Ticket, call: Call, effects: &mut Vec<Effect>) {
        let last = self.failure().cloned();
        self.save = Save::Running { task, saving: Box::new(saving), ticket, last };
        effects.push(Effect::Call(ticket, call));
    }
}
