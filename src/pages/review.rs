//! The review of a change, before it is sent. Only this page sends it.

use leptos::prelude::*;

use super::{
    change_list::ChangeList, context::AppContext, error_banner::SaveErrorBanner, layout::FormPage,
    section_form::CancelButton, submit_button::SubmitButton,
};
use crate::{
    form::{Button, Weight},
    i18n::I18n,
    journey::{Message, SaveRequest, State},
};

/// The page that shows each changed field, before and after.
#[component]
pub fn ReviewPage(
    /// The change.
    request: SaveRequest,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, formatter, .. } = AppContext::expect();
    let SaveRequest { opened: before, typed: after, changes, .. } = request;
    let (fields, keys) = (changes.fields().collect(), ["review.before", "review.after"]);
    let busy = store.select(State::is_sending);
    let has_failed = store.select(|state| state.open().is_some_and(|open| open.failure().is_some()));
    view! {
        <FormPage title="review.title" on_submit=store.sender(|| Message::Save)>
            <SaveErrorBanner />
            <Show when=move || !has_failed.get()>
                <p>{i18n.text("review.text")}</p>
            </Show>
            <ChangeList before after fields formatter keys />
            <div class="c-actions" part="actions">
                <SubmitButton labels=["review.save", "review.saving"] />
                <Button weight=Weight::Secondary disabled=busy label=i18n.text("review.back") on_click=store.sender(|| Message::Back) />
                <CancelButton weight=Weight::Quiet disabled=busy />
            </div>
        </FormPage>
    }
}
