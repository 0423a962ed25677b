//! The locales a customer can choose from, and what follows from a choice.

use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    event::Event,
    i18n::{I18n, LanguageTag, Named, Names},
};

/// The locales there are to choose from, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Locales {
    /// Those on offer, never none.
    pub offered: StoredValue<Vec<LanguageTag>>,
    /// Whether the customer has chosen one, now or before on this device.
    pub is_chosen: RwSignal<bool>,
}

impl Locales {
    /// Those on offer, and whether the customer has chosen before.
    pub fn new(offered: Vec<LanguageTag>, is_chosen: bool) -> Locales {
        Locales { offered: StoredValue::new(offered), is_chosen: RwSignal::new(is_chosen) }
    }
}

/// Speaks the locale that the customer chose. Once it is spoken the host is told, and the choice is kept.
pub(super) fn speak(desk: Desk, i18n: I18n, tag: LanguageTag) {
    spawn_local(async move {
        i18n.switch(tag.clone()).await;
        if i18n.try_tag_untracked().as_ref() == Some(&tag) {
            desk.locales.is_chosen.set(true);
            desk.tell.run(Event::LocaleChange(tag));
        }
    });
}

/// A language named in itself.
pub(super) fn autonym(tag: &LanguageTag) -> String {
    Names::new(tag, Named::Language).of(tag.core())
}
