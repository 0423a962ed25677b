//! Creating a customer: once per token, with a new id and a new Great Members number.

use serde_json::{Value, json};

use crate::test_server::{TOM, TestResponse, TestServer};

async fn create(server: &TestServer, token: &str, query: &str, body: &Value) -> TestResponse {
    server
        .clubmed_in_locale("fr-FR", token, "POST", &format!("/v1/customers{query}"), &body.to_string())
        .await
}

fn ada() -> Value {
    json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"})
}

#[tokio::test]
async fn created_customer_can_be_read_and_changed_by_creator() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "clubmed"})).await;
    let mut body = ada();
    body["email"] = json!("ada@example.org");
    body["birthdate"] = json!("1815-12-10");
    body["phones"] = json!([{"number": "+44 20 7946 0000", "type": "HOME"}]);
    let response = create(&server, &token, "", &body).await;
    assert_eq!(response.status, 201);
    let created = response.json();
    let id = created["id"].as_str().expect("an id").to_owned();
    assert!(!id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit()));
    assert_ne!(created["id"], created["gm_number"]);
    assert_eq!((&created["first_name"], &created["email"]), (&json!("Ada"), &json!("ada@example.org")));

    let path = format!("/v2/customers/{id}/profile");
    let profile = server.clubmed(&token, "GET", &path, "").await.json();
    assert_eq!(profile["birthdate"], "18151210");
    assert_eq!(profile["phones"], body["phones"]);
    assert_eq!((&profile["gender"], &profile["locale"]), (&json!("F"), &json!("fr-FR")));
    assert_eq!(profile["gm_number"], created["gm_number"]);
    let path = format!("/v1/customers/{id}/profile");
    assert_eq!(server.clubmed(&token, "PATCH", &path, r#"{"second_name":"King"}"#).await.status, 204);
    let listed = server.control("GET", "/sandbox/customers", &Value::Null).await.json();
    assert!(
        listed["customers"].as_array().expect("a list").iter().any(|listed| listed["customer_id"] == *id)
    );
}

#[tokio::test]
async fn token_creates_at_most_one_customer() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "clubmed"})).await;
    assert_eq!(create(&server, &token, "", &ada()).await.status, 201);
    assert_eq!(create(&server, &token, "", &ada()).await.status, 403);
    let other = server.session(&json!({"vendor": "clubmed"})).await;
    assert_eq!(create(&server, &other, "", &ada()).await.status, 201);
    let customer = server.sign_in(TOM).await;
    assert_eq!(create(&server, &customer, "", &ada()).await.status, 403);
    assert_eq!(create(&server, "nonsense", "", &ada()).await.status, 401);
}

#[tokio::test]
async fn create_rejected_leaves_token_unused() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "clubmed"})).await;
    for (name, value) in [("first_name", Value::Null), ("last_name", json!("")), ("civility", Value::Null)] {
        let mut body = ada();
        body[name] = value;
        assert_eq!(create(&server, &token, "", &body).await.first_invalid_key(), (400, name.to_owned()));
    }
    for (name, value) in [
        ("civility", json!("LORD")),
        ("second_name", json!("King")),
        ("customer_type", json!("GO")),
        ("personal_data_usage_allowed", json!(true)),
        ("gm_number", json!("1")),
    ] {
        let mut body = ada();
        body[name] = value;
        assert_eq!(create(&server, &token, "", &body).await.first_invalid_key(), (400, name.to_owned()));
    }
    let mut body = ada();
    body["address"] = json!({"street": "UNKNOWN", "country_code": "FR"});
    assert_eq!(
        create(&server, &token, "", &body).await.first_invalid_key(),
        (400, "address.street".to_owned())
    );
    assert_eq!(create(&server, &token, "?force_address=true", &body).await.status, 201);
}

#[tokio::test]
async fn read_with_unused_create_token_returns_403() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "clubmed"})).await;
    let response = server.clubmed(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(response.status, 403);
}
