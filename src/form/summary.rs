//! The error summary: every error, with a link to its control. It takes the focus at each attempt to submit, so that
//! screen readers read it out.

use leptos::{ev, html, prelude::*};

use super::{AppRoot, FieldMessage, Form};
use crate::{domain::Field, i18n::I18n};

/// Returns the errors of these fields since the first attempt to submit, and the errors that belong to no field.
pub fn form_messages(form: Form, i18n: I18n, fields: Callback<Field, bool>) -> Memo<Vec<FieldMessage>> {
    Memo::new(move |_| form.summary_messages(i18n, Field::all().filter(|field| fields.run(*field))))
}

/// The list of errors; nothing while there are none.
#[component]
pub fn Summary(
    /// The form.
    form: Form,
    /// The errors.
    messages: Memo<Vec<FieldMessage>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let node = NodeRef::<html::Div>::new();
    let any = move || messages.with(|messages| !messages.is_empty());
    // The attempt, and whether the summary is visible. It is shown at an attempt and until all errors are corrected. It
    // comes back only at the next attempt, so that it does not move the form while the customer types.
    let visibility = Memo::new(move |previous: Option<&(u32, bool)>| {
        let attempts = form.attempts.get();
        let may_show = previous.is_none_or(|(other, is_visible)| *other != attempts || *is_visible);
        (attempts, any() && may_show)
    });
    Effect::new(move |focused: Option<u32>| {
        let (attempts, is_visible) = visibility.get();
        match node.get() {
            _ if focused == Some(attempts) => {}
            Some(summary) if is_visible && attempts > 0 => {
                root.take_focus(&summary);
            }
            // Not rendered yet: this runs again when it is.
            None if is_visible => return focused.unwrap_or_default(),
            _ => {}
        }
        attempts
    });
    let links = move || {
        let link = |message: FieldMessage| {
            let direction = message.direction();
            let Some(path) = message.path else {
                return view! { <li><span dir=direction lang=message.language>{message.text}</span></li> }
                    .into_any();
            };
            let id = form.id(path);
            let href = format!("#{}", root.id(&id));
            let follow = move |event: ev::MouseEvent| {
                // The fragment belongs to the host.
                event.prevent_default();
                root.focus(id.clone());
            };
            view! { <li><a href=href dir=direction lang=message.language on:click=follow>{message.text}</a></li> }
                .into_any()
        };
        messages.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || visibility.get().1>
            <div
                class="c-summary" part="summary"
                role="group"
                tabindex="-1"
                node_ref=node
                aria-labelledby=root.id("summary-title")
            >
                <h2 id=root.id("summary-title")>{i18n.text("form.problem")}</h2>
                <ul>{links}</ul>
            </div>
        </Show>
    }
}
