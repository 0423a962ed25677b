//! The button that submits a page.

use leptos::prelude::*;

use super::submission::Submission;
use crate::{
    form::{Button, Weight},
    i18n::I18n,
};

/// The button that sends what stands on a page: once, however often it is pressed.
#[component]
pub(super) fn SubmitButton(
    /// What is being sent.
    submission: Submission,
    /// The keys of its words, at rest and at work.
    labels: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let label = Signal::derive(move || i18n.get(labels[usize::from(submission.busy.get())]));
    let disabled = Signal::derive(move || submission.is_outcome_unknown());
    // A button that changes its words is not read out again.
    let progress = move || submission.busy.get().then(|| label.get());
    view! {
        <Button weight=Weight::Primary busy=submission.busy disabled label />
        <span class="c-hidden" role="status">{progress}</span>
    }
}
