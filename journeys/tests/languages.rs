//! Every language: changing to it during an edit keeps the draft, leaves no English text, and sends the chosen locale
//! to the vendor.

use serde_json::{Value, json};

use thirtyfour::prelude::*;

use crate::{
    browser::Engine,
    catalogue::{Catalogue, catalogue, edit_button, t, t_with},
    harness::{JourneyOptions, journey, journey_with},
    host_page,
    negotiation::loaded_catalogues,
    page::Page,
};

/// A locale of each language, with the language of its catalogue.
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
    ("zh-HK", "zh-HK"),
    ("tr-TR", "tr"),
    ("pl-PL", "pl"),
    ("ar-AE", "ar"),
    ("he-IL", "he"),
    ("en-GB", "en"),
];

/// The locales that a page offers unless its host names others, in the contract's order.
fn default_locales() -> Vec<String> {
    let contract: serde_json::Value =
        serde_json::from_str(include_str!("../../web/contract.json")).expect("the contract");
    let locales = contract["locales"].as_array().expect("a list");
    locales.iter().map(|locale| locale.as_str().expect("a tag").to_owned()).collect()
}

/// The English messages that are different in this language: none of them may be on the page.
fn english_only(own: &Catalogue) -> Vec<&'static str> {
    let is_used = |message: &str| own.messages().any(|other| other == message);
    catalogue("en").messages().filter(|message| !message.contains("{{") && !is_used(message)).collect()
}

/// Chooses a locale in the combobox, which keeps the focus, and waits until the page has changed to it.
async fn change_locale(page: &Page, locale: &str) {
    page.choose_locale(locale).await;
    has_locale(page, locale).await;
}

/// Waits until the element and the host page have this locale and its direction.
async fn has_locale(page: &Page, locale: &str) {
    let script = "const [element] = elements();
        const host = document.documentElement;
        const isRightToLeft = ['Arab', 'Hebr'].includes(new Intl.Locale(element.lang).maximize().script);
        return host.lang === element.lang && host.dir === element.dir && element.lang === arguments[0] && element.dir === (isRightToLeft ? 'rtl' : 'ltr')";
    page.wait_until(&format!("the locale {locale}"), script, &[json!(locale)]).await;
}

/// Checks that no text of the app is in English where this language has another. Customers' and vendors' texts are left
/// out, and the names of locales, which are in their own languages.
async fn has_no_english(page: &Page, locale: &str, own: &Catalogue) {
    let script = "const english = new Set(arguments[0]);
        const [element] = elements();
        const walker = document.createTreeWalker(element.shadowRoot.querySelector('.c-app'), NodeFilter.SHOW_TEXT);
        const left = [];
        while (walker.nextNode()) {
            const text = walker.currentNode.data.trim();
            if (english.has(text) && !walker.currentNode.parentElement.closest('bdi, option, code, details, [lang]')) left.push(text);
        }
        for (const node of element.shadowRoot.querySelectorAll('[aria-label], [placeholder], [alt]'))
            for (const name of ['aria-label', 'placeholder', 'alt'])
                if (english.has(node.getAttribute(name))) left.push(node.getAttribute(name));
        return left";
    let left = page.evaluate(script, &[json!(english_only(own))]).await.expect("the page can be read");
    assert_eq!(left, json!([]), "{locale}: left in English");
}

#[test]
fn change_to_every_language_during_edit_keeps_draft() {
    journey("languages", |page| async move {
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.fill(t("label.month"), "13").await;
        page.review().await;
        page.announces(t("problem.date-month")).await;
        for (locale, tag) in LOCALES {
            page.sandbox.clear_requests().await;
            change_locale(&page, locale).await;
            let own = catalogue(tag);
            page.has_heading(own.t("section.identity")).await;
            page.announces(own.t("problem.date-month")).await;
            let typed = "const root = elements()[0].shadowRoot;
                return ['#first-name', '#month'].map((one) => root.querySelector(one).value).concat(root.activeElement.id)";
            let kept = page.evaluate(typed, &[]).await;
            assert_eq!(kept, Ok(json!(["Camilla", "13", "locale"])), "{locale}: the draft and the focus");
            let has_titles = "return elements()[0].shadowRoot.querySelector('#civility').options.length > 1";
            page.wait_until("the vendor's list of titles", has_titles, &[]).await;
            has_no_english(&page, locale, own).await;
            for request in page.sandbox.requests().await {
                assert_eq!(request["headers"]["accept-language"], json!(locale), "{request:#}");
            }
            page.screenshot(&format!("language-edit-{locale}")).await;
        }
    });
}

/// Checks that the fonts have a glyph for each character of the catalogue and the page. Characters without one are
/// drawn as the same box.
async fn has_all_glyphs(page: &Page, locale: &str) {
    if !Engine::current().draws_missing_glyphs_alike() {
        return;
    }
    let script = "const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 48 });
        const context = canvas.getContext('2d', { willReadFrequently: true });
        const { fontFamily } = getComputedStyle(elements()[0].shadowRoot.querySelector('.c-app'));
        context.font = `28px ${fontFamily}`;
        const draw = (character) => {
            context.clearRect(0, 0, 48, 48);
            context.fillText(character, 8, 36);
            return context.getImageData(0, 0, 48, 48).data.join();
        };
        const boxes = ['\\u0378', '\\u{10fffd}'].map(draw);
        const characters = new Set(arguments[0] + pageText());
        return [...characters].filter((one) => !/[\\s\\p{Cf}\\p{M}]/u.test(one) && boxes.includes(draw(one))).join('')";
    let messages: String = catalogue(language_of(locale)).messages().collect();
    let missing = page.evaluate(script, &[json!(messages)]).await.expect("characters can be drawn");
    assert_eq!(missing, json!(""), "{locale}: these characters are drawn as boxes");
}

/// The language of the catalogue of a locale.
fn language_of(locale: &str) -> &'static str {
    LOCALES.iter().find(|(one, _)| *one == locale).expect("the locale is in the list").1
}

/// Sets the locale as the host does, without waiting for the change.
async fn set_locale(page: &Page, locale: &str) {
    let script = "elements()[0].setAttribute('locale', arguments[0])";
    page.evaluate(script, &[json!(locale)]).await.expect("the host sets it");
}

/// The state of a field: its value, the position of the caret, whether it has the focus, and whether it is visible.
async fn field_state(page: &Page, id: &str) -> Value {
    let script = "const control = elements()[0].shadowRoot.getElementById(arguments[0]);
        const { top, bottom } = control.getBoundingClientRect();
        return [control.value, control.selectionEnd, control.getRootNode().activeElement === control, top >= 0 && bottom <= innerHeight]";
    page.evaluate(script, &[json!(id)]).await.expect("the field is on the page")
}

/// A script with which a test can hold every catalogue that is loaded from then on, until it releases them.
const HOLD_CATALOGUES: &str = "{
    const own = fetch;
    let held;
    window.holdCatalogues = () => void (held = new Promise((done) => (window.releaseCatalogues = done)));
    window.fetch = async (input, ...rest) => {
        if (/-[0-9a-f]+\\.json$/.test(input.url ?? input)) await held;
        return own(input, ...rest);
    };
}";

/// Puts the caret into a field.
async fn set_caret(page: &Page, id: &str, at: usize) {
    let script = "const control = elements()[0].shadowRoot.getElementById(arguments[0]);
        control.focus();
        control.setSelectionRange(arguments[1], arguments[1])";
    page.evaluate(script, &[json!(id), json!(at)]).await.expect("the field is on the page");
}

#[test]
fn customer_is_created_viewed_and_updated_in_every_language() {
    let options = JourneyOptions { script: HOLD_CATALOGUES, ..JourneyOptions::default() };
    journey_with("languages-update", options, |page| async move {
        for (index, (locale, tag)) in LOCALES.into_iter().enumerate() {
            let (own, other) = (catalogue(tag), LOCALES[(index + 1) % LOCALES.len()].0);
            let submit = json!({"click": ".c-form > .c-actions > .c-primary"});

            // The form starts in English. The language changes while a word is being typed.
            page.visit("#/create").await;
            page.run_steps(vec![json!({"see": "#last-name"}), json!({"put": "#civility", "to": "MRS"})])
                .await;
            set_caret(&page, "first-name", 0).await;
            page.evaluate("holdCatalogues()", &[]).await.expect("catalogues are held");
            page.press_keys("Ka").await;
            set_locale(&page, locale).await;
            page.press_keys("tarz").await;
            page.evaluate("releaseCatalogues()", &[]).await.expect("catalogues are released");
            page.press_keys("yna").await;
            has_locale(&page, locale).await;
            assert_eq!(
                field_state(&page, "first-name").await,
                json!(["Katarzyna", 9, true, true]),
                "{locale}"
            );
            has_no_english(&page, locale, own).await;
            page.run_steps(vec![json!({"put": "#last-name", "to": "Nowak"}), submit.clone()]).await;
            page.has_heading(own.t("create.check")).await;
            has_no_english(&page, locale, own).await;
            page.sandbox.clear_requests().await;
            page.run_steps(vec![submit.clone()]).await;
            page.announces(own.t("news.created")).await;
            let body = json!({"civility": "MRS", "first_name": "Katarzyna", "last_name": "Nowak"});
            assert_eq!(page.sandbox.only_write().await["body"], body, "{locale}");
            has_sent_locale(&page, locale).await;
            has_no_english(&page, locale, own).await;
            has_all_glyphs(&page, locale).await;
            page.screenshot(&format!("language-created-{locale}")).await;

            // The language changes to another one and back while the first name is edited, with the caret within it.
            page.run_steps(vec![json!({"click": "#edit-identity"}), json!({"see": "#first-name"})]).await;
            set_caret(&page, "first-name", 4).await;
            set_locale(&page, other).await;
            page.press_keys("-x").await;
            has_locale(&page, other).await;
            assert_eq!(
                field_state(&page, "first-name").await,
                json!(["Kata-xrzyna", 6, true, true]),
                "{other}"
            );
            set_locale(&page, locale).await;
            page.press_keys(Key::Backspace + "").await;
            has_locale(&page, locale).await;
            assert_eq!(
                field_state(&page, "first-name").await,
                json!(["Kata-rzyna", 5, true, true]),
                "{locale}"
            );
            has_no_english(&page, locale, own).await;
            page.run_steps(vec![submit.clone()]).await;
            page.has_heading(own.t("review.title")).await;
            has_no_english(&page, locale, own).await;
            page.sandbox.clear_requests().await;
            page.run_steps(vec![submit]).await;
            page.announces(own.saved()).await;
            assert_eq!(
                page.sandbox.only_write().await["body"],
                json!({"first_name": "Kata-rzyna"}),
                "{locale}"
            );
            has_sent_locale(&page, locale).await;
            has_no_english(&page, locale, own).await;
        }
    });
}

/// Checks that every request since the log was cleared has this locale.
async fn has_sent_locale(page: &Page, locale: &str) {
    let requests = page.sandbox.requests().await;
    assert!(!requests.is_empty(), "{locale}");
    for request in requests {
        assert_eq!(request["headers"]["accept-language"], json!(locale), "{request:#}");
    }
}

/// The locales that the list of the combobox shows.
async fn listed_locales(page: &Page) -> Vec<String> {
    let shown =
        page.evaluate("return all('[role=option]').map((one) => one.id.replace('locale-', ''))", &[]).await;
    serde_json::from_value(shown.expect("the page can be read")).expect("a list of codes")
}

/// Waits until the combobox has this value, this active option, and the focus.
async fn combobox_is(page: &Page, value: &str, active: Option<&str>) {
    let script = "const input = all('#locale')[0];
        const state = [input.value, input.getAttribute('aria-activedescendant')?.replace('locale-', '') ?? null, input === input.getRootNode().activeElement];
        return JSON.stringify(state) === JSON.stringify([arguments[0], arguments[1], true]) || state";
    page.wait_until("the combobox", script, &[json!(value), json!(active)]).await;
}

#[test]
fn combobox_finds_languages_by_names_in_any_language() {
    journey("languages-selector", |page| async move {
        page.open("301000001").await;
        change_locale(&page, "fr-FR").await;
        let french = "français (France)";
        combobox_is(&page, french, None).await;
        page.press_keys(Key::Down + "").await;
        combobox_is(&page, french, Some("fr-FR")).await;
        assert_eq!(listed_locales(&page).await, default_locales());
        page.press_keys(Key::Down + "").await;
        combobox_is(&page, french, Some("fr-BE")).await;
        page.press_keys(Key::Up + Key::Up).await;
        combobox_is(&page, french, Some("en-GB")).await;
        let outlined = "const outline = (one) => getComputedStyle(one).outlineStyle;
            return all('[role=option]').filter((one) => outline(one) !== 'none').map((one) => one.id)";
        assert_eq!(
            page.evaluate(outlined, &[]).await,
            Ok(json!(["locale-en-GB"])),
            "the active option is visible"
        );
        let names = "const own = (code) => new Intl.DisplayNames([code], { type: 'language' }).of(code.replace('zh-CN', 'zh-Hans-CN').replace(/zh-(TW|HK)/, 'zh-Hant-$1'));
            return all('[role=option]').filter((one) => own(one.lang) !== one.querySelector('bdi').textContent).map(text)";
        assert_eq!(page.evaluate(names, &[]).await, Ok(json!([])), "each language is named in itself");
        page.press_keys(Key::Escape + "").await;
        combobox_is(&page, french, None).await;
        assert!(listed_locales(&page).await.is_empty(), "Escape closes it");

        // Names in the language of the page, in the locale's own language, without accents, and in other scripts.
        for (typed, found) in [
            ("allem", "de-DE"),
            ("DEUT", "de-DE"),
            ("turk", "tr-TR"),
            ("TÜRKİYE", "tr-TR"),
            ("simplifié", "zh-CN"),
            ("简体", "zh-CN"),
            ("ホン", ""),
            ("عرب", "ar-AE"),
        ] {
            page.press_keys(typed).await;
            let wanted: Vec<&str> = (!found.is_empty()).then_some(found).into_iter().collect();
            combobox_is(&page, typed, wanted.first().copied()).await;
            assert_eq!(listed_locales(&page).await, wanted, "{typed}");
            page.press_keys(Key::Escape + "").await;
            combobox_is(&page, french, None).await;
        }
        // An empty combobox points at the current locale; PageDown moves by several options; Alt and an arrow open and
        // close.
        page.press_keys("allem").await;
        page.press_keys(Key::Backspace + Key::Backspace + Key::Backspace + Key::Backspace + Key::Backspace)
            .await;
        combobox_is(&page, "", Some("fr-FR")).await;
        page.press_keys(Key::PageDown + "").await;
        combobox_is(&page, "", Some("pt-BR")).await;
        page.press_keys(Key::PageUp + Key::PageUp).await;
        combobox_is(&page, "", Some("en-US")).await;
        page.press_keys(Key::Escape + "").await;
        page.press_keys_with(Key::Alt, Key::Down).await;
        combobox_is(&page, french, Some("fr-FR")).await;
        page.press_keys_with(Key::Alt, Key::Up).await;
        combobox_is(&page, french, None).await;
        // The pointer opens the list, with the text selected, and closes it again.
        let press = "return all('#locale')[0].click()";
        page.evaluate(press, &[]).await.expect("the combobox is clicked");
        combobox_is(&page, french, Some("fr-FR")).await;
        page.evaluate(press, &[]).await.expect("the combobox is clicked");
        combobox_is(&page, french, None).await;
        page.evaluate(press, &[]).await.expect("the combobox is clicked");
        page.press_keys("deut").await;
        combobox_is(&page, "deut", Some("de-DE")).await;
        // The host changes the locale while the list is open; the list is then in that language.
        set_locale(&page, "da-DK").await;
        has_locale(&page, "en").await;
        page.press_keys(Key::Escape + "").await;
        combobox_is(&page, "dansk (Danmark)", None).await;
        page.press_keys(Key::Down + "").await;
        combobox_is(&page, "dansk (Danmark)", Some("da-DK")).await;
        set_locale(&page, "fr-FR").await;
        has_locale(&page, "fr-FR").await;
        page.shows("anglais américain").await;
        page.press_keys(Key::Down + "").await;
        combobox_is(&page, "dansk (Danmark)", Some("fr-BE")).await;
        page.press_keys(Key::Escape + "").await;
        combobox_is(&page, french, None).await;
        page.press_keys("klingon").await;
        page.announces(catalogue("fr").t("locale.none")).await;
        page.press_keys(Key::Enter + "").await;
        page.press_keys(Key::Tab + "").await;
        let left = "const input = all('#locale')[0]; return input.value === arguments[0] && input.ariaExpanded === 'false' && !all('[role=option]').length";
        page.wait_until("it is left as it was", left, &[json!(french)]).await;
        let spoken = page.evaluate("return elements()[0].lang", &[]).await;
        assert_eq!(spoken, Ok(json!("fr-FR")));

        page.choose_language("日本語 (日本)").await;
        has_locale(&page, "ja-JP").await;
        combobox_is(&page, "日本語 (日本)", None).await;
        page.press_keys("イギ").await;
        page.press_keys(Key::Enter + "").await;
        has_locale(&page, "en-GB").await;
        combobox_is(&page, "British English", None).await;

        // A text of the other direction starts at the same side as the page; the arrow is at the other end.
        let sides = "const style = getComputedStyle(all('#locale')[0]);
            return [style.direction, style.textAlign, Math.sign(parseFloat(style.paddingLeft) - parseFloat(style.paddingRight))]";
        page.press_keys("عرب").await;
        assert_eq!(page.evaluate(sides, &[]).await, Ok(json!(["rtl", "end", -1])));
        page.press_keys(Key::Enter + "").await;
        has_locale(&page, "ar-AE").await;
        page.press_keys("fr").await;
        assert_eq!(page.evaluate(sides, &[]).await, Ok(json!(["ltr", "end", 1])));
    });
}

/// Waits until the page has no offer of another language, whichever it would be.
async fn offers_no_language(page: &Page) {
    let script = "const [before, after] = arguments[0].split('{{language}}');
        const found = pageText().split(before);
        return !found.slice(1).some((rest) => rest.includes(after))";
    page.wait_until("no offer of a language", script, &[json!(t("locale.offer"))]).await;
}

#[test]
fn language_of_profile_is_offered_and_never_forced() {
    journey("languages-offer", |page| async move {
        let question = &t_with("locale.offer", &[("language", "French")]);
        let keep = &t_with("locale.keep", &[("language", "English")]);
        let fr = catalogue("fr");
        page.open("301000001").await;
        page.shows(question).await;
        page.sandbox.clear_requests().await;
        page.press(&t_with("locale.switch", &[("language", "français")])).await;
        page.shows(&fr.edit_button("identity")).await;
        page.has_focus("h1", "Camille Moreau-Lefèvre").await;
        page.does_not_show(&fr.t_with("locale.offer", &[("language", "français")])).await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["method"] == "GET"), "nothing is changed: {requests:#?}");
        page.reload().await;
        page.shows(&fr.edit_button("identity")).await;

        page.evaluate("localStorage.clear()", &[]).await.expect("the storage is cleared");
        page.open("301000001").await;
        page.press(keep).await;
        page.does_not_show(question).await;
        page.has_focus("h1", "Camille Moreau-Lefèvre").await;
        page.reload().await;
        page.shows(&edit_button("identity")).await;
        page.does_not_show(question).await;

        // There is no offer when the page has the language already, or the host does not offer it.
        page.evaluate("localStorage.clear()", &[]).await.expect("the storage is cleared");
        page.open("301000007").await;
        page.shows(&edit_button("identity")).await;
        offers_no_language(&page).await;
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "const element = makeElement({ ...arguments[0], locales: 'en-US de-DE' });
            element.credentials = credentials; document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.shows(&edit_button("identity")).await;
        offers_no_language(&page).await;
    });
}

#[test]
fn save_in_right_to_left_language_succeeds() {
    journey("languages-arabic", |page| async move {
        page.open("301000005").await;
        page.edit("identity").await;
        page.fill(t("label.second-name"), "Noor").await;
        change_locale(&page, "ar-AE").await;
        let own = catalogue("ar");
        let is_arabic =
            "const { lang, dir } = document.documentElement; return lang === 'ar-AE' && dir === 'rtl'";
        page.wait_until("the host page", is_arabic, &[]).await;
        page.sandbox.clear_requests().await;
        page.press(own.t("form.review")).await;
        page.has_heading(own.t("review.title")).await;
        has_no_english(&page, "ar-AE", own).await;
        page.screenshot("language-review-ar-AE").await;
        page.press(own.t("review.save")).await;
        page.announces(own.saved()).await;
        has_no_english(&page, "ar-AE", own).await;
        page.screenshot("language-saved-ar-AE").await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["headers"]["accept-language"] == "ar-AE"), "{requests:#?}");
        assert_eq!(page.sandbox.only_write().await["body"], json!({"second_name": "Noor"}));
    });
}

#[test]
fn lines_have_direction_of_page() {
    journey("languages-lines", |page| async move {
        // Two of these phones are of unknown kinds.
        page.open("301000007").await;
        let directions = "return all('bdi').filter((one) => one.textContent.includes('\\u2066')).map((one) => getComputedStyle(one).direction)";
        assert_eq!(page.evaluate(directions, &[]).await, Ok(json!(vec!["ltr"; 6])));
        change_locale(&page, "ar-AE").await;
        assert_eq!(page.evaluate(directions, &[]).await, Ok(json!(vec!["rtl"; 6])));
        // A text of the other direction starts at the same side as the others, also when it has two lines.
        let sides =
            "return [...new Set(all('.c-lines > bdi').map((one) => getComputedStyle(one).textAlign))]";
        assert_eq!(page.evaluate(sides, &[]).await, Ok(json!(["right"])));
    });
}

#[test]
fn narrow_headings_do_not_break_within_words() {
    journey("languages-headings", |page| async move {
        page.open("301000001").await;
        let script = "elements()[0].style.inlineSize = '320px'";
        page.evaluate(script, &[]).await.expect("the width is set");
        let broken = "const brokenWords = (one) => {
                const node = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
                return [...node.data.matchAll(/[\\p{L}\\p{M}]+/gu)].filter(({ 0: word, index }) => {
                    const range = document.createRange();
                    range.setStart(node, index);
                    range.setEnd(node, index + word.length);
                    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
                });
            };
            return painted().then(() => all('h2').flatMap(brokenWords).map(([word]) => word))";
        // Text in these languages may break anywhere: it has no blanks between words, or few.
        for (locale, _) in
            LOCALES.into_iter().filter(|(locale, _)| !["ja", "ko", "zh"].contains(&&locale[..2]))
        {
            change_locale(&page, locale).await;
            assert_eq!(page.evaluate(broken, &[]).await, Ok(json!([])), "{locale}");
        }
    });
}

#[test]
fn states_of_new_address_are_in_script_of_page() {
    journey("languages-states", |page| async move {
        page.open("301000001").await;
        page.edit("address").await;
        change_locale(&page, "ja-JP").await;
        page.run_steps(vec![json!({"see": "#country"}), json!({"put": "#country", "to": "JP"})]).await;
        let listed = "const names = [...(all('select#state')[0]?.options ?? [])].map(text);
            return names.includes('愛知県') || names";
        page.wait_until("in Japanese", listed, &[]).await;
    });
}

#[test]
fn full_name_follows_order_of_its_script() {
    journey("languages-names", |page| async move {
        for (first, last, locale, shown) in [
            ("Camille", "Lefèvre", "zh-CN", "Lefèvre Camille"),
            ("小明", "王", "zh-CN", "王小明"),
            ("Иван", "Петров", "zh-CN", "Петров Иван"),
            ("민수", "김", "ko-KR", "김민수"),
            ("Minsu", "Kim", "ko-KR", "Kim Minsu"),
            ("翔太", "山田", "ja-JP", "山田 翔太"),
        ] {
            page.sandbox.patch("301000001", json!({"first_name": first, "last_name": last})).await;
            page.open("301000001").await;
            set_locale(&page, locale).await;
            page.has_heading(shown).await;
        }
        // The name in the script of the page comes first.
        for (customer, locale, shown) in [
            ("301000004", "ja-JP", "佐藤 花子"),
            ("301000004", "fr-FR", "Hanako Sato"),
            ("301000005", "ar-AE", "ليلى الهاشمي"),
        ] {
            page.open(customer).await;
            set_locale(&page, locale).await;
            page.has_heading(shown).await;
        }
        // A Japanese name is in its own order on any page, with its title behind.
        page.open("301000004").await;
        set_locale(&page, "en-US").await;
        page.has_heading("Hanako Sato").await;
        assert_eq!(page.fact(t("group.native-name")).await, ["佐藤 花子 様"]);
    });
}

#[test]
fn countries_are_sorted_by_language_and_options_match_shown_values() {
    journey("languages-sorted", |page| async move {
        page.open("301000001").await;
        for locale in ["de-DE", "ja-JP", "pl-PL", "ar-AE", "tr-TR"] {
            change_locale(&page, locale).await;
            let own = catalogue(language_of(locale));
            let birth = page.fact(own.t("group.birth")).await;
            let country = birth[0].rsplit(" · ").next().unwrap_or_default().to_owned();
            let name = page.fact(own.t("group.name")).await.concat();
            page.run_steps(vec![
                json!({"click": "#edit-identity"}),
                json!({"see": "#civility:has([value=MRS])"}),
            ])
            .await;
            // The likely countries come first, then all in the order of the language.
            let script = "const input = all('#birth-country')[0];
                const country = input.value;
                input.focus();
                input.click();
                return painted().then(() => {
                    const names = all('[role=option]').map((one) => text(one));
                    const start = names.findIndex((name, index) => index && names.slice(index - 1).join() === [...names.slice(index - 1)].sort(new Intl.Collator(arguments[0]).compare).join());
                    input.blur();
                    return [names.length > 200 && start >= 0 && start < 12, country, text(all('#civility')[0].selectedOptions[0])];
                })";
            let found = page.evaluate(script, &[json!(locale)]).await.expect("the lists are there");
            assert_eq!((&found[0], &found[1]), (&json!(true), &json!(country)), "{locale}");
            assert!(found[2].as_str().is_some_and(|title| name.contains(title)), "{locale}: {found} {name}");
            page.run_steps(vec![
                json!({"click": ".c-actions > .c-secondary"}),
                json!({"see": "#edit-identity"}),
            ])
            .await;
        }
    });
}

#[test]
fn late_list_of_previous_language_is_ignored() {
    journey("languages-dropped", |page| async move {
        page.open("301000001").await;
        page.edit("identity").await;
        let selected = "return text(elements()[0].shadowRoot.querySelector('#civility').selectedOptions[0])";
        let title = |wanted: &'static str| format!("{selected} === '{wanted}'");
        page.wait_until("the title in English", &title("Mrs"), &[]).await;
        let hold = json!({"fault": "hold", "method": "GET", "path": "/civilities"});
        page.sandbox.inject_fault(hold).await;
        change_locale(&page, "fr-FR").await;
        change_locale(&page, "de-DE").await;
        page.wait_until("the title in German", &title("Frau"), &[]).await;
        page.sandbox.release().await;
        let responses = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/civilities') && one.responseEnd > 0).length === 3";
        page.wait_until("the French response", responses, &[]).await;
        let still = page.evaluate(&format!("return painted().then(() => {{ {selected} }})"), &[]).await;
        assert_eq!(still, Ok(json!("Frau")));
    });
}

#[test]
fn every_page_has_every_language() {
    journey("languages-pages", |page| async move {
        for (fragment, loaded) in [
            ("#/customers/301000001", "#record-title"),
            ("#/create", "#last-name"),
            ("?vendor=capillary#/customers/17742", "#record-title"),
            ("?vendor=imprint#/customers/30100000-0000-4000-8000-000000000009", "#record-title"),
        ] {
            page.visit(fragment).await;
            let script = "return !!elements()[0]?.shadowRoot?.querySelector(arguments[0])";
            page.wait_until("the page", script, &[json!(loaded)]).await;
            for (locale, tag) in LOCALES {
                change_locale(&page, locale).await;
                page.wait_until("the page", script, &[json!(loaded)]).await;
                let own = catalogue(tag);
                let key = if loaded == "#last-name" { "create.title" } else { "section.record" };
                page.shows(own.t(key)).await;
                has_no_english(&page, locale, own).await;
            }
            // The choice is stored on the device. The next page must start without it.
            page.evaluate("localStorage.clear()", &[]).await.expect("the storage is cleared");
        }
    });
}

#[test]
fn language_tag_selects_expected_catalogue() {
    journey("languages-tags", |page| async move {
        // The vendor rejects some of these locales.
        page.allow_in_console("400 (Bad Request)");
        for (locale, tag) in [
            ("pt-PT", "pt-PT"),
            ("es-AR", "es-MX"),
            ("fr-CA", "fr-CA"),
            ("zh", "zh-Hans"),
            ("zh-HK", "zh-HK"),
            ("zh-Hant-MO", "zh-HK"),
            ("zh-Hant-MY", "zh-Hant"),
            ("zh-SG", "zh-Hans"),
            ("ZH-hans-hk", "zh-Hans"),
            ("ma-MA", "fr"),
            ("tu-TN", "fr"),
            ("iw-IL", "he"),
            ("vn-VN", "en"),
        ] {
            page.visit("").await;
            page.shows(t("host.choose")).await;
            let script = "const own = document.createElement;
                document.createElement = function (name, ...rest) {
                    const made = own.call(this, name, ...rest);
                    if (name === 'carnet-profile') made.setAttribute('locale', window.wanted);
                    return made;
                };
                window.wanted = arguments[0];
                location.hash = '#/customers/301000001'";
            page.sandbox.clear_requests().await;
            page.evaluate(script, &[json!(locale)]).await.expect("the customer is opened");
            page.shows(catalogue(tag).t("locale.label")).await;
            if ["pt-PT", "es-AR", "fr-CA", "zh-HK"].contains(&locale) {
                page.shows(catalogue(tag).t("label.email")).await;
            }
            let is_loaded = "return all('#edit-identity, [data-kind=bad]').length > 0";
            page.wait_until("the profile or the vendor's error", is_loaded, &[]).await;
            let requests = page.sandbox.requests().await;
            assert!(!requests.is_empty(), "{locale}");
            // The loader expects the same language as the app: no other catalogue was loaded.
            let wanted = if tag == "en" { json!([]) } else { json!([tag]) };
            assert_eq!(loaded_catalogues(&page).await, wanted, "{locale}");
            for request in requests {
                assert_eq!(
                    request["headers"]["accept-language"],
                    json!(locale),
                    "the tag is sent as written: {request:#}"
                );
            }
        }
    });
}

#[test]
fn failed_language_change_keeps_current_language() {
    journey("languages-lost", |page| async move {
        page.allow_in_console("the connection is lost");
        page.open("301000001").await;
        let fail = "const own = fetch;
            window.fetch = async (input, ...rest) => {
                if (!window.isOnline && String(input.url ?? input).includes('/ja-')) throw new TypeError('the connection is lost');
                return own(input, ...rest);
            }";
        page.evaluate(fail, &[]).await.expect("fetch is replaced");
        page.choose_locale("ja-JP").await;
        page.announces(&t_with("locale.missing", &[("language", "Japanese (Japan)")])).await;
        page.shows(&edit_button("identity")).await;
        let language: Value = page
            .evaluate("window.isOnline = true; return elements()[0].lang", &[])
            .await
            .expect("the language");
        assert_eq!(language, json!("en-US"));
        page.press(t("failure.retry")).await;
        page.shows(catalogue("ja").t("section.record")).await;
    });
}
