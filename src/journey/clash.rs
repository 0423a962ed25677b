//! A clash: the same was changed here and elsewhere. The customer sees what they had opened, what is stored now and
//! what they typed, side by side and of equal weight, and chooses.

use leptos::prelude::*;

use super::{
    Desk, Words,
    card::FormPage,
    changes::ChangeList,
    save::{Clash, Side},
    saver::Saver,
    sending::{SendButton, Troubled},
    value::Value,
};
use crate::{
    api::Api,
    domain::{Record, Unit},
    form::{Button, Ground, Weight},
    i18n::{I18n, label_name},
    vendor::Vendor,
};

const SIDES: [(Side, &str); 3] =
    [(Side::Loaded, "clash.loaded"), (Side::Theirs, "clash.theirs"), (Side::Mine, "clash.mine")];
const UNDO_SIDES: [(Side, &str); 3] =
    [(Side::Loaded, "clash.saved"), (Side::Theirs, "clash.theirs"), (Side::Mine, "clash.before")];

/// The sides of a unit that can be chosen: what the vendor cannot be told is no choice.
fn offered(clash: &Clash, vendor: Vendor, unit: Unit) -> impl Iterator<Item = (Side, &'static str)> {
    let sides = if clash.plan.is_undo { UNDO_SIDES } else { SIDES };
    sides.into_iter().filter(move |(side, _)| vendor.clears(unit) || !clash.side(*side).is_empty(unit))
}

/// The choice, unit by unit. None is made beforehand.
#[component]
pub fn ClashPage(
    /// What there is to choose.
    clash: Clash,
    /// Saves what was chosen.
    saver: Saver,
    /// Words values.
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let vendor = Desk::expect().api.with_value(Api::vendor);
    let sending = saver.sending;
    let is_undo = clash.plan.is_undo;
    let chosen = RwSignal::new(Vec::<(Unit, Side)>::new());
    let tried = RwSignal::new(false);
    let side_of = move |unit: Unit| {
        chosen.with(|chosen| chosen.iter().find(|(other, _)| *other == unit).map(|(_, side)| *side))
    };

    let question = {
        let clash = clash.clone();
        move |unit: Unit| {
            let id = label_name(Words::key(unit));
            let name = Signal::derive(move || words.label(unit));
            let is_missing = Signal::derive(move || tried.get() && side_of(unit).is_none());
            let option = |(side, key): (Side, &'static str)| {
                let control = ground.id(&format!("{id}-{key}"));
                let value = format!("{control}-value");
                let record = clash.side(side);
                let lines = Signal::derive(move || words.value(&record, unit));
                let about = Signal::derive(move || i18n.row([name.get(), i18n.get(key)]));
                let choose = move |_| {
                    chosen.update(|chosen| {
                        chosen.retain(|(other, _)| *other != unit);
                        chosen.push((unit, side));
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
                            prop:checked=move || side_of(unit) == Some(side)
                            on:change=choose
                        />
                        <label for=control>{i18n.text(key)}</label>
                        <div id=value><Value name=about lines=lines /></div>
                    </div>
                }
            };
            let options = offered(&clash, vendor, unit).map(option).collect_view();
            let problem = move || {
                let id = ground.id(&format!("{id}-error"));
                is_missing
                    .get()
                    .then(|| view! { <p class="c-error" part="error" id=id>{i18n.text("clash.choose")}</p> })
            };
            let described_by = move || is_missing.get().then(|| ground.id(&format!("{id}-error")));
            view! {
                <fieldset class="c-clash" part="group" data-wrong=is_missing aria-describedby=described_by>
                    <legend class="c-legend" part="legend"><h2>{name}</h2></legend>
                    {problem}
                    <div class="c-choices">{options}</div>
                </fieldset>
            }
        }
    };
    let questions = clash.clashes.iter().copied().map(question).collect_view();

    let clash = StoredValue::new(clash);
    let submit = Callback::new(move |()| {
        let made = chosen.get_untracked();
        let missing = clash.with_value(|clash| {
            clash.clashes.iter().copied().find(|unit| !made.iter().any(|one| one.0 == *unit))
        });
        if let Some(unit) = missing {
            tried.set(true);
            let id = label_name(Words::key(unit));
            let first = clash.with_value(|clash| offered(clash, vendor, unit).next());
            return ground.focus(format!("{id}-{}", first.map_or("", |(_, key)| key)));
        }
        // Each has one by now; were one without, it would stay as it is stored.
        let side = |unit| made.iter().find(|one| one.0 == unit).map_or(Side::Theirs, |one| one.1);
        saver.go_on(clash.with_value(|clash| clash.resolve(side)));
    });
    let back = Callback::new(move |()| {
        saver.put_aside();
        saver.clear();
        ground.focus("title");
    });
    let again = Callback::new(move |()| saver.again());
    let (others, elsewhere) = clash.with_value(|clash| (clash.others(), clash.elsewhere.clone()));
    let [opened, now, asked] = clash.with_value(|clash| {
        [clash.side(Side::Loaded), clash.now.clone(), clash.plan.changes.apply(&clash.plan.loaded)]
    });
    let list = move |title: &'static str, units: Vec<Unit>, sides: [Record; 2], keys: [&'static str; 2]| {
        let [before, after] = sides;
        (!units.is_empty()).then(|| {
            view! {
                <h2>{i18n.text(title)}</h2>
                <ChangeList before after units words keys />
            }
        })
    };
    view! {
        <FormPage title="clash.title" submit=submit>
            <Troubled sending again />
            <p>{i18n.text(if is_undo { "clash.undo-text" } else { "clash.text" })}</p>
            {questions}
            {list("clash.others", others, [now.clone(), asked], ["review.before", "review.after"])}
            {list("news.elsewhere", elsewhere, [opened, now], ["clash.loaded", "clash.theirs"])}
            <div class="c-actions" part="actions">
                <SendButton sending words=["clash.save", "review.saving"] />
                <Button weight=Weight::Secondary disabled=sending.busy words=i18n.text("review.back") press=back />
            </div>
        </FormPage>
    }
}
