//! An address as its country writes it: which lines are asked for, in which order, under which names. What is there already is
//! shown and kept, whatever the country.

use leptos::prelude::*;

use super::{Form, Input, SelectField, TextField, states::States};
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

/// Where a line stands among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot {
    line: Line,
    /// Whether a row begins with it.
    is_first: bool,
    /// How many of the row's six columns it takes.
    columns: u8,
}

/// Every line that can be typed, in the country's order; those it has not come last.
fn slots(postal: Postal) -> Vec<Slot> {
    let mut slots = Vec::new();
    for row in postal.rows() {
        let short = |line: Line| matches!(line, Line::Number | Line::ZipCode);
        let shorts = row.iter().filter(|(_, line)| short(*line)).count();
        for (index, &(_, line)) in row.iter().enumerate() {
            let columns = match (row.len(), shorts) {
                (1, 0) => 6,
                (1, _) | (3.., _) => 2,
                (_, 1) => 4 - 2 * u8::from(short(line)),
                (_, _) => 3,
            };
            slots.push(Slot { line, is_first: index == 0, columns });
        }
    }
    let is_left = |line: &Line| {
        !matches!(line, Line::Country | Line::CountryCode) && !slots.iter().any(|slot| slot.line == *line)
    };
    let left: Vec<Line> = Line::ALL.iter().copied().filter(is_left).collect();
    slots.extend(left.into_iter().map(|line| Slot { line, is_first: true, columns: 6 }));
    slots
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
    // An address that is written already says in which letters; for another, the language of the page does.
    let script = loaded.is_latin();
    let in_latin = move || script.unwrap_or_else(|| i18n.is_latin());
    let postal = Memo::new(move |_| code.with(|code| Postal::of(code, in_latin())));
    let order = Memo::new(move |_| slots(postal.get()));

    let states = States::new(form, &loaded, i18n, postal, Signal::derive(in_latin));
    let had = StoredValue::new(loaded.lines);

    let field = move |line: Line| {
        let (place, value) = (Place::Line(line), form.line(line));
        // What is shown once stays until the country changes: not under the hands of who empties it.
        let is_shown = Memo::new(move |before: Option<&(Postal, bool)>| {
            let postal = postal.get();
            let is_asked_for = match line {
                Line::Additional1 => form.line(Line::AddOn).with(|typed| !typed.is_empty()),
                Line::Additional2 => form.line(Line::Additional1).with(|typed| !typed.is_empty()),
                _ => postal.has(line),
            };
            let is_there = value.with(|typed| !typed.is_empty()) || had.with_value(|had| had[line].is_some());
            let stays = before.is_some_and(|(other, is_shown)| *other == postal && *is_shown);
            (postal, is_asked_for || is_there || stays || form.notice(i18n, place).is_some())
        });
        let slot = move |of: fn(&Slot) -> String| {
            move || order.with(|order| order.iter().find(|slot| slot.line == line).map(of))
        };
        let required = Signal::derive(move || postal.get().requires(line));
        let short = matches!(line, Line::Number | Line::ZipCode);
        let input = Input { autocomplete: autocomplete(line), short, ..Input::default() };
        let is_list = Memo::new(move |_| line == Line::State && states.are_listed());
        let control = move || {
            if is_list.get() {
                let options = states.options;
                view! { <SelectField form place value options autocomplete=input.autocomplete required /> }
                    .into_any()
            } else {
                view! { <TextField form place value input required /> }.into_any()
            }
        };
        view! {
            <div
                class="c-line"
                hidden=move || !is_shown.with(|(_, is_shown)| *is_shown)
                data-first=slot(|slot| slot.is_first.to_string())
                data-columns=slot(|slot| slot.columns.to_string())
            >
                {control}
            </div>
        }
    };
    view! {
        <p class="c-hint">{i18n.text("hint.address")}</p>
        <SelectField
            form
            place=Place::Line(Line::CountryCode)
            value=code
            options=countries
            autocomplete="country"
        />
        <div class="c-lines">
            <For each=move || order.get() key=|slot| slot.line children=move |slot| field(slot.line) />
        </div>
    }
}
