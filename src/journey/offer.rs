//! The offer to speak the language that stands in the profile.

use leptos::prelude::*;

use super::{
    Desk,
    locales::{autonym, speak},
};
use crate::{
    form::{Button, Ground, Weight},
    i18n::{I18n, LanguageTag, Named, best},
};

/// Asks whether to speak the language that stands in the profile, where it is on offer and another is spoken. Who has
/// chosen a language before is not asked, and who answers is not asked again.
#[component]
pub fn LanguageOffer(
    /// The language in the profile: a tag as the vendor writes it.
    stored: String,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let ground = Ground::expect();
    let stored = LanguageTag::parse(&stored);
    let found = stored.and_then(|tag| desk.locales.offered.with_value(|offered| best(&tag, offered)));
    // The buttons go with the question.
    let answer = move |tag: LanguageTag| speak(desk, i18n, tag, true, Some((ground, "title")));
    move || {
        let is_open = |tag: &LanguageTag| !desk.locales.is_chosen.get() && !tag.is_related(&i18n.tag());
        found.clone().filter(is_open).map(|tag| {
            let name = i18n.name(Named::Language, tag.read_as());
            let own = i18n.name(Named::Language, i18n.lang().read_as());
            let (lang, words) = (tag.core().to_owned(), autonym(&tag));
            let take = Callback::new(move |()| answer(tag.clone()));
            let keep = Callback::new(move |()| answer(i18n.tag_untracked()));
            view! {
                <p class="c-note" part="note">
                    {i18n.fill("locale.offer", &[("language", &name)])} " "
                    <Button weight=Weight::Link lang words=words press=take /> " "
                    <Button
                        weight=Weight::Link
                        words=i18n.fill("locale.keep", &[("language", &own)])
                        press=keep
                    />
                </p>
            }
        })
    }
}
