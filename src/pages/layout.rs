//! The layout of a page: its title, and the form around a page that submits something.

use leptos::{ev, prelude::*};

use super::context::AppContext;
use crate::{event::Event, form::AppRoot, i18n::I18n};

/// The heading of a page. It takes the focus when the page is opened, and its title is emitted to the host.
#[component]
pub fn Title(
    /// The heading's text.
    #[prop(into)]
    label: Signal<String>,
    /// The catalogue key of the title that the host gets. Other people may read that title, so it holds no personal
    /// data.
    key: &'static str,
    /// Whether the page shows errors.
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

/// A page with one action: submitting it carries out what was typed, reviewed or chosen.
#[component]
pub fn FormPage(
    /// The catalogue key of its heading.
    title: &'static str,
    /// Carries out the action.
    on_submit: Callback<()>,
    /// Whether the page shows errors.
    #[prop(optional)]
    is_invalid: Signal<bool>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let i18n = I18n::expect();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        // Without a shadow root the element may stand in a form of the host's.
        event.stop_propagation();
        on_submit.run(());
    };
    view! {
        <form class="c-form c-page" part="form" novalidate on:submit=submit>
            <Title label=i18n.text(title) key=title is_invalid />
            {children()}
        </form>
    }
}
