//! Failures are values: each way an answer can be wrong is read as what it is, on every call.

use std::time::Duration;

use carnet::{
    domain::{CustomerId, Record, TextField, between},
    error::ApiError,
    http::{Body, Response},
    vendor_api::{self, Operation},
};
use serde_json::{Value, json};

use crate::{
    house::{House, Visitor, answer, body_of},
    vendors::{Fixture, VENDORS, WRITERS},
};

/// Each call's name and what its answer was read as.
async fn every_call(
    house: &House<'_>,
    fixture: &Fixture,
    fault: &Value,
) -> Vec<(&'static str, Result<(), ApiError>)> {
    let visitor: Visitor<'_> = house.sign_in(fixture.full).await;
    let record = Record::default();
    let mut wanted = Record::default();
    wanted.texts[TextField::FirstName] = Some("Zoé".into());
    let changes = between(&record, &wanted);
    let update =
        Operation::Update { customer: &visitor.id, changes: &changes, version: None, force_address: false };
    let create = Operation::Create { record: &wanted, force_address: false };
    let mut read = Vec::new();
    for (name, call) in [
        ("view", Operation::View(&visitor.id)),
        ("update", update),
        ("create", create),
        ("civilities", Operation::Civilities),
    ] {
        let Some(request) = visitor.asks(call) else { continue };
        house.order(fault).await;
        let answer = house.send(&request).await.unwrap_or_else(Response::from);
        read.push((name, result(fixture, name, &answer)));
    }
    assert_eq!(read.len(), calls(fixture).len(), "each call went out");
    read
}

/// The calls a vendor has.
fn calls(fixture: &Fixture) -> &'static [&'static str] {
    let writes = WRITERS.iter().any(|writer| writer.vendor == fixture.vendor);
    if writes { &["view", "update", "create", "civilities"] } else { &["view"] }
}

fn result(fixture: &Fixture, name: &str, answer: &Response) -> Result<(), ApiError> {
    match name {
        "view" => vendor_api::read_profile(fixture.vendor, &fixture.query(), answer).map(drop),
        "update" => vendor_api::read_saved(fixture.vendor, answer),
        "create" => vendor_api::read_created(fixture.vendor, answer).map(drop),
        _ => vendor_api::read_civilities(fixture.vendor, answer).map(drop),
    }
}

#[tokio::test]
async fn what_the_vendor_says_no_with_is_told_apart_on_every_call() {
    let wait = |seconds| ApiError::RateLimited { wait: Some(Duration::from_secs(seconds)) };
    let faults = [
        (json!({"fault": "unauthorized"}), ApiError::SignedOut),
        (json!({"fault": "forbidden"}), ApiError::NotAllowed),
        (json!({"fault": "not_found"}), ApiError::NotFound),
        (json!({"fault": "too_many"}), wait(3)),
        (json!({"fault": "too_many", "retry_after": 120}), wait(120)),
        (json!({"fault": "server_error_html"}), ApiError::ServerError { status: 500 }),
    ];
    for fixture in VENDORS {
        for (fault, failure) in &faults {
            let house = House::open(fixture);
            for (name, read) in every_call(&house, fixture, fault).await {
                assert_eq!(read.as_ref(), Err(failure), "{name} with {fault}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_document_is_unreadable_where_one_is_needed() {
    for fixture in VENDORS {
        for fault in ["malformed_json", "empty_body"] {
            let house = House::open(fixture);
            for (name, read) in every_call(&house, fixture, &json!({"fault": fault})).await {
                // The creation in this round is refused for its own reasons before its answer is spoiled.
                match name {
                    "update" => assert_eq!(read, Ok(()), "{fault}: a save needs no body"),
                    "create" => assert!(read.is_err(), "{fault}: {read:?}"),
                    _ => assert!(
                        matches!(read, Err(ApiError::Unreadable { .. })),
                        "{name} with {fault}: {read:?}"
                    ),
                }
            }
        }
    }
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        for (fault, arrives) in [("truncated_body", true), ("cut_before", false), ("cut_after", false)] {
            house.order(&json!({"fault": fault})).await;
            let cut = visitor.call(Operation::View(&visitor.id)).await.expect_err("the connection breaks");
            assert_eq!(!cut.arrived.is_empty(), arrives, "{fault}");
            let half = answer(200, &cut.arrived);
            for name in calls(fixture).iter().copied().filter(|name| *name != "update") {
                let read = result(fixture, name, &half);
                assert!(matches!(read, Err(ApiError::Unreadable { .. })), "{name} with {fault}: {read:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_token_or_key_is_signed_out() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        visitor.token = "wrong".into();
        assert_eq!(visitor.view().await, Err(ApiError::SignedOut));
    }
}

#[tokio::test]
async fn a_customer_nobody_knows_is_not_found() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        visitor.id = CustomerId::parse(fixture.unknown).expect("an id");
        assert_eq!(visitor.view().await, Err(ApiError::NotFound));
    }
}

#[test]
fn every_status_is_a_success_or_a_failure_with_a_screen() {
    let page = || Body::Other;
    for fixture in VENDORS {
        for status in 300..=599_u16 {
            for body in [Body::Empty, page(), body_of("{}"), body_of("[]"), body_of(r#"{"errors":[[],1]}"#)] {
                let answer = Response { status, retry_after: None, language: None, etag: None, body };
                for name in calls(fixture) {
                    let failure = result(fixture, name, &answer).expect_err("no success");
                    assert_eq!(
                        vendor_api::check(fixture.vendor, &answer).as_ref(),
                        Err(&failure),
                        "{status}"
                    );
                    let own = (fixture.own_failure)(&answer);
                    let right = match status {
                        _ if own.is_some() => Some(&failure) == own.as_ref(),
                        400 | 422 => matches!(&failure, ApiError::Rejected(why) if !why.is_empty()),
                        401 => failure == ApiError::SignedOut,
                        403 => failure == ApiError::NotAllowed,
                        404 => failure == ApiError::NotFound,
                        409 | 412 => failure == ApiError::PreconditionFailed,
                        410 => failure == ApiError::Deleted,
                        429 => failure == ApiError::RateLimited { wait: None },
                        _ => failure == ApiError::ServerError { status },
                    };
                    assert!(right, "{} {name} with {status}: {failure:?}", fixture.name);
                }
            }
        }
    }
}
