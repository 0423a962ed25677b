//! A failure in words: what happened, what became of what was typed, and what to do next.

use leptos::prelude::*;

use super::card::Notice;
use crate::{failure::Failure, i18n::I18n};

/// A failure's name in keys and in the host's event.
pub(super) fn slug(failure: &Failure) -> &'static str {
    match failure {
        Failure::Offline => "offline",
        Failure::TimedOut => "timed-out",
        Failure::OutcomeUnknown => "outcome-unknown",
        Failure::Refused(_) => "refused",
        Failure::SignedOut => "signed-out",
        Failure::NotAllowed => "not-allowed",
        Failure::NotFound => "not-found",
        Failure::Overtaken => "overtaken",
        Failure::Deleted => "deleted",
        Failure::Merged => "merged",
        Failure::UnknownKey => "unknown-key",
        Failure::TooMany { .. } => "too-many",
        Failure::VendorBroken { .. } => "vendor-broken",
        Failure::Unreadable { .. } => "unreadable",
    }
}

fn keys(failure: &Failure) -> (&'static str, &'static str) {
    match failure {
        Failure::Offline => ("failure.offline", "failure.offline-text"),
        Failure::TimedOut => ("failure.timed-out", "failure.timed-out-text"),
        Failure::OutcomeUnknown => ("failure.outcome-unknown", "failure.outcome-unknown-text"),
        Failure::Refused(_) => ("failure.refused", "failure.refused-text"),
        Failure::SignedOut => ("failure.signed-out", "failure.signed-out-text"),
        Failure::NotAllowed => ("failure.not-allowed", "failure.not-allowed-text"),
        Failure::NotFound => ("failure.not-found", "failure.not-found-text"),
        Failure::Overtaken => ("failure.overtaken", "failure.overtaken-text"),
        Failure::Deleted => ("failure.deleted", "failure.deleted-text"),
        Failure::Merged => ("failure.merged", "failure.merged-text"),
        Failure::UnknownKey => ("failure.unknown-key", "failure.unknown-key-text"),
        Failure::TooMany { wait: None } => ("failure.too-many", "failure.too-many-text"),
        Failure::TooMany { wait: Some(_) } => ("failure.too-many", "failure.too-many-wait"),
        Failure::VendorBroken { .. } => ("failure.vendor-broken", "failure.vendor-broken-text"),
        Failure::Unreadable { .. } => ("failure.unreadable", "failure.unreadable-text"),
    }
}

/// Says what failed, what became of what was typed, and what can be done.
#[component]
pub fn FailurePanel(
    /// What failed.
    failure: Failure,
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
    let (title, usual) = keys(&failure);
    let text = text.unwrap_or(usual);
    let seconds = match &failure {
        Failure::TooMany { wait: Some(wait) } => wait.as_secs() as f64,
        _ => 0.0,
    };
    // The vendor's own sentences, marked with their language.
    let theirs: Vec<_> = failure
        .refusals()
        .iter()
        .filter_map(|refusal| Some((refusal.text.clone()?, refusal.language.clone())))
        .map(|(text, language)| view! { <li><bdi lang=language>{text}</bdi></li> })
        .collect();
    // For whom the customer may ask for help: no value of theirs is in it.
    let detail = match failure {
        Failure::VendorBroken { status } => Some(status.to_string()),
        Failure::Unreadable { reason } => Some(reason.to_owned()),
        _ => None,
    };
    let text = Signal::derive(move || i18n.fill(text, &[("when", &i18n.within(seconds))]));
    view! {
        <Notice kind="bad" title=title text=text is_late>
            <ul>{theirs}</ul>
            {detail
                .map(|detail| {
                    view! { <p class="c-hint" part="hint">{i18n.text("failure.detail")} " " <code lang="en">{detail}</code></p> }
                })}
            {with_draft.then(|| view! { <p>{i18n.text("failure.draft-kept")}</p> })}
            <div class="c-actions" part="actions">{children()}</div>
        </Notice>
    }
}
