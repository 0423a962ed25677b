//! The locales a customer can choose from, and what follows from a choice.

use leptos::{prelude::*, task::spawn_local};

use super::context::AppContext;
use crate::{
    event::Event,
    form::AppRoot,
    i18n::{DisplayNames, I18n, LanguageTag, NameKind},
};

/// The locales there are to choose from, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Locales {
    /// Those on offer, never none.
    pub offered: StoredValue<Vec<LanguageTag>>,
    /// Whether the customer has chosen one, now or before on this device.
    pub is_chosen: RwSignal<bool>,
    /// What the customer chose last, whether it could be spoken or not.
    pub requested: StoredValue<Option<LanguageTag>>,
}

impl Locales {
    /// Those on offer, and whether the customer has chosen before.
    pub fn new(offered: Vec<LanguageTag>, is_chosen: bool) -> Locales {
        let (offered, is_chosen) = (StoredValue::new(offered), RwSignal::new(is_chosen));
        Locales { offered, is_chosen, requested: StoredValue::new(None) }
    }
}

/// Speaks a locale. Once it is spoken, and where it is the customer's choice, the host is told and the choice is kept; and the
/// element of this id has the focus.
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

/// A language named in itself.
pub(super) fn autonym(tag: &LanguageTag) -> String {
    DisplayNames::new(tag, NameKind::Language).of(&tag.display_tag())
}
