//! Reading an Imprint customer: the document's example, the kinds of customers, and each error format.

use serde_json::{Value, json};

use crate::test_server::{JOHN, TestResponse, TestServer};

const ESCAPED: &str = "CSMR-v1-124/4 é+#?%";

fn id(number: u32) -> String {
    format!("30100000-0000-4000-8000-{number:012}")
}

async fn read(server: &TestServer, id: &str) -> Value {
    let response = server.get_own_customer("imprint", id, "").await;
    assert_eq!(
        (response.status.as_u16(), response.header("content-type")),
        (200, "application/json"),
        "{id}"
    );
    response.json()
}

#[tokio::test]
async fn read_of_vendor_example_matches_document() {
    let documented = json!({
        "id": "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4",
        "email": "customer@example.com",
        "phone": "+14155552671",
        "statuses": {"Card Program Name": "OPEN"},
        "first_name": "John",
        "last_name": "Doe",
        "preferred_language": "en",
        "ssn4": "1234",
        "date_of_birth": {"year": 1990, "month": 1, "day": 1},
        "address": {
            "street_line1": "123 Main St", "street_line2": "Apt 4B", "city": "San Francisco", "state": "CA",
            "postal_code": "94105", "country": "USA"
        },
        "partner_customer_id": "PARTNER_USER_456",
        "metadata": {"preferred_language": "en"},
        "created_at": "2025-02-13T19:08:07.000Z",
        "updated_at": "2025-02-13T19:08:07.000Z"
    });
    assert_eq!(read(&TestServer::new(), JOHN).await, documented);
}

#[tokio::test]
async fn customer_with_id_only_returns_id() {
    assert_eq!(read(&TestServer::new(), &id(1)).await, json!({"id": id(1)}));
}

#[tokio::test]
async fn date_of_birth_has_known_parts_only() {
    let server = TestServer::new();
    for (number, date) in [
        (2, json!({"year": 1990})),
        (3, json!({"month": 2, "day": 29})),
        (4, json!({"year": 1971, "month": 12})),
        (5, json!({"day": 31})),
        (6, json!({})),
    ] {
        assert_eq!(read(&server, &id(number)).await["date_of_birth"], date, "{number}");
    }
}

#[tokio::test]
async fn metadata_can_be_any_json() {
    let metadata = read(&TestServer::new(), &id(7)).await["metadata"].clone();
    assert_eq!(metadata["stay"]["hotel"]["rooms"][1], json!({"number": 14, "view": null}));
    assert_eq!(metadata["tags"], json!(["a", "b", ["c"]]));
    assert_eq!(
        (&metadata["none"], &metadata["vip"], &metadata["日本語"]),
        (&Value::Null, &json!(true), &json!("値"))
    );
    assert_eq!(metadata["big"].to_string(), "9007199254740993");
}

#[tokio::test]
async fn metadata_can_have_ten_thousand_entries() {
    let metadata = read(&TestServer::new(), &id(8)).await["metadata"].clone();
    assert_eq!(metadata.as_object().map(|entries| entries.len()), Some(10_000));
    assert_eq!(
        (&metadata["entry_00001"], &metadata["entry_10000"]),
        (&json!("Value 1"), &json!("Value 10000"))
    );
}

#[tokio::test]
async fn leading_zeros_and_spaces_are_kept() {
    let customer = read(&TestServer::new(), &id(9)).await;
    assert_eq!(customer["ssn4"], "0042");
    assert_eq!(
        customer["statuses"],
        json!({"Everyday Card": "OPEN", "Travel  Card – Plus": "CLOSED", "Programme du Café & Thé": "OPEN", " ": "CLOSED"})
    );
}

#[tokio::test]
async fn members_can_be_null() {
    let server = TestServer::new();
    let (nulls, example) = (read(&server, &id(10)).await, read(&server, JOHN).await);
    for name in example.as_object().expect("an object").keys().filter(|name| *name != "id") {
        assert_eq!(nulls.get(name), Some(&Value::Null), "{name}");
    }
}

#[tokio::test]
async fn timestamps_can_have_space_and_offset() {
    let customer = read(&TestServer::new(), &id(11)).await;
    for name in ["created_at", "updated_at"] {
        assert_eq!(customer[name], "2025-02-13 19:08:07+00:00", "{name}");
    }
}

#[tokio::test]
async fn odd_values_are_returned_unchanged() {
    let customer = read(&TestServer::new(), &id(12)).await;
    assert_eq!(customer["first_name"], "<b>Zoe\u{308}</b>");
    assert_eq!(customer["statuses"], json!({"Everyday Card": "SUSPENDED", "Old Card": null, "Odd Card": 3}));
    assert_eq!(customer["date_of_birth"], json!({"year": 1899, "month": 13, "day": 0}));
    assert_eq!((&customer["phone"], &customer["metadata"]), (&json!(12_025_550_100_i64), &json!("none")));
    assert_eq!(customer["favourite_card"], "metal");
}

#[tokio::test]
async fn customers_have_other_countries_and_languages() {
    let server = TestServer::new();
    for (number, country, language) in [(13, "FRA", "fr"), (14, "LBN", "ar")] {
        let customer = read(&server, &id(number)).await;
        let actual = (&customer["address"]["country"], &customer["preferred_language"]);
        assert_eq!(actual, (&json!(country), &json!(language)), "{number}");
    }
}

#[tokio::test]
async fn id_is_any_text_and_case_sensitive() {
    let server = TestServer::new();
    assert_eq!(read(&server, ESCAPED).await["id"], ESCAPED);
    for other in [JOHN.to_lowercase().as_str(), "CSMR-v1-124", "CSMR-v1-124/4 é+#?", " ", "CSMR-v1-123"] {
        let response = server.get_customer("imprint", "development", other, "").await;
        assert_eq!(response.status, 404, "{other}");
        assert_eq!(response.json()["message"], format!("Customer not found for provided ID: {other}"));
    }
}

async fn read_with_development_token(server: &TestServer, id: &str) -> TestResponse {
    server.get_customer("imprint", "development", id, "").await
}

#[tokio::test]
async fn unknown_customer_error_follows_switch() {
    let server = TestServer::new();
    let documented = json!({
        "type": "CUSTOMER_NOT_FOUND_ERROR",
        "message": "Customer not found for provided ID: CSMR-v1-123",
        "param": "customer_id"
    });
    let flat = read_with_development_token(&server, "CSMR-v1-123").await;
    assert_eq!((flat.status.as_u16(), flat.json()), (404, documented.clone()));
    server.set_switches(&json!({"imprint_errors": "wrapped"})).await;
    let wrapped = read_with_development_token(&server, "CSMR-v1-123").await;
    assert_eq!((wrapped.status.as_u16(), wrapped.json()), (404, json!({"error": documented})));
}

#[tokio::test]
async fn bad_request_format_follows_switch() {
    let server = TestServer::new();
    for (id, detail) in [
        ("%FF", "customer_id: customer_id is not text"),
        (&id(31), "The customer cannot be read in this product"),
    ] {
        server.set_switches(&json!({"imprint_bad_request": "typed", "imprint_errors": "flat"})).await;
        let typed = read_with_development_token(&server, id).await;
        assert_eq!((typed.status.as_u16(), &typed.json()["type"]), (400, &json!("INVALID_REQUEST_ERROR")));
        server.set_switches(&json!({"imprint_errors": "wrapped"})).await;
        assert_eq!(
            read_with_development_token(&server, id).await.json()["error"]["type"],
            "INVALID_REQUEST_ERROR"
        );
        server.set_switches(&json!({"imprint_bad_request": "spring"})).await;
        let spring = read_with_development_token(&server, id).await;
        assert_eq!(spring.status, 400);
        let spring = spring.json();
        assert_eq!((&spring["status"], &spring["error"]), (&json!(400), &json!("Bad Request")));
        assert_eq!(spring["details"], json!([detail]));
        assert_eq!(spring["path"], format!("/v2/customers/{id}"));
        let time: Result<jiff::Timestamp, _> = spring["timestamp"].as_str().expect("a time").parse();
        assert!(time.is_ok());
        // Only a 400 has Spring's format.
        assert_eq!(
            read_with_development_token(&server, "nobody").await.json()["error"]["type"],
            "CUSTOMER_NOT_FOUND_ERROR"
        );
    }
}

#[tokio::test]
async fn conflict_has_its_error_type() {
    let response = TestServer::new().get_own_customer("imprint", &id(30), "").await;
    assert_eq!(response.status, 409);
    let expected =
        json!({"type": "CONFLICT_ERROR", "message": "The customer is being linked to another account"});
    assert_eq!(response.json(), expected);
}
