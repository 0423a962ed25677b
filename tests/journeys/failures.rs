//! Failures: each has its screen and a next step, nothing typed is lost, and no write is repeated by itself.

use serde_json::{Value, json};

use crate::{
    page::{CUT, Page},
    run::{journey, lasting_journey},
};

/// Opens the review of a new first name.
async fn ready_to_save(page: &Page) {
    page.open("301000001").await;
    page.press("Edit Identity").await;
    page.fill("First name", "Camilla").await;
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    page.sandbox.forget().await;
}

async fn patches(page: &Page) -> usize {
    page.sandbox.requests_by("PATCH").await.len()
}

/// Presses a button whose write is cut off. Every time: Chromium itself sends a request again, of any method, when
/// a connection it had used before breaks without a byte of an answer.
async fn press_and_cut(page: &Page, button: &str, fault: &str, method: &str) {
    page.sandbox.order(json!({"fault": fault, "method": method, "times": 50})).await;
    page.press(button).await;
}

/// Presses "Save", whose write is cut off, as is every look that follows: nobody knows what became of it.
async fn save_and_lose_sight(page: &Page, fault: &str) {
    // The look before the save is fine.
    page.sandbox.order(json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
    page.sandbox.order(json!({"fault": "cut_before", "method": "GET", "times": 50})).await;
    press_and_cut(page, "Save", fault, "PATCH").await;
    page.hears("We do not know whether this was saved").await;
    page.sandbox.cancel_orders().await;
}

/// The draft is still what is asked for.
async fn keeps_the_draft(page: &Page) {
    page.hears("What you typed is still here.").await;
    assert_eq!(page.changes().await[0].2, ["Camilla"]);
}

/// A save fails in one way, says so, and succeeds when it is tried again by hand.
fn a_save_fails(name: &'static str, noise: &'static str, fault: Value, said: &'static [&'static str]) {
    journey(name, move |page| async move {
        page.expect_noise(noise);
        ready_to_save(&page).await;
        page.sandbox.order(fault).await;
        page.press("Save").await;
        for words in said {
            page.hears(words).await;
        }
        keeps_the_draft(&page).await;
        page.shoot(name).await;
        let sent = patches(&page).await;
        page.press("Try again").await;
        page.hears("Your change has been saved").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        assert_eq!(patches(&page).await, sent + 1, "it was sent again by hand alone");
        assert!(sent <= 2, "only a 401 is answered by a second request: {sent}");
    });
}

#[test]
fn a_save_that_is_not_allowed() {
    let fault = json!({"fault": "forbidden", "method": "PATCH"});
    a_save_fails("save-forbidden", "403 (Forbidden)", fault, &["You cannot use this profile"]);
}

#[test]
fn a_save_that_finds_nobody() {
    let fault = json!({"fault": "not_found", "method": "PATCH"});
    a_save_fails("save-not-found", "404 (Not Found)", fault, &["This profile was not found"]);
}

#[test]
fn a_save_too_many() {
    let fault = json!({"fault": "too_many", "method": "PATCH", "retry_after": 7});
    a_save_fails("save-too-many", "429 (Too Many Requests)", fault, &["Too many requests", "7 seconds"]);
}

#[test]
fn a_save_that_breaks_the_vendor() {
    let fault = json!({"fault": "server_error_html", "method": "PATCH"});
    a_save_fails("save-broken", "500 (Internal Server Error)", fault, &["The service has a problem", "500"]);
}

#[test]
fn a_save_after_the_session_ended_for_good() {
    let fault = json!({"fault": "unauthorized", "method": "PATCH", "times": 2});
    a_save_fails("save-signed-out", "401 (Unauthorized)", fault, &["You have been signed out"]);
}

#[test]
fn a_save_the_vendor_refuses_without_naming_a_field() {
    journey("save-refused", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open("900000011").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.is_at("Identity").await;
        page.has_focus("div There is a problem").await;
        page.shoot("save-refused").await;
        assert_eq!(patches(&page).await, 1);
        assert_eq!(page.value("First name").await, "Camilla");
        page.fill("First name", "Camille").await;
        page.holds("the summary goes", "return !spoken().some(one => one.includes('problem'))", &[]).await;
    });
}

#[test]
fn a_session_that_ended_is_renewed_without_a_word() {
    journey("save-renewed", |page| async move {
        page.expect_noise("401 (Unauthorized)");
        ready_to_save(&page).await;
        page.sandbox.order(json!({"fault": "unauthorized", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        let sent = page.sandbox.requests_by("PATCH").await;
        let statuses: Vec<&Value> = sent.iter().map(|request| &request["status"]).collect();
        assert_eq!(statuses, [&json!(401), &json!(204)]);
    });
}

#[test]
fn a_save_that_was_applied_before_the_connection_broke() {
    journey("save-unknown-saved", |page| async move {
        page.expect_noise(CUT);
        ready_to_save(&page).await;
        press_and_cut(&page, "Save", "cut_after", "PATCH").await;
        page.hears("The connection was lost before an answer came, so we looked: your change has arrived.")
            .await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        page.shoot("found").await;
    });
}

#[test]
fn a_save_that_was_lost_with_the_connection() {
    journey("save-unknown-lost", |page| async move {
        page.expect_noise(CUT);
        ready_to_save(&page).await;
        press_and_cut(&page, "Save", "cut_before", "PATCH").await;
        page.hears("Your change was not saved").await;
        page.sandbox.cancel_orders().await;
        assert_eq!(page.changes().await[0].2, ["Camilla"]);
        page.shoot("not-saved").await;
        page.sandbox.forget().await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!(patches(&page).await, 1, "it was still needed");
    });
}

#[test]
fn a_save_that_arrives_after_all_is_not_sent_again() {
    journey("save-unknown-late", |page| async move {
        page.expect_noise(CUT);
        ready_to_save(&page).await;
        press_and_cut(&page, "Save", "cut_before", "PATCH").await;
        page.hears("Your change was not saved").await;
        page.sandbox.cancel_orders().await;
        page.sandbox.change("301000001", json!({"first_name": "Camilla"})).await;
        page.sandbox.forget().await;
        page.press("Save").await;
        page.hears("This was already stored").await;
        assert_eq!(patches(&page).await, 0, "it was not needed any more");
    });
}

#[test]
fn what_nobody_knows_is_looked_up_when_asked() {
    journey("save-unknown-asked", |page| async move {
        page.expect_noise(CUT);
        ready_to_save(&page).await;
        save_and_lose_sight(&page, "cut_after").await;
        keeps_the_draft(&page).await;
        page.shoot("outcome-unknown").await;
        let sent = patches(&page).await;
        page.press("Check what was saved").await;
        page.hears("your change has arrived").await;
        assert_eq!(patches(&page).await, sent, "it is not repeated by itself");
    });
}

#[test]
fn what_nobody_knows_is_looked_up_when_the_connection_is_back_or_the_tab_wakes() {
    journey("save-unknown-back", |page| async move {
        page.expect_noise(CUT);
        for wake in [
            "window.dispatchEvent(new Event('online'))",
            "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))",
        ] {
            ready_to_save(&page).await;
            save_and_lose_sight(&page, "cut_before").await;
            let sent = patches(&page).await;
            page.ask(wake, &[]).await.expect("the event is sent");
            page.hears("Your change was not saved").await;
            assert_eq!(patches(&page).await, sent, "it is not repeated by itself");
            page.press("Go back and change").await;
            page.fill("First name", "Camille").await;
        }
    });
}

#[test]
fn a_save_whose_answer_is_spoiled() {
    journey("save-spoiled", |page| async move {
        page.expect_noise(CUT);
        // Any 2xx is a yes, whatever stands in its body: the reading back tells.
        ready_to_save(&page).await;
        page.sandbox.order(json!({"fault": "malformed_json", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!(patches(&page).await, 1);
    });
}

#[test]
fn a_save_without_a_connection() {
    lasting_journey("save-offline", |page| async move {
        page.expect_noise(CUT);
        ready_to_save(&page).await;
        page.sandbox.stop();
        page.press("Save").await;
        page.hears("No connection").await;
        keeps_the_draft(&page).await;
        page.shoot("offline").await;
        page.sandbox.resume();
        page.press("Try again").await;
        page.hears("Your change has been saved").await;
        assert_eq!(patches(&page).await, 1);
    });
}

/// A customer who cannot be read: what is said, and what can be done next.
async fn cannot_be_read(page: &Page, customer: &str, said: &[&str], next: &str) {
    page.visit(&format!("#/customers/{customer}")).await;
    for words in said {
        page.hears(words).await;
    }
    page.sees(next).await;
    page.shoot(&format!("sentinel-{customer}")).await;
    page.press(next).await;
    for words in said {
        page.hears(words).await;
    }
}

#[test]
fn a_profile_that_cannot_be_read() {
    journey("read-failures", |page| async move {
        for noise in ["401 (", "403 (", "404 (", "500 (", CUT] {
            page.expect_noise(noise);
        }
        cannot_be_read(&page, "900000002", &["You cannot use this profile"], "Try again").await;
        cannot_be_read(&page, "900000003", &["This profile was not found"], "Try again").await;
        cannot_be_read(&page, "900000005", &["The service has a problem", "500"], "Try again").await;
        cannot_be_read(&page, "900000006", &["The answer could not be read"], "Try again").await;
        cannot_be_read(&page, "900000010", &["You have been signed out"], "Sign in again").await;
        cannot_be_read(&page, "900000012", &["No connection"], "Try again").await;
    });
}

#[test]
fn a_read_is_tried_again_by_itself() {
    journey("read-again", |page| async move {
        page.expect_noise("500 (");
        page.expect_noise(CUT);
        let path = "/v2/customers/301000001/profile";
        page.sandbox.order(json!({"fault": "server_error_html", "method": "GET", "path": path})).await;
        page.sandbox.order(json!({"fault": "cut_before", "method": "GET", "path": path})).await;
        page.open("301000001").await;
        page.is_at("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn a_slow_vendor_is_waited_for() {
    journey("read-slow", |page| async move {
        page.visit("#/customers/900000001").await;
        page.hears("Loading your profile…").await;
        page.shoot("loading").await;
        page.is_at("Slow Sentinel").await;
    });
}

#[test]
fn a_new_customer_is_not_created_twice_by_itself() {
    journey("create-unknown", |page| async move {
        page.expect_noise(CUT);
        page.visit("#/create").await;
        page.is_at("Create your profile").await;
        page.choose("Title", "Mr").await;
        page.fill("First name", "Tim").await;
        page.fill("Last name", "Stone").await;
        page.press("Check your answers").await;
        page.is_at("Check your answers").await;
        press_and_cut(&page, "Create my profile", "cut_before", "POST").await;
        page.hears("doing so by hand may make a second one").await;
        page.sandbox.cancel_orders().await;
        assert_eq!(page.fact("Last name").await, ["Stone"]);
        page.shoot("create-unknown").await;
        let sent = page.sandbox.requests_by("POST").await.len();
        page.press("Create the profile again").await;
        page.is_at("Tim Stone").await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), sent + 1, "it is sent again by hand alone");
    });
}
