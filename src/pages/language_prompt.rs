//! The prompt to switch to the language that is stored in the profile.

use leptos::prelude::*;

use super::{context::AppContext, locales::set_locale};
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::{DisplayNames, I18n, LanguageTag, NameKind, best_match},
};

/// Asks whether to switch to the language that is stored in the profile, if it is on offer and differs from the
/// language of the page. Customers who have chosen a language before are not asked, and those who answer are not asked
/// again.
#[component]
pub fn LanguagePrompt(
    /// The language in the profile, as the vendor writes it.
    language: String,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let offered = context.locales.offered.with_value(|offered| language_to_offer(&language, offered));
    // The buttons are removed with the prompt, so the focus needs a new place.
    let answer = move |tag: LanguageTag| set_locale(context, i18n, tag, true, Some((root, "title")));
    move || {
        let is_asked = |tag: &LanguageTag| !context.locales.is_chosen.get() && !tag.is_related(&i18n.tag());
        offered.clone().filter(is_asked).map(|tag| {
            let name = i18n.name(NameKind::Language, tag.reading_language());
            let current = i18n.name(NameKind::Language, i18n.lang().reading_language());
            let own_name = DisplayNames::new(&tag, NameKind::Language).of(tag.reading_language());
            let on_accept = Callback::new(move |()| answer(tag.clone()));
            let on_keep = Callback::new(move |()| answer(i18n.tag_untracked()));
            view! {
                <p class="c-note" part="note">
                    {i18n.fill("locale.offer", &[("language", &name)])} " "
                    // In its own language, for customers who cannot read the page's.
                    <Button
                        weight=Weight::Link
                        label=i18n.fill("locale.switch", &[("language", &own_name)])
                        on_click=on_accept
                    /> " "
                    <Button
                        weight=Weight::Link
                        label=i18n.fill("locale.keep", &[("language", &current)])
                        on_click=on_keep
                    />
                </p>
            }
        })
    }
}

/// Returns the locale on offer that is closest to the language in a profile, as the vendor writes it.
pub fn language_to_offer(language: &str, offered: &[LanguageTag]) -> Option<LanguageTag> {
    best_match(&LanguageTag::parse(language)?, offered)
}
