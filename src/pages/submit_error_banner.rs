//! The banner with the error that blocks a submission.

use leptos::prelude::*;

use super::{
    error_panel::ErrorPanel,
    notice::Notice,
    submission::{Submission, SubmitError},
};
use crate::{
    error::ApiError,
    form::{Button, Weight},
    i18n::I18n,
};

/// The catalogue keys of the explanation and the button after a save whose outcome is unknown.
const UNKNOWN_OUTCOME: [&str; 2] = ["failure.outcome-unknown-text", "failure.check"];

/// The error that blocks a submission, and a button to deal with it.
#[component]
pub(super) fn SubmitErrorBanner(
    /// The submission.
    submission: Submission,
    /// Retries the submission, or opens the conflict that waits.
    on_retry: Callback<()>,
    /// The catalogue keys of the explanation and the button if the outcome is unknown.
    #[prop(default = UNKNOWN_OUTCOME)]
    unknown_outcome: [&'static str; 2],
    /// A sentence that names the fields of a submission from an earlier page; empty if it is from this page.
    #[prop(optional)]
    earlier_fields: Signal<String>,
    /// Whether there is input on screen, which is kept.
    #[prop(default = true)]
    has_input: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let button = move |key| {
        view! { <Button weight=Weight::Secondary busy=submission.busy label=i18n.text(key) on_click=on_retry /> }
    };
    move || {
        submission.error.get().map(|error| {
            let is_late = !earlier_fields.with_untracked(String::is_empty);
            let has_input = has_input && !is_late;
            let about = is_late.then(|| view! { <p>{earlier_fields}</p> });
            let (title, text, button) = match error {
                SubmitError::Api(error) => {
                    let is_unknown = error == ApiError::OutcomeUnknown;
                    let key = if is_unknown { unknown_outcome[1] } else { "failure.retry" };
                    let text = is_unknown.then_some(unknown_outcome[0]);
                    return view! {
                        <ErrorPanel error text with_draft=has_input is_late>
                            {about}
                            {button(key)}
                        </ErrorPanel>
                    }
                    .into_any();
                }
                SubmitError::NotSaved => (
                    "failure.not-saved",
                    "failure.not-saved-text",
                    (!has_input).then(|| button("failure.retry")),
                ),
                SubmitError::ConflictPending(_) => ("clash.title", "clash.waits", Some(button("clash.open"))),
            };
            view! { <Notice kind="warn" title text=i18n.text(text) is_late>{about} {button}</Notice> }
                .into_any()
        })
    }
}
