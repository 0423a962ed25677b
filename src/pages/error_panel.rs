//! A failure in words: what happened, what became of what was typed, and what to do next.

use leptos::prelude::*;

use super::notice::Notice;
use crate::{error::ApiError, i18n::I18n};

/// A failure's name in keys and in the host's event.
pub(super) fn event_code(error: &ApiError) -> &'static str {
    match error {
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
    }
}

fn message_keys(error: &ApiError) -> (&'static str, &'static str) {
    match error {
        ApiError::Offline => ("failure.offline", "failure.offline-text"),
        ApiError::TimedOut => ("failure.timed-out", "failure.timed-out-text"),
        ApiError::OutcomeUnknown => ("failure.outcome-unknown", "failure.outcome-unknown-text"),
        ApiError::Rejected(_) => ("failure.refused", "failure.refused-text"),
        ApiError::SignedOut => ("failure.signed-out", "failure.signed-out-text"),
        ApiError::NotAllowed => ("failure.not-allowed", "failure.not-allowed-text"),
        ApiError::NotFound => ("failure.not-found", "failure.not-found-text"),
        ApiError::PreconditionFailed => ("failure.overtaken", "failure.overtaken-text"),
        ApiError::Deleted => ("failure.deleted", "failure.deleted-text"),
        ApiError::Merged => ("failure.merged", "failure.merged-text"),
        ApiError::InvalidCustomerId => ("failure.unknown-key", "failure.unknown-key-text"),
        ApiError::RateLimited { wait: None } => ("failure.too-many", "failure.too-many-text"),
        ApiError::RateLimited { wait: Some(_) } => ("failure.too-many", "failure.too-many-wait"),
        ApiError::ServerError { .. } => ("failure.vendor-broken", "failure.vendor-broken-text"),
        ApiError::Unreadable { .. } => ("failure.unreadable", "failure.unreadable-text"),
    }
}

/// Says what failed, what became of what was typed, and what can be done.
#[component]
pub fn ErrorPanel(
    /// What failed.
    error: ApiError,
    /// The key of other words for what happened.
    #[prop(optional_no_strip)]
    text: Option<&'static str>,
    /// Whether there is a draft on screen, which stays.
    #[prop(optional)]
    with_draft: bool,
    /// Whether it comes when the customer is at something else.
    #[prop(optional)]
    is_late: bool,
    /// What can be done about it.
    children: Children,
) -> impl IntoView {
    let i18n = I18n::expect();
    let (title, default_text) = message_keys(&error);
    let text = text.unwrap_or(default_text);
    let seconds = match &error {
        ApiError::RateLimited { wait: Some(wait) } => wait.as_secs() as f64,
        _ => 0.0,
    };
    // The vendor's own sentences, marked with their language.
    let vendor_messages: Vec<_> = error
        .field_errors()
        .iter()
        .filter_map(|field_error| Some((field_error.text.clone()?, field_error.language.clone())))
        .map(|(text, language)| view! { <li><bdi lang=language>{text}</bdi></li> })
        .collect();
    // For whom the customer may ask for help: no value of theirs is in it.
    let detail = match error {
        ApiError::ServerError { status } => Some(status.to_string()),
        ApiError::Unreadable { reason } => Some(reason.to_owned()),
        _ => None,
    };
    let text = Signal::derive(move || i18n.fill(text, &[("when", &i18n.relative_time(seconds))]));
    view! {
        <Notice kind="bad" title=title text=text is_late>
            <ul>{vendor_messages}</ul>
            {detail
                .map(|detail| {
                    view! { <p class="c-hint" part="hint">{i18n.text("failure.detail")} " " <code lang="en">{detail}</code></p> }
                })}
            {with_draft.then(|| view! { <p>{i18n.text("failure.draft-kept")}</p> })}
            <div class="c-actions" part="actions">{children()}</div>
        </Notice>
    }
}
