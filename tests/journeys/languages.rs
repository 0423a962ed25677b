//! Every language: switched to in the middle of a change, with nothing lost, nothing left in English, and the vendor asked
//! in the locale that was chosen.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::{page::Page, run::journey};

/// A locale of each language, with the catalogue that words it.
const LOCALES: [(&str, &str); 16] = [
    ("fr-FR", "fr"),
    ("de-DE", "de"),
    ("es-ES", "es"),
    ("it-IT", "it"),
    ("nl-NL", "nl"),
    ("pt-BR", "pt"),
    ("ja-JP", "ja"),
    ("ko-KR", "ko"),
    ("zh-CN", "zh-Hans"),
    ("zh-TW", "zh-Hant"),
    ("zh-HK", "zh-Hant"),
    ("tr-TR", "tr"),
    ("pl-PL", "pl"),
    ("ar-AE", "ar"),
    ("he-IL", "he"),
    ("en-GB", "en"),
];

type Catalogue = BTreeMap<String, String>;

/// Words as they are found on a page, where every blank is one.
fn said(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

fn catalogue(tag: &str) -> Catalogue {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(tag).with_extension("json");
    serde_json::from_str(&fs::read_to_string(path).expect("a catalogue")).expect("a table of texts")
}

/// The English messages that say something else in this language: none of them is to be on the page.
fn foreign(own: &Catalogue) -> Vec<String> {
    let english = catalogue("en");
    let is_said = |message: &String| own.values().any(|value| value == message);
    english.into_values().filter(|message| !message.contains("{{") && !is_said(message)).collect()
}

/// Chooses a locale in the selector, which keeps the focus, and waits until the page speaks it.
async fn switch(page: &Page, locale: &str) {
    let script = "const list = roots().at(-1).querySelector('#locale');
        list.focus();
        return pick([...list.options].find((option) => option.value === arguments[0]))";
    page.ask(script, &[json!(locale)]).await.expect("the locale is on offer");
    let speaks = "const [element] = elements();
        return element.lang === arguments[0] && element.dir === (/^(ar|he)/.test(element.lang) ? 'rtl' : 'ltr')";
    page.holds(&format!("the page speaks {locale}"), speaks, &[json!(locale)]).await;
}

/// Nothing of the app's on the page is in English, where this language says it otherwise. What the customer and the vendor
/// wrote is theirs, and the names of the locales are in their own languages.
async fn is_spoken_alone(page: &Page, locale: &str, own: &Catalogue) {
    let script = "const foreign = new Set(arguments[0]);
        const [element] = elements();
        const walker = document.createTreeWalker(element.shadowRoot.querySelector('.c-app'), NodeFilter.SHOW_TEXT);
        const left = [];
        while (walker.nextNode()) {
            const words = walker.currentNode.data.trim();
            if (foreign.has(words) && !walker.currentNode.parentElement.closest('bdi, option, code, details, [lang]')) left.push(words);
        }
        for (const node of element.shadowRoot.querySelectorAll('[aria-label], [placeholder], [alt]'))
            for (const name of ['aria-label', 'placeholder', 'alt'])
                if (foreign.has(node.getAttribute(name))) left.push(node.getAttribute(name));
        return left";
    let left = page.ask(script, &[json!(foreign(own))]).await.expect("the page can be read");
    assert_eq!(left, json!([]), "{locale}: left in English");
}

#[test]
fn every_language_is_switched_to_in_the_middle_of_a_change() {
    journey("languages", |page| async move {
        page.open("301000001").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.fill("Month", "13").await;
        page.press("Review the change").await;
        page.hears("There is no such day").await;
        for (locale, tag) in LOCALES {
            page.sandbox.forget().await;
            switch(&page, locale).await;
            let own = catalogue(tag);
            page.is_at(&said(&own["section.identity"])).await;
            page.hears(&said(&own["problem.date-impossible"])).await;
            let typed = "const root = elements()[0].shadowRoot;
                return ['#first-name', '#month'].map((one) => root.querySelector(one).value).concat(root.activeElement.id)";
            let kept = page.ask(typed, &[]).await;
            assert_eq!(kept, Ok(json!(["Camilla", "13", "locale"])), "{locale}: typed, and the focus");
            let is_asked = "return elements()[0].shadowRoot.querySelector('#civility').options.length > 1";
            page.holds("the vendor's list is there", is_asked, &[]).await;
            is_spoken_alone(&page, locale, &own).await;
            for request in page.sandbox.requests().await {
                assert_eq!(request["headers"]["accept-language"], json!(locale), "{request:#}");
            }
            page.shoot(&format!("language-edit-{locale}")).await;
        }
    });
}

#[test]
fn a_change_is_made_in_a_language_from_right_to_left() {
    journey("languages-arabic", |page| async move {
        page.open("301000005").await;
        page.press("Edit Identity").await;
        page.fill("Second name", "Noor").await;
        switch(&page, "ar-AE").await;
        let own = catalogue("ar");
        page.sandbox.forget().await;
        page.press(&own["form.review"]).await;
        page.is_at(&own["review.title"]).await;
        is_spoken_alone(&page, "ar-AE", &own).await;
        page.shoot("language-review-ar-AE").await;
        page.press(&own["review.save"]).await;
        page.hears(&own["news.saved"]).await;
        is_spoken_alone(&page, "ar-AE", &own).await;
        page.shoot("language-saved-ar-AE").await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["headers"]["accept-language"] == "ar-AE"), "{requests:#?}");
        assert_eq!(page.sandbox.the_write().await["body"], json!({"second_name": "Noor"}));
    });
}

#[test]
fn every_page_is_in_every_language() {
    journey("languages-pages", |page| async move {
        for (fragment, there) in [
            ("#/customers/301000001", "#record-title"),
            ("#/create", "#last-name"),
            ("?vendor=capillary#/customers/17742", "#record-title"),
            ("?vendor=imprint#/customers/30100000-0000-4000-8000-000000000009", "#record-title"),
        ] {
            page.visit(fragment).await;
            let script = "return !!elements()[0]?.shadowRoot?.querySelector(arguments[0])";
            page.holds("the page is there", script, &[json!(there)]).await;
            for (locale, tag) in LOCALES {
                switch(&page, locale).await;
                page.holds("the page is there", script, &[json!(there)]).await;
                let own = catalogue(tag);
                let key = if there == "#last-name" { "create.title" } else { "section.record" };
                page.sees(&said(&own[key])).await;
                is_spoken_alone(&page, locale, &own).await;
            }
            // The choice is kept on the device; the next page is to begin anew.
            page.ask("localStorage.clear()", &[]).await.expect("the storage is the page's");
        }
    });
}

#[test]
fn the_language_of_a_tag_is_found_as_its_customers_read_it() {
    journey("languages-tags", |page| async move {
        for (locale, tag) in
            [("pt-PT", "pt"), ("zh-HK", "zh-Hant"), ("zh-SG", "zh-Hans"), ("ma-MA", "fr"), ("vn-VN", "en")]
        {
            page.visit("").await;
            page.sees("Choose a customer").await;
            let script = "const own = document.createElement;
                document.createElement = function (name, ...rest) {
                    const made = own.call(this, name, ...rest);
                    if (name === 'carnet-profile') made.setAttribute('locale', window.wanted);
                    return made;
                };
                window.wanted = arguments[0];
                location.hash = '#/customers/301000001'";
            page.sandbox.forget().await;
            page.ask(script, &[json!(locale)]).await.expect("the customer is opened");
            page.sees(&catalogue(tag)["section.record"]).await;
            let requests = page.sandbox.requests().await;
            assert!(!requests.is_empty(), "{locale}");
            for request in requests {
                assert_eq!(
                    request["headers"]["accept-language"],
                    json!(locale),
                    "as it was written: {request:#}"
                );
            }
        }
    });
}

#[test]
fn a_language_that_cannot_be_had_leaves_the_one_that_is_spoken() {
    journey("languages-lost", |page| async move {
        page.expect_noise("the connection is lost");
        page.open("301000001").await;
        let lose = "const own = fetch;
            window.fetch = async (input, ...rest) => {
                if (!window.found && String(input.url ?? input).includes('/ja-')) throw new TypeError('the connection is lost');
                return own(input, ...rest);
            }";
        page.ask(lose, &[]).await.expect("the connection can be lost");
        page.ask("return pick(roots().at(-1).querySelector('#locale option[value=\"ja-JP\"]'))", &[])
            .await
            .expect("the locale is on offer");
        page.hears("Japanese").await;
        page.sees("Edit Identity").await;
        let told: Value =
            page.ask("window.found = true; return elements()[0].lang", &[]).await.expect("the language");
        assert_eq!(told, json!("en-US"));
        page.press("Try again").await;
        page.sees(&catalogue("ja")["section.record"]).await;
    });
}
