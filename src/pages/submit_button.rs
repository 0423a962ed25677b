//! The submit button of a page.

use leptos::prelude::*;

use super::submission::Submission;
use crate::{
    form::{Button, Weight},
    i18n::I18n,
};

/// The button that submits a page. It is busy while the submission is pending, and disabled while its outcome is
/// unknown.
#[component]
pub(super) fn SubmitButton(
    /// The submission.
    submission: Submission,
    /// The catalogue keys of its label: idle and busy.
    labels: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let label = Signal::derive(move || i18n.get(labels[usize::from(submission.busy.get())]));
    let disabled = Signal::derive(move || submission.is_outcome_unknown());
    // Screen readers do not read a button again when its label changes.
    let progress = move || submission.busy.get().then(|| label.get());
    view! {
        <Button weight=Weight::Primary busy=submission.busy disabled label />
        <span class="c-hidden" role="status">{progress}</span>
    }
}
