//! The control for a line of text.

use leptos::prelude::*;

use super::{FieldFrame, Form, dom::typed_text, field_frame::frame_control};
use crate::{domain::FieldPath, i18n::I18n};

/// The behaviour of a text control. The default is a line of text that the browser neither fills in nor corrects.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The control's type.
    pub kind: &'static str,
    /// The autofill token (WCAG 1.3.5).
    pub autocomplete: &'static str,
    /// The keyboard that a phone shows.
    pub inputmode: Option<&'static str>,
    /// Whether it is only a few characters wide.
    pub short: bool,
    /// The direction of its text; by default, that of its first letters.
    pub direction: &'static str,
}

impl Default for Input {
    fn default() -> Input {
        Input { kind: "text", autocomplete: "off", inputmode: None, short: false, direction: "auto" }
    }
}

/// A line of text.
#[component]
pub fn TextInput(
    /// The form it is part of.
    form: Form,
    /// The path of its field.
    #[prop(into)]
    path: Signal<FieldPath>,
    /// Its text.
    value: RwSignal<String>,
    /// Its behaviour.
    #[prop(optional)]
    input: Input,
    /// The key of its hint.
    #[prop(optional_no_strip)]
    hint: Option<&'static str>,
    /// Whether the field is required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Whether the field is marked as optional.
    #[prop(optional, into)]
    optional: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let frame = FieldFrame::new(form, path, hint);
    let control = view! {
        <input
            class=if input.short { "c-input c-short" } else { "c-input" }
            part="input"
            id=frame.id()
            type=input.kind
            autocomplete=input.autocomplete
            inputmode=input.inputmode
            spellcheck="false"
            autocapitalize="off"
            dir=input.direction
            aria-required=move || required.get().then_some("true")
            aria-invalid=frame.invalid
            aria-describedby=frame.described_by
            prop:value=value
            on:input:target=move |event| {
                if let Some(text) = typed_text(&event.target()) {
                    value.set(text);
                }
            }
        />
        {frame.doubt(i18n, Callback::new(move |meant| value.set(meant)))}
    };
    frame_control(frame, form.label(i18n, path), required, optional, control.into_any())
}
