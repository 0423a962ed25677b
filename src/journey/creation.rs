//! The creation of a customer: the answers, their review, and one call, which is never repeated by itself.

use super::{Answer, Call, Effect, Failure, Focus, FormSnapshot, Message, Ticket};
use crate::{domain::CustomerId, error::ApiError, event::Event};

/// The state of the creation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Creation {
    /// Whether the customer checks the answers before they are sent.
    pub is_reviewing: bool,
    /// The call that waits for its answer.
    running: Option<Ticket>,
    /// The error of the last call. It stays until a later one has ended.
    failure: Option<Failure<ApiError>>,
    /// Whether the host knows that the page can be used.
    is_announced: bool,
}

impl Creation {
    /// Whether a call waits for its answer.
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// The error of the last call.
    pub fn failure(&self) -> Option<&Failure<ApiError>> {
        self.failure.as_ref()
    }

    /// Whether the customer may exist already. Then only the customer's own decision sends the answers again.
    pub fn is_outcome_unknown(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.error == ApiError::OutcomeUnknown)
    }

    /// Handles a message. `ticket` is the number for a call. Returns the effects, and the new customer once there is
    /// one.
    pub(super) fn update(
        &mut self,
        message: Message,
        ticket: Ticket,
        form: &FormSnapshot,
    ) -> (Vec<Effect>, Option<CustomerId>) {
        let effects = match message {
            Message::FormReady if !std::mem::replace(&mut self.is_announced, true) => {
                vec![Effect::Emit(Event::Ready)]
            }
            Message::Review | Message::AddressConfirmed => self.review(form),
            Message::Save if !self.is_outcome_unknown() => self.send(ticket, form),
            // To retry is to do what the current step does. After an unknown outcome the customer has been told that
            // the profile may exist.
            Message::Retry if self.is_reviewing => self.send(ticket, form),
            Message::Retry => self.review(form),
            Message::Online if self.failure().is_some_and(|failure| failure.error == ApiError::Offline) => {
                self.failure = None;
                Vec::new()
            }
            Message::Back => self.go_back(Focus::Title),
            Message::EditAnswer(field) => self.go_back(Focus::Field(field)),
            Message::Answer(answered, Answer::Created(result)) if self.running == Some(answered) => {
                self.running = None;
                self.failure = None;
                match result {
                    Ok(customer) => {
                        return (vec![Effect::Emit(Event::Created(customer.clone()))], Some(customer));
                    }
                    Err(error) => self.fail(answered, error, form),
                }
            }
            // The rest is for every stage (`machine.rs`), or for an open profile.
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
            | Message::Save
            | Message::Resolve(_)
            | Message::Undo
            | Message::CloseOutcome
            | Message::Answer(..) => Vec::new(),
        };
        (effects, None)
    }

    fn review(&mut self, form: &FormSnapshot) -> Vec<Effect> {
        if !form.invalid.is_empty() {
            return vec![Effect::ShowErrors];
        }
        if !self.is_outcome_unknown() {
            self.failure = None;
        }
        self.is_reviewing = true;
        vec![Effect::Focus(Focus::Title)]
    }

    fn send(&mut self, ticket: Ticket, form: &FormSnapshot) -> Vec<Effect> {
        if !form.invalid.is_empty() {
            self.is_reviewing = false;
            return vec![Effect::ShowErrors];
        }
        // Pressing the button twice sends one request.
        if self.is_busy() {
            return Vec::new();
        }
        self.running = Some(ticket);
        let record = Box::new(form.wanted.clone());
        vec![Effect::Call(ticket, Call::Create { record, force_address: form.is_address_confirmed })]
    }

    fn go_back(&mut self, focus: Focus) -> Vec<Effect> {
        self.is_reviewing = false;
        vec![Effect::Focus(focus)]
    }

    fn fail(&mut self, ticket: Ticket, error: ApiError, form: &FormSnapshot) -> Vec<Effect> {
        let event = Effect::Emit(Event::failure(&error));
        if let ApiError::Rejected(reasons) = error {
            self.is_reviewing = false;
            let sent = Box::new(form.wanted.clone());
            return vec![Effect::ShowRejection { reasons, sent, scope: None }, event];
        }
        self.failure = Some(Failure { ticket, error });
        vec![event]
    }
}
