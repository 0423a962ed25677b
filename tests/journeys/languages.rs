//! Every language: switched to in the middle of a change, with nothing lost, nothing left in English, and the vendor asked
//! in the locale that was chosen.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use thirtyfour::prelude::*;

use crate::{
    engine::Engine,
    host,
    negotiation::catalogues,
    page::Page,
    run::{Setting, journey, journey_in},
};

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
    page.choose_locale(locale).await;
    speaks(page, locale).await;
}

/// Waits until the page speaks this locale, and the page around does.
async fn speaks(page: &Page, locale: &str) {
    let speaks = "const [element] = elements();
        const around = document.documentElement;
        return around.lang === element.lang && around.dir === element.dir && element.lang === arguments[0] && element.dir === (/^(ar|he)/.test(element.lang) ? 'rtl' : 'ltr')";
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

/// Letters that no font has, and that are drawn as one and the same box.
async fn has_letters_for_all(page: &Page, locale: &str) {
    if !Engine::chosen().boxes_missing_letters() {
        return;
    }
    let script = "const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 48 });
        const pen = canvas.getContext('2d', { willReadFrequently: true });
        const { fontFamily } = getComputedStyle(elements()[0].shadowRoot.querySelector('.c-app'));
        pen.font = `28px ${fontFamily}`;
        const draw = (letter) => {
            pen.clearRect(0, 0, 48, 48);
            pen.fillText(letter, 8, 36);
            return pen.getImageData(0, 0, 48, 48).data.join();
        };
        const boxes = ['\\u0378', '\\u{10fffd}'].map(draw);
        const letters = new Set(arguments[0] + whole());
        return [...letters].filter((letter) => !/[\\s\\p{Cf}\\p{M}]/u.test(letter) && boxes.includes(draw(letter))).join('')";
    let values: String = catalogue(tag_of(locale)).into_values().collect();
    let missing = page.ask(script, &[json!(values)]).await.expect("letters can be drawn");
    assert_eq!(missing, json!(""), "{locale}: these letters are drawn as boxes");
}

/// The catalogue that words a locale.
fn tag_of(locale: &str) -> &'static str {
    LOCALES.iter().find(|(one, _)| *one == locale).expect("it is among the locales").1
}

/// The host sets another locale, and does not wait for it.
async fn is_set(page: &Page, locale: &str) {
    let script = "elements()[0].setAttribute('locale', arguments[0])";
    page.ask(script, &[json!(locale)]).await.expect("the host sets it");
}

/// What stands in a field, where the caret is, whether it has the focus, and whether it is in sight.
async fn typed(page: &Page, id: &str) -> Value {
    let script = "const control = elements()[0].shadowRoot.getElementById(arguments[0]);
        const { top, bottom } = control.getBoundingClientRect();
        return [control.value, control.selectionEnd, control.getRootNode().activeElement === control, top >= 0 && bottom <= innerHeight]";
    page.ask(script, &[json!(id)]).await.expect("the field is there")
}

/// The first script of a page that can hold back every catalogue it fetches from now on, until they are let through.
const HOLD: &str = "{
    const own = fetch;
    let held;
    window.hold = () => void (held = new Promise((done) => (window.letThrough = done)));
    window.fetch = async (input, ...rest) => {
        if (/-[0-9a-f]+\\.json$/.test(input.url ?? input)) await held;
        return own(input, ...rest);
    };
}";

/// Puts the caret into a field.
async fn caret(page: &Page, id: &str, at: usize) {
    let script = "const control = elements()[0].shadowRoot.getElementById(arguments[0]);
        control.focus();
        control.setSelectionRange(arguments[1], arguments[1])";
    page.ask(script, &[json!(id), json!(at)]).await.expect("the field is there");
}

#[test]
fn a_customer_is_created_seen_and_changed_in_every_language() {
    let setting = Setting { script: HOLD, ..Setting::default() };
    journey_in("languages-walk", setting, |page| async move {
        for (index, (locale, tag)) in LOCALES.into_iter().enumerate() {
            let (own, other) = (catalogue(tag), LOCALES[(index + 1) % LOCALES.len()].0);
            let go_on = json!({"click": ".c-form > .c-actions > .c-primary"});

            // Begun in English; the language is switched in the middle of a word, and nobody waits for it.
            page.visit("#/create").await;
            page.walk(vec![json!({"see": "#last-name"}), json!({"put": "#civility", "to": "MRS"})]).await;
            caret(&page, "first-name", 0).await;
            page.ask("hold()", &[]).await.expect("the words are held back");
            page.keys("Ka").await;
            is_set(&page, locale).await;
            page.keys("tarz").await;
            page.ask("letThrough()", &[]).await.expect("the words are let through");
            page.keys("yna").await;
            speaks(&page, locale).await;
            assert_eq!(typed(&page, "first-name").await, json!(["Katarzyna", 9, true, true]), "{locale}");
            is_spoken_alone(&page, locale, &own).await;
            page.walk(vec![json!({"put": "#last-name", "to": "Nowak"}), go_on.clone()]).await;
            page.is_at(&said(&own["create.check"])).await;
            is_spoken_alone(&page, locale, &own).await;
            page.sandbox.forget().await;
            page.walk(vec![go_on.clone()]).await;
            page.hears(&said(&own["news.created"])).await;
            let body = json!({"civility": "MRS", "first_name": "Katarzyna", "last_name": "Nowak"});
            assert_eq!(page.sandbox.the_write().await["body"], body, "{locale}");
            is_asked_in(&page, locale).await;
            is_spoken_alone(&page, locale, &own).await;
            has_letters_for_all(&page, locale).await;
            page.shoot(&format!("language-created-{locale}")).await;

            // There and back while the first name is changed, with the caret in the middle of it.
            page.walk(vec![json!({"click": "#edit-identity"}), json!({"see": "#first-name"})]).await;
            caret(&page, "first-name", 4).await;
            is_set(&page, other).await;
            page.keys("-x").await;
            speaks(&page, other).await;
            assert_eq!(typed(&page, "first-name").await, json!(["Kata-xrzyna", 6, true, true]), "{other}");
            is_set(&page, locale).await;
            page.keys(Key::Backspace + "").await;
            speaks(&page, locale).await;
            assert_eq!(typed(&page, "first-name").await, json!(["Kata-rzyna", 5, true, true]), "{locale}");
            is_spoken_alone(&page, locale, &own).await;
            page.walk(vec![go_on.clone()]).await;
            page.is_at(&said(&own["review.title"])).await;
            is_spoken_alone(&page, locale, &own).await;
            page.sandbox.forget().await;
            page.walk(vec![go_on]).await;
            page.hears(&said(&own["news.saved"])).await;
            assert_eq!(
                page.sandbox.the_write().await["body"],
                json!({"first_name": "Kata-rzyna"}),
                "{locale}"
            );
            is_asked_in(&page, locale).await;
            is_spoken_alone(&page, locale, &own).await;
        }
    });
}

/// Every request since the last look at them was made in this locale.
async fn is_asked_in(page: &Page, locale: &str) {
    let requests = page.sandbox.requests().await;
    assert!(!requests.is_empty(), "{locale}");
    for request in requests {
        assert_eq!(request["headers"]["accept-language"], json!(locale), "{request:#}");
    }
}

/// What is shown of the list of locales: their codes.
async fn on_offer(page: &Page) -> Vec<String> {
    let shown =
        page.ask("return all('[role=option]').map((one) => one.id.replace('locale-', ''))", &[]).await;
    serde_json::from_value(shown.expect("the page can be read")).expect("a list of codes")
}

/// Waits until the selector shows this, points at this locale, and has the focus.
async fn selector_is(page: &Page, value: &str, points_at: Option<&str>) {
    let script = "const input = all('#locale')[0];
        const told = [input.value, input.getAttribute('aria-activedescendant')?.replace('locale-', '') ?? null, input === input.getRootNode().activeElement];
        return JSON.stringify(told) === JSON.stringify([arguments[0], arguments[1], true]) || told";
    page.holds("the selector", script, &[json!(value), json!(points_at)]).await;
}

#[test]
fn the_selector_is_worked_with_the_keyboard_by_names_in_either_language() {
    journey("languages-selector", |page| async move {
        page.open("301000001").await;
        switch(&page, "fr-FR").await;
        let french = "français (France)";
        selector_is(&page, french, None).await;
        page.keys(Key::Down + "").await;
        selector_is(&page, french, Some("fr-FR")).await;
        assert_eq!(on_offer(&page).await.len(), carnet::i18n::LOCALES.len());
        page.keys(Key::Down + "").await;
        selector_is(&page, french, Some("fr-BE")).await;
        page.keys(Key::Up + Key::Up).await;
        selector_is(&page, french, Some("en-GB")).await;
        let outlined = "const outline = (one) => getComputedStyle(one).outlineStyle;
            return all('[role=option]').filter((one) => outline(one) !== 'none').map((one) => one.id)";
        assert_eq!(page.ask(outlined, &[]).await, Ok(json!(["locale-en-GB"])), "it is seen");
        let names = "const own = (code) => new Intl.DisplayNames([code], { type: 'language' }).of(code.replace('zh-CN', 'zh-Hans-CN').replace(/zh-(TW|HK)/, 'zh-Hant-$1'));
            return all('[role=option]').filter((one) => own(one.lang) !== one.querySelector('bdi').textContent).map(text)";
        assert_eq!(page.ask(names, &[]).await, Ok(json!([])), "each is named in itself");
        page.keys(Key::Escape + "").await;
        selector_is(&page, french, None).await;
        assert!(on_offer(&page).await.is_empty(), "Escape closes it");

        // In the language of the page, in its own, without accents, in other letters.
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
            page.keys(typed).await;
            let wanted: Vec<&str> = (!found.is_empty()).then_some(found).into_iter().collect();
            selector_is(&page, typed, wanted.first().copied()).await;
            assert_eq!(on_offer(&page).await, wanted, "{typed}");
            page.keys(Key::Escape + "").await;
            selector_is(&page, french, None).await;
        }
        // Emptied, it points at what is spoken again; a page of the list is a few lines; Alt opens and closes.
        page.keys("allem").await;
        page.keys(Key::Backspace + Key::Backspace + Key::Backspace + Key::Backspace + Key::Backspace).await;
        selector_is(&page, "", Some("fr-FR")).await;
        page.keys(Key::PageDown + "").await;
        selector_is(&page, "", Some("pt-BR")).await;
        page.keys(Key::PageUp + Key::PageUp).await;
        selector_is(&page, "", Some("en-US")).await;
        page.keys(Key::Escape + "").await;
        page.keys_with(Key::Alt, Key::Down).await;
        selector_is(&page, french, Some("fr-FR")).await;
        page.keys_with(Key::Alt, Key::Up).await;
        selector_is(&page, french, None).await;
        // Pressed with the pointer it opens, ready to be typed in, and closes again.
        let press = "return all('#locale')[0].click()";
        page.ask(press, &[]).await.expect("it is pressed");
        selector_is(&page, french, Some("fr-FR")).await;
        page.ask(press, &[]).await.expect("it is pressed");
        selector_is(&page, french, None).await;
        page.ask(press, &[]).await.expect("it is pressed");
        page.keys("deut").await;
        selector_is(&page, "deut", Some("de-DE")).await;
        // The host switches while it is open: it goes on in that language.
        is_set(&page, "da-DK").await;
        speaks(&page, "en").await;
        page.keys(Key::Escape + "").await;
        selector_is(&page, "dansk (Danmark)", None).await;
        page.keys(Key::Down + "").await;
        selector_is(&page, "dansk (Danmark)", Some("da-DK")).await;
        is_set(&page, "fr-FR").await;
        speaks(&page, "fr-FR").await;
        page.sees("anglais américain").await;
        page.keys(Key::Down + "").await;
        selector_is(&page, "dansk (Danmark)", Some("fr-BE")).await;
        page.keys(Key::Escape + "").await;
        selector_is(&page, french, None).await;
        page.keys("klingon").await;
        page.hears(&catalogue("fr")["locale.none"]).await;
        page.keys(Key::Enter + "").await;
        page.keys(Key::Tab + "").await;
        let left = "const input = all('#locale')[0]; return input.value === arguments[0] && input.ariaExpanded === 'false' && !all('[role=option]').length";
        page.holds("it is left as it was", left, &[json!(french)]).await;
        let spoken = page.ask("return elements()[0].lang", &[]).await;
        assert_eq!(spoken, Ok(json!("fr-FR")));

        page.speak("日本語 (日本)").await;
        speaks(&page, "ja-JP").await;
        selector_is(&page, "日本語 (日本)", None).await;
        page.keys("イギ").await;
        page.keys(Key::Enter + "").await;
        speaks(&page, "en-GB").await;
        selector_is(&page, "British English", None).await;

        // What runs the other way than the page begins where the page does: the arrow is at the other end.
        let sides = "const style = getComputedStyle(all('#locale')[0]);
            return [style.direction, style.textAlign, Math.sign(parseFloat(style.paddingLeft) - parseFloat(style.paddingRight))]";
        page.keys("عرب").await;
        assert_eq!(page.ask(sides, &[]).await, Ok(json!(["rtl", "end", -1])));
        page.keys(Key::Enter + "").await;
        speaks(&page, "ar-AE").await;
        page.keys("fr").await;
        assert_eq!(page.ask(sides, &[]).await, Ok(json!(["ltr", "end", 1])));
    });
}

#[test]
fn the_language_of_the_profile_is_offered_and_never_forced() {
    journey("languages-offer", |page| async move {
        let (question, keep) = ("Your profile says French. Switch to it?", "Stay with English");
        page.open("301000001").await;
        page.sees(question).await;
        page.sandbox.forget().await;
        page.press("français (France)").await;
        page.sees("Modifier Identité").await;
        page.has_focus("h1 Camille Moreau-Lefèvre").await;
        page.lacks(&said(&catalogue("fr")["locale.offer"]).replace("{{language}}", "français")).await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["method"] == "GET"), "nothing is written: {requests:#?}");
        page.reload().await;
        page.sees("Modifier Identité").await;

        page.ask("localStorage.clear()", &[]).await.expect("the storage is the page's");
        page.open("301000001").await;
        page.press(keep).await;
        page.lacks(question).await;
        page.has_focus("h1 Camille Moreau-Lefèvre").await;
        page.reload().await;
        page.sees("Edit Identity").await;
        page.lacks(question).await;

        // In a language that is spoken already, or not on offer, there is nothing to ask.
        page.ask("localStorage.clear()", &[]).await.expect("the storage is the page's");
        page.open("301000007").await;
        page.sees("Edit Identity").await;
        page.lacks("Your profile says").await;
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "const element = make({ ...arguments[0], locales: 'en-US de-DE' });
            element.credentials = credentials; document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.sees("Edit Identity").await;
        page.lacks("Your profile says").await;
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
        let around =
            "const { lang, dir } = document.documentElement; return lang === 'ar-AE' && dir === 'rtl'";
        page.holds("the page around", around, &[]).await;
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
fn a_line_runs_as_the_page_does_whatever_stands_in_it() {
    journey("languages-lines", |page| async move {
        // Two of these phones are of a kind there is no word for.
        page.open("301000007").await;
        let runs = "return all('bdi').filter((one) => one.textContent.includes('\\u2066')).map((one) => getComputedStyle(one).direction)";
        assert_eq!(page.ask(runs, &[]).await, Ok(json!(vec!["ltr"; 6])));
        switch(&page, "ar-AE").await;
        assert_eq!(page.ask(runs, &[]).await, Ok(json!(vec!["rtl"; 6])));
        // What runs the other way begins where the others do, also over two lines.
        let sides =
            "const side = (one) => `${getComputedStyle(one).direction} ${getComputedStyle(one).textAlign}`;
            return [...new Set(all('.c-lines > bdi').map(side))].sort()";
        assert_eq!(page.ask(sides, &[]).await, Ok(json!(["ltr end", "rtl start"])));
    });
}

#[test]
fn no_heading_is_broken_within_a_word_where_it_is_narrow() {
    journey("languages-headings", |page| async move {
        page.open("301000001").await;
        let script = "elements()[0].style.inlineSize = '320px'";
        page.ask(script, &[]).await.expect("the host leaves it little room");
        let broken = "const words = (one) => {
                const node = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
                return [...node.data.matchAll(/[\\p{L}\\p{M}]+/gu)].filter(({ 0: word, index }) => {
                    const range = document.createRange();
                    range.setStart(node, index);
                    range.setEnd(node, index + word.length);
                    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
                });
            };
            return painted().then(() => all('h2').flatMap(words).map(([word]) => word))";
        // Where words have no blanks between them they are broken anywhere.
        for (locale, _) in
            LOCALES.into_iter().filter(|(locale, _)| !["ja", "ko", "zh"].contains(&&locale[..2]))
        {
            switch(&page, locale).await;
            assert_eq!(page.ask(broken, &[]).await, Ok(json!([])), "{locale}");
        }
    });
}

#[test]
fn states_are_in_the_letters_of_the_page_where_the_address_is_not_there_yet() {
    journey("languages-states", |page| async move {
        page.open("301000001").await;
        page.press("Edit Address").await;
        switch(&page, "ja-JP").await;
        page.walk(vec![json!({"see": "#country"}), json!({"put": "#country", "to": "JP"})]).await;
        let listed = "const names = [...(all('select#state')[0]?.options ?? [])].map(text);
            return names.includes('愛知県') || names";
        page.holds("in Japanese", listed, &[]).await;
    });
}

#[test]
fn a_name_is_put_together_as_its_letters_are() {
    journey("languages-names", |page| async move {
        for (first, last, locale, shown) in [
            ("Camille", "Lefèvre", "zh-CN", "Lefèvre Camille"),
            ("小明", "王", "zh-CN", "王小明"),
            ("Иван", "Петров", "zh-CN", "Петров Иван"),
            ("민수", "김", "ko-KR", "김민수"),
            ("Minsu", "Kim", "ko-KR", "Kim Minsu"),
            ("翔太", "山田", "ja-JP", "山田 翔太"),
        ] {
            page.sandbox.change("301000001", json!({"first_name": first, "last_name": last})).await;
            page.open("301000001").await;
            is_set(&page, locale).await;
            page.is_at(shown).await;
        }
    });
}

#[test]
fn countries_are_sorted_as_the_language_sorts_and_a_value_reads_the_same_wherever_it_stands() {
    journey("languages-sorted", |page| async move {
        page.open("301000001").await;
        for locale in ["de-DE", "ja-JP", "pl-PL", "ar-AE", "tr-TR"] {
            switch(&page, locale).await;
            let own = catalogue(tag_of(locale));
            let [country, title] = ["label.birth-country", "label.civility"].map(|key| said(&own[key]));
            let shown = [page.fact(&country).await, page.fact(&title).await].concat();
            page.walk(vec![json!({"click": "#edit-identity"}), json!({"see": "#civility:has([value=MRS])"})])
                .await;
            let script = "const list = elements()[0].shadowRoot.querySelector('#birth-country');
                const names = [...list.options].slice(1).map(text);
                const sorted = [...names].sort(new Intl.Collator(arguments[0]).compare);
                const picked = ['#birth-country', '#civility'].map((css) => text(all(css)[0].selectedOptions[0]));
                return [names.length > 200 && names.join() === sorted.join(), ...picked]";
            let found = page.ask(script, &[json!(locale)]).await.expect("the lists are there");
            assert_eq!(found, json!([true, shown[0], shown[1]]), "{locale}");
            page.walk(vec![json!({"click": ".c-actions > .c-secondary"}), json!({"see": "#edit-identity"})])
                .await;
        }
    });
}

#[test]
fn what_the_vendor_words_in_a_language_that_was_left_is_dropped() {
    journey("languages-dropped", |page| async move {
        page.open("301000001").await;
        page.press("Edit Identity").await;
        let words = "return text(elements()[0].shadowRoot.querySelector('#civility').selectedOptions[0])";
        let title = |wanted: &'static str| format!("{words} === '{wanted}'");
        page.holds("the title in English", &title("Mrs"), &[]).await;
        let late = json!({"fault": "delay", "method": "GET", "path": "/civilities", "delay_ms": 1500});
        page.sandbox.order(late).await;
        switch(&page, "fr-FR").await;
        switch(&page, "de-DE").await;
        page.holds("the title in German", &title("Frau"), &[]).await;
        let answers = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/civilities') && one.responseEnd > 0).length === 3";
        page.holds("the French answer is there", answers, &[]).await;
        let still = page.ask(&format!("return painted().then(() => {{ {words} }})"), &[]).await;
        assert_eq!(still, Ok(json!("Frau")));
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
        // Not all of these are locales of the vendor's.
        page.expect_noise("400 (Bad Request)");
        for (locale, tag) in [
            ("pt-PT", "pt"),
            ("zh", "zh-Hans"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-MY", "zh-Hant"),
            ("zh-SG", "zh-Hans"),
            ("ZH-hans-hk", "zh-Hans"),
            ("ma-MA", "fr"),
            ("tu-TN", "fr"),
            ("iw-IL", "he"),
            ("vn-VN", "en"),
        ] {
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
            page.sees(&catalogue(tag)["locale.label"]).await;
            let is_there = "return all('#edit-identity, [data-kind=bad]').length > 0";
            page.holds("the profile, or that the vendor refuses", is_there, &[]).await;
            let requests = page.sandbox.requests().await;
            assert!(!requests.is_empty(), "{locale}");
            // The loader expects the same language as the app: no other catalogue was fetched.
            let wanted = if tag == "en" { json!([]) } else { json!([tag]) };
            assert_eq!(catalogues(&page).await, wanted, "{locale}");
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
        page.choose_locale("ja-JP").await;
        page.hears("Japanese").await;
        page.sees("Edit Identity").await;
        let told: Value =
            page.ask("window.found = true; return elements()[0].lang", &[]).await.expect("the language");
        assert_eq!(told, json!("en-US"));
        page.press("Try again").await;
        page.sees(&catalogue("ja")["section.record"]).await;
    });
}
