//! A card: a part of a page with a heading of its own.

use leptos::prelude::*;

use crate::form::AppRoot;

/// A part of a page with a heading of its own.
#[component]
pub fn Card(
    /// The start of the heading's id.
    #[prop(into)]
    slug: String,
    /// The heading.
    title: Signal<String>,
    /// The action beside the heading, such as a button.
    #[prop(optional_no_strip)]
    action: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let id = AppRoot::expect().id(&format!("{slug}-title"));
    let labelled_by = id.clone();
    view! {
        <section class="c-card" part="card" aria-labelledby=labelled_by>
            <div class="c-card-head" part="card-head">
                <h2 id=id tabindex="-1">{title}</h2>
                {action}
            </div>
            {children()}
        </section>
    }
}
