//! An address as its country writes it: which lines are asked for, in which order, under which names. What is there already is
//! shown and kept, whatever the country.

use leptos::prelude::*;

use super::{Form, Input, SelectField, TextField, rows::Rows, states::States};
use crate::{
    domain::{Key, Line, Place, Postal},
    i18n::I18n,
};

/// The autofill token of a line of the address.
fn autocomplete(line: Line) -> &'static str {
    match line {
        Line::Street => "address-line1",
        Line::AddOn => "address-line2",
        Line::Additional1 => "address-line3",
        Line::Town => "address-level3",
        Line::ZipCode => "postal-code",
        Line::City => "address-level2",
        Line::State => "address-level1",
        Line::CountryCode => "country",
        Line::Number | Line::Country | Line::Additional2 => "off",
    }
}

/// Whether it takes a few characters only.
fn is_short(line: Line) -> bool {
    matches!(line, Line::Number | Line::ZipCode)
}

/// Every line that can be typed, in the country's order, with whether a row begins with it.
fn order(postal: Postal) -> Vec<(bool, Line)> {
    postal.every_line().into_iter().map(|(sign, line)| (sign.is_none(), line)).collect()
}

/// How many of six columns a line takes: `2`, `3`, `4` or `6`, and an `f` before it where a row begins with it.
fn place_in_row(order: &[(bool, Line)], line: Line) -> String {
    let at = order.iter().position(|(_, other)| *other == line).unwrap_or_default();
    let is_first = |index: usize| order.get(index).is_none_or(|(is_first, _)| *is_first);
    let begin = (0..=at).rev().find(|index| is_first(*index)).unwrap_or_default();
    let end = (at + 1..).find(|index| is_first(*index)).unwrap_or_default();
    let row = order.get(begin..end).unwrap_or_default();
    let shorts = row.iter().filter(|(_, line)| is_short(*line)).count();
    let columns = match (row.len(), shorts) {
        (1, 0) => "6",
        (2, 1) if is_short(line) => "2",
        (2, 1) => "4",
        (2, _) => "3",
        _ => "2",
    };
    if begin == at { format!("f{columns}") } else { columns.to_owned() }
}

/// The lines of an address.
#[component]
pub fn AddressField(
    /// The form it is part of.
    form: Form,
    /// The codes of countries and their names.
    countries: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let loaded = form.loaded().address.unwrap_or_default();
    let code = form.line(Line::CountryCode);
    // An address that is written already says in which letters; for another, and in another country, the language of the
    // page does.
    let (script, country) = (loaded.is_latin(), StoredValue::new(loaded.lines[Line::CountryCode].clone()));
    let is_there = move || country.with_value(|country| code.with(|code| Some(code) == country.as_ref()));
    let in_latin = move || script.filter(|_| is_there()).unwrap_or_else(|| i18n.is_latin());
    let postal = move || code.with(|code| Postal::of(code, in_latin()));
    let states = States::new(form, &loaded, i18n, Signal::derive(in_latin));

    let field = move |line: Line| {
        let (place, value) = (Place::Line(line), form.line(line));
        let is_asked_for = move || {
            let has = |line: Line| form.line(line).with(|typed| !typed.is_empty());
            let calls_for_it = match line {
                Line::Additional1 => has(Line::AddOn),
                Line::Additional2 => has(Line::Additional1),
                _ => postal().has(line),
            };
            calls_for_it || has(line) || form.notice(i18n, place).is_some()
        };
        let required = Signal::derive(move || postal().requires(line));
        let input = Input { autocomplete: autocomplete(line), short: is_short(line), ..Input::default() };
        let is_list = Memo::new(move |_| line == Line::State && states.are_listed());
        let control = move || {
            if is_list.get() {
                let (options, kept) = (states.options, states.spelled);
                view! {
                    <SelectField form place value options kept autocomplete=input.autocomplete required />
                }
                .into_any()
            } else {
                view! { <TextField form place value input required /> }.into_any()
            }
        };
        view! {
            <div
                class="c-slot"
                data-asked=move || if is_asked_for() { "true" } else { "false" }
                data-columns=move || place_in_row(&order(postal()), line)
            >
                {control}
            </div>
        }
        .into_any()
    };
    let keys = Signal::derive(move || order(postal()).iter().map(|(_, line)| line.index() as u32).collect());
    let row = Callback::new(move |key: u32| {
        Line::ALL.get(key as usize).map_or_else(|| ().into_any(), |line| field(*line))
    });
    view! {
        <p class="c-hint" part="hint">{i18n.text("hint.address")}</p>
        <SelectField
            form
            place=Place::Line(Line::CountryCode)
            value=code
            options=countries
            autocomplete="country"
        />
        <Rows class="c-slots" keys row />
    }
}
