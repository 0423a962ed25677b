//! The pieces every page is made of: its title, its cards, its notices.

use leptos::{ev, html, prelude::*, tachys::html::element::custom};

use super::AppContext;
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
    is_wrong: Signal<bool>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let emit = AppContext::expect().emit;
    Effect::new(move |told: Option<String>| {
        let title = i18n.get(key);
        let title = if is_wrong.get() { i18n.fill("problem.title", &[("title", &title)]) } else { title };
        if told.as_ref() != Some(&title) {
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
    submit: Callback<()>,
    /// Whether something is wrong on it.
    #[prop(optional)]
    is_wrong: Signal<bool>,
    /// What stands on the page.
    children: Children,
) -> impl IntoView {
    let i18n = I18n::expect();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        submit.run(());
    };
    view! {
        <form class="c-form c-page" part="form" novalidate on:submit=submit>
            <Title label=i18n.text(title) key=title is_wrong />
            {children()}
        </form>
    }
}

/// A part of a page with a heading of its own.
#[component]
pub fn Card(
    /// Names its heading.
    #[prop(into)]
    slug: String,
    /// Its heading.
    title: Signal<String>,
    /// What can be done with it.
    #[prop(optional_no_strip)]
    action: Option<AnyView>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = AppRoot::expect().id(&format!("{slug}-title"));
    let named = id.clone();
    view! {
        <section class="c-card" part="card" aria-labelledby=named>
            <div class="c-card-head" part="card-head">
                <h2 id=id>{title}</h2>
                {action}
            </div>
            {children()}
        </section>
    }
}

/// Something the customer has to be told. It takes the focus when it appears, and is read out by that alone: as an alert
/// it would be read out twice. What is late is not about what is on screen: it is an alert, and the focus stays with what
/// is typed meanwhile.
#[component]
pub fn Notice(
    /// `good`, `warn` or `bad`.
    kind: &'static str,
    /// The key of its heading.
    title: &'static str,
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it comes when the customer is at something else.
    #[prop(optional)]
    is_late: bool,
    /// What belongs to it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(notice) = node.get()
            && !is_late
        {
            let _ = notice.focus();
        }
    });
    let (id, about) = (AppRoot::expect().id(title), AppRoot::expect().id(&format!("{title}-text")));
    view! {
        <div
            class="c-banner" part="banner"
            data-kind=kind
            role=if is_late { "alert" } else { "group" }
            aria-labelledby=id
            aria-describedby=about
            tabindex="-1"
            node_ref=node
        >
            <h2 id=id.clone()>{i18n.text(title)}</h2>
            <p id=about.clone()>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// An element that has a class and children and nothing else. One type for all of them, where a page is made of many:
/// in the bundle each type of element counts (ARCHITECTURE.md, "Size").
pub fn static_element(tag: &'static str, class: &'static str, children: Vec<AnyView>) -> AnyView {
    let part = match class {
        "c-actions" => Some("actions"),
        "c-fact" => Some("fact"),
        "c-facts" => Some("facts"),
        "c-listbox-empty" => Some("list"),
        _ => None,
    };
    custom(tag).class(class).attr("part", part).child(children).into_any()
}
