//! An address as its country writes it: which lines are asked for, in which order, under which names. What is there already is
//! shown and kept, whatever the country.

use leptos::prelude::*;

use super::{Form, Input, Select, TextInput, region_select::RegionSelect, stable_rows::StableRows};
use crate::{
    domain::{AddressFormat, AddressLine, EnumKey, FieldPath},
    i18n::I18n,
};

/// The autofill token of a line of the address.
fn autocomplete(line: AddressLine) -> &'static str {
    match line {
        AddressLine::Street => "address-line1",
        AddressLine::AddOn => "address-line2",
        AddressLine::Additional1 => "address-line3",
        AddressLine::Town => "address-level3",
        AddressLine::ZipCode => "postal-code",
        AddressLine::City => "address-level2",
        AddressLine::State => "address-level1",
        AddressLine::CountryCode => "country",
        AddressLine::Number | AddressLine::Country | AddressLine::Additional2 => "off",
    }
}

/// Whether it takes a few characters only.
fn is_short(line: AddressLine) -> bool {
    matches!(line, AddressLine::Number | AddressLine::ZipCode)
}

/// Every line that can be typed, in the country's order, with whether a row begins with it.
fn order(postal: AddressFormat) -> Vec<(bool, AddressLine)> {
    postal.all_lines().into_iter().map(|(sign, line)| (sign.is_none(), line)).collect()
}

/// How many of six columns a line takes: `2`, `3`, `4` or `6`, and an `f` before it where a row begins with it.
fn place_in_row(order: &[(bool, AddressLine)], line: AddressLine) -> String {
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
pub fn AddressInput(
    /// The form it is part of.
    form: Form,
    /// The codes of countries and their names.
    countries: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let loaded = form.loaded().address.unwrap_or_default();
    let code = form.line(AddressLine::CountryCode);
    // An address that is written already says in which letters; for another, and in another country, the language of the
    // page does.
    let (script, country) =
        (loaded.is_latin(), StoredValue::new(loaded.lines[AddressLine::CountryCode].clone()));
    let is_there = move || country.with_value(|country| code.with(|code| Some(code) == country.as_ref()));
    let in_latin = move || script.filter(|_| is_there()).unwrap_or_else(|| i18n.is_latin());
    let postal = move || code.with(|code| AddressFormat::for_country(code, in_latin()));
    let states = RegionSelect::new(form, &loaded, i18n, Signal::derive(in_latin));

    let field = move |line: AddressLine| {
        let (place, value) = (FieldPath::Line(line), form.line(line));
        let is_asked_for = move || {
            let has = |line: AddressLine| form.line(line).with(|typed| !typed.is_empty());
            let calls_for_it = match line {
                AddressLine::Additional1 => has(AddressLine::AddOn),
                AddressLine::Additional2 => has(AddressLine::Additional1),
                _ => postal().has(line),
            };
            calls_for_it || has(line) || form.message(i18n, place).is_some()
        };
        let required = Signal::derive(move || postal().requires(line));
        let input = Input { autocomplete: autocomplete(line), short: is_short(line), ..Input::default() };
        let is_list = Memo::new(move |_| line == AddressLine::State && states.are_listed());
        let control = move || {
            if is_list.get() {
                let (options, kept) = (states.options, states.spelled);
                view! {
                    <Select form place value options kept autocomplete=input.autocomplete required />
                }
                .into_any()
            } else {
                view! { <TextInput form place value input required /> }.into_any()
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
        AddressLine::ALL.get(key as usize).map_or_else(|| ().into_any(), |line| field(*line))
    });
    view! {
        <p class="c-hint" part="hint">{i18n.text("hint.address")}</p>
        <Select
            form
            place=FieldPath::Line(AddressLine::CountryCode)
            value=code
            options=countries
            autocomplete="country"
        />
        <StableRows class="c-slots" keys row />
    }
}
