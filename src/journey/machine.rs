//! The state machine of the journey: what the customer can do, what the vendor can answer, and what follows.
//!
//! ```text
//!             ┌────────── ReadAgain ─────────┐
//!             ▼                              │
//! Creation ▶ Loading ── answer ──▶ Open    LoadFailed
//!                                   │
//!       the page that is shown      │     the save, which goes on while the customer goes elsewhere
//!   View ⇄ Form ⇄ Review            │   Idle ─▶ Running ─┬─▶ Idle        saved, with a report and its undo
//!     ▲      ▲      │ Save ─────────┼─▶   ▲              ├─▶ Idle        rejected: the form shows the reasons
//!     └──────┴── Conflict ◀─────────┘     └── Retry ─────┼─▶ Stopped     failed, unknown, not saved, conflict waits
//!                                                        └─▶ Conflict    the customer chooses
//! ```
//!
//! [`update`] is pure: it takes the state, a message and what the form holds, and returns the next state and the
//! effects. The effects are run in one place (`store.rs`). Each call has a number, and an answer with a number that
//! nobody waits for is dropped.
//!
//! This file has what holds at every stage: reading, leaving, and the start. What follows on an open profile is in
//! `open_profile.rs`, the creation in `creation.rs`.

use super::{
    Answer, Call, Effect, Focus, FormSnapshot, Leaving, Message, Open, Stage, State, Ticket,
    open_profile::Step, state::Loading,
};
use crate::{
    domain::{Field, Profile},
    error::ApiError,
    event::Event,
};

/// Returns the next state, and what is to be done.
pub fn update(mut state: State, message: Message, form: &FormSnapshot) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    state.handle(message, form, &mut effects);
    (state, effects)
}

impl State {
    fn handle(&mut self, message: Message, form: &FormSnapshot, effects: &mut Vec<Effect>) {
        match message {
            Message::Start => {
                self.load(effects);
                self.read_civilities(effects);
            }
            Message::HostLeaves(question) => self.leave(Leaving::Host(question), form, effects),
            Message::Go(route) => {
                // An element shows one customer. Another one is the host's to set.
                let current = self.route();
                if route.customer() != current.customer() || route == current {
                    return;
                }
                if route.clone().form() != current.clone().form() {
                    self.leave(Leaving::For(route), form, effects);
                } else {
                    // From a form to its review, or back: nothing typed is lost.
                    let step = if current.is_review() { Message::Back } else { Message::Review };
                    self.handle_in_stage(step, form, effects);
                }
            }
            Message::Stay => {
                if let Some(Leaving::Host(question)) = self.leaving.take() {
                    effects.push(Effect::AnswerHost(question, false));
                }
            }
            Message::Discard => self.discard(effects),
            Message::LocaleChanged { is_other_language } => {
                self.read_civilities(effects);
                if is_other_language && self.vendor.localizes_responses() {
                    self.read_again(None, Focus::TitleIfInPage, effects);
                }
            }
            Message::TurnPage(offset) => {
                if self.open().is_some_and(|open| !open.reading.is_busy()) {
                    self.read_again(Some(offset), Focus::Pager, effects);
                }
            }
            Message::ReadAgain => self.retry_read(effects),
            Message::Answer(ticket, Answer::Civilities(result)) => {
                // The list is optional: without it, the codes are shown.
                if let (true, Ok(civilities)) = (ticket == self.civilities_ticket, result) {
                    self.civilities = civilities;
                }
            }
            Message::Answer(ticket, Answer::Read(result)) if self.is_reading(ticket) => {
                self.end_read(ticket, result, effects);
            }
            message => self.handle_in_stage(message, form, effects),
        }
    }

    fn handle_in_stage(&mut self, message: Message, form: &FormSnapshot, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        match &mut self.stage {
            Stage::Creation(creation) => {
                let (todo, customer) = creation.update(message, ticket, form);
                if let Some(customer) = customer {
                    // The form is filled from the profile once that is read.
                    effects.push(Effect::ResetForm(Field::all().collect()));
                    self.stage = Stage::Loading(Loading { is_new: true, ..Loading::new(customer, None) });
                    self.load(effects);
                }
                effects.extend(todo);
            }
            Stage::Open(open) => {
                Step { open, vendor: self.vendor, ticket, form, effects }.handle(message);
            }
            Stage::Loading(_) | Stage::LoadFailed(..) => {}
        }
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        self.last_ticket
    }

    // Reading.

    fn read_civilities(&mut self, effects: &mut Vec<Effect>) {
        if self.vendor.has_civilities() {
            self.civilities_ticket = self.next_ticket();
            effects.push(Effect::Call(self.civilities_ticket, Call::Civilities));
        }
    }

    /// Sends the first read. An answer to an earlier one is dropped.
    fn load(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        if let Stage::Loading(loading) = &mut self.stage {
            loading.ticket = ticket;
            let call = Call::Read { customer: loading.customer.clone(), offset: None };
            effects.push(Effect::Call(ticket, call));
        }
    }

    fn read_again(&mut self, offset: Option<u32>, focus: Focus, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        match &mut self.stage {
            Stage::Open(open) => {
                let call = open.reading.start(ticket, &open.customer, offset, focus);
                effects.push(Effect::Call(ticket, call));
            }
            Stage::Loading(_) => self.load(effects),
            Stage::LoadFailed(..) | Stage::Creation(_) => {}
        }
    }

    fn retry_read(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        match &mut self.stage {
            Stage::LoadFailed(loading, _) => {
                self.stage = Stage::Loading(Loading { is_retry: true, ..loading.clone() });
                self.load(effects);
            }
            Stage::Open(open) if !open.reading.is_busy() => {
                let call = open.reading.restart(ticket, &open.customer);
                effects.extend(call.map(|call| Effect::Call(ticket, call)));
            }
            Stage::Open(_) | Stage::Loading(_) | Stage::Creation(_) => {}
        }
    }

    fn is_reading(&self, ticket: Ticket) -> bool {
        match &self.stage {
            Stage::Loading(loading) => loading.ticket == ticket,
            Stage::Open(open) => open.reading.waits_for(ticket),
            Stage::LoadFailed(..) | Stage::Creation(_) => false,
        }
    }

    fn end_read(
        &mut self,
        ticket: Ticket,
        result: Result<Box<Profile>, ApiError>,
        effects: &mut Vec<Effect>,
    ) {
        let failure = result.as_ref().err().map(|error| Effect::Emit(Event::failure(error)));
        match &mut self.stage {
            Stage::Loading(loading) => {
                let loading = loading.clone();
                let is_retry = loading.is_retry;
                self.stage = match result {
                    Ok(profile) => {
                        effects.push(Effect::FillForm(Box::new(profile.record.clone())));
                        if is_retry {
                            effects.push(Effect::Focus(Focus::Title));
                        }
                        Stage::Open(Box::new(Open::new(loading, *profile, self.vendor)))
                    }
                    Err(error) => Stage::LoadFailed(loading, error),
                };
                effects.extend(failure);
                effects.push(Effect::Emit(Event::Ready));
            }
            Stage::Open(open) => {
                let Some(focus) = open.reading.end(ticket, result.as_ref().err().cloned()) else { return };
                if let Ok(profile) = result {
                    open.show(*profile, effects);
                    effects.push(Effect::Focus(focus));
                }
                effects.extend(failure);
            }
            Stage::LoadFailed(..) | Stage::Creation(_) => {}
        }
    }

    // Leaving.

    /// Leaves the page: at once if no input would be lost, else once the customer agrees. An open question of the
    /// host's is answered with no.
    fn leave(&mut self, leaving: Leaving, form: &FormSnapshot, effects: &mut Vec<Effect>) {
        if form.is_dirty {
            if let Some(Leaving::Host(question)) = self.leaving.replace(leaving) {
                effects.push(Effect::AnswerHost(question, false));
            }
        } else {
            self.carry_out(leaving, effects);
        }
    }

    fn carry_out(&mut self, leaving: Leaving, effects: &mut Vec<Effect>) {
        match leaving {
            Leaving::Host(question) => effects.push(Effect::AnswerHost(question, true)),
            Leaving::For(route) => match &mut self.stage {
                Stage::Open(open) => open.go(route.scope(), self.vendor, effects),
                Stage::Loading(loading) | Stage::LoadFailed(loading, _) => loading.scope = route.scope(),
                Stage::Creation(_) => {}
            },
        }
    }

    fn discard(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        effects.push(Effect::ResetForm(Field::all().collect()));
        if let Stage::Open(open) = &mut self.stage {
            open.close_step();
            if open.is_outcome_unknown() {
                open.resume(ticket, effects);
            } else {
                open.clear_failure();
            }
        }
        if let Some(leaving) = self.leaving.take() {
            self.carry_out(leaving, effects);
        }
    }
}
