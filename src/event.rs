//! What the host is told. No event carries a value of the profile.

use crate::{domain::CustomerId, i18n::LanguageTag};

/// Something a host may want to act on.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first view can be used.
    Ready,
    /// Another locale is spoken.
    LocaleChange(LanguageTag),
    /// A customer was created.
    Created(CustomerId),
    /// A change was saved: the names of the fields it touched.
    Saved(Vec<&'static str>),
    /// Whether something is typed that is not saved.
    DirtyChange(bool),
    /// The customer agreed to lose what was typed: the host may go where it wanted to.
    Exit,
    /// What to call the page now, in the customer's language: never a name or a value.
    TitleChange(String),
    /// A call failed, in this way.
    Failure(&'static str),
}
