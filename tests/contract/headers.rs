//! What goes out is what the vendor's documents say: the address, the headers and nothing beside them.

use carnet::{
    domain::{CustomerId, Record, Text, between},
    vendor::{Access, Call, request},
};
use serde_json::json;

use crate::{
    house::{House, ORIGIN},
    vendors::VENDORS,
};

#[test]
fn every_request_is_the_documented_one() {
    for fixture in VENDORS {
        let id = CustomerId::parse(fixture.full).expect("an id");
        let mut wanted = Record::default();
        wanted.texts[Text::FirstName] = Some("Zoé".into());
        let changes = between(&Record::default(), &wanted);
        let mut calls = vec![Call::View(&id), Call::Civilities];
        for force_address in [false, true] {
            calls.push(Call::Update { customer: &id, changes: &changes, version: None, force_address });
            calls.push(Call::Create { record: &wanted, force_address });
        }
        for language in ["en-US", "fr-FR", "vn-VN"] {
            let base_url = format!("{ORIGIN}/a/b");
            let access =
                Access { base_url: &base_url, token: "t.o-k_e~n", api_key: "name.channel", language };
            for call in &calls {
                let sent = request(fixture.vendor, *call, access);
                let said = (fixture.documented)(*call, access);
                assert_eq!(format!("{:?}", sent.method).to_uppercase(), said.method, "{call:?}");
                assert_eq!(sent.url, said.url, "{call:?}");
                let sorted = |headers: &[(&'static str, String)]| {
                    let mut headers = headers.to_vec();
                    headers.sort();
                    headers
                };
                assert_eq!(sorted(&sent.headers), sorted(&said.headers), "{call:?}");
                let typed = sent.headers.iter().any(|(name, _)| *name == "content-type");
                assert_eq!(typed, sent.body.is_some(), "{call:?}: a type with a body and with nothing else");
            }
        }
    }
}

#[tokio::test]
async fn what_arrives_is_what_was_sent() {
    for fixture in VENDORS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        visitor.language = "fr-FR";
        let loaded = visitor.record().await;
        let mut wanted = loaded.clone();
        wanted.texts[Text::FirstName] = Some("Zoé".into());
        house.forget().await;
        visitor.save(&loaded, &wanted).await.expect("it is saved");

        let requests = house.requests().await;
        let methods: Vec<_> = requests.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["PATCH", "GET"]);
        for request in &requests {
            let mut headers = json!({
                "accept": "application/json",
                "accept-language": "fr-FR",
                "authorization": "present",
                "x-api-key": "present",
            });
            if request["method"] == "PATCH" {
                headers["content-type"] = json!("application/json");
                assert_eq!(request["body"], json!({"first_name": "Zoé"}));
            } else {
                assert_eq!(request["body"], json!(null));
            }
            assert_eq!(request["headers"], headers);
            assert!(
                !request["path"].as_str().unwrap_or_default().contains(&visitor.token),
                "no token in an address"
            );
        }
    }
}

#[test]
fn no_id_reaches_another_route() {
    for fixture in VENDORS {
        let access = Access { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US" };
        for odd in ["../../v1/customers", "1/profile?force_address=true", "1#", "..", "%2e%2e", "é\n"] {
            let Some(id) = CustomerId::parse(odd) else { continue };
            let url = request(fixture.vendor, Call::View(&id), access).url;
            let usual = CustomerId::parse("1").expect("an id");
            let usual = request(fixture.vendor, Call::View(&usual), access).url;
            assert_eq!(url.matches('/').count(), usual.matches('/').count(), "{url}");
            assert!(!url.contains(['?', '#', '\n', ' ']) && !url.contains("/../"), "{url}");
        }
    }
}
