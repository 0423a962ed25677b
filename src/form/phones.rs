//! Phones: several, each with a kind, added, removed and moved. A number is taken as it is typed.

use leptos::prelude::*;

use super::{Form, Ground, Input, PhoneRow, SelectField, TextField};
use crate::{
    domain::Place,
    i18n::{I18n, phone_kind_key},
};

/// The kinds the vendor names; a stored one beside them is kept.
const KINDS: [&str; 3] = ["MOBILE", "HOME", "OFFICE"];

/// The list of phones.
#[component]
pub fn PhonesField(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let kinds = Signal::derive(move || {
        KINDS
            .iter()
            .map(|code| ((*code).to_owned(), i18n.get(phone_kind_key(code).unwrap_or(code))))
            .collect()
    });
    let row = move |row: PhoneRow| {
        let index =
            move || form.phones.with(|rows| rows.iter().position(|r| r.id == row.id).unwrap_or_default());
        let position = move || i18n.number((index() + 1) as f64);
        let place = index;
        let first = untrack(place);
        let remove = move |_| {
            let index = untrack(index);
            form.phones.update(|rows| rows.retain(|other| other.id != row.id));
            // To the phone that stands there now, else to the button that adds one.
            let left = form.phones.with_untracked(Vec::len);
            ground.focus(form.id(if left > 0 {
                Place::PhoneNumber(index.min(left - 1))
            } else {
                Place::Phones
            }));
        };
        let up = move |_| {
            let index = untrack(index);
            if index > 0 {
                form.phones.update(|rows| rows.swap(index, index - 1));
                ground.focus(form.id(Place::PhoneNumber(index - 1)));
            }
        };
        let number = Input {
            kind: "tel",
            autocomplete: "tel",
            inputmode: Some("tel"),
            direction: "ltr",
            ..Input::default()
        };
        view! {
            <fieldset class="c-group c-phone">
                <legend class="c-legend">{move || i18n.fill("phones.nth", &[("position", &position())])}</legend>
                <div class="c-row">
                    <TextField form=form place=Place::PhoneNumber(first) value=row.number input=number />
                    <SelectField form=form place=Place::PhoneKind(first) value=row.kind options=kinds />
                </div>
                <div class="c-actions">
                    <button type="button" class="c-quiet" hidden=move || index() == 0 on:click=up>
                        {move || i18n.fill("phones.up", &[("position", &position())])}
                    </button>
                    <button type="button" class="c-quiet" on:click=remove>
                        {move || i18n.fill("phones.remove", &[("position", &position())])}
                    </button>
                </div>
            </fieldset>
        }
    };
    let add = move |_| {
        let place = form.add_phone();
        ground.focus(form.id(place));
    };
    view! {
        <div class="c-phones">
            <p class="c-hint">{i18n.text("hint.phones")}</p>
            <For each=move || form.phones.get() key=|row| row.id children=row />
            <button type="button" class="c-secondary" id="add-phone" on:click=add>{i18n.text("phones.add")}</button>
        </div>
    }
}
