//! Saves whose response arrives late, or that are retried from another page: they keep the draft that is typed
//! meanwhile, and send nothing that was not reviewed.

use serde_json::{Value, json};

use crate::{
    browser::Engine,
    catalogue::{saved, section, t, t_with},
    harness::{journey, poll},
    page::{CONNECTION_ERROR, Page},
};

const CUSTOMER: &str = "301000001";

/// Types a value into a section and opens its review.
async fn review(page: &Page, section: &str, label: &str, text: &str) {
    page.edit(section).await;
    page.fill(label, text).await;
    page.review().await;
    page.has_heading(t("review.title")).await;
    page.sandbox.clear_requests().await;
}

/// Goes back to the form, and from there to the profile.
async fn leave_review(page: &Page) {
    page.browser.back().await.expect("the browser goes back");
    page.has_heading(section("identity")).await;
    page.browser.back().await.expect("the browser goes back");
    page.discard().await;
}

/// Saves another first name, leaves before its response, and types an email address meanwhile. Then the response comes.
async fn save_and_edit_meanwhile(page: &Page, faults: &[Value]) {
    page.open(CUSTOMER).await;
    review(page, "identity", t("label.first-name"), "Camilla").await;
    page.sandbox.inject_fault(json!({"fault": "hold", "method": "GET"})).await;
    for fault in faults {
        page.sandbox.inject_fault(fault.clone()).await;
    }
    page.save().await;
    leave_review(page).await;
    page.edit("contact").await;
    page.fill(t("label.email"), "milla@example.org").await;
    page.sandbox.release().await;
}

/// The bodies of the changes that were sent.
async fn patches(page: &Page) -> Vec<Value> {
    page.sandbox.requests_by("PATCH").await.into_iter().map(|request| request["body"].clone()).collect()
}

#[test]
fn form_after_failed_save_returns_to_review() {
    journey("late-review", |page| async move {
        page.allow_in_console("403 (");
        page.open(CUSTOMER).await;
        review(&page, "identity", t("label.first-name"), "Camilla").await;
        page.sandbox.inject_fault(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("failure.not-allowed")).await;
        page.press(t("review.back")).await;
        page.sandbox.clear_requests().await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        assert_eq!(patches(&page).await.len(), 0, "nothing is sent before the review");

        page.sandbox.inject_fault(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("failure.not-allowed")).await;
        page.press(t("review.back")).await;
        page.fill(t("label.month"), "13").await;
        page.sandbox.clear_requests().await;
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
        assert_eq!(page.value(t("label.month")).await, "13", "the draft is kept");
        page.fill(t("label.month"), "4").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        assert_eq!(patches(&page).await.len(), 0, "nothing is sent before the review");
        page.save().await;
        page.announces(saved()).await;
    });
}

#[test]
fn late_failure_names_its_change_and_retries_it() {
    journey("late-failure", |page| async move {
        page.allow_in_console("403 (");
        save_and_edit_meanwhile(&page, &[json!({"fault": "forbidden", "method": "PATCH"})]).await;
        page.announces(&t_with("failure.earlier", &[("names", t("label.first-name"))])).await;
        page.has_focus("input", t("label.email")).await;
        page.screenshot("late-failure").await;
        page.press(t("failure.retry")).await;
        page.does_not_announce(t("failure.not-allowed")).await;
        assert_eq!(page.value(t("label.email")).await, "milla@example.org", "the draft is kept");
        assert_eq!(patches(&page).await, vec![json!({"first_name": "Camilla"}); 2]);
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(patches(&page).await[2..], [json!({"email": "milla@example.org"})]);
    });
}

#[test]
fn late_conflict_waits_for_draft() {
    journey("late-conflict", |page| async move {
        page.open(CUSTOMER).await;
        review(&page, "identity", t("label.first-name"), "Camilla").await;
        page.sandbox.patch(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.sandbox.clear_requests().await;
        page.sandbox.inject_fault(json!({"fault": "hold", "method": "GET"})).await;
        page.save().await;
        leave_review(&page).await;
        page.edit("contact").await;
        page.fill(t("label.email"), "milla@example.org").await;
        page.sandbox.release().await;
        page.announces(&t_with("failure.earlier", &[("names", t("label.first-name"))])).await;
        page.has_focus("input", t("label.email")).await;
        page.screenshot("late-conflict").await;
        page.press(t("clash.open")).await;
        page.choose_in_conflict(t("clash.mine"), t("label.first-name")).await;
        page.press(t("clash.save")).await;
        page.has_heading(section("contact")).await;
        assert_eq!(page.value(t("label.email")).await, "milla@example.org", "the draft is kept");
        assert_eq!(patches(&page).await, [json!({"first_name": "Camilla"})]);
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Camilla");
    });
}

#[test]
fn late_success_keeps_form_and_focus() {
    journey("late-focus", |page| async move {
        save_and_edit_meanwhile(&page, &[]).await;
        page.evaluate("window.field = elements()[0].shadowRoot.activeElement", &[])
            .await
            .expect("the field is there");
        poll("the end of the save", || async {
            match page.sandbox.requests().await.as_slice() {
                [.., patch, last] if patch["method"] == "PATCH" && last["status"] == 200 => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        // The review has only the email address, which proves that the app has processed the response.
        page.has_focus("input", t("label.email")).await;
        let same = page.evaluate("return window.field === elements()[0].shadowRoot.activeElement", &[]).await;
        assert_eq!(same, Ok(json!(true)), "the focus is on the same field");
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(
            patches(&page).await,
            [json!({"first_name": "Camilla"}), json!({"email": "milla@example.org"})]
        );
    });
}

#[test]
fn unknown_outcome_is_shown_on_other_pages() {
    journey("late-unknown", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        page.open(CUSTOMER).await;
        review(&page, "identity", t("label.first-name"), "Camilla").await;
        page.sandbox.inject_fault(json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
        page.sandbox.inject_fault(json!({"fault": "cut_after", "method": "PATCH", "times": 1000})).await;
        page.sandbox.inject_fault(json!({"fault": "cut_before", "method": "GET", "times": 1000})).await;
        page.save().await;
        page.announces(t("failure.outcome-unknown")).await;
        let sent = patches(&page).await.len();
        leave_review(&page).await;
        page.edit("contact").await;
        page.announces(t("failure.outcome-unknown")).await;
        // Leaving the review has read the profile, without success; the next read is the one that is requested below.
        let is_idle = "return pressable(arguments[0]).ariaBusy === 'false'";
        page.wait_until("no read in progress", is_idle, &[t("failure.check").into()]).await;
        page.sandbox.clear_faults().await;
        page.press(t("failure.check")).await;
        page.does_not_show(t("failure.outcome-unknown")).await;
        page.cancel().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.announces(t("news.found-text")).await;
        assert_eq!(patches(&page).await.len(), sent, "the write is not repeated automatically");
    });
}

#[test]
fn write_repeated_by_browser_is_recognized_by_etag_and_can_be_undone() {
    journey("late-repeat", |page| async move {
        page.allow_in_console("412 (");
        page.sandbox.set_switches(json!({"etag": "on"})).await;
        page.open(CUSTOMER).await;
        review(&page, "identity", t("label.first-name"), "Camilla").await;
        // The fault is used once: the browser may repeat the write itself, and its repetition meets the first write.
        page.sandbox.inject_fault(json!({"fault": "cut_after", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("news.found-text")).await;
        let times = if Engine::current().retries_writes() { 2..=2 } else { 1..=2 };
        let writes = patches(&page).await;
        assert!(times.contains(&writes.len()), "{writes:?}");
        assert!(writes.iter().all(|write| *write == json!({"first_name": "Camilla"})), "{writes:?}");
        page.press(t("news.undo")).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

/// Saves a first name that was changed on another device after the review was opened.
async fn open_conflict(page: &Page) {
    page.open(CUSTOMER).await;
    review(page, "identity", t("label.first-name"), "Camilla").await;
    page.sandbox.patch(CUSTOMER, json!({"first_name": "Milla"})).await;
    page.sandbox.clear_requests().await;
    page.save().await;
    page.has_heading(t("clash.title")).await;
}

#[test]
fn failed_save_of_conflict_keeps_draft() {
    journey("late-choice", |page| async move {
        page.allow_in_console("403 (");
        page.allow_in_console("500 (");
        for (fault, message) in
            [("forbidden", t("failure.not-allowed")), ("server_error_html", t("failure.not-saved"))]
        {
            page.sandbox.reset().await;
            open_conflict(&page).await;
            page.choose_in_conflict(t("clash.loaded"), t("label.first-name")).await;
            page.sandbox.inject_fault(json!({"fault": fault, "method": "PATCH"})).await;
            page.press(t("clash.save")).await;
            page.announces(message).await;
            page.press(t("review.back")).await;
            assert_eq!(page.value(t("label.first-name")).await, "Camilla", "{fault}");
        }
    });
}

#[test]
fn second_conflict_shows_loaded_and_typed_values() {
    journey("late-second", |page| async move {
        open_conflict(&page).await;
        page.choose_in_conflict(t("clash.loaded"), t("label.first-name")).await;
        page.sandbox.patch(CUSTOMER, json!({"first_name": "Mila"})).await;
        page.press(t("clash.save")).await;
        for (side, value) in
            [(t("clash.loaded"), "Camille"), (t("clash.theirs"), "Mila"), (t("clash.mine"), "Camilla")]
        {
            let script = "const values = all('[type=radio]').map(one => [nameOf(one), text(one.parentElement.querySelector('div'))]);
                return values.some(([side, value]) => side === arguments[0] && value === arguments[1]) || values";
            page.wait_until(side, script, &[json!(side), json!(value)]).await;
        }
    });
}

#[test]
fn conflict_resolved_with_stored_value_sends_nothing() {
    journey("late-kept", |page| async move {
        open_conflict(&page).await;
        page.choose_in_conflict(t("clash.theirs"), t("label.first-name")).await;
        page.press(t("clash.save")).await;
        page.announces(t("news.kept")).await;
        page.has_heading("Milla Moreau-Lefèvre").await;
        assert_eq!(patches(&page).await.len(), 0);
        page.edit("identity").await;
        assert_eq!(page.value(t("label.first-name")).await, "Milla", "the draft is discarded");
        page.cancel().await;
        page.does_not_show(t("leave.title")).await;
    });
}

#[test]
fn conflict_of_undo_has_its_own_texts() {
    journey("late-undo", |page| async move {
        page.open(CUSTOMER).await;
        review(&page, "identity", t("label.first-name"), "Camilla").await;
        page.save().await;
        page.announces(saved()).await;
        page.sandbox.patch(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.press(t("news.undo")).await;
        page.has_heading(t("clash.title")).await;
        page.shows(t("clash.undo-text")).await;
        page.choose_in_conflict(t("clash.before"), t("label.first-name")).await;
        page.press(t("clash.save")).await;
        page.announces(saved()).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}
