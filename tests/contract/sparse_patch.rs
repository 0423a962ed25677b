//! Patches are sparse: an edit of one field sends one member, and every other member stays byte for byte.

use carnet::{
    domain::{Field, between},
    error::ApiError,
    form::Draft,
};
use serde_json::Value;

use crate::{test_server::TestServer, vendors::WRITERS};

#[tokio::test]
async fn edit_of_one_field_sends_one_member_and_keeps_other_bytes() {
    for fixture in WRITERS {
        for switches in (fixture.update_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            for customer in [fixture.full, fixture.sparse] {
                let client = server.sign_in(customer).await;
                for field in fixture.fields() {
                    let context = format!("{field:?} of {customer} under {switches}");
                    let (before, loaded) = (client.document().await, client.record().await);

                    let mut draft = Draft::from(&loaded);
                    (fixture.edit)(&mut draft, field);
                    let (wanted, problems) = draft
                        .read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
                    assert_eq!(problems, [], "{context}");
                    let touched: Vec<Field> = between(&loaded, &wanted).fields().collect();
                    assert_eq!(touched, [field], "{context}");

                    server.clear_requests().await;
                    assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "{context}");

                    let write = server.only_write().await;
                    let sent: Vec<&String> =
                        write["body"].as_object().into_iter().flat_map(|body| body.keys()).collect();
                    assert_eq!(sent, [fixture.member(field)], "{context}");

                    let after = client.document().await;
                    let rest = |document: &serde_json::Map<String, Value>| {
                        let mut rest = document.clone();
                        for member in (fixture.members)(field) {
                            rest.shift_remove(*member);
                        }
                        Value::Object(rest).to_string()
                    };
                    assert_eq!(rest(&after), rest(&before), "{context}");
                    assert_ne!(after, before, "{context}");
                }
            }
        }
    }
}

#[tokio::test]
async fn edit_of_every_field_is_one_request() {
    for fixture in WRITERS {
        for switches in (fixture.update_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            let client = server.sign_in(fixture.full).await;
            let loaded = client.record().await;
            let mut draft = Draft::from(&loaded);
            for field in fixture.fields() {
                (fixture.edit)(&mut draft, field);
            }
            let (wanted, _) =
                draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
            server.clear_requests().await;
            assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "{switches}");
            let write = server.only_write().await;
            assert_eq!(write["body"].as_object().map(serde_json::Map::len), Some(fixture.fields().count()));
        }
    }
}

#[tokio::test]
async fn save_and_save_back_restores_every_byte() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let (before, loaded) = (client.text().await, client.record().await);
        let mut draft = Draft::from(&loaded);
        for field in fixture.fields() {
            (fixture.edit)(&mut draft, field);
        }
        let (wanted, _) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
        client.save(&loaded, &wanted).await.expect("it is saved");
        let stored = client.record().await;
        assert_eq!(client.save(&stored, &loaded).await, Ok(loaded));
        assert_eq!(client.text().await, before);
    }
}

#[tokio::test]
async fn change_sent_twice_stores_the_same_document() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let loaded = client.record().await;
        let mut draft = Draft::from(&loaded);
        for field in fixture.fields() {
            (fixture.edit)(&mut draft, field);
        }
        let (wanted, _) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
        let changes = between(&loaded, &wanted);
        client.update(&changes, false).await.expect("it is saved");
        let once = client.text().await;
        client.update(&changes, false).await.expect("it is saved again");
        assert_eq!(client.text().await, once);
    }
}

#[tokio::test]
async fn save_without_response_body_succeeds_and_with_broken_one_is_of_unknown_outcome() {
    for fixture in WRITERS {
        for (fault, read) in [("malformed_json", Err(ApiError::OutcomeUnknown)), ("empty_body", Ok(()))] {
            let server = TestServer::open(fixture);
            let client = server.sign_in(fixture.full).await;
            let loaded = client.record().await;
            let mut draft = Draft::from(&loaded);
            let field = fixture.fields().next().expect("a field");
            (fixture.edit)(&mut draft, field);
            let (wanted, _) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            let changes = between(&loaded, &wanted);
            server.inject_fault(&serde_json::json!({"fault": fault})).await;
            assert_eq!(client.update(&changes, false).await, read, "{fault}");
            assert_eq!(client.record().await, wanted, "{fault}");
        }
    }
}
