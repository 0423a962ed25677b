//! The frame around a control: its label, hint and error, and the ARIA attributes that tie them to it.

use leptos::prelude::*;

use super::{AppRoot, Form, form_state::FieldMessage};
use crate::{domain::FieldPath, i18n::I18n};

/// The state that a control and the frame around it share.
#[derive(Clone, Copy, Debug)]
pub struct FieldFrame {
    id: StoredValue<String>,
    hint: Option<&'static str>,
    message: Memo<Option<FieldMessage>>,
    /// Whether the control has an error.
    pub is_wrong: Signal<bool>,
    /// The control's `aria-invalid`.
    pub invalid: Signal<Option<String>>,
    /// The control's `aria-describedby`: the ids of the hint and the error, if there are any.
    pub described_by: Signal<Option<String>>,
}

impl FieldFrame {
    /// Creates the frame of the control at this path. A row that is moved changes its path and keeps its id.
    pub fn new(form: Form, path: Signal<FieldPath>, hint: Option<&'static str>) -> FieldFrame {
        let i18n = I18n::expect();
        let id = StoredValue::new(AppRoot::expect().id(&form.id(path.get_untracked())));
        let message = Memo::new(move |_| form.message(i18n, path.get()));
        let is_wrong = Signal::derive(move || message.with(Option::is_some));
        let described_by = move || {
            let id = id.get_value();
            match (hint.is_some(), is_wrong.get()) {
                (true, true) => Some(format!("{id}-hint {id}-error")),
                (true, false) => Some(format!("{id}-hint")),
                (false, true) => Some(format!("{id}-error")),
                (false, false) => None,
            }
        };
        FieldFrame {
            id,
            hint,
            message,
            is_wrong,
            invalid: Signal::derive(move || is_wrong.get().then(|| "true".to_owned())),
            described_by: Signal::derive(described_by),
        }
    }

    /// The control's id.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// The hint, if there is one.
    pub fn hint(self, i18n: I18n) -> impl IntoView {
        let id = format!("{}-hint", self.id());
        self.hint.map(|key| view! { <p class="c-hint" part="hint" id=id>{i18n.text(key)}</p> })
    }

    /// The error, while there is one.
    pub fn error(self, i18n: I18n) -> impl IntoView {
        let id = format!("{}-error", self.id());
        move || {
            let id = id.clone();
            self.message.get().map(|message| {
                let direction = message.direction();
                view! {
                    <p class="c-error" part="error" id=id>
                        <span class="c-hidden">{i18n.text("problem.prefix")}" "</span>
                        <span dir=direction lang=message.language>{message.text}</span>
                    </p>
                }
            })
        }
    }
}

/// Wraps a control in its label, hint and error.
pub(super) fn frame_control(
    frame: FieldFrame,
    label: Signal<String>,
    required: Signal<bool>,
    control: AnyView,
) -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-field" part="field" data-wrong=frame.is_wrong>
            <Label id=frame.id() label required />
            {frame.hint(i18n)}
            {frame.error(i18n)}
            {control}
        </div>
    }
}

/// A label, with a mark if the field is required.
#[component]
pub fn Label(
    /// The id of the control it labels.
    #[prop(into)]
    id: String,
    /// Its text.
    label: Signal<String>,
    /// Whether the field is required.
    #[prop(optional, into)]
    required: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let mark = move || {
        required.get().then(|| view! { <span class="c-required">" "{i18n.text("form.required")}</span> })
    };
    view! { <label class="c-label" part="label" for=id>{label} {mark}</label> }
}
