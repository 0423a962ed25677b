//! News at the top of the profile: what became of a save.

use leptos::{html, prelude::*};

use super::Words;
use crate::{domain::Unit, i18n::I18n};

/// What became of what the customer asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The customer was created.
    Created,
    /// The change is stored just as it was asked for.
    Saved,
    /// The change is stored, but these units hold something else than was asked for.
    SavedDifferently(Vec<Unit>),
    /// The change was accepted, but could not be read back.
    SavedUnread,
    /// There was nothing to change.
    Unchanged,
}

/// Shows the news, while there are any, and takes the focus with them.
#[component]
pub fn Banner(
    /// The news.
    news: RwSignal<Option<News>>,
    /// Words units.
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(banner) = node.get() {
            let _ = banner.focus();
        }
    });
    let banner = move |news: News| {
        let (kind, title, text) = match &news {
            News::Created => ("good", "news.created", "news.created-text"),
            News::Saved => ("good", "news.saved", "news.saved-text"),
            News::SavedDifferently(_) => ("warn", "news.different", "news.different-text"),
            News::SavedUnread => ("warn", "news.saved", "news.unread-text"),
            News::Unchanged => ("good", "news.unchanged", "news.unchanged-text"),
        };
        let units = if let News::SavedDifferently(units) = news { units } else { Vec::new() };
        let names = move || units.iter().map(|unit| view! { <li>{words.label(*unit)}</li> }).collect_view();
        view! {
            <div class="c-banner" data-kind=kind role="status" tabindex="-1" node_ref=node>
                <h2>{i18n.text(title)}</h2>
                <p>{i18n.text(text)}</p>
                <ul>{names}</ul>
            </div>
        }
    };
    move || news.get().map(banner)
}
