//! A tag of a language: what is taken for one is a tag at which `Intl` does not throw, and names a language.

use carnet::i18n::{LOCALES, LanguageTag};
use icu_locale_core::subtags::{Language, Region, Script};

pub(crate) fn check(text: &str) {
    let Some(tag) = LanguageTag::parse(text) else {
        // Every language that is offered can be chosen, however it is spelled.
        assert!(!LOCALES.iter().any(|locale| locale.eq_ignore_ascii_case(text.trim())), "{text}");
        return;
    };
    assert_eq!(tag.as_str(), text.trim(), "requests carry the tag as it was written");
    assert!(tag.is_same_locale(&tag) && tag.is_related(&tag));
    for named in [tag.canonical().to_owned(), tag.reading_language().to_owned(), tag.display_tag()] {
        let is_private = tag.canonical() == "und";
        assert!(is_private || is_identifier(&named), "{text}: Intl throws at {named}");
        assert!(LanguageTag::parse(&named).is_some(), "{text}: {named}");
    }
    let again = LanguageTag::parse(tag.canonical()).expect("a tag");
    assert_eq!(again.canonical(), tag.canonical(), "what is meant means itself");
    assert!(tag.region().is_none_or(|region| region.len() == 2));
    assert!(tag.lookup(LOCALES).is_none_or(|found| LOCALES.contains(&found)));
    if let Some(variety) = tag.variety() {
        let variety = LanguageTag::parse(variety).expect("a tag");
        assert!(variety.is_related(&tag), "{text} reads {variety:?}");
    }
}

/// Whether a tag is a language, and a script and a region if it has them (Unicode, UTS 35).
fn is_identifier(tag: &str) -> bool {
    let mut subtags = tag.split('-').peekable();
    // Five to eight letters are a language too, though none is registered.
    let is_long = |language: &str| {
        (5..=8).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let is_language =
        subtags.next().is_some_and(|language| Language::try_from_str(language).is_ok() || is_long(language));
    subtags.next_if(|script| Script::try_from_str(script).is_ok());
    subtags.next_if(|region| Region::try_from_str(region).is_ok());
    is_language && subtags.next().is_none()
}
