//! The vendor's forms of address, in the language of the page.

use leptos::{prelude::*, task::spawn_local};

use super::{context::AppContext, value_formatter::ValueFormatter};
use crate::i18n::I18n;

/// Keeps the vendor's list of forms of address in the language of the page.
pub(super) fn load_civilities(context: AppContext, formatter: ValueFormatter, i18n: I18n) {
    // A memo: the words may arrive for a locale that was chosen all along.
    let locale = Memo::new(move |_| i18n.tag());
    Effect::new(move |_| {
        let tag = locale.get();
        let Some(client) = context.client.try_get_value() else { return };
        spawn_local(async move {
            // A list that cannot be had is no reason to stop: the codes are shown instead.
            if let Ok(civilities) = client.civilities().await
                // An answer in a language that was left meanwhile is dropped.
                && i18n.try_tag_untracked() == Some(tag)
            {
                formatter.civilities.try_set(civilities);
            }
        });
    });
}
