//! The error panel: what failed, whether the input is kept, and what the customer can do next.

use leptos::prelude::*;

use super::notice::Notice;
use crate::{error::ApiError, i18n::I18n};

/// Returns the code of an error in the host's event. Codes are part of the public contract.
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

/// A notice about an error, with the actions that are possible.
#[component]
pub fn ErrorPanel(
    /// The error.
    error: ApiError,
    /// The catalogue key of the explanation; default: the one for the error.
    #[prop(optional_no_strip)]
    text: Option<&'static str>,
    /// Whether there is input on screen, which is kept.
    #[prop(optional)]
    with_draft: bool,
    /// Whether the error is not about what the customer is doing at the moment.
    #[prop(optional)]
    is_late: bool,
    /// The actions.
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
    // A detail to quote when asking for help. It contains no personal data.
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
                    view! {
                        <p class="c-hint" part="hint">
                            {i18n.text("failure.detail")} " " <code lang="en">{detail}</code>
                        </p>
                    }
                })}
            {with_draft.then(|| view! { <p>{i18n.text("failure.draft-kept")}</p> })}
            <div class="c-actions" part="actions">{children()}</div>
        </Notice>
    }
}
