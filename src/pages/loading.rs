//! The pages without a profile: while it loads, and after loading failed.

use leptos::prelude::*;

use super::{context::AppContext, error_panel::ErrorPanel, layout::Title};
use crate::{
    error::ApiError,
    form::{Button, Weight},
    i18n::I18n,
    journey::Message,
};

/// A skeleton of the profile, shown while it loads.
#[component]
pub fn Loading() -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-page">
            <h1 class="c-hidden">{i18n.text("view.title")}</h1>
            <p role="status">{i18n.text("view.loading")}</p>
            <p class="c-late">{i18n.text("view.still-loading")}</p>
            <div class="c-skeleton" aria-hidden="true">
                {(0..4).map(|_| view! { <div class="c-skeleton-block"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// The error that loading the profile ended with, and a button to try again.
#[component]
pub fn LoadErrorPage(error: ApiError) -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let key = match error {
        ApiError::SignedOut => "failure.sign-in",
        _ => "failure.retry",
    };
    let weight = if error.is_final() { Weight::Secondary } else { Weight::Primary };
    view! {
        <div class="c-page">
            <Title label=i18n.text("view.title") key="view.title" />
            <ErrorPanel error>
                <Button weight label=i18n.text(key) on_click=store.sender(|| Message::ReadAgain) />
            </ErrorPanel>
        </div>
    }
}
