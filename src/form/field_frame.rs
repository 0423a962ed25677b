//! The frame around a control: its label, hint and error, and the ARIA attributes that tie them to it.

use leptos::prelude::*;

use super::{AppRoot, Button, Doubt, Form, Weight, form_state::FieldMessage};
use crate::{domain::FieldPath, i18n::I18n};

/// The state that a control and the frame around it share.
#[derive(Clone, Copy, Debug)]
pub struct FieldFrame {
    id: StoredValue<String>,
    hint: Option<&'static str>,
    message: Memo<Option<FieldMessage>>,
    /// A question about a value that is accepted.
    doubt: Memo<Option<Doubt>>,
    /// Whether the control has an error.
    pub is_wrong: Signal<bool>,
    /// The control's `aria-invalid`.
    pub invalid: Signal<Option<String>>,
    /// The control's `aria-describedby`: the ids of the hint, the error and the question, if there are any.
    pub described_by: Signal<Option<String>>,
}

impl FieldFrame {
    /// Creates the frame of the control at this path. A row that is moved changes its path and keeps its id.
    pub fn new(form: Form, path: Signal<FieldPath>, hint: Option<&'static str>) -> FieldFrame {
        let i18n = I18n::expect();
        let id = StoredValue::new(AppRoot::expect().id(&form.id(path.get_untracked())));
        let message = Memo::new(move |_| form.message(i18n, path.get()));
        let is_wrong = Signal::derive(move || message.with(Option::is_some));
        let doubt = Memo::new(move |_| form.doubt(path.get()));
        let described_by = move || {
            let id = id.get_value();
            let mut ids = String::new();
            for (is_shown, end) in [
                (hint.is_some(), "-hint"),
                (is_wrong.get(), "-error"),
                (doubt.with(Option::is_some), "-doubt"),
            ] {
                if is_shown {
                    let gap = if ids.is_empty() { "" } else { " " };
                    ids.extend([gap, &id, end]);
                }
            }
            (!ids.is_empty()).then_some(ids)
        };
        FieldFrame {
            id,
            hint,
            message,
            doubt,
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

    /// The question about a value that is accepted, while there is one. `on_take` takes the value that is probably
    /// meant.
    pub fn doubt(self, i18n: I18n, on_take: Callback<String>) -> impl IntoView {
        let id = format!("{}-doubt", self.id());
        move || {
            let id = id.clone();
            self.doubt.get().map(|Doubt { key, meant }| {
                let take = meant.map(|meant| {
                    let value = meant.clone();
                    let label = Signal::derive(move || i18n.fill("doubt.take", &[("value", &value)]));
                    let on_click = Callback::new(move |()| on_take.run(meant.clone()));
                    view! { " " <Button weight=Weight::Link label on_click /> }
                });
                view! { <p class="c-doubt" part="hint" id=id><span>{i18n.text(key)}{take}</span></p> }
            })
        }
    }
}

/// Wraps a control in its label, hint and error.
pub(super) fn frame_control(
    frame: FieldFrame,
    label: Signal<String>,
    required: Signal<bool>,
    optional: Signal<bool>,
    control: AnyView,
) -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-field" part="field" data-wrong=frame.is_wrong>
            <Label id=frame.id() label required optional />
            {frame.hint(i18n)}
            {control}
            {frame.error(i18n)}
        </div>
    }
}

/// A label, with a mark if the field is required, or if it is optional among others that are not.
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
    /// Whether it is marked as optional.
    #[prop(optional, into)]
    optional: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let mark = move || {
        let key = if required.get() { "form.required" } else { "form.optional" };
        (required.get() || optional.get())
            .then(|| view! { <span class="c-required">" "{i18n.text(key)}</span> })
    };
    view! { <label class="c-label" part="label" for=id>{label} {mark}</label> }
}
