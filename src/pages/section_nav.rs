//! The navigation between the sections of a profile.

use leptos::prelude::*;

use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
};

/// A link to a part of the page: the start of its heading's id, and its text.
pub(super) type SectionLink = (String, Signal<String>);

/// A button for each section. It moves the focus to the section's heading: the page's fragment is the host's.
#[component]
pub(super) fn SectionNav(
    /// The sections, in their order on the page.
    links: Vec<SectionLink>,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let item = move |(slug, label): SectionLink| {
        let on_click = Callback::new(move |()| root.focus(format!("{slug}-title")));
        view! { <li><Button weight=Weight::Quiet label on_click /></li> }
    };
    view! {
        <nav class="c-nav" part="nav" aria-label=i18n.text("nav.label")>
            <ul>{links.into_iter().map(item).collect_view()}</ul>
        </nav>
    }
}
