//! A conflict: the same was changed here and elsewhere. The customer sees what they had opened, what is stored now and
//! what they typed, side by side and of equal weight, and chooses.

use leptos::prelude::*;

use super::{
    AppContext, ValueFormatter,
    card::FormPage,
    change_list::ChangeList,
    save::{Conflict, Resolution},
    save_controller::SaveController,
    submission::{SubmitButton, SubmitErrorBanner},
    value::ValueLines,
};
use crate::{
    client::Client,
    domain::{Field, Record},
    form::{AppRoot, Button, Weight},
    i18n::{I18n, label_name},
    vendor_api::Vendor,
};

const CHOICES: [(Resolution, &str); 3] = [
    (Resolution::Loaded, "clash.loaded"),
    (Resolution::Theirs, "clash.theirs"),
    (Resolution::Mine, "clash.mine"),
];
const UNDO_CHOICES: [(Resolution, &str); 3] = [
    (Resolution::Loaded, "clash.saved"),
    (Resolution::Theirs, "clash.theirs"),
    (Resolution::Mine, "clash.before"),
];

/// The sides of a field that can be chosen: what the vendor cannot be told is no choice.
fn choices_for(
    conflict: &Conflict,
    vendor: Vendor,
    field: Field,
) -> impl Iterator<Item = (Resolution, &'static str)> {
    let sides = if conflict.request.is_undo { UNDO_CHOICES } else { CHOICES };
    sides
        .into_iter()
        .filter(move |(side, _)| vendor.clears(field) || !conflict.version(*side).is_empty(field))
}

/// The choice, field by field. None is made beforehand.
#[component]
pub fn ConflictPage(
    /// What there is to choose.
    conflict: Conflict,
    /// Saves what was chosen.
    controller: SaveController,
    /// Words values.
    formatter: ValueFormatter,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let vendor = AppContext::expect().client.with_value(Client::vendor);
    let submission = controller.submission;
    let is_undo = conflict.request.is_undo;
    let chosen = RwSignal::new(Vec::<(Field, Resolution)>::new());
    let tried = RwSignal::new(false);
    let side_of = move |field: Field| {
        chosen.with(|chosen| chosen.iter().find(|(other, _)| *other == field).map(|(_, side)| *side))
    };

    let question = {
        let conflict = conflict.clone();
        move |field: Field| {
            let id = label_name(ValueFormatter::label_key(field));
            let name = Signal::derive(move || formatter.label(field));
            let is_missing = Signal::derive(move || tried.get() && side_of(field).is_none());
            let option = |(side, key): (Resolution, &'static str)| {
                let control = root.id(&format!("{id}-{key}"));
                let value = format!("{control}-value");
                let record = conflict.version(side);
                let lines = Signal::derive(move || formatter.lines(&record, field));
                let about = Signal::derive(move || i18n.join([name.get(), i18n.get(key)]));
                let choose = move |_| {
                    chosen.update(|chosen| {
                        chosen.retain(|(other, _)| *other != field);
                        chosen.push((field, side));
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
                            prop:checked=move || side_of(field) == Some(side)
                            on:change=choose
                        />
                        <label for=control>{i18n.text(key)}</label>
                        <div id=value><ValueLines name=about lines=lines /></div>
                    </div>
                }
            };
            let options = choices_for(&conflict, vendor, field).map(option).collect_view();
            let problem = move || {
                let id = root.id(&format!("{id}-error"));
                is_missing
                    .get()
                    .then(|| view! { <p class="c-error" part="error" id=id>{i18n.text("clash.choose")}</p> })
            };
            let described_by = move || is_missing.get().then(|| root.id(&format!("{id}-error")));
            view! {
                <fieldset class="c-conflict" part="group" data-wrong=is_missing aria-describedby=described_by>
                    <legend class="c-legend" part="legend"><h2>{name}</h2></legend>
                    {problem}
                    <div class="c-choices">{options}</div>
                </fieldset>
            }
        }
    };
    let questions = conflict.fields.iter().copied().map(question).collect_view();

    let conflict = StoredValue::new(conflict);
    let submit = Callback::new(move |()| {
        let made = chosen.get_untracked();
        let missing = conflict.with_value(|conflict| {
            conflict.fields.iter().copied().find(|field| !made.iter().any(|one| one.0 == *field))
        });
        if let Some(field) = missing {
            tried.set(true);
            let id = label_name(ValueFormatter::label_key(field));
            let first = conflict.with_value(|conflict| choices_for(conflict, vendor, field).next());
            return root.focus(format!("{id}-{}", first.map_or("", |(_, key)| key)));
        }
        // Each has one by now; were one without, it would stay as it is stored.
        let side = |field| made.iter().find(|one| one.0 == field).map_or(Resolution::Theirs, |one| one.1);
        controller.resolve_conflict(conflict.with_value(|conflict| conflict.resolve(side)));
    });
    let back = Callback::new(move |()| {
        controller.close_steps();
        controller.clear_error();
        root.focus("title");
    });
    let again = Callback::new(move |()| controller.retry());
    let (others, elsewhere) =
        conflict.with_value(|conflict| (conflict.unopposed_fields(), conflict.remote_changes.clone()));
    let [opened, now, asked] = conflict.with_value(|conflict| {
        [
            conflict.version(Resolution::Loaded),
            conflict.now.clone(),
            conflict.request.changes.apply(&conflict.request.loaded),
        ]
    });
    let list = move |title: &'static str, fields: Vec<Field>, sides: [Record; 2], keys: [&'static str; 2]| {
        let [before, after] = sides;
        (!fields.is_empty()).then(|| {
            view! {
                <h2>{i18n.text(title)}</h2>
                <ChangeList before after fields formatter keys />
            }
        })
    };
    view! {
        <FormPage title="clash.title" submit=submit>
            <SubmitErrorBanner submission again />
            <p>{i18n.text(if is_undo { "clash.undo-text" } else { "clash.text" })}</p>
            {questions}
            {list("clash.others", others, [now.clone(), asked], ["review.before", "review.after"])}
            {list("news.elsewhere", elsewhere, [opened, now], ["clash.loaded", "clash.theirs"])}
            <div class="c-actions" part="actions">
                <SubmitButton submission labels=["clash.save", "review.saving"] />
                <Button weight=Weight::Secondary disabled=submission.busy label=i18n.text("review.back") on_click=back />
            </div>
        </FormPage>
    }
}
