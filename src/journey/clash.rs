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
    domain::Unit,
    form::{Button, Ground, Weight},
    i18n::{I18n, label_name},
    vendor::Vendor,
};

const SIDES: [(Side, &str); 3] =
    [(Side::Loaded, "clash.loaded"), (Side::Theirs, "clash.theirs"), (Side::Mine, "clash.mine")];

/// The sides of a unit that can be chosen: what the vendor cannot be told is no choice.
fn offered(clash: &Clash, vendor: Vendor, unit: Unit) -> impl Iterator<Item = (Side, &'static str)> {
    SIDES.into_iter().filter(move |(side, _)| vendor.clears(unit) || !clash.side(*side).is_empty(unit))
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
    /// Puts what was chosen into the form, should the vendor refuse it.
    choose: Callback<(Unit, Side)>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let ground = Ground::expect();
    let vendor = Desk::expect().api.with_value(Api::vendor);
    let sending = saver.sending;
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
                let control = format!("{id}-{key}");
                let value = format!("{control}-value");
                let record = clash.side(side);
                let lines = Signal::derive(move || words.value(&record, unit));
                let about = Signal::derive(move || format!("{}, {}", name.get(), i18n.get(key)));
                let choose = move |_| {
                    chosen.update(|chosen| {
                        chosen.retain(|(other, _)| *other != unit);
                        chosen.push((unit, side));
                    });
                };
                view! {
                    <div class="c-choice">
                        <input
                            type="radio"
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
                let id = format!("{id}-error");
                is_missing.get().then(|| view! { <p class="c-error" id=id>{i18n.text("clash.choose")}</p> })
            };
            let described_by = move || is_missing.get().then(|| format!("{id}-error"));
            view! {
                <fieldset class="c-clash" data-wrong=is_missing aria-describedby=described_by>
                    <legend class="c-legend"><h2>{name}</h2></legend>
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
        for one in &made {
            choose.run(*one);
        }
        // Each has one by now; were one without, it would stay as it is stored.
        let side = |unit| made.iter().find(|one| one.0 == unit).map_or(Side::Theirs, |one| one.1);
        saver.save(clash.with_value(|clash| clash.resolve(side)));
    });
    let back = Callback::new(move |()| {
        saver.put_aside();
        sending.trouble.set(None);
        ground.focus("title");
    });
    let again = Callback::new(move |()| saver.again());
    let check = Callback::new(move |()| saver.check());
    let (others, elsewhere) = clash.with_value(|clash| (clash.others(), clash.elsewhere.clone()));
    let list = move |title: &'static str, units: Vec<Unit>, sides: [Side; 2], keys: [&'static str; 2]| {
        let [before, after] = sides.map(|side| clash.with_value(|clash| clash.side(side)));
        (!units.is_empty()).then(|| {
            view! {
                <h2>{i18n.text(title)}</h2>
                <ChangeList before after units words keys />
            }
        })
    };
    view! {
        <FormPage title="clash.title" submit=submit>
            <Troubled sending=sending again=again check=check />
            <p>{i18n.text("clash.text")}</p>
            {questions}
            {list("clash.others", others, [Side::Theirs, Side::Mine], ["review.before", "review.after"])}
            {list("news.elsewhere", elsewhere, [Side::Loaded, Side::Theirs], ["clash.loaded", "clash.theirs"])}
            <div class="c-actions">
                <SendButton sending words=["clash.save", "review.saving"] />
                <Button weight=Weight::Secondary disabled=sending.busy words=i18n.text("review.back") press=back />
            </div>
        </FormPage>
    }
}
