//! The control for a yes or a no: a checkbox, or one of two radio buttons.

use leptos::prelude::*;

use super::FieldFrame;
use crate::i18n::I18n;

/// A checkbox with its label.
#[component]
pub fn Checkbox(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// Whether it is checked.
    value: RwSignal<bool>,
    /// The opposite answer, which is given by unchecking this one.
    #[prop(optional_no_strip)]
    opposite: Option<RwSignal<bool>>,
    /// Whether it is a radio button, one of the two of its form.
    #[prop(optional)]
    is_radio: bool,
    /// The text beside it.
    #[prop(into)]
    label: Signal<String>,
    /// The frame whose error is shown at this checkbox.
    #[prop(optional_no_strip)]
    frame: Option<FieldFrame>,
) -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-check" part="check">
            <input
                type=if is_radio { "radio" } else { "checkbox" }
                name=is_radio.then_some("answer")
                part="tick"
                id=id.clone()
                aria-invalid=frame.map(|frame| frame.invalid)
                aria-describedby=frame.map(|frame| frame.described_by)
                prop:checked=value
                on:change:target=move |event| {
                    let is_checked = event.target().checked();
                    value.set(is_checked);
                    if let Some(opposite) = opposite {
                        opposite.set(!is_checked);
                    }
                }
            />
            <label for=id>{label}</label>
        </div>
        {frame.map(|frame| frame.error(i18n))}
    }
}
