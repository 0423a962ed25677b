//! The vendor's forms of address, such as Mr or Ms, in the language of the page.

use leptos::{prelude::*, task::spawn_local};

use super::{context::AppContext, value_formatter::ValueFormatter};
use crate::i18n::I18n;

/// Loads the vendor's forms of address into `formatter`, and again whenever the locale changes.
pub(super) fn load_civilities(context: AppContext, formatter: ValueFormatter, i18n: I18n) {
    // A memo: the language signals also change when the catalogue of an unchanged locale arrives.
    let locale = Memo::new(move |_| i18n.tag());
    Effect::new(move |_| {
        let tag = locale.get();
        let Some(client) = context.client.try_get_value() else { return };
        spawn_local(async move {
            // The list is optional: without it, the codes are shown.
            if let Ok(civilities) = client.civilities().await
                // A response in a language that the customer has left meanwhile is dropped.
                && i18n.try_tag_untracked() == Some(tag)
            {
                formatter.civilities.try_set(civilities);
            }
        });
    });
}
