//! The locale selector: a combobox that is filtered by the names of languages, in themselves or in the page's language.

use leptos::prelude::*;

use super::{
    context::AppContext,
    locales::{autonym, set_locale},
};
use crate::{
    form::{AppRoot, Button, Combobox, ComboboxOption, Weight},
    i18n::{DisplayNames, I18n, LanguageTag, NameKind},
};

/// The id of the input.
const ID: &str = "locale";

/// The selector of the locale. Each option has its native name and its name in the language of the page.
#[component]
pub fn LocaleCombobox() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let load_error = move || {
        i18n.failed().map(|tag| {
            let name = i18n.name(NameKind::Language, &tag.display_tag());
            let label = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            // The button is removed once the locale is loaded, so the focus needs a new place.
            let focus = Some((root, ID));
            let on_retry = Callback::new(move |()| {
                let requested = context.locales.requested.get_value();
                set_locale(context, i18n, tag.clone(), requested.as_ref() == Some(&tag), focus);
            });
            view! {
                <p class="c-note" part="note" role="alert">
                    {label} " " <Button weight=Weight::Link label=i18n.text("failure.retry") on_click=on_retry />
                </p>
            }
        })
    };
    let label = i18n.text("locale.label");
    // A memo, since naming every language is slow: it runs once per language, when the list is first opened.
    let options = Memo::new(move |_| {
        let (spoken, names) = (i18n.tag(), DisplayNames::new(&i18n.lang(), NameKind::Language));
        let option = |tag: &LanguageTag| {
            let (name, other_name) = (autonym(tag), names.of(&tag.display_tag()));
            ComboboxOption {
                code: tag.as_str().to_owned(),
                lang: Some(tag.canonical().to_owned()),
                other_name: if other_name == name { String::new() } else { other_name },
                name,
                ..ComboboxOption::default()
            }
        };
        context.locales.offered.with_value(|offered| {
            // A locale that the host set may be missing among those on offer. It can be found as well.
            let current = (!offered.iter().any(|tag| tag.is_same_locale(&spoken))).then_some(&spoken);
            current.into_iter().chain(offered).map(option).collect()
        })
    });
    let value = Signal::derive(move || i18n.tag().as_str().to_owned());
    // A chosen locale is shown at once, and becomes current once it is loaded.
    let shown_tag = move || i18n.pending().unwrap_or_else(|| i18n.tag());
    let shown = Signal::derive(move || autonym(&shown_tag()));
    let lang = Signal::derive(move || shown_tag().canonical().to_owned());
    let busy = Signal::derive(move || i18n.pending().is_some());
    let on_choose = Callback::new(move |code: String| {
        if let Some(tag) = LanguageTag::parse(&code) {
            set_locale(context, i18n, tag, true, None);
        }
    });
    view! {
        <div class="c-bar" part="bar">
            <div class="c-locale">
                <label for=root.id(ID)>{label}</label>
                <Combobox
                    id=ID.to_owned()
                    label
                    options
                    value
                    shown
                    on_choose
                    counts=["locale.found", "locale.none"]
                    lang
                    busy
                />
            </div>
            {load_error}
        </div>
    }
}
