//! Chunks: a part of the app whose code cannot be loaded says so, keeps what was entered, and can be tried again. If a
//! newer build has replaced the code, the page says that, and what a reload loses.

use serde_json::json;
use thirtyfour::Key;

use crate::{
    catalogue::{edit_button, t},
    harness::{JourneyOptions, journey_with},
    page::Page,
};

/// The host records why something failed.
const RECORD: &str =
    "window.failures = []; addEventListener('carnet-failure', ({ detail }) => failures.push(detail.kind));";

/// Checks what the host was told.
async fn has_told(page: &Page, kinds: &[&str]) {
    assert_eq!(page.evaluate("return window.failures", &[]).await, Ok(json!(kinds)));
}

/// Nothing is received of the chunk with the forms, until the page says so.
const BLOCK: &str = "{ const own = fetch; window.isBlocked = true; window.fetch = (input, ...rest) =>
    window.isBlocked && /chunk-edit-[0-9a-f]{16}/.test(input) ? Promise.reject(new TypeError('no connection')) :
    own(input, ...rest); }";

#[test]
fn form_whose_code_is_missing_keeps_the_tick_and_opens_when_tried_again() {
    let options = JourneyOptions { script: BLOCK, ..JourneyOptions::default() };
    journey_with("chunk-missing", options, |page| async move {
        page.allow_in_console("Carnet could not load its part");
        page.visit("#/customers/301000001").await;
        let first_tick = "all('.c-ticks input')[0]";
        page.wait_until("the ticks", &format!("return !!{first_tick}"), &[]).await;
        let before = page.evaluate(&format!("return {first_tick}.checked"), &[]).await;
        page.evaluate(&format!("{first_tick}.click()"), &[]).await.expect("it is ticked");
        page.shows(t("part.failed")).await;
        page.evaluate("window.isBlocked = false", &[]).await.expect("the page takes it");
        page.press(t("failure.retry")).await;
        page.shows(t("review.save")).await;
        let after = page.evaluate(&format!("return {first_tick}.checked"), &[]).await;
        assert_eq!(after, before.map(|ticked| json!(ticked != true)), "the tick is kept");
        // The button that tried again is gone; its row has the focus.
        page.wait_until("the focus on the row", "return all('.c-ticks:focus').length === 1", &[]).await;
    });
}

#[test]
fn form_whose_code_is_missing_can_be_left() {
    let script = format!("{RECORD} {BLOCK}");
    let options = JourneyOptions { script: script.leak(), ..JourneyOptions::default() };
    journey_with("chunk-left", options, |page| async move {
        page.allow_in_console("Carnet could not load its part");
        page.open("301000001").await;
        page.press(&edit_button("identity")).await;
        page.shows(t("part.failed")).await;
        page.shows(t("failure.draft-kept")).await;
        has_told(&page, &["offline"]).await;
        // Each try that fails.
        page.press(t("failure.retry")).await;
        page.wait_until("the second failure", "return failures.length === 2", &[]).await;
        page.cancel().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_focus("button", &edit_button("identity")).await;
    });
}

/// After a deploy that left no old files: one chunk is not on the server, and another has other bytes, as from a proxy.
const DEPLOY: &str = "{ const own = fetch; window.fetch = (input, options, ...rest) => {
    if (/chunk-edit-/.test(input) && window.isEditGone)
      return own(input.replace('chunk-edit-', 'chunk-of-another-build-'), options, ...rest);
    const other = options?.integrity?.replace(/^sha384-.{4}/, 'sha384-AAAA');
    return own(input, /chunk-conflict-/.test(input) && other ? { ...options, integrity: other } : options, ...rest);
}; }";

#[test]
fn form_whose_code_is_gone_offers_a_reload() {
    let script = format!("{RECORD} window.isEditGone = true; {DEPLOY}");
    let options = JourneyOptions { script: script.leak(), ..JourneyOptions::default() };
    journey_with("chunk-gone", options, |page| async move {
        page.allow_in_console("Carnet could not load its part");
        page.allow_in_console("chunk-of-another-build");
        page.allow_in_console("integrity");
        page.open("301000001").await;
        page.press(&edit_button("identity")).await;
        page.shows(t("part.outdated")).await;
        page.shows(t("part.outdated-text")).await;
        page.does_not_show(t("failure.offline-text")).await;
        page.does_not_show(t("part.outdated-lost")).await;
        has_told(&page, &["outdated"]).await;
        page.evaluate("window.isOldPage = true", &[]).await.expect("a mark");
        page.press(t("loader.reload")).await;
        page.wait_until("the page is loaded again", "return !window.isOldPage", &[]).await;
    });
}

#[test]
fn conflict_whose_code_was_altered_says_what_a_reload_loses_and_leads_back_to_it() {
    let options = JourneyOptions { script: DEPLOY, ..JourneyOptions::default() };
    journey_with("chunk-altered", options, |page| async move {
        page.allow_in_console("Carnet could not load its part");
        page.allow_in_console("integrity");
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.press_keys(Key::Enter + "").await;
        page.has_heading(t("review.title")).await;
        page.sandbox.patch("301000001", json!({"first_name": "Camila"})).await;
        page.save().await;
        page.shows(t("part.outdated")).await;
        page.shows(t("part.outdated-lost")).await;
        page.press(t("review.back")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
    });
}
