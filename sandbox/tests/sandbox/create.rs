//! Creating a customer: once a token, with two numbers of their own.

use serde_json::{Value, json};

use crate::house::{Answer, House, TOM};

async fn create(house: &House, token: &str, query: &str, body: &Value) -> Answer {
    house.call_in("fr-FR", token, "POST", &format!("/v1/customers{query}"), &body.to_string()).await
}

fn ada() -> Value {
    json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"})
}

#[tokio::test]
async fn the_creator_reads_and_changes_what_was_created() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "clubmed"})).await;
    let mut body = ada();
    body["email"] = json!("ada@example.org");
    body["birthdate"] = json!("1815-12-10");
    body["phones"] = json!([{"number": "+44 20 7946 0000", "type": "HOME"}]);
    let answer = create(&house, &token, "", &body).await;
    assert_eq!(answer.status, 201);
    let created = answer.json();
    let id = created["id"].as_str().expect("an id").to_owned();
    assert!(!id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit()));
    assert_ne!(created["id"], created["gm_number"]);
    assert_eq!((&created["first_name"], &created["email"]), (&json!("Ada"), &json!("ada@example.org")));

    let path = format!("/v2/customers/{id}/profile");
    let profile = house.call(&token, "GET", &path, "").await.json();
    assert_eq!(profile["birthdate"], "18151210");
    assert_eq!(profile["phones"], body["phones"]);
    assert_eq!((&profile["gender"], &profile["locale"]), (&json!("F"), &json!("fr-FR")));
    assert_eq!(profile["gm_number"], created["gm_number"]);
    let path = format!("/v1/customers/{id}/profile");
    assert_eq!(house.call(&token, "PATCH", &path, r#"{"second_name":"King"}"#).await.status, 204);
    let listed = house.control("GET", "/sandbox/customers", &Value::Null).await.json();
    assert!(listed["customers"].as_array().expect("a list").iter().any(|one| one["customer_id"] == *id));
}

#[tokio::test]
async fn a_token_creates_one_customer() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "clubmed"})).await;
    assert_eq!(create(&house, &token, "", &ada()).await.status, 201);
    assert_eq!(create(&house, &token, "", &ada()).await.status, 403);
    let other = house.session(&json!({"vendor": "clubmed"})).await;
    assert_eq!(create(&house, &other, "", &ada()).await.status, 201);
    let customer = house.sign_in(TOM).await;
    assert_eq!(create(&house, &customer, "", &ada()).await.status, 403);
    assert_eq!(create(&house, "nonsense", "", &ada()).await.status, 401);
}

#[tokio::test]
async fn a_refused_creation_leaves_the_token_unused() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "clubmed"})).await;
    for (name, value) in [("first_name", Value::Null), ("last_name", json!("")), ("civility", Value::Null)] {
        let mut body = ada();
        body[name] = value;
        assert_eq!(create(&house, &token, "", &body).await.problem(), (400, name.to_owned()));
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
        assert_eq!(create(&house, &token, "", &body).await.problem(), (400, name.to_owned()));
    }
    let mut body = ada();
    body["address"] = json!({"street": "UNKNOWN", "country_code": "FR"});
    assert_eq!(create(&house, &token, "", &body).await.problem(), (400, "address.street".to_owned()));
    assert_eq!(create(&house, &token, "?force_address=true", &body).await.status, 201);
}

#[tokio::test]
async fn nobody_is_read_before_they_are_created() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "clubmed"})).await;
    let answer = house.call(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(answer.status, 403);
}
