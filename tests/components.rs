//! Components in a real browser: the controls of the form, each mounted alone, and the language of the page.

#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};

use carnet::{
    domain::{DatePart, DateParts, Field, FieldPath, FormRules, Phone, Record, TextField},
    form::{AppRoot, DateInput, Form, PhonesInput, Select, TextInput},
    i18n::{Fetch, I18n, LANGUAGES, LanguageTag, Loaders, PSEUDO, Script},
};
use leptos::{html, mount::mount_to, prelude::*, task::tick};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

wasm_bindgen_test_configure!(run_in_browser);

/// The rules of a vendor with three kinds of phone.
static RULES: FormRules = FormRules { phone_kinds: &["MOBILE", "HOME", "OFFICE"], ..FormRules::UNLIMITED };

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a language tag")
}

/// Loaders that return the catalogue of Arabic and Polish, the French one for every other language, and the prefectures
/// of Japan for every country; nothing while `fails` is set.
fn loaders(fails: &Rc<RefCell<bool>>) -> Loaders {
    let file = |text: &'static str| -> Fetch {
        let fails = Rc::clone(fails);
        Rc::new(move |name| {
            let text = match name {
                "ar" => include_str!("../locales/ar.json"),
                "pl" => include_str!("../locales/pl.json"),
                _ => text,
            };
            let text = (!*fails.borrow()).then(|| text.to_owned());
            Box::pin(async move { text })
        })
    };
    Loaders {
        catalogue: file(include_str!("../locales/fr.json")),
        regions: file(include_str!("../addresses/regions/JP.json")),
        labels: Rc::new(|_| None),
    }
}

/// A mounted view. It is removed from the page when this is dropped.
struct Stage {
    root: HtmlElement,
    i18n: I18n,
    fails: Rc<RefCell<bool>>,
    _mounted: Box<dyn std::any::Any>,
}

impl Stage {
    /// Mounts a view of a form that is filled from this record and requires a last name.
    fn mount<V: IntoView + 'static>(record: Record, view: impl FnOnce(Form) -> V + 'static) -> (Stage, Form) {
        let document = web_sys::window().and_then(|window| window.document()).expect("a document");
        let root: HtmlElement = document.create_element("div").expect("an element").unchecked_into();
        document.body().expect("a body").append_child(&root).expect("append to the body");
        let fails = Rc::new(RefCell::new(false));
        let owner = Owner::new();
        let (i18n, form) = owner.with(|| {
            let i18n = I18n::new(tag("en-US"), loaders(&fails));
            let required =
                Callback::new(|(_, field): (Form, Field)| field == Field::Text(TextField::LastName));
            (i18n, Form::new(record, &RULES, required))
        });
        let mounted = owner.with(|| {
            mount_to(root.clone(), move || {
                let root = NodeRef::<html::Div>::new();
                provide_context(i18n);
                provide_context(AppRoot::new(root, String::new()));
                view! { <div node_ref=root>{view(form)}</div> }
            })
        });
        (Stage { root, i18n, fails, _mounted: Box::new((mounted, owner)) }, form)
    }

    fn all(&self, css: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(css).expect("a selector");
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn one(&self, css: &str) -> Element {
        let found = self.all(css);
        assert_eq!(found.len(), 1, "{css} in {}", self.root.inner_html());
        found[0].clone()
    }

    fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).iter().map(|one| one.text_content().unwrap_or_default().trim().to_owned()).collect()
    }

    fn input(&self) -> HtmlInputElement {
        self.one("input").unchecked_into()
    }

    fn click(&self, label: &str) {
        let button = self.all("button").into_iter().find(|one| one.text_content().as_deref() == Some(label));
        button.expect(label).unchecked_into::<HtmlElement>().click();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn type_into(input: &HtmlInputElement, text: &str) {
    input.set_value(text);
    input.dispatch_event(&Event::new("input").expect("an event")).expect("dispatched");
}

fn last_name(value: &str) -> Record {
    let mut record = Record::default();
    record.texts[TextField::LastName] = Some(value.to_owned());
    record
}

fn last_name_field(form: Form) -> impl IntoView {
    view! { <TextInput form path=FieldPath::Text(TextField::LastName) value=form.text(TextField::LastName) /> }
}

#[wasm_bindgen_test]
async fn text_input_shows_its_error_until_it_is_corrected() {
    let (stage, form) = Stage::mount(last_name("Moreau"), last_name_field);
    tick().await;
    let input = stage.input();
    assert_eq!(stage.one("label").get_attribute("for"), Some(input.id()));
    type_into(&input, "");
    tick().await;
    assert_eq!(input.get_attribute("aria-invalid"), None, "no error before the first attempt");
    form.attempts.set(1);
    tick().await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = input.get_attribute("aria-describedby").expect("the control is described by its error");
    let error = stage.one(&format!("[id=\"{described}\"]"));
    assert!(error.text_content().expect("a text").contains("Enter your last name"));
    type_into(&input, "Moreau");
    tick().await;
    assert_eq!(input.get_attribute("aria-invalid"), None);
    assert_eq!(input.get_attribute("aria-describedby"), None);
}

#[wasm_bindgen_test]
async fn select_keeps_value_that_is_not_in_its_list() {
    let mut record = Record::default();
    record.texts[TextField::Civility] = Some("MLLE".to_owned());
    let (stage, form) = Stage::mount(record, |form| {
        let options = Signal::derive(|| vec![("MR".to_owned(), "Mr".to_owned())]);
        view! { <Select form path=FieldPath::Text(TextField::Civility) value=form.text(TextField::Civility) options /> }
    });
    tick().await;
    let select: HtmlSelectElement = stage.one("select").unchecked_into();
    assert_eq!(select.value(), "MLLE");
    select.set_value("MR");
    select.dispatch_event(&Event::new("change").expect("an event")).expect("dispatched");
    tick().await;
    assert_eq!(form.text(TextField::Civility).get_untracked(), "MR");
    assert_eq!(stage.texts("option"), ["Select…", "Mr", "MLLE"], "it can be chosen again");
}

#[wasm_bindgen_test]
async fn phones_can_be_added_moved_and_removed() {
    let mut record = Record::default();
    let phone = |number: &str| Phone { number: Some(number.to_owned()), ..Phone::default() };
    record.phones = Some(vec![phone("1"), phone("2")]);
    let (stage, form) = Stage::mount(record, |form| view! { <PhonesInput form /> });
    let numbers =
        || untrack(|| form.draft()).phones.into_iter().map(|phone| phone.number).collect::<Vec<_>>();
    tick().await;
    stage.click("Move phone number 2 up");
    tick().await;
    assert_eq!(numbers(), ["2", "1"]);
    stage.click("Add a phone number");
    tick().await;
    assert_eq!(stage.texts("legend"), ["Phone number 1", "Phone number 2", "Phone number 3"]);
    let added: HtmlInputElement = stage.all("input")[2].clone().unchecked_into();
    type_into(&added, "3");
    stage.click("Remove phone number 1");
    tick().await;
    assert_eq!(numbers(), ["1", "3"]);
    assert_eq!(stage.texts("legend"), ["Phone number 1", "Phone number 2"]);
}

#[wasm_bindgen_test]
async fn vendor_error_is_shown_at_its_phone_after_a_move() {
    let mut record = Record::default();
    let phone = |number: &str| Phone { number: Some(number.to_owned()), ..Phone::default() };
    record.phones = Some(vec![phone("1"), phone("2")]);
    let (stage, form) = Stage::mount(record, |form| view! { <PhonesInput form /> });
    tick().await;
    stage.click("Move phone number 2 up");
    tick().await;
    let sent = Record { phones: Some(vec![phone("2"), phone("1")]), ..Record::default() };
    let error = (Some(FieldPath::PhoneNumber(0)), Some("no".to_owned()), None);
    form.reject([error].into_iter(), &sent, Vec::new());
    tick().await;
    let invalid: Vec<String> = stage
        .all("input")
        .into_iter()
        .filter(|input| input.get_attribute("aria-invalid").is_some())
        .map(|input| input.unchecked_into::<HtmlInputElement>().value())
        .collect();
    assert_eq!(invalid, ["2"]);
}

#[wasm_bindgen_test]
async fn added_phone_outlives_its_page() {
    let (stage, form) = Stage::mount(Record::default(), |form| {
        let shown = form.data_use[0];
        shown.set(true);
        view! { <Show when=move || shown.get()><PhonesInput form /></Show> }
    });
    tick().await;
    stage.click("Add a phone number");
    tick().await;
    type_into(&stage.input(), "123");
    form.data_use[0].set(false);
    tick().await;
    assert_eq!(stage.all("input").len(), 0);
    assert_eq!(untrack(|| form.draft()).phones[0].number, "123");
}

#[wasm_bindgen_test]
async fn language_switch_updates_texts_and_keeps_typed_value_and_control() {
    let (stage, form) = Stage::mount(Record::default(), last_name_field);
    form.attempts.set(1);
    tick().await;
    let input = stage.input();
    type_into(&input, "  ");
    stage.i18n.switch(tag("fr-BE")).await;
    tick().await;
    assert!(stage.one("label").text_content().expect("a text").starts_with("Nom"));
    assert!(stage.root.text_content().expect("a text").contains("Saisissez votre nom"));
    assert!(stage.input().is_same_node(Some(&input)), "the control is the same node, and so keeps the focus");
    assert_eq!(input.value(), "  ");
}

#[wasm_bindgen_test]
async fn failed_language_switch_keeps_the_language() {
    let (stage, _) = Stage::mount(Record::default(), last_name_field);
    *stage.fails.borrow_mut() = true;
    stage.i18n.switch(tag("fr-FR")).await;
    assert_eq!(untrack(|| stage.i18n.failed()), Some(tag("fr-FR")));
    assert_eq!(stage.i18n.tag_untracked(), tag("en-US"));
    *stage.fails.borrow_mut() = false;
    stage.i18n.switch(tag("fr-FR")).await;
    assert_eq!(stage.i18n.tag_untracked(), tag("fr-FR"));
}

#[wasm_bindgen_test]
fn script_of_a_language_without_catalogue_needs_no_list() {
    for (text, is_latin, is_right_to_left) in [
        ("el", false, false),
        ("ru", false, false),
        ("th", false, false),
        ("fa", false, true),
        ("ur", false, true),
        ("vi-VN", true, false),
        // The tag says more than its language does.
        ("sr-Latn", true, false),
        ("pa-PK", false, true),
        ("AR-ae", false, true),
        ("iw-IL", false, true),
        // A private tag, and one no browser knows.
        ("x-private", true, false),
        ("qzz", true, false),
    ] {
        assert!(!LANGUAGES.contains(&text), "{text}");
        assert_eq!(Script::of(&tag(text)), Script { is_latin, is_right_to_left }, "{text}");
    }
}

#[wasm_bindgen_test]
fn script_of_catalogue_is_that_of_its_language() {
    for (text, is_latin, is_right_to_left) in [
        ("en", true, false),
        ("tr", true, false),
        ("ja", false, false),
        ("ko", false, false),
        ("zh-Hans", false, false),
        ("zh-Hant", false, false),
        ("ar", false, true),
        ("he", false, true),
        ("en-XA", true, false),
        ("ar-XB", false, true),
    ] {
        assert!(LANGUAGES.contains(&text) || PSEUDO.contains(&text), "{text}");
        assert_eq!(Script::of(&tag(text)), Script { is_latin, is_right_to_left }, "{text}");
    }
}

#[wasm_bindgen_test]
async fn switch_to_another_language_changes_script_and_direction() {
    let (stage, _) = Stage::mount(Record::default(), |_| ());
    let script = || untrack(|| (stage.i18n.is_latin(), stage.i18n.is_right_to_left()));
    assert_eq!(script(), (true, false));
    for (language, expected) in
        [("ar-AE", (false, true)), ("ar-XB", (false, true)), ("en-XA", (true, false)), ("th", (true, false))]
    {
        stage.i18n.switch(tag(language)).await;
        assert_eq!(script(), expected, "{language}");
    }
}

#[wasm_bindgen_test]
async fn date_input_follows_the_order_of_the_language() {
    let (stage, _) = Stage::mount(Record::default(), |form| view! { <DateInput form /> });
    tick().await;
    assert_eq!(stage.texts("label"), ["Month", "Day", "Year"]);
    stage.i18n.switch(tag("fr-FR")).await;
    tick().await;
    assert_eq!(stage.texts("label"), ["Jour", "Mois", "Année"]);
    assert_eq!(untrack(|| stage.i18n.date_order())[0], DatePart::Day);
}

#[wasm_bindgen_test]
async fn date_is_the_same_day_in_every_time_zone() {
    let (stage, _) = Stage::mount(Record::default(), |_| ());
    // The first and last day of a year: a time zone on either side of Greenwich would move one of them.
    for (year, month, day, text) in
        [(1984, 1, 1, "January 1, 1984"), (1984, 12, 31, "December 31, 1984"), (48, 3, 23, "March 23, 48")]
    {
        let parts = DateParts { year: Some(year), month: Some(month), day: Some(day) };
        assert_eq!(untrack(|| stage.i18n.date(parts)).as_deref(), Some(text));
    }
    stage.i18n.switch(tag("fr-FR")).await;
    let parts = DateParts { year: Some(1984), month: Some(3), day: Some(7) };
    assert_eq!(untrack(|| stage.i18n.date(parts)).as_deref(), Some("7 mars 1984"));
    assert_eq!(untrack(|| stage.i18n.number(1284.5)), "1\u{202f}284,5");
}

#[wasm_bindgen_test]
async fn count_uses_the_plural_category_of_the_language() {
    let (stage, _) = Stage::mount(Record::default(), |_| ());
    let counts = [0.0, 1.0, 2.0, 3.0, 11.0, 100.0];
    for (language, days) in [
        ("en", ["0 days", "1 day", "2 days", "3 days", "11 days", "100 days"]),
        ("pl", ["0 dni", "1 dzień", "2 dni", "3 dni", "11 dni", "100 dni"]),
        ("ar-EG", ["0 يوم", "يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم"]),
    ] {
        stage.i18n.switch(tag(language)).await;
        assert_eq!(counts.map(|count| untrack(|| stage.i18n.count("fact.days", count))), days, "{language}");
    }
    stage.i18n.switch(tag("pl")).await;
    assert_eq!(untrack(|| stage.i18n.count("fact.days", 22.0)), "22 dni");
    assert_eq!(untrack(|| stage.i18n.count("fact.days", 1.5)), "1,5 dnia");
}

#[wasm_bindgen_test]
async fn relative_time_uses_seconds_minutes_or_hours() {
    let (stage, _) = Stage::mount(Record::default(), |_| ());
    for (language, seconds, expected) in [
        ("en", 1.0, "in 1 second"),
        ("en", 119.0, "in 119 seconds"),
        ("en", 121.0, "in 3 minutes"),
        ("en", 7201.0, "in 3 hours"),
        ("fr", 30.0, "dans 30 secondes"),
        ("pl", 22.0, "za 22 sekundy"),
    ] {
        stage.i18n.switch(tag(language)).await;
        assert_eq!(untrack(|| stage.i18n.relative_time(seconds)), expected);
    }
}
