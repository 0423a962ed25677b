//! A tenth of the failure matrix in a browser: what the browser shows is what the state machine ended in without one.
//!
//! The cells and their results are those of `tests/contract/matrix.rs`. Each engine runs another tenth, which a hash of
//! the cell's name chooses.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::{
    browser::Engine,
    catalogue::{beginning_of, t},
    harness::journey,
    matrix_cells::{Fault, Place, faults, name},
    page::{CONNECTION_ERROR, Page},
    sandbox::root,
};

const CUSTOMER: &str = "123456789";

/// What a cell ends in (`tests/contract/matrix.json`).
fn results() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(root().join("tests/contract/matrix.json")).expect("the results");
    serde_json::from_str(&text).expect("an object")
}

/// Whether this engine runs the cell: one of ten.
fn is_chosen(cell: &str) -> bool {
    // Without a deadline of minutes: `slow_responses.rs` waits for one in a browser.
    Engine::current().has_share(cell, 10) && !cell.ends_with("no answer") && !cell.ends_with("drips")
}

/// The catalogue key of the message that stands for each part of a result.
fn message_key(part: &str) -> &'static str {
    match part {
        "`Offline`" => "failure.offline",
        "`TimedOut`" => "failure.timed-out",
        "`Rejected`" => "failure.refused",
        "`SignedOut`" => "failure.signed-out",
        "`NotAllowed`" => "failure.not-allowed",
        "`NotFound`" => "failure.not-found",
        "`Deleted`" => "failure.deleted",
        "`PreconditionFailed`" => "failure.overtaken",
        "`RateLimited`" => "failure.too-many",
        "`ServerError`" => "failure.vendor-broken",
        "`Unreadable`" => "failure.unreadable",
        "`OutcomeUnknown`" | "outcome unknown" => "failure.outcome-unknown",
        "not saved" => "failure.not-saved",
        "with the reasons" => "form.problem",
        "created" => "news.created",
        "read back" => "news.saved",
        "found by a read" => "news.found-text",
        "not read back" => "news.unread-text",
        other => panic!("no message for {other:?}"),
    }
}

/// Waits until the page shows what the cell ended in.
async fn shows_result(page: &Page, result: &str) {
    let (screen, details) = result.split_once(", ").unwrap_or((result, ""));
    match screen {
        "review" => page.has_heading(t("review.title")).await,
        "answers" => page.has_heading(t("create.check")).await,
        "profile" if details.is_empty() => {
            page.shows(&format!("{} {}", t("view.edit-all"), t("section.identity"))).await;
        }
        // The message says the rest.
        "profile" | "no profile" | "form" => {}
        other => panic!("no page for {other:?}"),
    }
    if let Some(last) = details.rsplit(", ").next().filter(|last| !last.is_empty()) {
        page.announces(beginning_of(message_key(last))).await;
    }
}

/// Opens the page where the request of this place is sent, up to the press that sends it.
async fn prepare(page: &Page, place: Place) {
    match place {
        Place::FirstRead | Place::Civilities => {}
        Place::Create | Place::ReadCreated => {
            page.visit("").await;
            page.press(t("host.create")).await;
            page.has_heading(t("create.title")).await;
            page.choose(t("label.civility"), "Mr").await;
            page.fill(t("label.first-name"), "Ada").await;
            page.fill(t("label.last-name"), "Moreau").await;
            page.press(t("create.check")).await;
            page.has_heading(t("create.check")).await;
        }
        Place::ReadBefore | Place::Write | Place::ReadBack | Place::WriteAndReadBack => {
            page.open(CUSTOMER).await;
            page.edit("identity").await;
            page.fill(t("label.first-name"), "Tim").await;
            page.review().await;
            page.has_heading(t("review.title")).await;
        }
    }
    page.sandbox.clear_requests().await;
}

/// Sends the request of this place.
async fn send(page: &Page, place: Place) {
    match place {
        Place::FirstRead | Place::Civilities => page.visit(&format!("#/customers/{CUSTOMER}")).await,
        Place::Create | Place::ReadCreated => page.press(t("create.send")).await,
        Place::ReadBefore | Place::Write | Place::ReadBack | Place::WriteAndReadBack => page.save().await,
    }
}

async fn run(page: &Page, place: Place, fault: &Fault, result: &Value) {
    page.sandbox.reset().await;
    prepare(page, place).await;
    // Chromium sends a request again by itself when a connection breaks, and after a 408.
    let is_resent = fault.label.starts_with("connection lost") || fault.label.starts_with("408");
    for mut order in place.orders(fault) {
        if is_resent && order["fault"] != "delay" {
            order["times"] = json!(50);
        }
        page.sandbox.inject_fault(order).await;
    }
    send(page, place).await;
    shows_result(page, result["page"].as_str().unwrap_or_default()).await;
    page.sandbox.clear_faults().await;
    let writes = page.sandbox.requests().await.iter().filter(|request| request["method"] != "GET").count();
    assert!(is_resent || json!(writes) == result["writes"], "{}: {writes} writes", name(place, fault));
    if !matches!(place, Place::Create | Place::ReadCreated) {
        let stored = page.sandbox.stored(CUSTOMER).await["first_name"].clone();
        assert_eq!(stored, result["stored"], "{}", name(place, fault));
    }
}

/// Runs the chosen cells of a place, and names the one that fails.
fn run_chosen(journey_name: &'static str, places: &'static [Place]) {
    journey(journey_name, move |page| async move {
        page.allow_in_console(CONNECTION_ERROR);
        page.allow_in_console("Failed to load resource");
        let results = results();
        for &place in places {
            for fault in faults().iter().filter(|fault| is_chosen(&name(place, fault))) {
                eprintln!("{}", name(place, fault));
                run(&page, place, fault, &results[&name(place, fault)]).await;
            }
        }
    });
}

#[test]
fn chosen_faults_of_reads_end_as_without_a_browser() {
    run_chosen("fault-matrix-reads", &[Place::FirstRead, Place::Civilities, Place::ReadBefore]);
}

#[test]
fn chosen_faults_of_saves_end_as_without_a_browser() {
    run_chosen("fault-matrix-saves", &[Place::Write, Place::ReadBack, Place::WriteAndReadBack]);
}

#[test]
fn chosen_faults_of_creations_end_as_without_a_browser() {
    run_chosen("fault-matrix-creations", &[Place::Create, Place::ReadCreated]);
}

#[test]
fn every_cell_has_a_result_and_a_message() {
    let results = results();
    for place in Place::ALL {
        for fault in faults() {
            let result = &results[&name(place, &fault)]["page"];
            let details = result.as_str().expect("a text").split(", ").skip(1);
            for part in details.filter(|part| *part != "saved") {
                assert!(!message_key(part).is_empty());
            }
        }
    }
}
