//! The pages without a profile: while it loads, and after loading failed.

use leptos::prelude::*;

use super::{error_panel::ErrorPanel, layout::Title};
use crate::{
    error::ApiError,
    form::{Button, Weight},
    i18n::I18n,
};

/// A skeleton of the profile, shown while it loads.
#[component]
pub fn Loading() -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-page">
            <h1 class="c-hidden">{i18n.text("view.title")}</h1>
            <p class="c-hidden" role="status">{i18n.text("view.loading")}</p>
            <div class="c-skeleton" aria-hidden="true">
                {(0..5).map(|_| view! { <div class="c-skeleton-block"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// The error that loading the profile ended with, and a button to try again.
#[component]
pub(super) fn LoadErrorPage(error: ApiError, on_retry: Callback<()>) -> impl IntoView {
    let i18n = I18n::expect();
    let key = match error {
        ApiError::SignedOut => "failure.sign-in",
        _ => "failure.retry",
    };
    view! {
        <div class="c-page">
            <Title label=i18n.text("view.title") key="view.title" />
            <ErrorPanel error>
                <Button weight=Weight::Primary label=i18n.text(key) on_click=on_retry />
            </ErrorPanel>
        </div>
    }
}
