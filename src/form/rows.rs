//! Rows that are added, taken away and moved: each keeps its controls, and what has the focus keeps it.

use leptos::prelude::*;

/// What stands in the order of these keys. One piece of code for all lists: each type of key would bring its own.
#[component]
pub fn Rows(
    /// The keys, in order.
    #[prop(into)]
    keys: Signal<Vec<u32>>,
    /// What stands at a key.
    row: Callback<u32, AnyView>,
) -> impl IntoView {
    view! { <For each=move || keys.get() key=|key| *key children=move |key| row.run(key) /> }
}
