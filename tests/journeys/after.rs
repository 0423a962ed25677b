//! What comes after a save: it is read back, it can be taken back, and what others did meanwhile is said.

use serde_json::json;

use crate::{
    page::Page,
    run::{journey, until},
};

const CUSTOMER: &str = "301000001";

/// Saves another first name.
async fn save(page: &Page, name: &str) {
    page.press("Edit Identity").await;
    page.fill("First name", name).await;
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    page.press("Save").await;
}

fn line(name: &str, before: &str, after: &str) -> (String, Vec<String>, Vec<String>) {
    (name.to_owned(), vec![before.to_owned()], vec![after.to_owned()])
}

#[test]
fn what_the_vendor_stored_otherwise_is_said_with_what_is_stored_now() {
    journey("after-different", |page| async move {
        page.sandbox.switch(json!({"stores": "upper_case"})).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("Saved, but something else was stored").await;
        assert_eq!(page.changes().await, [line("First name", "Camilla", "CAMILLA")]);
        assert_eq!(page.fact("First name").await, ["CAMILLA"]);
        page.shoot("saved-differently").await;
    });
}

#[test]
fn what_the_vendor_dropped_without_a_word_is_said() {
    journey("after-dropped", |page| async move {
        page.sandbox.switch(json!({"stores": "nothing"})).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("The service did not store this").await;
        assert_eq!(page.changes().await, [line("First name", "Camilla", "Camille")]);
        page.lacks("Undo this change").await;
    });
}

#[test]
fn a_save_is_taken_back() {
    journey("after-undo", |page| async move {
        let before = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("Your change has been saved").await;
        page.sandbox.forget().await;
        page.press("Undo this change").await;
        page.hears("Your change has been undone").await;
        page.has_focus("div Your change has been undone").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.shoot("undone").await;
        let sent = page.sandbox.requests().await;
        let methods: Vec<_> = sent.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["GET", "PATCH", "GET"], "it looks, sends and reads back");
        assert_eq!(sent[1]["body"], json!({"first_name": "Camille"}));
        assert_eq!(page.sandbox.stored(CUSTOMER).await, before);

        save(&page, "Camilla").await;
        page.hears("Your change has been saved").await;
        page.press("Edit Contact").await;
        page.press("Cancel").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        page.lacks("Undo this change").await;
    });
}

#[test]
fn an_undo_overwrites_nobody() {
    journey("after-undo-clash", |page| async move {
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("Your change has been saved").await;
        page.sandbox.change(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.sandbox.forget().await;
        page.press("Undo this change").await;
        page.is_at("Changed in two places").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0, "nothing is overwritten in silence");
        page.press("Go back and change").await;
        page.is_at("Milla Moreau-Lefèvre").await;
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Milla");
    });
}

#[test]
fn what_is_typed_while_an_undo_is_on_its_way_stays() {
    journey("after-undo-slow", |page| async move {
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("Your change has been saved").await;
        page.sandbox.order(json!({"fault": "delay", "delay_ms": 1500, "method": "PATCH"})).await;
        page.sandbox.forget().await;
        page.press("Undo this change").await;
        page.press("Edit Contact").await;
        page.fill("E-mail", "milla@example.org").await;
        until("the undo has come back", || async {
            match page.sandbox.requests().await.as_slice() {
                [.., last]
                    if last["method"] == "GET"
                        && last["status"] == 200
                        && page.sandbox.requests_by("PATCH").await.len() == 1 =>
                {
                    Ok(())
                }
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        let stored = page.sandbox.stored(CUSTOMER).await;
        assert_eq!(
            (&stored["first_name"], &stored["email"]),
            (&json!("Camille"), &json!("milla@example.org"))
        );
    });
}

#[test]
fn an_undo_that_fails_is_tried_again() {
    journey("after-undo-fails", |page| async move {
        page.expect_noise("500 (");
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.hears("Your change has been saved").await;
        page.sandbox.order(json!({"fault": "server_error_html", "method": "PATCH"})).await;
        page.press("Undo this change").await;
        page.hears("The service has a problem").await;
        page.press("Try again").await;
        page.is_at("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn an_address_the_vendor_does_not_know_can_be_taken_back_to() {
    journey("after-undo-address", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.press("Edit Address").await;
        page.fill("Street", "UNKNOWN").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.press("Use this address anyway").await;
        page.hears("Your change has been saved").await;
        page.press("Edit Address").await;
        page.fill("Street", "rue Crébillon").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        page.press("Undo this change").await;
        page.hears("Your change has been undone").await;
        assert_eq!(page.fact("Address").await[0], "12 bis UNKNOWN");
    });
}

#[test]
fn what_others_changed_meanwhile_is_said() {
    journey("after-elsewhere", |page| async move {
        page.open(CUSTOMER).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.sandbox.change(CUSTOMER, json!({"email": "milla@example.org"})).await;
        page.sandbox.forget().await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("Changed elsewhere meanwhile").await;
        let told = line("E-mail", "camille.moreau@example.org", "milla@example.org");
        assert_eq!(page.changes().await, [told]);
        page.shoot("elsewhere").await;
        assert_eq!(page.sandbox.the_write().await["body"], json!({"first_name": "Camilla"}));
    });
}

#[test]
fn a_version_binds_the_write_and_a_faster_one_is_looked_at_again() {
    journey("after-version", |page| async move {
        page.expect_noise("412 (");
        page.sandbox.switch(json!({"etag": "on"})).await;
        page.open(CUSTOMER).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        // Slow enough for somebody to be faster between the look and the write.
        page.sandbox.order(json!({"fault": "delay", "delay_ms": 3000, "method": "PATCH"})).await;
        page.sandbox.forget().await;
        page.press("Save").await;
        until("the change is on its way", || async {
            match page.sandbox.requests_by("PATCH").await.len() {
                1 => Ok(()),
                other => Err(format!("{other} changes")),
            }
        })
        .await;
        page.sandbox.change(CUSTOMER, json!({"email": "milla@example.org"})).await;
        page.hears("Your change has been saved").await;
        let sent = page.sandbox.requests_by("PATCH").await;
        let statuses: Vec<_> = sent
            .iter()
            .filter(|one| one["body"]["first_name"].is_string())
            .map(|one| one["status"].clone())
            .collect();
        assert_eq!(statuses, [json!(412), json!(204)]);
        let stored = page.sandbox.stored(CUSTOMER).await;
        assert_eq!(
            (&stored["first_name"], &stored["email"]),
            (&json!("Camilla"), &json!("milla@example.org"))
        );
    });
}
