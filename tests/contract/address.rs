//! Addresses that the vendor does not know: the rejection names the line, and the customer can force the address.

use carnet::{
    domain::{AddressLine, Changes, FieldPath, Record, TextField, between},
    error::ApiError,
    form::Draft,
    vendor_api::Operation,
};
use serde_json::json;

use crate::{
    test_server::{Client, TestServer},
    vendors::{WRITERS, Writer},
};

/// The vendors that validate addresses.
fn validating_vendors() -> impl Iterator<Item = &'static Writer> {
    WRITERS.iter().copied().filter(|fixture| !(fixture.rejected_addresses)().is_empty())
}

async fn type_address(client: &Client<'_>, lines: &[(AddressLine, &str)]) -> (Record, Changes) {
    let loaded = client.record().await;
    let mut draft = Draft::from(&loaded);
    for (line, text) in lines {
        draft.lines[*line] = (*text).to_owned();
    }
    let (wanted, problems) = draft.read(&loaded, client.server.fixture.vendor.form_rules(), |_| false);
    assert_eq!(problems, []);
    (wanted.clone(), between(&loaded, &wanted))
}

#[tokio::test]
async fn update_with_unknown_address_names_its_line_and_can_be_forced() {
    for fixture in validating_vendors() {
        for error_path in (fixture.error_path_switches)() {
            for (lines, place) in (fixture.rejected_addresses)() {
                let context = format!("{lines:?} under {error_path}");
                let server = TestServer::open(fixture);
                server.set_switches(&error_path).await;
                let client = server.sign_in(fixture.full).await;
                let before = client.text().await;
                let (wanted, changes) = type_address(&client, &lines).await;

                let rejected = client.update(&changes, false).await.expect_err(&context);
                let places: Vec<Option<FieldPath>> =
                    rejected.field_errors().iter().map(|error| error.path).collect();
                assert_eq!(places, [Some(place)], "{context}");
                assert!(rejected.is_address_only(), "{context}");
                assert!(rejected.field_errors()[0].text.is_some(), "{context}");
                assert_eq!(client.text().await, before, "{context}: nothing is stored");

                let first = server.only_write().await;
                server.clear_requests().await;
                assert_eq!(client.update(&changes, true).await, Ok(()), "{context}");
                let second = server.only_write().await;
                assert_eq!(second["body"], first["body"], "{context}: the same change");
                assert_eq!(client.record().await, wanted, "{context}");
            }
        }
    }
}

#[tokio::test]
async fn suggested_address_is_accepted() {
    for fixture in validating_vendors() {
        let mut suggested = 0;
        for (lines, _) in (fixture.rejected_addresses)() {
            let server = TestServer::open(fixture);
            let client = server.sign_in(fixture.full).await;
            let loaded = client.record().await;
            let (_, changes) = type_address(&client, &lines).await;
            let rejected = client.update(&changes, false).await.expect_err("the address is unknown");
            for address in &rejected.field_errors()[0].suggestions {
                suggested += 1;
                let wanted = Record { address: Some(address.clone()), ..loaded.clone() };
                assert_eq!(client.save(&client.record().await, &wanted).await, Ok(wanted));
            }
        }
        assert!(suggested > 1, "at least two suggestions are read");
    }
}

#[tokio::test]
async fn rejection_message_follows_request_language() {
    for fixture in validating_vendors() {
        let server = TestServer::open(fixture);
        let mut client = server.sign_in(fixture.full).await;
        let (_, changes) = type_address(&client, &(fixture.rejected_addresses)()[0].0).await;
        let mut sentences = Vec::new();
        for language in ["en-US", "fr-FR"] {
            client.language = language;
            let rejected = client.update(&changes, false).await.expect_err("the address is unknown");
            sentences.push(rejected.field_errors()[0].text.clone());
        }
        assert_ne!(sentences[0], sentences[1], "{sentences:?}");
    }
}

#[tokio::test]
async fn request_forces_address_only_with_force_address() {
    for fixture in validating_vendors() {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let (wanted, changes) = type_address(&client, &(fixture.rejected_addresses)()[0].0).await;
        let id = &client.id;
        for (force_address, expected) in [(false, false), (true, true)] {
            for operation in [
                Operation::Update { customer: id, changes: &changes, version: None, force_address },
                Operation::Create { record: &wanted, force_address },
            ] {
                assert_eq!((fixture.forces_address)(&client.request(operation)), expected, "{operation:?}");
            }
        }
        for operation in [Operation::View(id), Operation::Civilities] {
            assert!(!(fixture.forces_address)(&client.request(operation)), "{operation:?}");
        }
    }
}

#[tokio::test]
async fn rejection_of_other_fields_is_not_address_only() {
    for fixture in validating_vendors() {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let loaded = client.record().await;
        let mut wanted = loaded.clone();
        wanted.texts[TextField::Email] = Some("no address".into());
        let rejected = client.update(&between(&loaded, &wanted), false).await.expect_err("it is rejected");
        assert_eq!(rejected.field_errors()[0].path, Some(FieldPath::Text(TextField::Email)));
        assert!(!rejected.is_address_only());

        for errors in [
            json!([{"concerned_key": "address.city"}, {"concerned_key": "email"}]),
            json!([{"concerned_key": "address.city"}, {"concerned_key": "something-new"}]),
            json!([{"concerned_key": "address.city"}, {}]),
            json!([{"error_description": "No."}]),
            json!([]),
        ] {
            server.inject_fault(&json!({"fault": "bad_request", "errors": errors})).await;
            let rejected =
                client.update(&between(&loaded, &wanted), false).await.expect_err("it is rejected");
            assert!(
                matches!(rejected, ApiError::Rejected(_)) && !rejected.is_address_only(),
                "{errors}: {rejected:?}"
            );
        }
    }
}
