//! The control for the phones: a list whose rows can be added, removed and moved. A number is not reformatted.

use leptos::prelude::*;

use super::{AppRoot, Button, Form, Input, PhoneRow, Select, TextInput, Weight, stable_rows::StableRows};
use crate::{
    domain::FieldPath,
    i18n::{I18n, phone_kind_key},
};

/// The kinds the vendor lists. A stored kind that is none of them is kept.
const KINDS: [&str; 3] = ["MOBILE", "HOME", "OFFICE"];

/// The list of phones.
#[component]
pub fn PhonesInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let kinds = Signal::derive(move || {
        KINDS
            .iter()
            .map(|code| ((*code).to_owned(), i18n.get(phone_kind_key(code).unwrap_or(code))))
            .collect()
    });
    let row = move |id: u32| {
        let found = form.phones.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
        let PhoneRow { number, kind, .. } = found?;
        let index =
            move || form.phones.with(|rows| rows.iter().position(|row| row.id == id).unwrap_or_default());
        let path = move |of_index: fn(usize) -> FieldPath| Signal::derive(move || of_index(index()));
        let text = move |key: &'static str| {
            Signal::derive(move || i18n.fill(key, &[("position", &i18n.number((index() + 1) as f64))]))
        };
        let remove = Callback::new(move |()| {
            let index = untrack(index);
            form.phones.update(|rows| rows.retain(|row| row.id != id));
            // To the phone that is now at this position, else to the button that adds one.
            let count = form.phones.with_untracked(Vec::len);
            root.focus(form.id(if count > 0 {
                FieldPath::PhoneNumber(index.min(count - 1))
            } else {
                FieldPath::Phones
            }));
        });
        let up = Callback::new(move |()| {
            let index = untrack(index);
            if index > 0 {
                form.phones.update(|rows| rows.swap(index, index - 1));
                // To the button that moves it further, else to the phone itself: there the key that was pressed does
                // nothing.
                root.focus(if index > 1 { format!("up-{id}") } else { format!("phone-{id}") });
            }
        });
        let input = Input {
            kind: "tel",
            autocomplete: "tel",
            inputmode: Some("tel"),
            direction: "ltr",
            ..Input::default()
        };
        let fields = view! {
            <fieldset class="c-group c-phone" part="group" id=root.id(&format!("phone-{id}")) tabindex="-1">
                <legend class="c-legend" part="legend">{text("phones.nth")}</legend>
                <div class="c-row">
                    <TextInput form path=path(FieldPath::PhoneNumber) value=number.into() input />
                    <Select form path=path(FieldPath::PhoneKind) value=kind.into() options=kinds />
                </div>
                <div class="c-actions" part="actions">
                    <Show when=move || { index() > 0 }>
                        <Button
                            weight=Weight::Quiet
                            id=root.id(&format!("up-{id}"))
                            label=text("phones.up")
                            on_click=up
                        />
                    </Show>
                    <Button weight=Weight::Quiet label=text("phones.remove") on_click=remove />
                </div>
            </fieldset>
        };
        Some(fields)
    };
    let keys = Signal::derive(move || form.phones.with(|rows| rows.iter().map(|row| row.id).collect()));
    let add = Callback::new(move |()| {
        let path = form.add_phone();
        root.focus(form.id(path));
    });
    view! {
        <div>
            <p class="c-hint" part="hint">{i18n.text("hint.phones")}</p>
            <StableRows keys row=Callback::new(move |id| row(id).into_any()) />
            <Button
                weight=Weight::Secondary
                id=root.id(&form.id(FieldPath::Phones))
                label=i18n.text("phones.add")
                on_click=add
            />
        </div>
    }
}
