//! The locales a customer can choose from, and the switch to another one.

use leptos::{prelude::*, task::spawn_local};

use super::context::AppContext;
use crate::{
    event::Event,
    form::AppRoot,
    i18n::{DisplayNames, I18n, LanguageTag, NameKind},
};

/// The locales to choose from, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Locales {
    /// The locales on offer; never empty.
    pub offered: StoredValue<Vec<LanguageTag>>,
    /// Whether the customer has chosen a locale, now or earlier on this device.
    pub is_chosen: RwSignal<bool>,
    /// The locale the customer chose last, even if its catalogue failed to load.
    pub requested: StoredValue<Option<LanguageTag>>,
}

impl Locales {
    /// The locales on offer, and whether the customer has chosen one before.
    pub fn new(offered: Vec<LanguageTag>, is_chosen: bool) -> Locales {
        let (offered, is_chosen) = (StoredValue::new(offered), RwSignal::new(is_chosen));
        Locales { offered, is_chosen, requested: StoredValue::new(None) }
    }
}

/// Switches to a locale. Once its catalogue is loaded, and if the customer chose it, emits the change to the host,
/// which also stores it; then focuses the element of this id.
pub(super) fn set_locale(
    context: AppContext,
    i18n: I18n,
    tag: LanguageTag,
    is_customer_choice: bool,
    focus: Option<(AppRoot, &'static str)>,
) {
    if is_customer_choice {
        context.locales.requested.set_value(Some(tag.clone()));
    }
    spawn_local(async move {
        i18n.switch(tag.clone()).await;
        if i18n.try_tag_untracked().as_ref() == Some(&tag) {
            if is_customer_choice {
                context.locales.is_chosen.set(true);
                context.emit.run(Event::LocaleChange(tag));
            }
            if let Some((root, id)) = focus {
                root.focus(id);
            }
        }
    });
}

/// Returns the name of a language in itself.
pub fn autonym(tag: &LanguageTag) -> String {
    DisplayNames::new(tag, NameKind::Language).of(&tag.display_tag())
}
