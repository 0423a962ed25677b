//! What blocks a submission, and what the customer can do about it.

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

/// What is said when nobody knows what became of a save, and the words for finding out.
const UNKNOWN_OUTCOME: [&str; 2] = ["failure.outcome-unknown-text", "failure.check"];

/// What stands in the way, and what can be done about it.
#[component]
pub(super) fn SubmitErrorBanner(
    /// What is being sent.
    submission: Submission,
    /// Does something about it.
    on_retry: Callback<()>,
    /// After an unknown outcome: the key of what is said, and that of the words for what can be done.
    #[prop(default = UNKNOWN_OUTCOME)]
    unknown_outcome: [&'static str; 2],
    /// What it is about, where that is not on screen.
    #[prop(optional)]
    earlier_fields: Signal<String>,
    /// Whether there is something typed on screen, which stays.
    #[prop(default = true)]
    has_input: bool,
) -> impl IntoView {
    let i18n = I18n::expect();
    let button = move |key| {
        view! { <Button weight=Weight::Secondary busy=submission.busy label=i18n.text(key) press=on_retry /> }
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
