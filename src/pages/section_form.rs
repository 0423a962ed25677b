//! The form of one section of the profile.

use leptos::prelude::*;

use super::{
    context::AppContext, error_banner::SaveErrorBanner, fields::SectionFields, layout::FormPage,
    outcome_banner::UnchangedNote,
};
use crate::{
    domain::{Field, Section},
    form::{Button, Summary, Weight, form_messages},
    i18n::{I18n, section_key},
    journey::Message,
};

/// The page that edits one section.
#[component]
pub fn SectionFormPage(
    /// The section to edit.
    section: Section,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let form = store.form;
    let messages =
        form_messages(form, i18n, Callback::new(move |field: Field| Section::of(field) == section));
    let is_invalid = Signal::derive(move || messages.with(|messages| !messages.is_empty()));
    let fields: Vec<Field> = section.fields().collect();
    view! {
        <FormPage title=section_key(section) on_submit=store.sender(|| Message::Review) is_invalid>
            <Summary form=form messages />
            <SaveErrorBanner />
            <SectionFields form=form fields=fields formatter=formatter vendor=vendor />
            <UnchangedNote />
            <div class="c-actions" part="actions">
                <Button weight=Weight::Primary label=i18n.text("form.review") />
                <CancelButton />
            </div>
        </FormPage>
    }
}

/// The button that goes back to the profile.
#[component]
pub(super) fn CancelButton(
    /// How prominent it is.
    #[prop(default = Weight::Secondary)]
    weight: Weight,
    /// Whether it is disabled.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let on_click = Callback::new(move |()| store.go(None));
    view! { <Button weight disabled label=i18n.text("form.cancel") on_click /> }
}
