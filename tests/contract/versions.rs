//! Versions: an update is sent for the version that was read (`If-Match`), if the response had one.

use carnet::{
    domain::{Changes, CustomerId, TextField, between},
    error::ApiError,
    http::Response,
    vendor_api::{Operation, Query, RequestContext, read_profile, read_saved, request},
};
use serde_json::json;

use crate::{
    test_server::{Client, ORIGIN, TestServer, parse_body},
    vendors::WRITERS,
};

/// A change of the first name.
async fn rename_change(client: &Client<'_>, name: &str) -> Changes {
    let loaded = client.record().await;
    let mut wanted = loaded.clone();
    wanted.texts[TextField::FirstName] = Some(name.to_owned());
    between(&loaded, &wanted)
}

#[tokio::test]
async fn update_with_current_version_is_stored_and_with_older_one_is_not() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        server.set_switches(&json!({"etag": "on"})).await;
        let client = server.sign_in(fixture.full).await;
        let write = async |changes: &Changes, version: Option<&str>| {
            let operation =
                Operation::Update { customer: &client.id, changes, version, force_address: false };
            read_saved(fixture.vendor, &client.response(operation).await)
        };
        let first = client.view().await.expect("a profile").version.expect("a version");
        assert_eq!(write(&rename_change(&client, "Zoé").await, Some(&first)).await, Ok(()));

        let second = client.view().await.expect("a profile");
        assert_ne!(second.version.as_ref(), Some(&first), "a write makes a new version");
        assert_eq!(second.record.texts[TextField::FirstName].as_deref(), Some("Zoé"));

        let (before, late) = (client.text().await, rename_change(&client, "Zoë").await);
        assert_eq!(write(&late, Some(&first)).await, Err(ApiError::PreconditionFailed));
        assert_eq!(client.text().await, before, "nothing is stored");
        assert_eq!(write(&late, second.version.as_deref()).await, Ok(()), "stored for the current version");
        assert_eq!(client.record().await.texts[TextField::FirstName].as_deref(), Some("Zoë"));
    }
}

#[tokio::test]
async fn update_without_version_sends_no_if_match() {
    for fixture in WRITERS.iter().filter(|fixture| !fixture.requires_version) {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        assert_eq!(client.view().await.expect("a profile").version, None);
        client.update(&rename_change(&client, "Zoé").await, false).await.expect("it is saved");
        let sent = server.only_write().await;
        assert_eq!(sent["headers"].get("if-match"), None, "{sent}");
    }
}

#[test]
fn if_match_is_sent_unchanged_and_only_with_updates() {
    for fixture in WRITERS {
        let customer = CustomerId::parse("1").expect("an id");
        let query = Query::default();
        let context =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let changes = Changes::default();
        let if_match = |operation| {
            let sent = request(fixture.vendor, operation, context).expect("an operation of the vendor");
            sent.headers.iter().find(|(name, _)| *name == "if-match").map(|(_, value)| value.clone())
        };
        let update = |version| Operation::Update {
            customer: &customer,
            changes: &changes,
            version,
            force_address: false,
        };
        assert_eq!(if_match(update(Some("\"a-1\""))).as_deref(), Some("\"a-1\""));
        assert_eq!(if_match(update(None)), None);
        assert_eq!(if_match(Operation::View(&customer)), None);
    }
}

#[test]
fn weak_etag_is_no_version() {
    for fixture in WRITERS {
        for (etag, version) in
            [(Some("\"a-1\""), Some("\"a-1\"")), (Some("W/\"a-1\""), None), (Some(""), None), (None, None)]
        {
            let etag = etag.map(str::to_owned);
            let response =
                Response { status: 200, retry_after: None, language: None, etag, body: parse_body("{}") };
            let profile = read_profile(fixture.vendor, &Query::default(), &response).expect("a profile");
            assert_eq!(profile.version.as_deref(), version, "{:?}", response.etag);
        }
    }
}

#[test]
fn status_409_or_412_is_precondition_failed() {
    for fixture in WRITERS {
        for status in [409, 412] {
            let response =
                Response { status, retry_after: None, language: None, etag: None, body: parse_body("") };
            assert_eq!(read_saved(fixture.vendor, &response), Err(ApiError::PreconditionFailed), "{status}");
        }
    }
}
