//! The control for an address: the lines that the country's addresses have, in its order and under its names. A line
//! with a value is shown and kept, whatever the country.

use leptos::prelude::*;

use super::{
    CountryInput, Form, Input, Select, TextInput, region_select::RegionSelect, stable_rows::StableRows,
};
use crate::{
    domain::{AddressFormat, AddressLine, EnumKey, FieldPath, FormRules},
    i18n::I18n,
};

/// Returns the autofill token of a line of the address.
fn autocomplete(line: AddressLine) -> &'static str {
    match line {
        AddressLine::Street => "address-line1",
        AddressLine::AddOn => "address-line2",
        AddressLine::Additional1 => "address-line3",
        AddressLine::Town => "address-level3",
        AddressLine::ZipCode => "postal-code",
        AddressLine::City => "address-level2",
        AddressLine::State => "address-level1",
        AddressLine::Number | AddressLine::CountryCode | AddressLine::Country | AddressLine::Additional2 => {
            "off"
        }
    }
}

/// Whether the line takes only a few characters.
fn is_short(line: AddressLine) -> bool {
    matches!(line, AddressLine::Number | AddressLine::ZipCode)
}

/// Returns every line of the vendor that can be typed, in the country's order, and whether a row begins with it.
fn ordered_lines(format: AddressFormat, rules: &FormRules) -> Vec<(bool, AddressLine)> {
    let lines = format.all_lines().into_iter().filter(|(_, line)| (rules.line_length)(*line).is_some());
    lines.map(|(separator, line)| (separator.is_none(), line)).collect()
}

/// Returns the width of a line in a grid of six columns: `2`, `3`, `4` or `6`, after an `f` if a row begins with it.
fn grid_columns(lines: &[(bool, AddressLine)], line: AddressLine) -> String {
    let at = lines.iter().position(|(_, other)| *other == line).unwrap_or_default();
    let is_first = |index: usize| lines.get(index).is_none_or(|(is_first, _)| *is_first);
    let begin = (0..=at).rev().find(|index| is_first(*index)).unwrap_or_default();
    let end = (at + 1..).find(|index| is_first(*index)).unwrap_or_default();
    let row = lines.get(begin..end).unwrap_or_default();
    let short_lines = row.iter().filter(|(_, line)| is_short(*line)).count();
    let columns = match (row.len(), short_lines) {
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
) -> impl IntoView {
    let i18n = I18n::expect();
    let loaded = form.loaded().address.unwrap_or_default();
    let code = form.line(AddressLine::CountryCode);
    // A loaded address keeps its own script. A new one, and one in another country, follows the language of the page.
    let (loaded_is_latin, loaded_country) =
        (loaded.is_latin(), StoredValue::new(loaded.lines[AddressLine::CountryCode].clone()));
    let is_loaded_country =
        move || loaded_country.with_value(|country| code.with(|code| Some(code) == country.as_ref()));
    let in_latin = move || loaded_is_latin.filter(|_| is_loaded_country()).unwrap_or_else(|| i18n.is_latin());
    let format = move || code.with(|code| AddressFormat::for_country(code, in_latin()));
    let states = RegionSelect::new(form, &loaded, i18n, Signal::derive(in_latin));

    let field = move |line: AddressLine| {
        let (path, value) = (FieldPath::Line(line), form.line(line));
        let is_shown = move || {
            let has_value = |line: AddressLine| form.line(line).with(|typed| !typed.is_empty());
            let is_expected = match line {
                AddressLine::Additional1 => has_value(AddressLine::AddOn),
                AddressLine::Additional2 => has_value(AddressLine::Additional1),
                _ => format().has(line),
            };
            is_expected || has_value(line) || form.message(i18n, path).is_some()
        };
        // No line is required: the customer can confirm an address that lacks one. So the others are marked.
        let optional = Signal::derive(move || format().is_known() && !format().requires(line));
        let input = Input { autocomplete: autocomplete(line), short: is_short(line), ..Input::default() };
        let is_list = Memo::new(move |_| line == AddressLine::State && states.are_listed());
        let control = move || {
            if is_list.get() {
                let (options, unlisted) = (states.options, states.spelling);
                view! {
                    <Select form path value options unlisted autocomplete=input.autocomplete optional />
                }
                .into_any()
            } else {
                view! { <TextInput form path value input optional /> }.into_any()
            }
        };
        view! {
            <div
                class="c-slot"
                data-asked=move || if is_shown() { "true" } else { "false" }
                data-columns=move || grid_columns(&ordered_lines(format(), form.rules), line)
            >
                {control}
            </div>
        }
        .into_any()
    };
    let keys = Signal::derive(move || {
        ordered_lines(format(), form.rules).iter().map(|(_, line)| line.index() as u32).collect()
    });
    let row = Callback::new(move |key: u32| {
        AddressLine::ALL.get(key as usize).map_or_else(|| ().into_any(), |line| field(*line))
    });
    view! {
        <CountryInput
            form
            path=FieldPath::Line(AddressLine::CountryCode)
            value=code
            autocomplete="country-name"
            hint=Some("hint.address")
        />
        <StableRows class="c-slots" keys row />
    }
}
