//! The button.

use leptos::prelude::*;

/// The visual emphasis of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The main action of a page.
    Primary,
    /// Another action.
    Secondary,
    /// An action that should not catch the eye.
    Quiet,
    /// An action within a sentence.
    Link,
    /// An action shown as this icon, one of the style sheet's. Its text is a tooltip, and read by screen readers.
    Icon(&'static str),
}

/// A button that acts on this page.
#[component]
pub fn Button(
    /// Its visual emphasis.
    weight: Weight,
    /// Its text.
    #[prop(into)]
    label: Signal<String>,
    /// Text added for screen readers, which do not show what the button is beside.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
    /// Its id, if it can be focused by the app.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether its action is running. It is marked with `aria-busy` and stays clickable: `on_click` decides what a
    /// second click does.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// Whether it is disabled.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it has nothing to do now. It is marked with `aria-disabled`, and keeps the focus; `on_click` is not
    /// called.
    #[prop(optional, into)]
    idle: Option<Signal<bool>>,
    /// Its action; without one, it submits the form around it.
    #[prop(optional)]
    on_click: Option<Callback<()>>,
) -> impl IntoView {
    let (class, part) = match weight {
        Weight::Primary => ("c-primary", "button primary"),
        Weight::Secondary => ("c-secondary", "button secondary"),
        Weight::Quiet => ("c-quiet", "button quiet"),
        Weight::Link => ("c-link", "button link"),
        Weight::Icon(_) => ("c-icon", "button quiet"),
    };
    let icon = if let Weight::Icon(icon) = weight { Some(icon) } else { None };
    let is_idle = move || idle.is_some_and(|idle| idle.get());
    let busy = move || busy.map(|busy| if busy.get() { "true" } else { "false" });
    view! {
        <button
            type=if on_click.is_some() { "button" } else { "submit" }
            class=class
            part=part
            id=id
            aria-busy=busy
            aria-disabled=move || is_idle().then_some("true")
            disabled=disabled
            data-icon=icon
            title=icon.map(|_| label)
            on:click=move |_| {
                if let Some(on_click) = on_click
                    && !untrack(is_idle)
                {
                    on_click.run(());
                }
            }
        >
            <span class=icon.map(|_| "c-hidden")>{label}</span>
            {about.map(|about| view! { <span class="c-hidden">" "{about}</span> })}
        </button>
    }
}
