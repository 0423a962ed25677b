//! Several vendors in one sandbox: whose customers are listed, who can sign in where, and what stays apart.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::house::{CAMILLE, House, JOHN, TOM};

async fn listed(house: &House, query: &str) -> Vec<Value> {
    let answer = house.control("GET", &format!("/sandbox/customers{query}"), &Value::Null).await;
    answer.json()["customers"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn customers_are_listed_by_vendor() {
    let house = House::new();
    let mut together = Vec::new();
    for (vendor, first) in [("clubmed", TOM), ("capillary", CAMILLE), ("imprint", JOHN)] {
        let customers = listed(&house, &format!("?vendor={vendor}")).await;
        assert_eq!(customers[0]["customer_id"], first);
        for customer in &customers {
            assert_eq!(customer["vendor"], vendor, "{customer}");
            assert!(customer["about"].as_str().is_some_and(|about| about.ends_with('.')), "{customer}");
            let sentinel = customer["about"].as_str().is_some_and(|about| about.starts_with("Sentinel: "));
            assert_eq!(customer["sentinel"], sentinel, "{customer}");
        }
        together.extend(customers);
    }
    assert_eq!(listed(&house, "?vendor=all").await, together);
    // As before there were others.
    assert_eq!(listed(&house, "").await, listed(&house, "?vendor=clubmed").await);
    let wrong = house.control("GET", "/sandbox/customers?vendor=acme", &Value::Null).await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["error"].is_string()), (400, true));
}

#[tokio::test]
async fn a_listed_name_is_the_customers_own() {
    let house = House::new();
    let names: HashSet<String> = listed(&house, "?vendor=all")
        .await
        .iter()
        .filter_map(|customer| customer["name"].as_str().map(str::to_owned))
        .collect();
    for name in ["Tom Smith", "Camille Moreau", "John Doe", "Li Wei", ""] {
        assert!(names.contains(name), "{name}");
    }
}

#[tokio::test]
async fn everyone_who_is_listed_can_sign_in() {
    let house = House::new();
    for customer in listed(&house, "?vendor=all").await {
        let wanted = json!({"vendor": customer["vendor"], "customer_id": customer["customer_id"]});
        let session = house.control("POST", "/sandbox/session", &wanted).await;
        assert_eq!(session.status, 201, "{customer}");
        let key = session.json().get("api_key").is_some();
        assert_eq!(key, customer["vendor"] == "clubmed", "{customer}");
    }
}

#[tokio::test]
async fn nobody_is_created_where_only_reading_is_possible() {
    let house = House::new();
    for vendor in ["capillary", "imprint"] {
        for (wanted, status) in [
            (json!({"vendor": vendor}), 400),
            (json!({"vendor": vendor, "customer_id": TOM}), 404),
            (json!({"vendor": vendor, "customer_id": JOHN.to_lowercase()}), 404),
        ] {
            let answer = house.control("POST", "/sandbox/session", &wanted).await;
            assert_eq!(
                (answer.status.as_u16(), answer.json()["error"].is_string()),
                (status, true),
                "{wanted}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_is_good_at_its_own_vendor_only() {
    let house = House::new();
    let capillary = house.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let imprint = house.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    for (vendor, id, query) in [("capillary", CAMILLE, "?source=INSTORE"), ("imprint", JOHN, "")] {
        for token in [&capillary, &imprint] {
            let status = house.ask(vendor, token, id, query).await.status;
            let own = (vendor == "capillary") == (*token == capillary);
            assert_eq!(status, if own { 200 } else { 401 }, "{vendor}");
        }
    }
}

#[tokio::test]
async fn a_reset_leaves_the_readable_customers_and_their_tokens() {
    let house = House::new();
    let before = listed(&house, "?vendor=all").await;
    let token = house.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    house.switch(&json!({"imprint_errors": "wrapped", "capillary_gaps": "top"})).await;
    assert_eq!(house.send("POST", "/sandbox/reset", &[], "").await.status, 204);
    assert_eq!(listed(&house, "?vendor=all").await, before);
    assert_eq!(house.ask("imprint", &token, JOHN, "").await.status, 200);
    let switches = house.control("GET", "/sandbox/switches", &Value::Null).await.json();
    assert_eq!((&switches["imprint_errors"], &switches["capillary_gaps"]), (&json!("flat"), &json!("own")));
}

#[tokio::test]
async fn a_kept_file_has_the_customers_of_every_vendor() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.sqlite");
    let token = House::with_file(&path).session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    let reopened = House::with_file(&path);
    assert_eq!(reopened.ask("imprint", &token, JOHN, "").await.json()["first_name"], "John");
    assert_eq!(reopened.capillary(CAMILLE, "").await.json()["id"], 17742);
    assert_eq!(listed(&reopened, "?vendor=all").await, listed(&House::new(), "?vendor=all").await);
}
