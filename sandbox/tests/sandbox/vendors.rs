//! Several vendors in one sandbox: lists of customers, sessions, and separation of the vendors.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, JOHN, TOM, TestServer};

async fn listed(server: &TestServer, query: &str) -> Vec<Value> {
    let response = server.control("GET", &format!("/sandbox/customers{query}"), &Value::Null).await;
    response.json()["customers"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn customers_filtered_by_vendor() {
    let server = TestServer::new();
    let mut together = Vec::new();
    for (vendor, first) in [("clubmed", TOM), ("capillary", CAMILLE), ("imprint", JOHN)] {
        let customers = listed(&server, &format!("?vendor={vendor}")).await;
        assert_eq!(customers[0]["customer_id"], first);
        for customer in &customers {
            assert_eq!(customer["vendor"], vendor, "{customer}");
            assert!(customer["about"].as_str().is_some_and(|about| about.ends_with('.')), "{customer}");
            let is_failing = customer["about"].as_str().is_some_and(|about| about.contains(" on purpose: "));
            assert_eq!(customer["sentinel"], is_failing, "{customer}");
        }
        together.extend(customers);
    }
    assert_eq!(listed(&server, "?vendor=all").await, together);
    // Default: Club Med only, for clients that predate the other vendors.
    assert_eq!(listed(&server, "").await, listed(&server, "?vendor=clubmed").await);
    let invalid = server.control("GET", "/sandbox/customers?vendor=acme", &Value::Null).await;
    assert_eq!((invalid.status.as_u16(), invalid.json()["error"].is_string()), (400, true));
}

#[tokio::test]
async fn customers_listed_with_names() {
    let server = TestServer::new();
    let names: HashSet<String> = listed(&server, "?vendor=all")
        .await
        .iter()
        .filter_map(|customer| customer["name"].as_str().map(str::to_owned))
        .collect();
    for name in ["Tom Smith", "Camille Moreau", "John Doe", "Li Wei", ""] {
        assert!(names.contains(name), "{name}");
    }
}

#[tokio::test]
async fn every_listed_customer_can_sign_in() {
    let server = TestServer::new();
    for customer in listed(&server, "?vendor=all").await {
        let wanted = json!({"vendor": customer["vendor"], "customer_id": customer["customer_id"]});
        let session = server.control("POST", "/sandbox/session", &wanted).await;
        assert_eq!(session.status, 201, "{customer}");
        let has_api_key = session.json().get("api_key").is_some();
        assert_eq!(has_api_key, customer["vendor"] == "clubmed", "{customer}");
    }
}

#[tokio::test]
async fn session_without_customer_rejected_by_read_only_vendor() {
    let server = TestServer::new();
    for vendor in ["capillary", "imprint"] {
        for (wanted, status) in [
            (json!({"vendor": vendor}), 400),
            (json!({"vendor": vendor, "customer_id": TOM}), 404),
            (json!({"vendor": vendor, "customer_id": JOHN.to_lowercase()}), 404),
        ] {
            let response = server.control("POST", "/sandbox/session", &wanted).await;
            assert_eq!(
                (response.status.as_u16(), response.json()["error"].is_string()),
                (status, true),
                "{wanted}"
            );
        }
    }
}

#[tokio::test]
async fn token_accepted_only_by_its_vendor() {
    let server = TestServer::new();
    let capillary = server.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let imprint = server.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    for (vendor, id, query) in [("capillary", CAMILLE, "?source=INSTORE"), ("imprint", JOHN, "")] {
        for token in [&capillary, &imprint] {
            let status = server.get_customer(vendor, token, id, query).await.status;
            let own = (vendor == "capillary") == (*token == capillary);
            assert_eq!(status, if own { 200 } else { 401 }, "{vendor}");
        }
    }
}

#[tokio::test]
async fn reset_keeps_read_only_customers_and_tokens() {
    let server = TestServer::new();
    let before = listed(&server, "?vendor=all").await;
    let token = server.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    server.set_switches(&json!({"imprint_errors": "wrapped", "capillary_gaps": "top"})).await;
    assert_eq!(server.send("POST", "/sandbox/reset", &[], "").await.status, 204);
    assert_eq!(listed(&server, "?vendor=all").await, before);
    assert_eq!(server.get_customer("imprint", &token, JOHN, "").await.status, 200);
    let switches = server.control("GET", "/sandbox/switches", &Value::Null).await.json();
    assert_eq!((&switches["imprint_errors"], &switches["capillary_gaps"]), (&json!("flat"), &json!("own")));
}

#[tokio::test]
async fn database_file_keeps_customers_of_every_vendor() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.sqlite");
    let token =
        TestServer::with_file(&path).session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    let reopened = TestServer::with_file(&path);
    assert_eq!(reopened.get_customer("imprint", &token, JOHN, "").await.json()["first_name"], "John");
    assert_eq!(reopened.get_capillary_customer(CAMILLE, "").await.json()["id"], 17742);
    assert_eq!(listed(&reopened, "?vendor=all").await, listed(&TestServer::new(), "?vendor=all").await);
}
