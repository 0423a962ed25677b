//! A button: how much it stands out, its words, what it does.

use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do on a page.
    Primary,
    /// Something else to do.
    Secondary,
    /// Something at hand that should not catch the eye.
    Quiet,
    /// Something within a sentence.
    Link,
}

/// A button that does something on this page.
#[component]
pub fn Button(
    /// How much it stands out.
    weight: Weight,
    /// Its words.
    #[prop(into)]
    label: Signal<String>,
    /// Further words for those who do not see what it stands beside.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
    /// The language of its words, where it is another than the page's.
    #[prop(optional)]
    lang: Option<String>,
    /// Its id, where it is to be focused.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether it is at work: then it says so, and what it does is up to `press`.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// Whether it cannot be pressed for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does; nothing where it submits the form around it.
    #[prop(optional)]
    press: Option<Callback<()>>,
) -> impl IntoView {
    let (class, part) = match weight {
        Weight::Primary => ("c-primary", "button primary"),
        Weight::Secondary => ("c-secondary", "button secondary"),
        Weight::Quiet => ("c-quiet", "button quiet"),
        Weight::Link => ("c-link", "button link"),
    };
    let busy = move || busy.map(|busy| if busy.get() { "true" } else { "false" });
    view! {
        <button
            type=if press.is_some() { "button" } else { "submit" }
            class=class
            part=part
            id=id
            lang=lang
            aria-busy=busy
            disabled=disabled
            on:click=move |_| {
                if let Some(press) = press {
                    press.run(());
                }
            }
        >
            {label}
            {about.map(|about| view! { <span class="c-hidden">" "{about}</span> })}
        </button>
    }
}
