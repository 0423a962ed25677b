//! The error summary: every problem with a link to its control. It takes the focus at each try, and is read out by that.

use leptos::{ev, html, prelude::*};

use super::{AppRoot, FieldMessage, Form};
use crate::{domain::Field, i18n::I18n};

/// What is wrong with these fields since the first try, and with none.
pub fn form_messages(form: Form, i18n: I18n, fields: Callback<Field, bool>) -> Memo<Vec<FieldMessage>> {
    Memo::new(move |_| form.summary_messages(i18n, Field::all().filter(|field| fields.run(*field))))
}

/// Lists what is wrong, while anything is.
#[component]
pub fn Summary(
    /// The form.
    form: Form,
    /// What is wrong.
    messages: Memo<Vec<FieldMessage>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let root = AppRoot::expect();
    let node = NodeRef::<html::Div>::new();
    let any = move || messages.with(|messages| !messages.is_empty());
    // The try it was drawn at, while something has been wrong ever since; then it is gone until the next, and does not
    // come back under the hands.
    let since = Memo::new(move |before: Option<&(u32, bool)>| {
        let tries = form.attempts.get();
        let stands = before.is_none_or(|(other, is_wrong)| *other != tries || *is_wrong);
        (tries, any() && stands)
    });
    Effect::new(move |focused: Option<u32>| {
        let (tries, is_wrong) = since.get();
        match node.get() {
            _ if focused == Some(tries) => {}
            Some(summary) if is_wrong && tries > 0 => {
                let _ = summary.focus();
            }
            // It is about to be drawn.
            None if is_wrong => return focused.unwrap_or_default(),
            _ => {}
        }
        tries
    });
    let links = move || {
        let link = |message: FieldMessage| {
            let direction = message.direction();
            let Some(place) = message.path else {
                return view! { <li><span dir=direction lang=message.language>{message.text}</span></li> }
                    .into_any();
            };
            let id = form.id(place);
            let href = format!("#{}", root.id(&id));
            let follow = move |event: ev::MouseEvent| {
                // The fragment is the host's.
                event.prevent_default();
                root.focus(id.clone());
            };
            view! { <li><a href=href dir=direction lang=message.language on:click=follow>{message.text}</a></li> }.into_any()
        };
        messages.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || since.get().1>
            <div class="c-summary" part="summary" role="group" tabindex="-1" node_ref=node aria-labelledby=root.id("summary-title")>
                <h2 id=root.id("summary-title")>{i18n.text("form.problem")}</h2>
                <ul>{links}</ul>
            </div>
        </Show>
    }
}
