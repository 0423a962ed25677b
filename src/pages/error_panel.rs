//! The error panel: what failed, whether the input is kept, and what the customer can do next.

use leptos::prelude::*;

use super::{
    context::AppContext, notice::Notice, reload_button::ReloadButton, static_element::static_element,
};
use crate::{error::ApiError, i18n::I18n};

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

/// Whether the host's support can help where trying again cannot.
fn needs_support(error: &ApiError) -> bool {
    error.is_final() || matches!(error, ApiError::ServerError { .. } | ApiError::Unreadable { .. })
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
    let AppContext { support_url, is_outdated, .. } = AppContext::expect();
    // The code for a vendor's response can be what is gone.
    let is_outdated = error == ApiError::Offline && is_outdated.run(());
    let (title, default_text) =
        if is_outdated { ("part.outdated", "part.outdated-text") } else { message_keys(&error) };
    // The explanation of a creation whose outcome is unknown advises to ask.
    let href = support_url.get_value();
    let is_offered = !href.is_empty() && (needs_support(&error) || text.is_some());
    let link = is_offered.then(|| {
        let label = i18n.text("failure.contact");
        view! { <a class="c-quiet" part="link" href=href target="_top">{label}</a> }.into_any()
    });
    let mut actions = vec![children()];
    actions.extend(is_outdated.then(|| view! { <ReloadButton /> }.into_any()));
    actions.extend(link);
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
        <Notice kind="bad" title=title text=Some(text) is_late>
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
            {static_element("div", "c-actions", actions)}
        </Notice>
    }
}
