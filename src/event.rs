//! The events that the app emits to the host. No event has a value of the profile.

use crate::{domain::CustomerId, i18n::LanguageTag};

/// An event for the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first page is ready.
    Ready,
    /// The locale changed.
    LocaleChange(LanguageTag),
    /// A customer was created.
    Created(CustomerId),
    /// A change was saved: the names of its fields, see [`Field::name`](crate::domain::Field::name).
    Saved(Vec<&'static str>),
    /// Whether there are unsaved changes.
    DirtyChange(bool),
    /// The customer agreed to discard unsaved changes: the host can continue to leave the page.
    Exit,
    /// The title of the page, in the customer's language: never a name or a value of the profile.
    TitleChange(String),
    /// A call to the vendor failed: the name of the error.
    Failure(&'static str),
}
