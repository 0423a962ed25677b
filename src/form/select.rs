//! The control for a choice from a list.

use leptos::prelude::*;

use super::{FieldFrame, Form, field_frame::frame_control};
use crate::{domain::FieldPath, i18n::I18n};

/// A choice from a list. A value that is not in the list is shown too, and can be chosen again.
#[component]
pub fn Select(
    /// The form it is part of.
    form: Form,
    /// The path of its field.
    #[prop(into)]
    path: Signal<FieldPath>,
    /// The code of the chosen option; empty for none.
    value: RwSignal<String>,
    /// The codes and their labels.
    options: Signal<Vec<(String, String)>>,
    /// The autofill token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The key of its hint.
    #[prop(optional_no_strip)]
    hint: Option<&'static str>,
    /// A value that is offered even if it is not in the list; by default, the initial one.
    #[prop(optional)]
    unlisted: Option<Signal<String>>,
    /// Names a value that is not in the list; by default it is its own name.
    #[prop(optional)]
    name_unlisted: Option<fn(I18n, &str) -> String>,
    /// Whether the field is required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Whether the field is marked as optional.
    #[prop(optional, into)]
    optional: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let frame = FieldFrame::new(form, path, hint);
    let initial = value.get_untracked();
    let unlisted = unlisted.unwrap_or_else(|| Signal::derive(move || initial.clone()));
    let all_options = move || {
        let mut all = options.get();
        let unlisted = unlisted.get();
        if !unlisted.is_empty() && !all.iter().any(|(code, _)| *code == unlisted) {
            let name = name_unlisted.map_or_else(|| unlisted.clone(), |name| name(i18n, &unlisted));
            all.push((unlisted, name));
        }
        all.insert(0, (String::new(), i18n.get("form.choose")));
        let option = |(code, label): (String, String)| {
            let own = code.clone();
            view! { <option value=code prop:selected=move || value.with(|value| *value == own)>{label}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    let control = view! {
        <div class="c-select"><select
            class="c-input" part="input"
            id=frame.id()
            autocomplete=autocomplete
            aria-required=move || required.get().then_some("true")
            aria-invalid=frame.invalid
            aria-describedby=frame.described_by
            on:change:target=move |event| value.set(event.target().value())
        >
            {all_options}
        </select></div>
    };
    frame_control(frame, form.label(i18n, path), required, optional, control.into_any())
}
