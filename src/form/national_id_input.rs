//! The control for the national identifier: its kind and its number.

use leptos::prelude::*;

use super::{AppRoot, Button, FieldFrame, Form, Input, Select, TextInput, Weight};
use crate::{
    domain::FieldPath,
    i18n::{I18n, national_kind_key, path_label_key},
};

/// The characters shown for a sensitive value, as many for a short one as for a long one. A view takes them as a value
/// and not as a literal: static markup inside another element is rendered in a way that the page's CSP forbids.
pub const MASK: &str = "••••••";

/// The national identifier. Its number is masked until the customer reveals or changes it.
#[component]
pub fn NationalIdInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let kinds = Signal::derive(move || {
        let pair = |code: &&str| ((*code).to_owned(), i18n.get(national_kind_key(code).unwrap_or(code)));
        form.rules.national_id_kinds.iter().map(pair).collect()
    });
    let stored = form.loaded().national_id.and_then(|id| id.number).unwrap_or_default();
    // A number the customer has typed here is not hidden from them.
    let is_revealed =
        RwSignal::new(form.national_number.with_untracked(|number| number.is_empty() || *number != stored));
    let name = i18n.text(path_label_key(FieldPath::NationalNumber));
    let reveal = Callback::new(move |()| {
        is_revealed.set(true);
        root.focus(form.id(FieldPath::NationalNumber));
    });
    let frame = FieldFrame::new(form, FieldPath::NationalNumber.into(), None);
    let number = move || {
        if is_revealed.get() {
            let input = Input { direction: "ltr", ..Input::default() };
            view! { <TextInput form path=FieldPath::NationalNumber value=form.national_number input /> }
                .into_any()
        } else {
            view! {
                <div class="c-field" part="field">
                    <span class="c-label" part="label">{name}</span>
                    <div class="c-revealable">
                        <span class="c-masked" aria-hidden="true">{MASK}</span>
                        " "
                        <Button
                            weight=Weight::Link
                            id=root.id(&form.id(FieldPath::NationalNumber))
                            label=i18n.text("view.reveal")
                            about=name
                            on_click=reveal
                        />
                    </div>
                    {frame.error(i18n)}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <fieldset class="c-group" part="group">
            <legend class="c-legend" part="legend">{i18n.text("label.national-id")}</legend>
            <div class="c-row">
                <Select form path=FieldPath::NationalKind value=form.national_kind options=kinds />
                {number}
            </div>
        </fieldset>
    }
}
