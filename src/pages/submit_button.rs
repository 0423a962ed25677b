//! The submit button of a page.

use leptos::prelude::*;

use super::context::AppContext;
use crate::{
    form::{Button, Weight},
    i18n::I18n,
    journey::State,
};

/// The button that sends what the page shows. It is busy while that is under way, and disabled while the outcome of a
/// write is unknown.
#[component]
pub(super) fn SubmitButton(
    /// The catalogue keys of its label: idle and busy.
    labels: [&'static str; 2],
) -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let (busy, disabled) = (store.select(State::is_sending), store.select(State::is_outcome_unknown));
    let label = Signal::derive(move || i18n.get(labels[usize::from(busy.get())]));
    // Screen readers do not read a button again when its label changes.
    let progress = move || busy.get().then(|| label.get());
    view! {
        <Button weight=Weight::Primary busy disabled label />
        <span class="c-hidden" role="status">{progress}</span>
    }
}
