//! What comes back late, or is tried again from another place: it takes nothing that is typed meanwhile, and sends
//! nothing that was not reviewed.

use serde_json::{Value, json};

use crate::{
    engine::Engine,
    page::{CUT, Page},
    run::{journey, until},
};

const CUSTOMER: &str = "301000001";

async fn review(page: &Page, section: &str, label: &str, words: &str) {
    page.press(&format!("Edit {section}")).await;
    page.fill(label, words).await;
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    page.sandbox.forget().await;
}

/// Saves another first name, whose answer comes late, and types an e-mail meanwhile.
async fn save_late(page: &Page, faults: &[Value]) {
    page.open(CUSTOMER).await;
    review(page, "Identity", "First name", "Camilla").await;
    page.sandbox.order(json!({"fault": "delay", "delay_ms": 4000, "method": "GET"})).await;
    for fault in faults {
        page.sandbox.order(fault.clone()).await;
    }
    page.press("Save").await;
    page.browser.back().await.expect("the browser goes back");
    page.press("Discard what I typed").await;
    page.press("Edit Contact").await;
    page.fill("E-mail", "milla@example.org").await;
}

async fn patches(page: &Page) -> Vec<Value> {
    page.sandbox.requests_by("PATCH").await.into_iter().map(|request| request["body"].clone()).collect()
}

#[test]
fn to_try_again_from_the_form_is_to_review_again() {
    journey("late-review", |page| async move {
        page.expect_noise("500 (");
        page.open(CUSTOMER).await;
        review(&page, "Identity", "First name", "Camilla").await;
        page.sandbox.order(json!({"fault": "server_error_html", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("The service has a problem").await;
        page.press("Go back and change").await;
        page.sandbox.forget().await;
        page.press("Try again").await;
        page.is_at("Check your change").await;
        assert_eq!(patches(&page).await.len(), 0, "nothing goes out that was not reviewed");

        page.sandbox.order(json!({"fault": "server_error_html", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("The service has a problem").await;
        page.press("Go back and change").await;
        page.fill("Month", "13").await;
        page.sandbox.forget().await;
        page.press("Try again").await;
        page.has_focus("div There is a problem").await;
        assert_eq!(page.value("Month").await, "13", "what is typed stays");
        page.fill("Month", "4").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        assert_eq!(patches(&page).await.len(), 0, "nothing goes out that was not reviewed");
        page.press("Save").await;
        page.hears("Your change has been saved").await;
    });
}

#[test]
fn a_late_failure_is_about_what_failed_and_tries_that_again() {
    journey("late-failure", |page| async move {
        page.expect_noise("500 (");
        save_late(&page, &[json!({"fault": "server_error_html", "method": "PATCH"})]).await;
        page.hears("This is about what you wanted to save before: First name.").await;
        page.has_focus("input E-mail").await;
        page.shoot("late-failure").await;
        page.press("Try again").await;
        page.holds("the failure goes", "return !spoken().some(one => one.includes('problem'))", &[]).await;
        assert_eq!(page.value("E-mail").await, "milla@example.org", "what is typed stays");
        assert_eq!(patches(&page).await, vec![json!({"first_name": "Camilla"}); 2]);
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!(patches(&page).await[2..], [json!({"email": "milla@example.org"})]);
    });
}

#[test]
fn a_late_choice_waits_for_what_is_typed() {
    journey("late-clash", |page| async move {
        page.open(CUSTOMER).await;
        review(&page, "Identity", "First name", "Camilla").await;
        page.sandbox.change(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.sandbox.forget().await;
        page.sandbox.order(json!({"fault": "delay", "delay_ms": 4000, "method": "GET"})).await;
        page.press("Save").await;
        page.browser.back().await.expect("the browser goes back");
        page.press("Discard what I typed").await;
        page.press("Edit Contact").await;
        page.fill("E-mail", "milla@example.org").await;
        page.hears("This is about what you wanted to save before: First name.").await;
        page.has_focus("input E-mail").await;
        page.shoot("late-clash").await;
        page.press("Choose now").await;
        page.field("What you typed", Some("First name")).await.click().await.expect("a choice");
        page.press("Save what I chose").await;
        page.is_at("Contact").await;
        assert_eq!(page.value("E-mail").await, "milla@example.org", "what is typed stays");
        assert_eq!(patches(&page).await, [json!({"first_name": "Camilla"})]);
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Camilla");
    });
}

#[test]
fn what_comes_back_late_leaves_the_form_and_its_focus_alone() {
    journey("late-focus", |page| async move {
        save_late(&page, &[]).await;
        page.ask("window.typed = elements()[0].shadowRoot.activeElement", &[])
            .await
            .expect("the field is there");
        until("the save has come back", || async {
            match page.sandbox.requests().await.as_slice() {
                [.., patch, last] if patch["method"] == "PATCH" && last["status"] == 200 => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        // Reviewing proves that the answer has been taken in: only the e-mail is asked for.
        page.has_focus("input E-mail").await;
        let same = page.ask("return window.typed === elements()[0].shadowRoot.activeElement", &[]).await;
        assert_eq!(same, Ok(json!(true)), "it is the same field");
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!(
            patches(&page).await,
            [json!({"first_name": "Camilla"}), json!({"email": "milla@example.org"})]
        );
    });
}

#[test]
fn what_nobody_knows_is_not_forgotten_on_another_page() {
    journey("late-unknown", |page| async move {
        page.expect_noise(CUT);
        page.open(CUSTOMER).await;
        review(&page, "Identity", "First name", "Camilla").await;
        page.sandbox.order(json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
        page.sandbox.order(json!({"fault": "cut_after", "method": "PATCH", "times": 1000})).await;
        page.sandbox.order(json!({"fault": "cut_before", "method": "GET", "times": 1000})).await;
        page.press("Save").await;
        page.hears("We do not know whether this was saved").await;
        let sent = patches(&page).await.len();
        page.browser.back().await.expect("the browser goes back");
        page.press("Discard what I typed").await;
        page.press("Edit Contact").await;
        page.hears("We do not know whether this was saved").await;
        // The discarding looked by itself, in vain: only the press below is to find out.
        let is_idle = "return pressable(arguments[0]).ariaBusy === 'false'";
        page.holds("nothing is under way", is_idle, &["Check what was saved".into()]).await;
        page.sandbox.cancel_orders().await;
        page.press("Check what was saved").await;
        page.lacks("We do not know whether this was saved").await;
        page.press("Cancel").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        page.hears("your change has arrived").await;
        assert_eq!(patches(&page).await.len(), sent, "it is not repeated by itself");
    });
}

#[test]
fn a_write_the_browser_repeats_is_known_by_its_version_and_can_be_taken_back() {
    journey("late-repeat", |page| async move {
        page.expect_noise("412 (");
        page.sandbox.switch(json!({"etag": "on"})).await;
        page.open(CUSTOMER).await;
        review(&page, "Identity", "First name", "Camilla").await;
        // Once: the browser may repeat it by itself, and meets its own first write.
        page.sandbox.order(json!({"fault": "cut_after", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("your change has arrived").await;
        let times = if Engine::chosen().repeats_a_write() { 2..=2 } else { 1..=2 };
        let writes = patches(&page).await;
        assert!(times.contains(&writes.len()), "{writes:?}");
        assert!(writes.iter().all(|write| *write == json!({"first_name": "Camilla"})), "{writes:?}");
        page.press("Undo this change").await;
        page.is_at("Camille Moreau-Lefèvre").await;
    });
}

/// Somebody else changes the first name while ours is reviewed.
async fn clash(page: &Page) {
    page.open(CUSTOMER).await;
    review(page, "Identity", "First name", "Camilla").await;
    page.sandbox.change(CUSTOMER, json!({"first_name": "Milla"})).await;
    page.sandbox.forget().await;
    page.press("Save").await;
    page.is_at("Changed in two places").await;
}

async fn pick(page: &Page, side: &str) {
    page.field(side, Some("First name")).await.click().await.expect("a choice");
}

#[test]
fn a_choice_that_could_not_be_saved_takes_nothing_from_what_was_typed() {
    journey("late-choice", |page| async move {
        page.expect_noise("500 (");
        clash(&page).await;
        pick(&page, "When you opened it").await;
        page.sandbox.order(json!({"fault": "server_error_html", "method": "PATCH"})).await;
        page.press("Save what I chose").await;
        page.hears("The service has a problem").await;
        page.press("Go back and change").await;
        assert_eq!(page.value("First name").await, "Camilla");
    });
}

#[test]
fn a_second_clash_still_shows_what_was_opened_and_what_was_typed() {
    journey("late-second", |page| async move {
        clash(&page).await;
        pick(&page, "When you opened it").await;
        page.sandbox.change(CUSTOMER, json!({"first_name": "Mila"})).await;
        page.press("Save what I chose").await;
        for (side, value) in
            [("When you opened it", "Camille"), ("Stored now", "Mila"), ("What you typed", "Camilla")]
        {
            let script = "const values = all('[type=radio]').map(one => [nameOf(one), text(one.parentElement.querySelector('div'))]);
                return values.some(([side, value]) => side === arguments[0] && value === arguments[1]) || values";
            page.holds(side, script, &[json!(side), json!(value)]).await;
        }
    });
}

#[test]
fn to_keep_what_is_stored_sends_nothing_and_says_so() {
    journey("late-kept", |page| async move {
        clash(&page).await;
        pick(&page, "Stored now").await;
        page.press("Save what I chose").await;
        page.hears("Left as it is stored").await;
        page.is_at("Milla Moreau-Lefèvre").await;
        assert_eq!(patches(&page).await.len(), 0);
        page.press("Edit Identity").await;
        assert_eq!(page.value("First name").await, "Milla", "what was typed is given up");
        page.press("Cancel").await;
        page.lacks("Leave without saving?").await;
    });
}

#[test]
fn a_clash_of_an_undo_names_its_own_sides() {
    journey("late-undo", |page| async move {
        page.open(CUSTOMER).await;
        review(&page, "Identity", "First name", "Camilla").await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        page.sandbox.change(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.press("Undo this change").await;
        page.is_at("Changed in two places").await;
        page.sees("After you saved, this was changed elsewhere too.").await;
        pick(&page, "Before you saved").await;
        page.press("Save what I chose").await;
        page.hears("Your change has been saved").await;
        page.is_at("Camille Moreau-Lefèvre").await;
    });
}
