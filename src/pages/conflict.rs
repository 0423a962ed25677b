//! The conflict page: the customer and somebody else changed the same fields. The customer sees what was there when
//! they opened the form, what is stored now and what they typed, side by side and of equal weight, and chooses.

use leptos::prelude::*;

use super::{
    change_list::ChangeList, context::AppContext, error_banner::SaveErrorBanner, layout::FormPage,
    submit_button::SubmitButton, value::ValueLines,
};
use crate::{
    domain::{Field, Record},
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    journey::{Conflict, Message, Resolution, State},
    vendor_api::Vendor,
};

const CHOICES: [(Resolution, &str); 3] = [
    (Resolution::Loaded, "clash.loaded"),
    (Resolution::Stored, "clash.theirs"),
    (Resolution::Typed, "clash.mine"),
];
const UNDO_CHOICES: [(Resolution, &str); 3] = [
    (Resolution::Loaded, "clash.saved"),
    (Resolution::Stored, "clash.theirs"),
    (Resolution::Typed, "clash.before"),
];

/// The values the customer can choose for a field, each with the key of its label. An empty value is left out if the
/// vendor cannot empty the field.
fn choices_for(
    conflict: &Conflict,
    vendor: Vendor,
    field: Field,
) -> impl Iterator<Item = (Resolution, &'static str)> {
    let choices = if conflict.request.is_undo { UNDO_CHOICES } else { CHOICES };
    choices
        .into_iter()
        .filter(move |(resolution, _)| vendor.clears(field) || !conflict.version(*resolution).is_empty(field))
}

/// The choice between the values of each field in conflict. None is preselected.
#[component]
pub fn ConflictPage(
    /// The conflict to resolve.
    conflict: Conflict,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let is_undo = conflict.request.is_undo;
    let chosen = RwSignal::new(Vec::<(Field, Resolution)>::new());
    let is_submitted = RwSignal::new(false);
    let chosen_for = move |field: Field| {
        chosen.with(|chosen| {
            chosen.iter().find(|(other, _)| *other == field).map(|(_, resolution)| *resolution)
        })
    };

    let question = {
        let conflict = conflict.clone();
        move |field: Field| {
            let id = field.name();
            let name = Signal::derive(move || formatter.label(field));
            let is_missing = Signal::derive(move || is_submitted.get() && chosen_for(field).is_none());
            let option = |(resolution, key): (Resolution, &'static str)| {
                let control = root.id(&format!("{id}-{key}"));
                let value = format!("{control}-value");
                let record = conflict.version(resolution);
                let lines = Signal::derive(move || formatter.lines(&record, field));
                let about = Signal::derive(move || i18n.join([name.get(), i18n.get(key)]));
                let choose = move |_| {
                    chosen.update(|chosen| {
                        chosen.retain(|(other, _)| *other != field);
                        chosen.push((field, resolution));
                    });
                };
                view! {
                    <div class="c-choice" part="choice">
                        <input
                            type="radio"
                            part="tick"
                            name=id
                            id=control.clone()
                            aria-describedby=value.clone()
                            prop:checked=move || chosen_for(field) == Some(resolution)
                            on:change=choose
                        />
                        <label for=control>{i18n.text(key)}</label>
                        <div id=value><ValueLines name=about lines=lines /></div>
                    </div>
                }
            };
            let options = choices_for(&conflict, vendor, field).map(option).collect_view();
            let error = move || {
                let id = root.id(&format!("{id}-error"));
                is_missing
                    .get()
                    .then(|| view! { <p class="c-error" part="error" id=id>{i18n.text("clash.choose")}</p> })
            };
            let described_by = move || is_missing.get().then(|| root.id(&format!("{id}-error")));
            view! {
                <fieldset class="c-conflict" part="group" data-wrong=is_missing aria-describedby=described_by>
                    <legend class="c-legend" part="legend"><h2>{name}</h2></legend>
                    {error}
                    <div class="c-choices">{options}</div>
                </fieldset>
            }
        }
    };
    let questions = conflict.fields.iter().copied().map(question).collect_view();

    let conflict = StoredValue::new(conflict);
    let on_submit = Callback::new(move |()| {
        let choices = chosen.get_untracked();
        let missing = conflict.with_value(|conflict| {
            conflict.fields.iter().copied().find(|field| !choices.iter().any(|(other, _)| other == field))
        });
        if let Some(field) = missing {
            is_submitted.set(true);
            let id = field.name();
            let first = conflict.with_value(|conflict| choices_for(conflict, vendor, field).next());
            return root.focus(format!("{id}-{}", first.map_or("", |(_, key)| key)));
        }
        // Every field has a choice by now. A field without one would keep its stored value.
        let resolution = |field| {
            choices
                .iter()
                .find(|(other, _)| *other == field)
                .map_or(Resolution::Stored, |(_, resolution)| *resolution)
        };
        let request = conflict.with_value(|conflict| conflict.resolve(resolution));
        store.send(Message::Resolve(Box::new(request)));
    });
    let busy = store.select(State::is_sending);
    let (other_fields, remote_changes) =
        conflict.with_value(|conflict| (conflict.fields_without_conflict(), conflict.remote_changes.clone()));
    let [opened, stored, requested] = conflict.with_value(|conflict| {
        [
            conflict.version(Resolution::Loaded),
            conflict.now.clone(),
            conflict.request.changes.apply(&conflict.request.loaded),
        ]
    });
    let list =
        move |title: &'static str, fields: Vec<Field>, records: [Record; 2], keys: [&'static str; 2]| {
            let [before, after] = records;
            (!fields.is_empty()).then(|| {
                view! {
                    <h2>{i18n.text(title)}</h2>
                    <ChangeList before after fields formatter keys />
                }
            })
        };
    view! {
        <FormPage title="clash.title" on_submit>
            <SaveErrorBanner />
            <p>{i18n.text(if is_undo { "clash.undo-text" } else { "clash.text" })}</p>
            {questions}
            {list("clash.others", other_fields, [stored.clone(), requested], ["review.before", "review.after"])}
            {list("news.elsewhere", remote_changes, [opened, stored], ["clash.loaded", "clash.theirs"])}
            <div class="c-actions" part="actions">
                <SubmitButton labels=["clash.save", "review.saving"] />
                <Button weight=Weight::Secondary disabled=busy label=i18n.text("review.back") on_click=store.sender(|| Message::Back) />
            </div>
        </FormPage>
    }
}
