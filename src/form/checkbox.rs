//! The control for a yes or a no.

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
    /// The text beside it.
    #[prop(into)]
    label: Signal<String>,
    /// The frame whose error is shown at this checkbox.
    #[prop(optional)]
    frame: Option<FieldFrame>,
) -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        {frame.map(|frame| frame.error(i18n))}
        <div class="c-check" part="check">
            <input
                type="checkbox"
                part="tick"
                id=id.clone()
                aria-invalid=frame.map(|frame| frame.invalid)
                aria-describedby=frame.map(|frame| frame.described_by)
                prop:checked=value
                on:change:target=move |event| value.set(event.target().checked())
            />
            <label for=id>{label}</label>
        </div>
    }
}
