//! Creating a customer: one request, and a complete profile under the id that the vendor returns.

use carnet::{
    domain::{CustomerId, FactValue, Field, Record},
    error::ApiError,
    form::Draft,
    vendor_api::{Operation, read_created},
};
use serde_json::json;

use crate::{
    test_server::TestServer,
    vendors::{WRITERS, Writer},
};

/// A record with these fields filled in, read from a draft as the form does.
fn new_record(fixture: &Writer, fields: impl Iterator<Item = Field>) -> Record {
    let mut draft = Draft::default();
    for field in fields {
        (fixture.edit)(&mut draft, field);
    }
    let (record, problems) =
        draft.read(&Record::default(), fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
    assert_eq!(problems, []);
    record
}

fn required_fields(fixture: &Writer) -> impl Iterator<Item = Field> {
    Field::all().filter(|field| fixture.vendor.requires(*field))
}

#[tokio::test]
async fn create_with_required_fields_sends_them_once() {
    for fixture in WRITERS {
        for response in (fixture.create_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&response).await;
            let mut client = server.new_customer().await;
            let wanted = new_record(fixture, required_fields(fixture));
            let id = client.create(&wanted, false).await.expect("an id");

            let write = server.only_write().await;
            assert_eq!((&write["method"], &write["status"]), (&json!("POST"), &json!(201)));
            let sent: Vec<&String> =
                write["body"].as_object().into_iter().flat_map(|body| body.keys()).collect();
            assert_eq!(sent, required_fields(fixture).map(|field| fixture.member(field)).collect::<Vec<_>>());

            client.id = id;
            let profile = client.view().await.expect("the new profile");
            // A vendor may fill in a field that was not sent.
            assert_eq!(Record { data_use: None, ..profile.record }, wanted);
            let key = FactValue::Code(client.id.as_str().to_owned());
            assert!(profile.facts.iter().all(|fact| fact.value != key), "the member number is not the id");
        }
    }
}

#[tokio::test]
async fn create_sends_every_accepted_field() {
    for fixture in WRITERS {
        for response in (fixture.create_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&response).await;
            let mut client = server.new_customer().await;
            let fields = || Field::all().filter(|field| fixture.vendor.accepts_on_create(*field));
            let mut wanted = new_record(fixture, fields());
            client.id = client.create(&wanted, false).await.expect("an id");

            let write = server.only_write().await;
            let mut sent: Vec<&str> = write["body"]
                .as_object()
                .into_iter()
                .flat_map(|body| body.keys().map(String::as_str))
                .collect();
            let mut members: Vec<&str> = fields().map(|field| fixture.member(field)).collect();
            sent.sort_unstable();
            members.sort_unstable();
            assert_eq!(sent, members);

            let stored = client.record().await;
            wanted.data_use = stored.data_use;
            assert_eq!(stored, wanted);
        }
    }
}

#[tokio::test]
async fn created_customer_can_update_their_profile() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let mut client = server.new_customer().await;
        let created = client.create(&new_record(fixture, required_fields(fixture)), false).await;
        client.id = created.expect("an id");
        let loaded = client.record().await;
        let mut draft = Draft::from(&loaded);
        (fixture.edit)(&mut draft, Field::Phones);
        let (wanted, _) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
        assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted));
    }
}

#[tokio::test]
async fn create_without_required_fields_is_rejected_by_form_and_vendor() {
    for fixture in WRITERS {
        for error_path in (fixture.error_path_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&error_path).await;
            let (record, problems) =
                Draft::default().read(&Record::default(), fixture.vendor.form_rules(), |field| {
                    fixture.vendor.requires(field)
                });
            let found: Vec<Field> = problems.iter().map(|problem| problem.path.field()).collect();
            assert_eq!(found, required_fields(fixture).collect::<Vec<_>>());

            let rejected =
                server.new_customer().await.create(&record, false).await.expect_err("it is rejected");
            let mut reported: Vec<Field> =
                rejected.field_errors().iter().filter_map(|error| Some(error.path?.field())).collect();
            reported.sort_unstable();
            assert_eq!(reported, required_fields(fixture).collect::<Vec<_>>(), "{error_path}");
        }
    }
}

#[tokio::test]
async fn second_create_with_same_token_is_not_allowed() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.new_customer().await;
        let record = new_record(fixture, required_fields(fixture));
        client.create(&record, false).await.expect("an id");
        assert_eq!(client.create(&record, false).await, Err(ApiError::NotAllowed));
    }
}

#[tokio::test]
async fn create_with_broken_response_body_is_unreadable() {
    for fixture in WRITERS {
        for fault in ["malformed_json", "empty_body"] {
            let server = TestServer::open(fixture);
            let client = server.new_customer().await;
            server.inject_fault(&json!({"fault": fault})).await;
            let created: Result<CustomerId, _> =
                client.create(&new_record(fixture, required_fields(fixture)), false).await;
            assert!(matches!(created, Err(ApiError::Unreadable { .. })), "{fault}: {created:?}");
        }
    }
}

#[tokio::test]
async fn create_with_unknown_address_can_be_forced() {
    for fixture in WRITERS {
        for (lines, place) in (fixture.rejected_addresses)() {
            let server = TestServer::open(fixture);
            let mut client = server.new_customer().await;
            let mut draft = Draft::default();
            for field in required_fields(fixture) {
                (fixture.edit)(&mut draft, field);
            }
            for (line, text) in &lines {
                draft.lines[*line] = (*text).to_owned();
            }
            let (wanted, problems) = draft.read(&Record::default(), fixture.vendor.form_rules(), |field| {
                fixture.vendor.requires(field)
            });
            assert_eq!(problems, []);
            let rejected = client.create(&wanted, false).await.expect_err("the address is unknown");
            assert!(rejected.is_address_only(), "{rejected:?}");
            assert_eq!(rejected.field_errors()[0].path, Some(place));

            server.clear_requests().await;
            let response = client.response(Operation::Create { record: &wanted, force_address: true }).await;
            client.id = read_created(fixture.vendor, &response).expect("an id");
            let forced = (fixture.forces_address)(
                &client.request(Operation::Create { record: &wanted, force_address: true }),
            );
            assert!(forced);
            assert_eq!(server.only_write().await["status"], json!(201));
            assert_eq!(client.record().await.address, wanted.address);
        }
    }
}
