//! A notice: a message that takes the focus when it appears.

use leptos::{html, prelude::*};

use crate::{form::AppRoot, i18n::I18n};

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
    let (id, text_id) = (AppRoot::expect().id(title), AppRoot::expect().id(&format!("{title}-text")));
    view! {
        <div
            class="c-banner" part="banner"
            data-kind=kind
            role=if is_late { "alert" } else { "group" }
            aria-labelledby=id
            aria-describedby=text_id
            tabindex="-1"
            node_ref=node
        >
            <h2 id=id.clone()>{i18n.text(title)}</h2>
            <p id=text_id.clone()>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
