//! The events that the app emits to the host. No event has a value of the profile.

use crate::{domain::CustomerId, error::ApiError, i18n::LanguageTag};

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
    /// A call to the vendor failed, or a part of the app could not be loaded: the name of the error.
    Failure(&'static str),
}

impl Event {
    /// The event about a call that failed. The names are part of the public contract.
    pub fn failure(error: &ApiError) -> Event {
        Event::Failure(match error {
            ApiError::Offline => "offline",
            ApiError::TimedOut => "timed-out",
            ApiError::OutcomeUnknown => "outcome-unknown",
            ApiError::Rejected(_) => "refused",
            ApiError::SignedOut => "signed-out",
            ApiError::NotAllowed => "not-allowed",
            ApiError::NotFound => "not-found",
            ApiError::PreconditionFailed => "overtaken",
            ApiError::Deleted => "deleted",
            ApiError::Merged => "merged",
            ApiError::InvalidCustomerId => "unknown-key",
            ApiError::RateLimited { .. } => "too-many",
            ApiError::ServerError { .. } => "vendor-broken",
            ApiError::Unreadable { .. } => "unreadable",
        })
    }

    /// The event about a part of the app that could not be loaded: whether its file is gone from the server or changed.
    pub fn chunk_failure(is_outdated: bool) -> Event {
        Event::Failure(if is_outdated { "outdated" } else { "offline" })
    }
}
