//! The frame every control stands in: label, hint, error, control, and the wiring between them.

use leptos::prelude::*;

use super::{AppRoot, Form, form_state::FieldMessage};
use crate::{domain::FieldPath, i18n::I18n};

/// What a control and the frame around it share.
#[derive(Clone, Copy, Debug)]
pub struct FieldFrame {
    id: StoredValue<String>,
    hint: Option<&'static str>,
    notice: Memo<Option<FieldMessage>>,
    /// Whether something is wrong here.
    pub is_wrong: Signal<bool>,
    /// The control's `aria-invalid`.
    pub invalid: Signal<Option<String>>,
    /// The control's `aria-describedby`: the hint and the error, where there are any.
    pub described_by: Signal<Option<String>>,
}

impl FieldFrame {
    /// The frame of the control at this place. A row that is moved has another place, and keeps its id.
    pub fn new(form: Form, place: Signal<FieldPath>, hint: Option<&'static str>) -> FieldFrame {
        let i18n = I18n::expect();
        let id = StoredValue::new(AppRoot::expect().id(&form.id(place.get_untracked())));
        let notice = Memo::new(move |_| form.message(i18n, place.get()));
        let is_wrong = Signal::derive(move || notice.with(Option::is_some));
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
            notice,
            is_wrong,
            invalid: Signal::derive(move || is_wrong.get().then(|| "true".to_owned())),
            described_by: Signal::derive(described_by),
        }
    }

    /// The control's id.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// The hint, where there is one.
    pub fn hint(self, i18n: I18n) -> impl IntoView {
        let id = format!("{}-hint", self.id());
        self.hint.map(|key| view! { <p class="c-hint" part="hint" id=id>{i18n.text(key)}</p> })
    }

    /// The error, while there is one.
    pub fn error(self, i18n: I18n) -> impl IntoView {
        let id = format!("{}-error", self.id());
        move || {
            let id = id.clone();
            self.notice.get().map(|notice| {
                let direction = notice.direction();
                view! {
                    <p class="c-error" part="error" id=id>
                        <span class="c-hidden">{i18n.text("problem.prefix")}" "</span>
                        <span dir=direction lang=notice.language>{notice.text}</span>
                    </p>
                }
            })
        }
    }
}

/// A control with its label, hint and error.
fn frame_control(
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

/// A label with its mark where the field may stay empty.
#[component]
pub fn Label(
    /// The control it names.
    #[prop(into)]
    id: String,
    /// Its words.
    label: Signal<String>,
    /// Whether the field may not stay empty.
    #[prop(optional, into)]
    required: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let mark = move || {
        required.get().then(|| view! { <span class="c-required">" "{i18n.text("form.required")}</span> })
    };
    view! { <label class="c-label" part="label" for=id>{label} {mark}</label> }
}

/// How a text control behaves. The default is a line of text that is nobody's to correct.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The control's type.
    pub kind: &'static str,
    /// The autofill token (WCAG 1.3.5).
    pub autocomplete: &'static str,
    /// Which keyboard a phone shows.
    pub inputmode: Option<&'static str>,
    /// Whether it is only a few characters wide.
    pub short: bool,
    /// The direction it is written in, where that does not follow its text.
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
    /// Its place in the profile.
    #[prop(into)]
    place: Signal<FieldPath>,
    /// What stands in it.
    value: RwSignal<String>,
    /// How it behaves.
    #[prop(optional)]
    input: Input,
    /// The key of its hint.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Whether it may not stay empty.
    #[prop(optional, into)]
    required: Signal<bool>,
) -> impl IntoView {
    let frame = FieldFrame::new(form, place, hint);
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
            on:input:target=move |event| value.set(event.target().value())
        />
    };
    frame_control(frame, form.label(I18n::expect(), place), required, control.into_any())
}

/// A choice from a list. A value that is not in the list is shown as it is, and kept.
#[component]
pub fn Select(
    /// The form it is part of.
    form: Form,
    /// Its place in the profile.
    #[prop(into)]
    place: Signal<FieldPath>,
    /// The code that is chosen; empty for none.
    value: RwSignal<String>,
    /// The codes and their words.
    options: Signal<Vec<(String, String)>>,
    /// The autofill token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The key of its hint.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What stays on offer though it is in no list: unless said, what was there first.
    #[prop(optional)]
    kept: Option<Signal<String>>,
    /// Whether it may not stay empty.
    #[prop(optional, into)]
    required: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let frame = FieldFrame::new(form, place, hint);
    let first = value.get_untracked();
    let kept = kept.unwrap_or_else(|| Signal::derive(move || first.clone()));
    let shown = move || {
        let mut shown = options.get();
        let kept = kept.get();
        if !kept.is_empty() && !shown.iter().any(|(code, _)| *code == kept) {
            shown.push((kept.clone(), kept));
        }
        shown.insert(0, (String::new(), i18n.get("form.choose")));
        let option = |(code, label): (String, String)| {
            let chosen = code.clone();
            view! { <option value=code prop:selected=move || value.with(|value| *value == chosen)>{label}</option> }
        };
        shown.into_iter().map(option).collect_view()
    };
    let control = view! {
        <select
            class="c-input" part="input"
            id=frame.id()
            autocomplete=autocomplete
            aria-required=move || required.get().then_some("true")
            aria-invalid=frame.invalid
            aria-describedby=frame.described_by
            on:change:target=move |event| value.set(event.target().value())
        >
            {shown}
        </select>
    };
    frame_control(frame, form.label(i18n, place), required, control.into_any())
}

/// A yes or a no.
#[component]
pub fn Checkbox(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// The words beside it.
    #[prop(into)]
    label: Signal<String>,
    /// What may be wrong with it, where that is said here.
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
