//! A notice: a message that takes the focus when it appears.

use leptos::{html, prelude::*};

use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
};

/// A message to the customer. It takes the focus when it appears, so a screen reader reads it out; as an alert it
/// would be read out twice. A late notice is not about what the customer is doing at the moment: it is an alert, and
/// the focus stays where they type.
#[component]
pub fn Notice(
    /// `good`, `warn` or `bad`.
    kind: &'static str,
    /// The catalogue key of its heading.
    title: &'static str,
    /// The message; without one, the heading says everything.
    #[prop(optional_no_strip)]
    text: Option<Signal<String>>,
    /// The heading, if it is not the one under the catalogue key.
    #[prop(optional, into)]
    heading: Option<Signal<String>>,
    /// Closes the notice.
    #[prop(optional)]
    on_close: Option<Callback<()>>,
    /// Whether the notice is not about what the customer is doing at the moment.
    #[prop(optional)]
    is_late: bool,
    /// The content below the message.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let node = NodeRef::<html::Div>::new();
    // Without the focus it is announced by its role.
    let is_alert = is_late || !root.may_take_focus();
    Effect::new(move |_| {
        if let Some(notice) = node.get()
            && !is_late
        {
            root.take_focus(&notice);
        }
    });
    let (id, text_id) = (root.id(title), root.id(&format!("{title}-text")));
    view! {
        <div
            class="c-banner" part="banner"
            data-kind=kind
            role=if is_alert { "alert" } else { "group" }
            aria-labelledby=id
            aria-describedby=text.is_some().then(|| text_id.clone())
            tabindex="-1"
            node_ref=node
        >
            <h2 id=id.clone()>{heading.unwrap_or_else(|| i18n.text(title))}</h2>
            {text.map(|text| view! { <p id=text_id.clone()>{text}</p> })}
            {children.map(|children| children())}
            {on_close.map(|on_click| {
                view! { <Button weight=Weight::Icon("close") label=i18n.text("news.close") on_click /> }
            })}
        </div>
    }
}
