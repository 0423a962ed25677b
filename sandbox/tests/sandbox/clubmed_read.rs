//! Reading a profile: the documents' examples, the kinds of customers, the date formats.

use serde_json::{Value, json};

use crate::test_server::{FULL, LEGACY, TOM, TestServer};

async fn read(server: &TestServer, customer: &str, query: &str) -> crate::test_server::TestResponse {
    let token = server.sign_in(customer).await;
    server.clubmed(&token, "GET", &format!("/v2/customers/{customer}/profile{query}"), "").await
}

#[tokio::test]
async fn read_of_vendor_example_matches_documents() {
    let documented = json!({
        "email": "tom@example.com",
        "gm_number": "123456789",
        "first_name": "Tom",
        "second_name": "James",
        "third_name": "Edward",
        "last_name": "Smith",
        "birth_city": "Paris",
        "phones": [{"number": "0623456789", "type": "MOBILE"}],
        "loyalty_program": {
            "status": "GOLD", "previous_status": "SILVER", "is_platinum_for_life": false, "points": 1200
        },
        "address": {"city": "Aix-en-Provence", "zip_code": "75000", "country_code": "FR"},
        "locale": "fr-FR"
    });
    assert_eq!(TestServer::new().get_profile(TOM).await, documented);
}

#[tokio::test]
async fn read_of_public_sample_keeps_nulls_and_missing_keys() {
    let sample = TestServer::new().get_profile("152580646").await;
    assert_eq!(sample["gm_number"], "22073382");
    assert_eq!(sample.get("email"), Some(&Value::Null));
    assert_eq!(sample["address"].get("add_on"), Some(&Value::Null));
    assert_eq!(sample.get("second_name"), None);
    assert_eq!(sample["loyalty_program"], json!({"points": 0, "status": "NONE"}));
    assert_eq!(sample["_links"][0]["rel"], "self");
}

#[tokio::test]
async fn read_of_full_profile_has_every_key() {
    let server = TestServer::new();
    let prospect = server.get_profile("301000006").await;
    for name in ["address", "birthdate", "identity", "second_name", "health_pass_id"] {
        assert_eq!(prospect.get(name), Some(&Value::Null), "{name}");
    }
    assert_eq!(prospect["phones"], json!([]));
    assert_eq!(prospect["loyalty_program"]["points"], Value::Null);
    let full = server.get_profile(FULL).await;
    let empty: Vec<_> =
        full.as_object().expect("an object").iter().filter(|(_, value)| value.is_null()).collect();
    assert_eq!(empty, []);
}

#[tokio::test]
async fn read_dates_follow_date_format_parameter() {
    let server = TestServer::new();
    for (query, date) in
        [("", "19790214"), ("?date_format=Y-m-d", "1979-02-14"), ("?date_format=ISO", "1979-02-14")]
    {
        let profile = read(&server, FULL, query).await.json();
        assert_eq!((&profile["birthdate"], &profile["birthday"]), (&json!(date), &json!(date)), "{query}");
    }
    for query in ["?date_format=d%2Fm%2FY", "?date_format=", "?date_format=ISO&date_format=ISO"] {
        assert_eq!(
            read(&server, FULL, query).await.first_invalid_key(),
            (400, "date_format".to_owned()),
            "{query}"
        );
    }
    // A stored text that is not a valid date is returned unchanged.
    assert_eq!(read(&server, LEGACY, "?date_format=ISO").await.json()["birthdate"], "84-1-2");
}

#[tokio::test]
async fn read_of_old_values_returns_them_unchanged() {
    let profile = TestServer::new().get_profile(LEGACY).await;
    assert_eq!(profile["first_name"], "Zoe\u{308}");
    assert_eq!(profile["second_name"], "  Rene\u{301}e ");
    assert_eq!(profile["last_name"], "<b>L\u{e9}vy</b> &amp; Fils");
    assert_eq!(profile["unicode_last_name"], "L\u{e9}vy et le\u{301}vite");
    assert_eq!(profile["address"]["city"], " ");
    assert_eq!(profile["civility"], "MLLE");
    assert_eq!(profile["phones"][1], json!({"number": "néant", "type": "HOME"}));
    assert_eq!(profile["phones"][2], json!({"type": "OFFICE"}));
    assert_eq!(profile["favourite_village"], "Opio");
}

#[tokio::test]
async fn read_of_legacy_customer_has_four_members() {
    let body = TestServer::new().get_profile("301000009").await;
    let documented =
        json!({"id": "301000009", "email": "jane@example.com", "language": "fr-FR", "phone": "+33600000000"});
    assert_eq!(body, documented);
}
