//! The control for a date: three text inputs, in the order the language writes a date.

use leptos::prelude::*;

use super::{AppRoot, FieldFrame, Form, Label, stable_rows::StableRows};
use crate::{
    domain::{DatePart, FieldPath, PartialDate},
    i18n::{I18n, path_label_key},
};

/// The parts of a date, each at the index of its discriminant.
const PARTS: [DatePart; 3] = [DatePart::Year, DatePart::Month, DatePart::Day];

/// The date of birth.
#[component]
pub fn DateInput(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let i18n = I18n::expect();
    let unreadable = form.loaded().birthdate.filter(|date| date.parts().is_none());
    // In the same order as the inputs below it.
    let example = Signal::derive(move || {
        let part = |part| match part {
            DatePart::Year => "1984",
            DatePart::Month => "3",
            DatePart::Day => "27",
        };
        let parts: Vec<&str> = i18n.date_order().into_iter().map(part).collect();
        i18n.fill("hint.birthdate", &[("example", &parts.join(" / "))])
    });
    // One frame for each part, so that an error is shown at the part it is about.
    let frames = PARTS.map(|part| FieldFrame::new(form, FieldPath::Birthdate(Some(part)).into(), None));
    let row = Callback::new(move |key: u32| {
        let part = PARTS[key as usize % 3];
        let (frame, value) = (frames[part as usize], form.birthdate(part));
        let autocomplete = match part {
            DatePart::Year => "bday-year",
            DatePart::Month => "bday-month",
            DatePart::Day => "bday-day",
        };
        view! {
            <div class="c-part">
                <Label id=frame.id() label=i18n.text(path_label_key(FieldPath::Birthdate(Some(part)))) />
                <input
                    class="c-input c-short" part="input"
                    data-part=if part == DatePart::Year { "year" } else { "day" }
                    id=frame.id()
                    type="text"
                    inputmode="numeric"
                    spellcheck="false"
                    autocomplete=autocomplete
                    dir="ltr"
                    aria-invalid=frame.invalid
                    aria-describedby=frame.described_by
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
            </div>
        }
        .into_any()
    });
    let keys =
        Signal::derive(move || i18n.date_order().into_iter().map(|part| part as u32).collect::<Vec<_>>());
    let id = AppRoot::expect().id("birthdate");
    let hint = format!("{id}-hint");
    let is_wrong = Signal::derive(move || frames.iter().any(|frame| frame.is_wrong.get()));
    view! {
        <fieldset class="c-group c-field" part="group" id=id data-wrong=is_wrong aria-describedby=hint>
            <legend class="c-legend" part="legend">{i18n.text("label.birthdate")}</legend>
            <p class="c-hint" part="hint" id=hint.clone()>{example}</p>
            {unreadable.map(|date: PartialDate| {
                let text = move || i18n.fill("hint.stored-as", &[("value", date.as_str())]);
                view! { <p class="c-hint" part="hint">{text}</p> }
            })}
            <StableRows class="c-row" keys row />
            {move || i18n.date_order().into_iter().map(|part| frames[part as usize].error(i18n)).collect_view()}
            {frames[DatePart::Year as usize].doubt(i18n, Callback::new(|_| ()))}
        </fieldset>
    }
}
