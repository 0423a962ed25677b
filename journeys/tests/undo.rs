//! After a save: the profile is read back, the save can be undone, and changes by others are reported.

use serde_json::json;

use crate::{
    catalogue::{saved, t, t_with, undone},
    harness::{journey, poll},
    page::Page,
};

const CUSTOMER: &str = "301000001";

/// Changes the first name and saves it.
async fn save(page: &Page, name: &str) {
    page.edit("identity").await;
    page.fill(t("label.first-name"), name).await;
    page.review().await;
    page.has_heading(t("review.title")).await;
    page.save().await;
}

fn change(name: &str, before: &str, after: &str) -> (String, Vec<String>, Vec<String>) {
    (name.to_owned(), vec![before.to_owned()], vec![after.to_owned()])
}

#[test]
fn save_stored_differently_reports_stored_value() {
    journey("undo-different", |page| async move {
        page.sandbox.set_switches(json!({"stores": "upper_case"})).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(t("news.different")).await;
        assert_eq!(page.changes().await, [change(t("label.first-name"), "Camilla", "CAMILLA")]);
        assert_eq!(page.fact(t("group.name")).await, ["Mrs CAMILLA Hélène Zoé Inès Moreau-Lefèvre"]);
        page.screenshot("saved-differently").await;
    });
}

#[test]
fn save_ignored_by_vendor_is_reported() {
    journey("undo-dropped", |page| async move {
        page.sandbox.set_switches(json!({"stores": "nothing"})).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(t("news.ignored")).await;
        assert_eq!(page.changes().await, [change(t("label.first-name"), "Camilla", "Camille")]);
        page.does_not_show(t("news.undo")).await;
    });
}

#[test]
fn undo_restores_profile() {
    journey("undo", |page| async move {
        let before = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.sandbox.clear_requests().await;
        page.press(t("news.undo")).await;
        page.announces(undone()).await;
        page.has_focus("div", &t_with("news.undone", &[("names", t("group.name"))])).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.screenshot("undone").await;
        let sent = page.sandbox.requests().await;
        let methods: Vec<_> = sent.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["GET", "PATCH", "GET"], "the profile is read, changed and read back");
        assert_eq!(sent[1]["body"], json!({"first_name": "Camille"}));
        assert_eq!(page.sandbox.stored(CUSTOMER).await, before);

        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.edit("contact").await;
        page.cancel().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.does_not_show(t("news.undo")).await;
    });
}

#[test]
fn undo_after_change_elsewhere_shows_conflict() {
    journey("undo-conflict", |page| async move {
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.sandbox.patch(CUSTOMER, json!({"first_name": "Milla"})).await;
        page.sandbox.clear_requests().await;
        page.press(t("news.undo")).await;
        page.has_heading(t("clash.title")).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0, "nothing is overwritten");
        page.press(t("review.back")).await;
        page.has_heading("Milla Moreau-Lefèvre").await;
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Milla");
    });
}

#[test]
fn draft_typed_during_undo_is_kept() {
    journey("undo-slow", |page| async move {
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.sandbox.inject_fault(json!({"fault": "hold", "method": "PATCH"})).await;
        page.sandbox.clear_requests().await;
        page.press(t("news.undo")).await;
        page.edit("contact").await;
        page.fill(t("label.email"), "milla@example.org").await;
        page.sandbox.release().await;
        poll("the end of the undo", || async {
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
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        let stored = page.sandbox.stored(CUSTOMER).await;
        assert_eq!(
            (&stored["first_name"], &stored["email"]),
            (&json!("Camille"), &json!("milla@example.org"))
        );
    });
}

#[test]
fn failed_undo_can_be_retried() {
    journey("undo-fails", |page| async move {
        page.allow_in_console("403 (");
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.sandbox.inject_fault(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.press(t("news.undo")).await;
        page.announces(t("failure.not-allowed")).await;
        page.press(t("failure.retry")).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn undo_that_was_not_saved_can_be_retried() {
    journey("undo-not-saved", |page| async move {
        page.allow_in_console("500 (");
        page.open(CUSTOMER).await;
        save(&page, "Camilla").await;
        page.announces(saved()).await;
        page.sandbox.inject_fault(json!({"fault": "server_error_html", "method": "PATCH"})).await;
        page.press(t("news.undo")).await;
        page.announces(t("failure.not-saved")).await;
        page.press(t("failure.retry")).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn undo_restores_forced_address() {
    journey("undo-address", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.edit("address").await;
        page.fill(t("label.street"), "UNKNOWN").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.press(t("address.force")).await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        page.edit("address").await;
        page.fill(t("label.street"), "rue Crébillon").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        page.press(t("news.undo")).await;
        page.announces(undone()).await;
        assert_eq!(page.fact(t("label.address")).await[0], "12 bis UNKNOWN");
    });
}

#[test]
fn save_after_change_elsewhere_reports_that_change() {
    journey("undo-elsewhere", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.sandbox.patch(CUSTOMER, json!({"email": "milla@example.org"})).await;
        page.sandbox.clear_requests().await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(t("news.elsewhere")).await;
        let reported = change(t("label.email"), "camille.moreau@example.org", "milla@example.org");
        assert_eq!(page.changes().await, [reported]);
        page.screenshot("elsewhere").await;
        assert_eq!(page.sandbox.only_write().await["body"], json!({"first_name": "Camilla"}));
    });
}

#[test]
fn save_with_etag_after_faster_write_reads_profile_and_retries() {
    journey("undo-version", |page| async move {
        page.allow_in_console("412 (");
        page.sandbox.set_switches(json!({"etag": "on"})).await;
        page.open(CUSTOMER).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        // The write is held, so that another change comes between the app's read and its write.
        page.sandbox.inject_fault(json!({"fault": "hold", "method": "PATCH"})).await;
        page.sandbox.clear_requests().await;
        page.save().await;
        poll("the request with the change", || async {
            match page.sandbox.requests_by("PATCH").await.len() {
                1 => Ok(()),
                other => Err(format!("{other} changes")),
            }
        })
        .await;
        page.sandbox.patch(CUSTOMER, json!({"email": "milla@example.org"})).await;
        page.sandbox.release().await;
        page.announces(saved()).await;
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
