//! The locale the customer chose, stored on this device.

use leptos::prelude::window;
use web_sys::Storage;

use crate::i18n::LanguageTag;

/// The key of the chosen locale in `localStorage`. The value holds nothing about the customer.
const LOCALE_STORAGE_KEY: &str = "carnet.locale";

/// Returns the locale that was chosen on this device before.
pub(super) fn stored_locale() -> Option<LanguageTag> {
    let stored = storage()?.get_item(LOCALE_STORAGE_KEY).ok().flatten();
    stored.as_deref().and_then(LanguageTag::parse)
}

/// Stores the locale the customer chose.
pub(super) fn store_locale(tag: &LanguageTag) {
    if let Some(storage) = storage() {
        // Where storage is full or forbidden, the customer only has to choose again.
        let _ = storage.set_item(LOCALE_STORAGE_KEY, tag.as_str());
    }
}

fn storage() -> Option<Storage> {
    // Reading the property throws where storage is forbidden.
    window().local_storage().ok().flatten()
}
