//! News at the top of the profile: what became of a save.

use leptos::prelude::*;

use super::{Words, card::Notice};
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

/// Shows the news, while there are any.
#[component]
pub fn Banner(
    /// The news.
    news: RwSignal<Option<News>>,
    /// Words units.
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let banner = move |news: News| {
        let (kind, title, text) = match &news {
            News::Created => ("good", "news.created", "news.created-text"),
            News::Saved => ("good", "news.saved", "news.saved-text"),
            News::SavedDifferently(_) => ("warn", "news.different", "news.different-text"),
            News::SavedUnread => ("warn", "news.saved", "news.unread-text"),
            News::Unchanged => ("good", "news.unchanged", "news.unchanged-text"),
        };
        let units = if let News::SavedDifferently(units) = news { units } else { Vec::new() };
        let name = move |unit: Unit| view! { <li>{Signal::derive(move || words.label(unit))}</li> };
        view! {
            <Notice kind=kind title=title text=i18n.text(text)>
                <ul>{units.into_iter().map(name).collect_view()}</ul>
            </Notice>
        }
    };
    move || news.get().map(banner)
}
