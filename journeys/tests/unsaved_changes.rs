//! Leaving a page with unsaved changes asks first, on every way to leave; leaving without changes never asks.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    browser::Engine,
    catalogue::{edit_button, saved, section, t},
    field_list::FIELDS,
    harness::{JourneyOptions, journey, journey_with, journey_with_browser_log},
    host_page,
    page::Page,
};

const CUSTOMER: &str = "301000001";

/// Opens the identity and types another first name.
async fn edit_first_name(page: &Page) {
    page.edit("identity").await;
    page.has_focus("h1", section("identity")).await;
    page.fill(t("label.first-name"), "Camilla").await;
}

/// Leaves in this way three times. Escape and "keep editing" go back to the page with its heading, focus (tag and name)
/// and address; the third time the dialog stays open.
async fn asks_before_leaving<F: Future<Output = ()>>(
    page: &Page,
    heading: &str,
    focus: (&str, &str),
    leave: impl Fn() -> F,
) {
    let fragment = page.evaluate("return location.hash", &[]).await.expect("an address");
    for with_escape in [true, false] {
        leave().await;
        page.shows(t("leave.title")).await;
        page.has_focus("button", t("leave.stay")).await;
        if with_escape {
            page.press_keys(Key::Escape + "").await;
        } else {
            page.keep_editing().await;
        }
        page.does_not_show(t("leave.title")).await;
        page.has_heading(heading).await;
        page.has_focus(focus.0, focus.1).await;
        page.has_fragment(fragment.as_str().expect("text")).await;
    }
    leave().await;
    page.shows(t("leave.title")).await;
}

/// Goes to a fragment, as a link or the address bar does.
async fn go_to_fragment(page: &Page, fragment: &str) {
    page.evaluate("location.hash = arguments[0]", &[json!(fragment)]).await.expect("the fragment changes");
}

/// Whether the browser would ask before the tab is closed.
async fn browser_would_ask(page: &Page) -> bool {
    let script = "const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event); return event.defaultPrevented";
    page.evaluate(script, &[]).await.expect("the event is sent") == true
}

/// A script that counts the listeners of `beforeunload`.
const COUNT_LISTENERS: &str = "
    window.listeners = 0;
    for (const [method, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
      const own = EventTarget.prototype[method];
      EventTarget.prototype[method] = function (name, ...rest) {
        if (name === 'beforeunload') window.listeners += step;
        return own.call(this, name, ...rest);
      };
    }";

/// The number of listeners of `beforeunload`. A listener alone keeps the page out of the browser's back/forward cache.
async fn listeners(page: &Page) -> i64 {
    let count = page.evaluate("return window.listeners", &[]).await.expect("the page counts them");
    count.as_i64().expect("a number")
}

#[test]
fn leaving_changed_section_asks_first() {
    journey("unsaved-section", |page| async move {
        page.open(CUSTOMER).await;
        edit_first_name(&page).await;
        asks_before_leaving(&page, t("section.identity"), ("button", t("form.cancel")), || page.cancel())
            .await;
        page.screenshot("leave").await;
        page.discard().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_focus("button", &edit_button("identity")).await;

        edit_first_name(&page).await;
        let back = || async { page.browser.back().await.expect("the browser goes back") };
        asks_before_leaving(&page, t("section.identity"), ("input", t("label.first-name")), back).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.discard().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_fragment("#/customers/301000001").await;

        edit_first_name(&page).await;
        let elsewhere = || go_to_fragment(&page, "#/customers/301000001/edit/contact");
        asks_before_leaving(&page, t("section.identity"), ("input", t("label.first-name")), elsewhere).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.discard().await;
        page.has_heading(section("contact")).await;
        page.has_fragment("#/customers/301000001/edit/contact").await;

        page.cancel().await;
        page.edit("identity").await;
        assert_eq!(page.value(t("label.first-name")).await, "Camille", "the change is discarded");
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn leaving_review_asks_first() {
    journey("unsaved-review", |page| async move {
        page.open(CUSTOMER).await;
        edit_first_name(&page).await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        asks_before_leaving(&page, t("review.title"), ("button", t("form.cancel")), || page.cancel()).await;
        page.keep_editing().await;
        page.press(t("review.back")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.review().await;
        page.cancel().await;
        page.discard().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("identity").await;
        assert_eq!(page.value(t("label.first-name")).await, "Camille");
    });
}

#[test]
fn leaving_new_profile_asks_first() {
    journey("unsaved-create", |page| async move {
        page.visit("#/create").await;
        page.has_heading(t("create.title")).await;
        page.press(t("host.signOut")).await;
        page.has_heading(t("host.choose")).await;

        page.press(t("host.create")).await;
        page.fill(t("label.first-name"), "Tim").await;
        page.fill(t("label.last-name"), "Stone").await;
        asks_before_leaving(&page, t("create.title"), ("a", t("host.signOut")), || {
            page.press(t("host.signOut"))
        })
        .await;
        page.keep_editing().await;
        assert_eq!(page.value(t("label.first-name")).await, "Tim");
        assert_eq!(page.value(t("label.last-name")).await, "Stone");
        page.field(t("label.first-name"), None).await.focus().await.expect("it takes the focus");
        let other = || go_to_fragment(&page, "#/customers/301000002");
        asks_before_leaving(&page, t("create.title"), ("input", t("label.first-name")), other).await;
        assert_eq!(page.value(t("label.first-name")).await, "Tim");
        page.discard().await;
        page.has_heading("Ana Ruiz").await;
        page.has_fragment("#/customers/301000002").await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), 0);
    });
}

#[test]
fn leaving_for_another_customer_or_sign_out_asks_first() {
    journey("unsaved-journey", |page| async move {
        page.open(CUSTOMER).await;
        edit_first_name(&page).await;
        let other = || go_to_fragment(&page, "#/customers/301000002");
        asks_before_leaving(&page, t("section.identity"), ("input", t("label.first-name")), other).await;
        page.discard().await;
        page.has_heading("Ana Ruiz").await;

        page.open(CUSTOMER).await;
        edit_first_name(&page).await;
        asks_before_leaving(&page, t("section.identity"), ("a", t("host.signOut")), || {
            page.press(t("host.signOut"))
        })
        .await;
        page.keep_editing().await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.press(t("host.signOut")).await;
        page.discard().await;
        page.has_heading(t("host.choose")).await;
    });
}

#[test]
fn closing_tab_asks_only_with_unsaved_changes() {
    let options = JourneyOptions { script: COUNT_LISTENERS, ..JourneyOptions::default() };
    journey_with("unsaved-tab", options, |page| async move {
        page.open(CUSTOMER).await;
        assert_eq!(
            (listeners(&page).await, browser_would_ask(&page).await),
            (0, false),
            "there is no change"
        );
        edit_first_name(&page).await;
        assert_eq!((listeners(&page).await, browser_would_ask(&page).await), (1, true), "there is a change");
        page.fill(t("label.first-name"), "Camille").await;
        assert_eq!(
            (listeners(&page).await, browser_would_ask(&page).await),
            (0, false),
            "the value is restored"
        );
        page.fill(t("label.first-name"), " Camille ").await;
        assert_eq!(
            (listeners(&page).await, browser_would_ask(&page).await),
            (0, false),
            "blanks are not a change"
        );
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        assert!(browser_would_ask(&page).await, "the change is reviewed and not saved");
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(
            (listeners(&page).await, browser_would_ask(&page).await),
            (0, false),
            "the change is saved"
        );
    });
}

#[test]
fn leaving_unchanged_or_restored_form_never_asks() {
    journey("unsaved-clean", |page| async move {
        let stored = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        for (number, field) in FIELDS.iter().enumerate() {
            let value = field.other_than(&[&stored[field.member]], number);
            page.run_steps([field.open(), field.fill(&value)].concat()).await;
            assert!(browser_would_ask(&page).await, "{field:?} is changed");
            page.run_steps(field.fill(&stored[field.member])).await;
            assert!(!browser_would_ask(&page).await, "{field:?} is restored");
            page.run_steps(vec![
                json!({"press": t("form.cancel")}),
                json!({"heading": "Camille Moreau-Lefèvre"}),
            ])
            .await;
        }
        page.edit("identity").await;
        page.fill(t("label.first-name"), "  Camille ").await;
        page.cancel().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        page.browser.back().await.expect("the browser goes back");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.press(t("host.signOut")).await;
        page.has_heading(t("host.choose")).await;
    });
}

/// Opens a host page with the element, which records the events of the element in `received`.
async fn open_host_page(page: &Page) {
    let attributes = host_page::open(page).await;
    host_page::define(page).await;
    let script = "window.element = makeElement(arguments[0]); element.credentials = credentials;
        window.received = [];
        element.addEventListener('carnet-dirtychange', ({ detail }) => received.push(detail));
        element.addEventListener('carnet-exit', () => received.push('exit'));
        window.leave = () => element.dispatchEvent(new Event('carnet-leave', { cancelable: true }));
        document.querySelector('main').append(element)";
    page.evaluate(script, &[attributes]).await.expect("the host adds it");
    page.has_heading("Camille Moreau-Lefèvre").await;
}

/// Waits until these are the events that the host has received.
async fn has_events(page: &Page, wanted: Value) {
    let script = "return JSON.stringify(received) === JSON.stringify(arguments[0]) || received";
    page.wait_until("the events", script, &[wanted]).await;
}

#[test]
fn host_that_leaves_with_unsaved_changes_must_wait() {
    journey("unsaved-host", |page| async move {
        open_host_page(&page).await;
        let leave = || async { page.evaluate("return leave()", &[]).await.expect("the host asks") };
        assert_eq!(leave().await, true, "there is no change, so the host may leave");
        page.does_not_show(t("leave.title")).await;
        has_events(&page, json!([])).await;

        edit_first_name(&page).await;
        has_events(&page, json!([{"dirty": true}])).await;
        let ask = || async { assert_eq!(leave().await, false, "the host must wait") };
        asks_before_leaving(&page, t("section.identity"), ("input", t("label.first-name")), ask).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        has_events(&page, json!([{"dirty": true}])).await;
        page.discard().await;
        let script =
            "return received.includes('exit') && received.some((one) => one.dirty === false) || received";
        page.wait_until("the exit and the end of the change", script, &[]).await;
        assert_eq!(leave().await, true, "there is no change any more");
    });
}

#[test]
fn changed_attribute_with_unsaved_changes_asks_first() {
    journey("unsaved-attribute", |page| async move {
        open_host_page(&page).await;
        edit_first_name(&page).await;
        // Each call sets another value: setting the same value again changes nothing.
        let script = "const now = element.getAttribute('customer-id');
            element.setAttribute('customer-id', now === '301000002' ? '301000008' : '301000002')";
        let change = || async { assert!(page.evaluate(script, &[]).await.is_ok()) };
        asks_before_leaving(&page, t("section.identity"), ("input", t("label.first-name")), change).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.discard().await;
        page.has_heading("Ana Ruiz").await;
        has_events(&page, json!([{"dirty": true}, {"dirty": false}])).await;
    });
}

/// Adds a last listener of `beforeunload` that stores whether the page requests the browser's question.
async fn record_request(page: &Page) {
    let script =
        "addEventListener('beforeunload', (event) => { sessionStorage.requested = event.defaultPrevented })";
    page.evaluate(script, &[]).await.expect("the page listens");
}

/// Whether the last page requested the browser's question when it was left. Where the browser logs the question, checks
/// that it was asked too. The driver confirms each question.
async fn browser_asked(page: &Page) -> bool {
    let script = "const { requested } = sessionStorage; delete sessionStorage.requested; return requested";
    let requested = page.evaluate(script, &[]).await.expect("the record");
    if Engine::current().logs_leave_question() {
        let log = page.browser.get_log("performance").await.expect("the log of the browser");
        let is_question =
            |message: &str| message.contains("javascriptDialogOpening") && message.contains("beforeunload");
        let asked = log.iter().any(|entry| is_question(&entry.message));
        assert_eq!(json!(asked.to_string()), requested, "whether the browser asked");
    }
    requested == "true"
}

#[test]
fn reload_with_unsaved_changes_asks_in_browser() {
    journey_with_browser_log("unsaved-reload", |page| async move {
        page.open(CUSTOMER).await;
        edit_first_name(&page).await;
        page.fill(t("label.first-name"), "Camille").await;
        record_request(&page).await;
        page.reload().await;
        page.has_heading(section("identity")).await;
        assert!(!browser_asked(&page).await, "the value is restored");
        page.fill(t("label.first-name"), "Camilla").await;
        record_request(&page).await;
        page.reload().await;
        page.has_heading(section("identity")).await;
        assert!(browser_asked(&page).await);
        assert_eq!(page.value(t("label.first-name")).await, "Camille");
    });
}

#[test]
fn host_that_leaves_after_exit_is_not_asked_again_by_browser() {
    journey_with_browser_log("unsaved-exit", |page| async move {
        open_host_page(&page).await;
        edit_first_name(&page).await;
        let script = "element.addEventListener('carnet-exit', () => { location.href = '/?away' }); leave()";
        page.evaluate(script, &[]).await.expect("the host asks");
        record_request(&page).await;
        page.discard().await;
        page.wait_until("the host is gone", "return location.search === '?away'", &[]).await;
        assert!(!browser_asked(&page).await, "the customer has answered already");
    });
}
