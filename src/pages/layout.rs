//! The layout of a page: its title, and the form around a page that submits something.

use leptos::{ev, prelude::*};

use super::context::AppContext;
use crate::{event::Event, form::AppRoot, i18n::I18n};

/// The heading of a page. It takes the focus when the page is opened, and the host is told what to call the page.
#[component]
pub fn Title(
    /// Its words.
    #[prop(into)]
    label: Signal<String>,
    /// The key of what to call the page, where anybody may read it.
    key: &'static str,
    /// Whether something is wrong on it.
    #[prop(optional)]
    is_invalid: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let emit = AppContext::expect().emit;
    Effect::new(move |emitted: Option<String>| {
        let title = i18n.get(key);
        let title = if is_invalid.get() { i18n.fill("problem.title", &[("title", &title)]) } else { title };
        if emitted.as_ref() != Some(&title) {
            emit.run(Event::TitleChange(title.clone()));
        }
        title
    });
    view! { <h1 class="c-title" part="title" id=AppRoot::expect().id("title") tabindex="-1">{label}</h1> }
}

/// A page that ends in one thing to do: what is typed, reviewed or chosen on it is what that is done with.
#[component]
pub fn FormPage(
    /// The key of its heading.
    title: &'static str,
    /// Does it.
    on_submit: Callback<()>,
    /// Whether something is wrong on it.
    #[prop(optional)]
    is_invalid: Signal<bool>,
    /// What stands on the page.
    children: Children,
) -> impl IntoView {
    let i18n = I18n::expect();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form class="c-form c-page" part="form" novalidate on:submit=submit>
            <Title label=i18n.text(title) key=title is_invalid />
            {children()}
        </form>
    }
}
