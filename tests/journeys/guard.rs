//! Leaving with something typed asks first, whichever way one leaves; with nothing typed nothing asks.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    engine::Engine,
    host,
    page::Page,
    run::{Setting, journey, journey_in, watched_journey},
    units::UNITS,
};

const CUSTOMER: &str = "301000001";
const QUESTION: &str = "Leave without saving?";

/// Opens the identity of a customer and types another first name.
async fn type_something(page: &Page) {
    page.press("Edit Identity").await;
    page.has_focus("h1 Identity").await;
    page.fill("First name", "Camilla").await;
}

/// The question is asked, twice, by leaving in this way: with Escape and with "Keep editing" everything stays.
async fn is_kept<F: Future<Output = ()>>(page: &Page, heading: &str, focus: &str, leave: impl Fn() -> F) {
    let fragment = page.ask("return location.hash", &[]).await.expect("an address");
    for with_escape in [true, false] {
        leave().await;
        page.sees(QUESTION).await;
        page.has_focus("button Keep editing").await;
        if with_escape {
            page.keys(Key::Escape + "").await;
        } else {
            page.press("Keep editing").await;
        }
        page.lacks(QUESTION).await;
        page.is_at(heading).await;
        page.has_focus(focus).await;
        page.is_in(fragment.as_str().expect("text")).await;
    }
    // Once more, for whoever discards.
    leave().await;
    page.sees(QUESTION).await;
}

/// Follows a fragment, as a link or the address bar would.
async fn follow(page: &Page, fragment: &str) {
    page.ask("location.hash = arguments[0]", &[json!(fragment)]).await.expect("the fragment changes");
}

/// Whether the browser would ask before the tab is left.
async fn would_ask(page: &Page) -> bool {
    let script = "const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event); return event.defaultPrevented";
    page.ask(script, &[]).await.expect("the event is sent") == true
}

/// Counts who listens for the tab to be left.
const COUNT: &str = "
    window.listeners = 0;
    for (const [method, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
      const own = EventTarget.prototype[method];
      EventTarget.prototype[method] = function (name, ...rest) {
        if (name === 'beforeunload') window.listeners += step;
        return own.call(this, name, ...rest);
      };
    }";

/// How many listen for the tab to be left. That alone keeps a page from being kept for a quick way back.
async fn listeners(page: &Page) -> i64 {
    let count = page.ask("return window.listeners", &[]).await.expect("they are counted");
    count.as_i64().expect("a number")
}

#[test]
fn a_section_with_something_typed_is_not_left_unasked() {
    journey("guard-section", |page| async move {
        page.open(CUSTOMER).await;
        let here = &page;

        type_something(here).await;
        is_kept(here, "Identity", "button Cancel", || here.press("Cancel")).await;
        page.shoot("leave").await;
        page.press("Discard what I typed").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.has_focus("button Edit Identity").await;

        type_something(here).await;
        let back = || async { here.browser.back().await.expect("the browser goes back") };
        is_kept(here, "Identity", "input First name", back).await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Discard what I typed").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.is_in("#/customers/301000001").await;

        type_something(here).await;
        let elsewhere = || follow(here, "#/customers/301000001/edit/contact");
        is_kept(here, "Identity", "input First name", elsewhere).await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Discard what I typed").await;
        page.is_at("Contact").await;
        page.is_in("#/customers/301000001/edit/contact").await;

        page.press("Cancel").await;
        page.press("Edit Identity").await;
        assert_eq!(page.value("First name").await, "Camille", "it was discarded");
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn a_review_is_not_left_unasked() {
    journey("guard-review", |page| async move {
        page.open(CUSTOMER).await;
        type_something(&page).await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        is_kept(&page, "Check your change", "button Cancel", || page.press("Cancel")).await;
        page.press("Keep editing").await;
        page.press("Go back and change").await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Review the change").await;
        page.press("Cancel").await;
        page.press("Discard what I typed").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Identity").await;
        assert_eq!(page.value("First name").await, "Camille");
    });
}

#[test]
fn a_new_profile_is_not_left_unasked() {
    journey("guard-create", |page| async move {
        page.visit("#/create").await;
        page.is_at("Create your profile").await;
        page.press("Sign out").await;
        page.is_at("Choose a customer").await;

        page.press("Create a new customer").await;
        page.fill("First name", "Tim").await;
        page.fill("Last name", "Stone").await;
        is_kept(&page, "Create your profile", "a Sign out", || page.press("Sign out")).await;
        page.press("Keep editing").await;
        assert_eq!(page.value("First name").await, "Tim");
        assert_eq!(page.value("Last name").await, "Stone");
        page.field("First name", None).await.focus().await.expect("it takes the focus");
        let other = || follow(&page, "#/customers/301000002");
        is_kept(&page, "Create your profile", "input First name", other).await;
        assert_eq!(page.value("First name").await, "Tim");
        page.press("Discard what I typed").await;
        page.is_at("Ana Ruiz").await;
        page.is_in("#/customers/301000002").await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), 0);
    });
}

#[test]
fn another_customer_and_the_way_out_are_not_gone_to_unasked() {
    journey("guard-journey", |page| async move {
        page.open(CUSTOMER).await;
        type_something(&page).await;
        let other = || follow(&page, "#/customers/301000002");
        is_kept(&page, "Identity", "input First name", other).await;
        page.press("Discard what I typed").await;
        page.is_at("Ana Ruiz").await;

        page.open(CUSTOMER).await;
        type_something(&page).await;
        is_kept(&page, "Identity", "a Sign out", || page.press("Sign out")).await;
        page.press("Keep editing").await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Sign out").await;
        page.press("Discard what I typed").await;
        page.is_at("Choose a customer").await;
    });
}

#[test]
fn the_tab_asks_while_something_is_typed_and_only_then() {
    let setting = Setting { script: COUNT, ..Setting::default() };
    journey_in("guard-tab", setting, |page| async move {
        page.open(CUSTOMER).await;
        assert_eq!((listeners(&page).await, would_ask(&page).await), (0, false), "nothing is typed");
        type_something(&page).await;
        assert_eq!((listeners(&page).await, would_ask(&page).await), (1, true), "something is typed");
        page.fill("First name", "Camille").await;
        assert_eq!((listeners(&page).await, would_ask(&page).await), (0, false), "it is typed back");
        page.fill("First name", " Camille ").await;
        assert_eq!((listeners(&page).await, would_ask(&page).await), (0, false), "blanks are no change");
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        assert!(would_ask(&page).await, "it is reviewed, and not saved yet");
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!((listeners(&page).await, would_ask(&page).await), (0, false), "it is saved");
    });
}

#[test]
fn a_draft_that_is_clean_or_typed_back_never_asks() {
    journey("guard-clean", |page| async move {
        let stored = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        for (number, unit) in UNITS.iter().enumerate() {
            let value = unit.other_than(&[&stored[unit.member]], number);
            page.walk([unit.open(), unit.typing(&value)].concat()).await;
            assert!(would_ask(&page).await, "{unit:?} is changed");
            page.walk(unit.typing(&stored[unit.member])).await;
            assert!(!would_ask(&page).await, "{unit:?} is typed back");
            page.walk(vec![json!({"press": "Cancel"}), json!({"at": "Camille Moreau-Lefèvre"})]).await;
        }
        page.press("Edit Identity").await;
        page.fill("First name", "  Camille ").await;
        page.press("Cancel").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        page.browser.back().await.expect("the browser goes back");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Sign out").await;
        page.is_at("Choose a customer").await;
    });
}

/// A page of somebody else's with the element on it, and what it is told.
async fn on_a_foreign_page(page: &Page) {
    let attributes = host::open(page).await;
    host::define(page).await;
    let script = "window.element = make(arguments[0]); element.credentials = credentials;
        window.heard = [];
        element.addEventListener('carnet-dirtychange', ({ detail }) => heard.push(detail));
        element.addEventListener('carnet-exit', () => heard.push('exit'));
        window.leave = () => element.dispatchEvent(new Event('carnet-leave', { cancelable: true }));
        document.querySelector('main').append(element)";
    page.ask(script, &[attributes]).await.expect("the host adds it");
    page.is_at("Camille Moreau-Lefèvre").await;
}

/// Waits until the host was told this.
async fn has_heard(page: &Page, wanted: Value) {
    let script = "return JSON.stringify(heard) === JSON.stringify(arguments[0]) || heard";
    page.holds("what the host hears", script, &[wanted]).await;
}

#[test]
fn the_page_around_is_not_left_unasked() {
    journey("guard-host", |page| async move {
        on_a_foreign_page(&page).await;
        let leave = || async { page.ask("return leave()", &[]).await.expect("the host asks") };
        assert_eq!(leave().await, true, "nothing is typed, so the host may go");
        page.lacks(QUESTION).await;
        has_heard(&page, json!([])).await;

        type_something(&page).await;
        has_heard(&page, json!([{"dirty": true}])).await;
        let ask = || async { assert_eq!(leave().await, false, "the host is to wait") };
        is_kept(&page, "Identity", "input First name", ask).await;
        assert_eq!(page.value("First name").await, "Camilla");
        has_heard(&page, json!([{"dirty": true}])).await;
        page.press("Discard what I typed").await;
        let script = "return heard.includes('exit') && heard.some((one) => one.dirty === false) || heard";
        page.holds("the host may go, and nothing is typed", script, &[]).await;
        assert_eq!(leave().await, true, "nothing is typed any more");
    });
}

#[test]
fn an_attribute_does_not_take_away_what_is_typed() {
    journey("guard-attribute", |page| async move {
        on_a_foreign_page(&page).await;
        type_something(&page).await;
        // An attribute is news only where it changes.
        let script = "const now = element.getAttribute('customer-id');
            element.setAttribute('customer-id', now === '301000002' ? '301000008' : '301000002')";
        let change = || async { assert!(page.ask(script, &[]).await.is_ok()) };
        is_kept(&page, "Identity", "input First name", change).await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Discard what I typed").await;
        page.is_at("Ana Ruiz").await;
        has_heard(&page, json!([{"dirty": true}, {"dirty": false}])).await;
    });
}

/// Has the page note, as the last who is told that it is left, whether the browser is to ask.
async fn watch(page: &Page) {
    let script =
        "addEventListener('beforeunload', (event) => { sessionStorage.asked = event.defaultPrevented })";
    page.ask(script, &[]).await.expect("the page listens");
}

/// Whether the browser was to ask when the last page was left, and did where that is told. The driver answers that all may go.
async fn was_asked(page: &Page) -> bool {
    let script = "const { asked } = sessionStorage; delete sessionStorage.asked; return asked";
    let noted = page.ask(script, &[]).await.expect("what was noted");
    if Engine::chosen().tells_its_questions() {
        let log = page.browser.get_log("performance").await.expect("what the browser did");
        let is_question =
            |message: &str| message.contains("javascriptDialogOpening") && message.contains("beforeunload");
        let did = log.iter().any(|entry| is_question(&entry.message));
        assert_eq!(json!(did.to_string()), noted, "whether the browser asked");
    }
    noted == "true"
}

#[test]
fn the_browser_asks_before_a_reload_with_something_typed() {
    watched_journey("guard-reload", |page| async move {
        page.open(CUSTOMER).await;
        type_something(&page).await;
        page.fill("First name", "Camille").await;
        watch(&page).await;
        page.reload().await;
        page.is_at("Identity").await;
        assert!(!was_asked(&page).await, "it is typed back");
        page.fill("First name", "Camilla").await;
        watch(&page).await;
        page.reload().await;
        page.is_at("Identity").await;
        assert!(was_asked(&page).await);
        assert_eq!(page.value("First name").await, "Camille");
    });
}

#[test]
fn a_host_that_goes_when_it_may_is_not_asked_again_by_the_browser() {
    watched_journey("guard-exit", |page| async move {
        on_a_foreign_page(&page).await;
        type_something(&page).await;
        let script = "element.addEventListener('carnet-exit', () => { location.href = '/?away' }); leave()";
        page.ask(script, &[]).await.expect("the host asks");
        watch(&page).await;
        page.press("Discard what I typed").await;
        page.holds("the host is gone", "return location.search === '?away'", &[]).await;
        assert!(!was_asked(&page).await, "who has answered once is not asked again");
    });
}
