//! The messages to the state machine, and the effects that it returns.

use super::{Answer, Call, SaveRequest, Ticket};
use crate::{
    domain::{EditScope, Field, FieldGroup, Record},
    error::FieldError,
    event::Event,
    route::Route,
};

/// The content of the form when a message is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormSnapshot {
    /// The record that the form was filled from.
    pub loaded: Record,
    /// The record that the customer wants.
    pub wanted: Record,
    /// The fields with an error.
    pub invalid: Vec<Field>,
    /// Whether leaving the page would lose input.
    pub is_dirty: bool,
    /// Whether the customer confirmed an address that looks incomplete or that the vendor rejected.
    pub is_address_confirmed: bool,
}

/// An event: what the customer pressed, what the vendor answered, what the host or the browser did.
#[derive(Debug)]
pub enum Message {
    /// The app has started.
    Start,
    /// The form of a new customer can be used, in the customer's language.
    FormReady,
    /// The page changed its locale.
    LocaleChanged {
        /// Whether the language is another one, and not only the region.
        is_other_language: bool,
    },
    /// The tab is visible again.
    Returned,
    /// The browser is online again.
    Online,
    /// The host asks whether its page may be left. The number is that of the question.
    HostLeaves(Ticket),
    /// The customer wants another page of the app.
    Go(Route),
    /// The customer keeps unsaved input.
    Stay,
    /// The customer discards unsaved input.
    Discard,
    /// The customer wants the profile to be read again after that failed.
    ReadAgain,
    /// The customer wants another page of the profile's long list: the number of items before it.
    TurnPage(u32),
    /// The customer wants to review what they typed.
    Review,
    /// The customer goes back from the review or the conflict to the form.
    Back,
    /// The customer goes back from the review of a new customer to the control of a field.
    EditAnswer(Field),
    /// The customer sends what they reviewed.
    Save,
    /// The customer wants an address that looks incomplete or was rejected to be used as it is. The form has noted it.
    AddressConfirmed,
    /// The customer has resolved the conflict.
    Resolve(Box<SaveRequest>),
    /// The customer presses the button of the message about the last error.
    Retry,
    /// The customer undoes the save that is reported.
    Undo,
    /// The customer closes the message about the outcome.
    CloseOutcome,
    /// The vendor answered a call.
    Answer(Ticket, Answer),
}

/// An action for the store to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Make a call, and send its answer as a [`Message::Answer`].
    Call(Ticket, Call),
    /// Fill the form from a record. Fields that were changed and not sent keep their text.
    FillForm(Box<Record>),
    /// Put fields of the form back to the loaded record.
    ResetForm(Vec<Field>),
    /// Type the values of this record into fields of the form.
    TypeIntoForm(Vec<Field>, Box<Record>),
    /// Show the errors of the form.
    ShowErrors,
    /// Show the vendor's reasons in the form.
    ShowRejection {
        /// The reasons.
        reasons: Vec<FieldError>,
        /// What was sent: the vendor counts its phones and opt-ins.
        sent: Box<Record>,
        /// What is edited: reasons about other fields are shown in the summary. `None` for all fields.
        scope: Option<EditScope>,
    },
    /// Move the focus.
    Focus(Focus),
    /// Emit an event to the host.
    Emit(Event),
    /// Answer the host's question whether its page may be left.
    AnswerHost(Ticket, bool),
}

/// The target of the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// To the title of the page.
    Title,
    /// To the title, if the focus is in the part of the page that is drawn again.
    TitleIfInPage,
    /// To the position in the long list.
    Pager,
    /// To the button that opens a form.
    EditButton(EditScope),
    /// To the first control of a row, unless the focus is in the row. A customer without a phone gets a row for the first
    /// one: the button that opens the phones has already said that one is to be added.
    Row(FieldGroup),
    /// To the control of a field.
    Field(Field),
}
