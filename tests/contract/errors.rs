//! Error responses: each kind of error is recognized for every operation.

use std::time::Duration;

use carnet::{
    domain::{CustomerId, Record, TextField, between},
    error::ApiError,
    http::{Body, Response},
    vendor_api::{self, Operation},
};
use serde_json::{Value, json};

use crate::{
    test_server::{Client, TestServer, parse_body, response},
    vendors::{Fixture, VENDORS, WRITERS},
};

/// Sends every operation with an injected fault. Returns each operation's name and result.
async fn send_every_operation(
    server: &TestServer<'_>,
    fixture: &Fixture,
    fault: &Value,
) -> Vec<(&'static str, Result<(), ApiError>)> {
    let client: Client<'_> = server.sign_in(fixture.full).await;
    let record = Record::default();
    let mut wanted = Record::default();
    wanted.texts[TextField::FirstName] = Some("Zoé".into());
    let changes = between(&record, &wanted);
    let version = client.view().await.expect("a profile").version;
    let version = version.as_deref();
    let update = Operation::Update { customer: &client.id, changes: &changes, version, force_address: false };
    let create = Operation::Create { record: &wanted, force_address: false };
    let mut read = Vec::new();
    for (name, operation) in [
        ("view", Operation::View(&client.id)),
        ("update", update),
        ("create", create),
        ("civilities", Operation::Civilities),
    ] {
        let Some(request) = client.try_request(operation) else { continue };
        server.inject_fault(fault).await;
        let response = server.send(&request).await.unwrap_or_else(Response::from);
        read.push((name, read_result(fixture, name, &response)));
    }
    assert_eq!(read.len(), operation_names(fixture).len(), "every operation was sent");
    read
}

/// The names of the operations that a vendor supports.
fn operation_names(fixture: &Fixture) -> &'static [&'static str] {
    let writes = WRITERS.iter().any(|writer| writer.vendor == fixture.vendor);
    match (writes, fixture.vendor.has_civilities()) {
        (true, true) => &["view", "update", "create", "civilities"],
        (true, false) => &["view", "update", "create"],
        (false, true) => &["view", "civilities"],
        (false, false) => &["view"],
    }
}

fn read_result(fixture: &Fixture, name: &str, response: &Response) -> Result<(), ApiError> {
    match name {
        "view" => vendor_api::read_profile(fixture.vendor, &fixture.query(), response).map(drop),
        "update" => vendor_api::read_saved(fixture.vendor, response),
        "create" => vendor_api::read_created(fixture.vendor, response).map(drop),
        _ => vendor_api::read_civilities(fixture.vendor, response).map(drop),
    }
}

#[tokio::test]
async fn error_statuses_are_distinguished_for_every_operation() {
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
        for (fault, error) in &faults {
            let server = TestServer::open(fixture);
            for (name, read) in send_every_operation(&server, fixture, fault).await {
                assert_eq!(read.as_ref(), Err(error), "{name} with {fault}");
            }
        }
    }
}

#[tokio::test]
async fn response_without_json_is_unreadable_if_a_body_is_required() {
    for fixture in VENDORS {
        for fault in ["malformed_json", "empty_body"] {
            let server = TestServer::open(fixture);
            for (name, read) in send_every_operation(&server, fixture, &json!({"fault": fault})).await {
                // Here the creation is rejected before the fault applies, because required fields are missing.
                match name {
                    "update" if fault == "empty_body" => {
                        assert_eq!(read, Ok(()), "a save needs no response body");
                    }
                    // What is not JSON is not the vendor's: the profile that is read again decides.
                    "update" => assert_eq!(read, Err(ApiError::OutcomeUnknown), "{fault}"),
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
async fn truncated_response_is_unreadable() {
    for fixture in VENDORS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        for (fault, arrives) in [("truncated_body", true), ("cut_before", false), ("cut_after", false)] {
            server.inject_fault(&json!({"fault": fault})).await;
            let broken =
                client.send_operation(Operation::View(&client.id)).await.expect_err("the connection breaks");
            assert_eq!(!broken.arrived.is_empty(), arrives, "{fault}");
            let partial = response(200, &broken.arrived);
            for name in operation_names(fixture).iter().copied().filter(|name| *name != "update") {
                let read = read_result(fixture, name, &partial);
                assert!(matches!(read, Err(ApiError::Unreadable { .. })), "{name} with {fault}: {read:?}");
            }
        }
    }
}

#[tokio::test]
async fn request_with_wrong_token_is_signed_out() {
    for fixture in VENDORS {
        let server = TestServer::open(fixture);
        let mut client = server.sign_in(fixture.full).await;
        client.token = "wrong".into();
        assert_eq!(client.view().await, Err(ApiError::SignedOut));
    }
}

#[tokio::test]
async fn view_of_unknown_customer_is_not_found() {
    for fixture in VENDORS {
        let server = TestServer::open(fixture);
        let mut client = server.sign_in(fixture.full).await;
        client.id = CustomerId::parse(fixture.unknown_id).expect("an id");
        assert_eq!(client.view().await, Err(ApiError::NotFound));
    }
}

#[test]
fn error_status_is_classified_for_every_body() {
    let html = || Body::Other;
    for fixture in VENDORS {
        for status in 300..=599_u16 {
            for body in
                [Body::Empty, html(), parse_body("{}"), parse_body("[]"), parse_body(r#"{"errors":[[],1]}"#)]
            {
                let response = Response { status, retry_after: None, language: None, etag: None, body };
                for name in operation_names(fixture) {
                    let error = read_result(fixture, name, &response).expect_err("an error status");
                    assert_eq!(
                        vendor_api::check(fixture.vendor, &response).as_ref(),
                        Err(&error),
                        "{status}"
                    );
                    let own = (fixture.special_error)(&response);
                    let right = match status {
                        _ if own.is_some() => Some(&error) == own.as_ref(),
                        400 | 422 => matches!(&error, ApiError::Rejected(why) if !why.is_empty()),
                        401 => error == ApiError::SignedOut,
                        403 => error == ApiError::NotAllowed,
                        404 => error == ApiError::NotFound,
                        409 | 412 => error == ApiError::PreconditionFailed,
                        410 => error == ApiError::Deleted,
                        429 => error == ApiError::RateLimited { wait: None },
                        _ => error == ApiError::ServerError { status },
                    };
                    assert!(right, "{} {name} with {status}: {error:?}", fixture.name);
                }
            }
        }
    }
}
