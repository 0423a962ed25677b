//! Clearing a field: each vendor has its own value for it, and it differs from leaving the field unchanged.

use carnet::{
    domain::{EnumMap, Field, FieldPath, Record, between},
    form::{Date, Draft},
    json::Json,
    vendor_api::Operation,
};

use crate::{test_server::TestServer, vendors::WRITERS};

/// Clears the field as a customer would.
fn clear_field(draft: &mut Draft, field: Field) {
    match field {
        Field::Text(text) => draft.texts[text] = " ".into(),
        Field::Birthdate => draft.birthdate = Date::default(),
        Field::NationalId => {
            draft.national_number.clear();
            draft.national_kind.clear();
        }
        Field::Phones => draft.phones.clear(),
        Field::Address => draft.lines = EnumMap::default(),
        Field::OptIns | Field::DataUse => {}
    }
}

#[tokio::test]
async fn cleared_field_sends_vendor_clear_value_and_reads_back_empty() {
    for fixture in WRITERS {
        for switches in (fixture.update_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            let client = server.sign_in(fixture.full).await;
            for field in fixture.fields() {
                let Some(value) = (fixture.cleared)(field) else { continue };
                let context = format!("{field:?} under {switches}");
                let loaded = client.record().await;
                let mut draft = Draft::from(&loaded);
                clear_field(&mut draft, field);
                let (wanted, problems) =
                    draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
                assert_eq!(problems, [], "{context}");
                let rest = between(&wanted, &Record::default());
                assert!(!rest.touches(field), "{context}: the wanted value is empty");

                server.clear_requests().await;
                assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "{context}");
                let mut body = serde_json::Map::new();
                body.insert(fixture.member(field).to_owned(), value);
                assert_eq!(server.only_write().await["body"], serde_json::Value::Object(body), "{context}");
            }
        }
    }
}

#[tokio::test]
async fn clear_of_required_field_is_a_validation_error() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let loaded = server.sign_in(fixture.full).await.record().await;
        for field in fixture.fields().filter(|field| fixture.vendor.requires(*field)) {
            let mut draft = Draft::from(&loaded);
            clear_field(&mut draft, field);
            let (_, problems) =
                draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
            let fields: Vec<Field> = problems.iter().map(|problem| FieldPath::field(problem.path)).collect();
            assert_eq!(fields, [field]);
        }
    }
}

#[tokio::test]
async fn clear_of_field_sends_a_body_only_if_vendor_clears_it() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let loaded = client.record().await;
        for field in fixture.fields() {
            let mut wanted = loaded.clone();
            wanted.copy_field_from(field, &Record::default());
            let changes = between(&loaded, &wanted);
            let operation = Operation::Update {
                customer: &client.id,
                changes: &changes,
                version: None,
                force_address: false,
            };
            let body = client.request(operation).body.expect("a body");
            assert_eq!(body != Json::Members(vec![]), fixture.vendor.clears(field), "{field:?}");
        }
    }
}
