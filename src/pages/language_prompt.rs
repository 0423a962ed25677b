//! The offer to speak the language that stands in the profile.

use leptos::prelude::*;

use super::{
    AppContext,
    locales::{autonym, set_locale},
};
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::{I18n, LanguageTag, NameKind, best_match},
};

/// Asks whether to speak the language that stands in the profile, where it is on offer and another is spoken. Who has
/// chosen a language before is not asked, and who answers is not asked again.
#[component]
pub fn LanguagePrompt(
    /// The language in the profile: a tag as the vendor writes it.
    stored: String,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let stored = LanguageTag::parse(&stored);
    let found =
        stored.and_then(|tag| context.locales.offered.with_value(|offered| best_match(&tag, offered)));
    // The buttons go with the question.
    let answer = move |tag: LanguageTag| set_locale(context, i18n, tag, true, Some((root, "title")));
    move || {
        let is_open = |tag: &LanguageTag| !context.locales.is_chosen.get() && !tag.is_related(&i18n.tag());
        found.clone().filter(is_open).map(|tag| {
            let name = i18n.name(NameKind::Language, tag.reading_language());
            let own = i18n.name(NameKind::Language, i18n.lang().reading_language());
            let (lang, label) = (tag.canonical().to_owned(), autonym(&tag));
            let take = Callback::new(move |()| answer(tag.clone()));
            let keep = Callback::new(move |()| answer(i18n.tag_untracked()));
            view! {
                <p class="c-note" part="note">
                    {i18n.fill("locale.offer", &[("language", &name)])} " "
                    <Button weight=Weight::Link lang label=label on_click=take /> " "
                    <Button
                        weight=Weight::Link
                        label=i18n.fill("locale.keep", &[("language", &own)])
                        on_click=keep
                    />
                </p>
            }
        })
    }
}
