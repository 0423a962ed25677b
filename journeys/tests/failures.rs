//! Failures: each has its message and a next step, the draft is kept, and no write is repeated automatically.

use serde_json::{Value, json};

use crate::{
    catalogue::{render, saved, section, t},
    harness::{journey, journey_with_database},
    page::{CONNECTION_ERROR, Page},
};

/// Opens the review of a new first name.
async fn open_review(page: &Page) {
    page.open("301000001").await;
    page.edit("identity").await;
    page.fill(t("label.first-name"), "Camilla").await;
    page.review().await;
    page.has_heading(t("review.title")).await;
    page.sandbox.clear_requests().await;
}

/// The number of changes that were sent.
async fn patch_count(page: &Page) -> usize {
    page.sandbox.requests_by("PATCH").await.len()
}

/// Presses a button whose write loses its connection. The fault is repeated, because Chromium itself sends a request of
/// any method again when a reused connection breaks without a response.
async fn press_and_lose_connection(page: &Page, button: &str, fault: &str, method: &str) {
    page.sandbox.inject_fault(json!({"fault": fault, "method": method, "times": 50})).await;
    page.press(button).await;
}

/// Saves; the write and every following read lose their connection, so the outcome is unknown.
async fn save_with_unknown_outcome(page: &Page, fault: &str) {
    // The read before the write is not affected.
    page.sandbox.inject_fault(json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
    page.sandbox.inject_fault(json!({"fault": "cut_before", "method": "GET", "times": 50})).await;
    press_and_lose_connection(page, t("review.save"), fault, "PATCH").await;
    page.announces(t("failure.outcome-unknown")).await;
    page.sandbox.clear_faults().await;
}

/// The review still has the draft.
async fn keeps_draft(page: &Page) {
    page.announces(t("failure.draft-kept")).await;
    assert_eq!(page.changes().await[0].2, ["Camilla"]);
}

/// A save fails with these messages, the draft is kept, and the retry succeeds.
fn failed_save_can_be_retried(
    name: &'static str,
    allowed: &'static str,
    fault: Value,
    messages: &'static [&'static str],
) {
    journey(name, move |page| async move {
        page.allow_in_console(allowed);
        open_review(&page).await;
        page.sandbox.inject_fault(fault).await;
        page.save().await;
        for message in messages {
            page.announces(&render(message)).await;
        }
        keeps_draft(&page).await;
        page.screenshot(name).await;
        let sent = patch_count(&page).await;
        page.save().await;
        page.announces(saved()).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        assert_eq!(patch_count(&page).await, sent + 1, "only the retry sends it again");
        assert!(sent <= 2, "only a 401 is followed by a second request: {sent}");
    });
}

#[test]
fn save_with_403_keeps_draft_and_can_be_retried() {
    let fault = json!({"fault": "forbidden", "method": "PATCH"});
    failed_save_can_be_retried("save-forbidden", "403 (Forbidden)", fault, &["{failure.not-allowed}"]);
}

#[test]
fn save_with_404_keeps_draft_and_can_be_retried() {
    let fault = json!({"fault": "not_found", "method": "PATCH"});
    failed_save_can_be_retried("save-not-found", "404 (Not Found)", fault, &["{failure.not-found}"]);
}

#[test]
fn save_with_429_shows_wait_and_can_be_retried() {
    let fault = json!({"fault": "too_many", "method": "PATCH", "retry_after": 7});
    failed_save_can_be_retried(
        "save-too-many",
        "429 (Too Many Requests)",
        fault,
        &["{failure.too-many}", "7 seconds"],
    );
}

#[test]
fn save_with_500_or_sign_in_page_is_read_again_and_reported_as_not_saved() {
    journey("save-broken", |page| async move {
        page.allow_in_console("500 (Internal Server Error)");
        for fault in ["server_error_html", "sign_in_page"] {
            open_review(&page).await;
            page.sandbox.inject_fault(json!({"fault": fault, "method": "PATCH"})).await;
            page.save().await;
            page.announces(t("failure.not-saved")).await;
            assert_eq!(page.changes().await[0].2, ["Camilla"], "the draft is kept");
            assert_eq!(patch_count(&page).await, 1, "the write is not repeated");
            page.press(t("review.back")).await;
            page.fill(t("label.first-name"), "Camille").await;
        }
        open_review(&page).await;
        page.save().await;
        page.announces(saved()).await;
    });
}

#[test]
fn save_stored_before_gateway_error_is_recognized_and_can_be_undone() {
    journey("save-gateway", |page| async move {
        // Not 408: Chromium sends such a request again by itself. `tests/contract/matrix.rs` has all statuses.
        for (status, message) in [(502, "502 ("), (503, "503 ("), (504, "504 (")] {
            page.allow_in_console(message);
            open_review(&page).await;
            let fault = json!({"fault": "gateway_error_after", "method": "PATCH", "status": status});
            page.sandbox.inject_fault(fault).await;
            page.save().await;
            page.announces(t("news.found-text")).await;
            page.has_heading("Camilla Moreau-Lefèvre").await;
            assert_eq!(patch_count(&page).await, 1, "{status}: the write is not repeated");
            page.press(t("news.undo")).await;
            page.has_heading("Camille Moreau-Lefèvre").await;
        }
    });
}

#[test]
fn save_with_401_after_new_credentials_reports_signed_out() {
    let fault = json!({"fault": "unauthorized", "method": "PATCH", "times": 2});
    failed_save_can_be_retried("save-signed-out", "401 (Unauthorized)", fault, &["{failure.signed-out}"]);
}

#[test]
fn save_rejected_without_field_returns_to_form_with_summary() {
    journey("save-refused", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open("900000011").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_heading(section("identity")).await;
        page.has_focus("div", t("form.problem")).await;
        page.screenshot("save-refused").await;
        assert_eq!(patch_count(&page).await, 1);
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.fill(t("label.first-name"), "Camille").await;
        page.does_not_announce(t("form.problem")).await;
    });
}

#[test]
fn save_with_expired_token_gets_new_credentials() {
    journey("save-renewed", |page| async move {
        page.allow_in_console("401 (Unauthorized)");
        open_review(&page).await;
        page.sandbox.inject_fault(json!({"fault": "unauthorized", "method": "PATCH"})).await;
        page.save().await;
        page.announces(saved()).await;
        let sent = page.sandbox.requests_by("PATCH").await;
        let statuses: Vec<&Value> = sent.iter().map(|request| &request["status"]).collect();
        assert_eq!(statuses, [&json!(401), &json!(204)]);
    });
}

#[test]
fn save_applied_before_connection_loss_is_found() {
    journey("save-unknown-saved", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        open_review(&page).await;
        press_and_lose_connection(&page, t("review.save"), "cut_after", "PATCH").await;
        page.announces(t("news.found-text")).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.screenshot("found").await;
    });
}

#[test]
fn save_lost_with_connection_is_reported_as_not_saved() {
    journey("save-unknown-lost", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        open_review(&page).await;
        press_and_lose_connection(&page, t("review.save"), "cut_before", "PATCH").await;
        page.announces(t("failure.not-saved")).await;
        page.sandbox.clear_faults().await;
        assert_eq!(page.changes().await[0].2, ["Camilla"]);
        page.screenshot("not-saved").await;
        page.sandbox.clear_requests().await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(patch_count(&page).await, 1, "the change was still needed");
    });
}

#[test]
fn save_after_change_was_stored_elsewhere_sends_nothing() {
    journey("save-unknown-late", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        open_review(&page).await;
        press_and_lose_connection(&page, t("review.save"), "cut_before", "PATCH").await;
        page.announces(t("failure.not-saved")).await;
        page.sandbox.clear_faults().await;
        page.sandbox.patch("301000001", json!({"first_name": "Camilla"})).await;
        page.sandbox.clear_requests().await;
        page.save().await;
        page.announces(t("news.same")).await;
        assert_eq!(patch_count(&page).await, 0, "the change is stored already");
    });
}

#[test]
fn save_with_unknown_outcome_rereads_profile_on_request() {
    journey("save-unknown-request", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        open_review(&page).await;
        save_with_unknown_outcome(&page, "cut_after").await;
        keeps_draft(&page).await;
        page.screenshot("outcome-unknown").await;
        let sent = patch_count(&page).await;
        page.press(t("failure.check")).await;
        page.announces(t("news.found-text")).await;
        assert_eq!(patch_count(&page).await, sent, "the write is not repeated automatically");
    });
}

#[test]
fn save_with_unknown_outcome_rereads_profile_when_online_or_visible() {
    journey("save-unknown-back", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        for wake in [
            "window.dispatchEvent(new Event('online'))",
            "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))",
        ] {
            open_review(&page).await;
            save_with_unknown_outcome(&page, "cut_before").await;
            let sent = patch_count(&page).await;
            page.evaluate(wake, &[]).await.expect("the event is sent");
            page.announces(t("failure.not-saved")).await;
            assert_eq!(patch_count(&page).await, sent, "the write is not repeated automatically");
            page.press(t("review.back")).await;
            page.fill(t("label.first-name"), "Camille").await;
        }
    });
}

#[test]
fn save_with_malformed_response_body_succeeds() {
    journey("save-spoiled", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        // The body is no document of the vendor: the profile that is read again decides.
        open_review(&page).await;
        page.sandbox.inject_fault(json!({"fault": "malformed_json", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("news.found-text")).await;
        assert_eq!(patch_count(&page).await, 1);
    });
}

#[test]
fn save_without_connection_keeps_draft_and_can_be_retried() {
    journey_with_database("save-offline", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        open_review(&page).await;
        page.sandbox.stop();
        page.save().await;
        page.announces(t("failure.offline")).await;
        keeps_draft(&page).await;
        page.screenshot("offline").await;
        page.sandbox.resume();
        page.evaluate("dispatchEvent(new Event('online'))", &[]).await.expect("the event is sent");
        page.does_not_announce(t("failure.offline")).await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(patch_count(&page).await, 1);
    });
}

/// Opens a customer whose profile cannot be read: these messages and a button with the next step. The button tries
/// again.
async fn cannot_be_read(page: &Page, customer: &str, messages: &[&str], next: &str) {
    page.visit(&format!("#/customers/{customer}")).await;
    for message in messages {
        page.announces(message).await;
    }
    page.shows(next).await;
    page.screenshot(&format!("sentinel-{customer}")).await;
    page.press(next).await;
    for message in messages {
        page.announces(message).await;
    }
}

#[test]
fn failed_read_shows_message_and_next_step() {
    journey("read-failures", |page| async move {
        for message in ["401 (", "403 (", "404 (", "500 (", CONNECTION_ERROR] {
            page.allow_in_console(message);
        }
        cannot_be_read(&page, "900000002", &[t("failure.not-allowed")], t("failure.retry")).await;
        cannot_be_read(&page, "900000003", &[t("failure.not-found")], t("failure.retry")).await;
        cannot_be_read(&page, "900000005", &[t("failure.vendor-broken"), "500"], t("failure.retry")).await;
        cannot_be_read(&page, "900000006", &[t("failure.unreadable")], t("failure.retry")).await;
        cannot_be_read(&page, "900000010", &[t("failure.signed-out")], t("failure.sign-in")).await;
        cannot_be_read(&page, "900000012", &[t("failure.offline")], t("failure.retry")).await;
    });
}

#[test]
fn failed_read_is_retried_automatically() {
    journey("read-again", |page| async move {
        page.allow_in_console("500 (");
        page.allow_in_console(CONNECTION_ERROR);
        let path = "/v2/customers/301000001/profile";
        page.sandbox.inject_fault(json!({"fault": "server_error_html", "method": "GET", "path": path})).await;
        page.sandbox.inject_fault(json!({"fault": "cut_before", "method": "GET", "path": path})).await;
        page.open("301000001").await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn slow_read_shows_loading_status() {
    journey("read-slow", |page| async move {
        page.visit("#/customers/900000001").await;
        page.announces(t("view.loading")).await;
        page.screenshot("loading").await;
        page.has_heading("Slow Sentinel").await;
    });
}

/// Fills in the form of a new customer and goes on to the check of the answers.
async fn answer_creation(page: &Page) {
    page.visit("#/create").await;
    page.has_heading(t("create.title")).await;
    page.choose(t("label.civility"), "Mr").await;
    page.fill(t("label.first-name"), "Tim").await;
    page.fill(t("label.last-name"), "Stone").await;
    page.press(t("create.check")).await;
    page.has_heading(t("create.check")).await;
}

#[test]
fn create_stored_before_gateway_error_warns_and_is_not_repeated_automatically() {
    journey("create-gateway", |page| async move {
        page.allow_in_console("502 (");
        answer_creation(&page).await;
        page.sandbox.inject_fault(json!({"fault": "gateway_error_after", "method": "POST"})).await;
        page.press(t("create.send")).await;
        page.announces(t("failure.created-unknown")).await;
        page.does_not_announce(t("failure.vendor-broken")).await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), 1);
        assert_eq!(page.fact(t("label.last-name")).await, ["Stone"], "the answers are kept");
    });
}

#[test]
fn create_with_unknown_outcome_is_not_repeated_automatically() {
    journey("create-unknown", |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        answer_creation(&page).await;
        press_and_lose_connection(&page, t("create.send"), "cut_before", "POST").await;
        page.announces(t("failure.created-unknown")).await;
        page.sandbox.clear_faults().await;
        assert_eq!(page.fact(t("label.last-name")).await, ["Stone"]);
        page.screenshot("create-unknown").await;
        let sent = page.sandbox.requests_by("POST").await.len();
        page.press(t("create.again")).await;
        page.has_heading("Tim Stone").await;
        assert_eq!(
            page.sandbox.requests_by("POST").await.len(),
            sent + 1,
            "only the customer sends it again"
        );
    });
}
