//! The banner about the last call that failed, with a button to deal with it.

use leptos::prelude::*;

use super::{context::AppContext, error_panel::ErrorPanel, notice::Notice};
use crate::{
    domain::Field,
    error::ApiError,
    form::{Button, Weight},
    i18n::I18n,
    journey::{Creation, Message, Open, State, Stop},
};

/// Returns the button of a banner, which sends a message. It is busy while the call is made again.
fn retry_button(key: &'static str, busy: Memo<bool>, message: fn() -> Message) -> AnyView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let on_click = store.sender(message);
    view! { <Button weight=Weight::Secondary busy label=i18n.text(key) on_click /> }.into_any()
}

/// The banner about a save that stopped.
#[component]
pub(super) fn SaveErrorBanner(
    /// Whether there is input on screen, which is kept.
    #[prop(default = true)]
    has_input: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, formatter, .. } = AppContext::expect();
    let failure = store.select(|state| state.open().and_then(Open::failure).cloned());
    let busy = store.select(State::is_sending);
    let button = move |key| retry_button(key, busy, || Message::Retry);
    move || {
        let stop = failure.get()?.error;
        let earlier = store.peek(|state| Some(state.open()?.fields_of_earlier_page()?.to_vec()));
        let is_late = earlier.is_some();
        let has_input = has_input && !is_late;
        let about =
            earlier.map(|fields: Vec<Field>| view! { <p>{move || formatter.field_names(&fields)}</p> });
        // What is on screen has a button that does the same.
        let retry = || (!has_input).then(|| button("failure.retry"));
        let failed = |error: ApiError, button: Option<AnyView>, about: Option<_>| {
            view! { <ErrorPanel error with_draft=has_input is_late>{about} {button}</ErrorPanel> }.into_any()
        };
        let (title, text, button) = match stop {
            Stop::Failed(error) => return Some(failed(error, retry(), about)),
            Stop::Unknown(_) => {
                return Some(failed(ApiError::OutcomeUnknown, Some(button("failure.check")), about));
            }
            Stop::NotSaved => ("failure.not-saved", "failure.not-saved-text", retry()),
            Stop::ConflictWaits(_) => ("clash.title", "clash.waits", Some(button("clash.open"))),
        };
        let notice =
            view! { <Notice kind="warn" title text=Some(i18n.text(text)) is_late>{about} {button}</Notice> };
        Some(notice.into_any())
    }
}

/// The banner about reading another page or language of the profile.
#[component]
pub(super) fn ReadErrorBanner() -> impl IntoView {
    let store = AppContext::expect().store;
    let failure = store.select(|state| state.open().and_then(|open| open.reading.failure().cloned()));
    let busy = store.select(State::is_reading_again);
    move || {
        failure.get().map(|failure| {
            let button = retry_button("failure.retry", busy, || Message::ReadAgain);
            view! { <ErrorPanel error=failure.error>{button}</ErrorPanel> }
        })
    }
}

/// The banner about a creation that failed. A creation is never repeated automatically: after an unknown outcome the
/// customer decides, and is told that the profile may exist.
#[component]
pub(super) fn CreateErrorBanner() -> impl IntoView {
    let store = AppContext::expect().store;
    let failure = store.select(|state| state.creation().and_then(Creation::failure).cloned());
    let busy = store.select(State::is_sending);
    move || {
        failure.get().map(|failure| {
            let is_unknown = failure.error == ApiError::OutcomeUnknown;
            let text = is_unknown.then_some("failure.created-unknown");
            // The page has a button that sends the answers, which is disabled while the outcome is unknown.
            let button = is_unknown.then(|| retry_button("create.again", busy, || Message::Retry));
            view! { <ErrorPanel error=failure.error text with_draft=true>{button}</ErrorPanel> }
        })
    }
}
