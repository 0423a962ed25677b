//! Each value of each switch.

use serde_json::{Value, json};

use crate::test_server::{API_KEY, FULL, TOM, TestServer};

#[tokio::test]
async fn address_switch_merges_or_replaces() {
    let server = TestServer::new();
    let part = json!({"address": {"number": "13", "country_code": "FR"}});
    server.set_switches(&json!({"address": "merge"})).await;
    server.save_profile(FULL, &part).await;
    let merged = server.get_profile(FULL).await["address"].clone();
    assert_eq!((&merged["number"], &merged["city"]), (&json!("13"), &json!("Nantes")));
    server.set_switches(&json!({"address": "replace"})).await;
    server.save_profile(FULL, &json!({"address": {"number": "14", "country_code": "FR"}})).await;
    let replaced = server.get_profile(FULL).await["address"].clone();
    assert_eq!((&replaced["number"], &replaced["city"]), (&json!("14"), &Value::Null));
}

#[tokio::test]
async fn unknown_members_switch_rejects_or_ignores() {
    let server = TestServer::new();
    let body = json!({"first_name": "Tim", "gender": "F", "address": {"city": "Paris", "line1": "x"}});
    assert_eq!(server.patch_profile(TOM, &body).await.status, 400);
    server.set_switches(&json!({"unknown_members": "ignore"})).await;
    server.save_profile(TOM, &body).await;
    let profile = server.get_profile(TOM).await;
    assert_eq!((&profile["first_name"], profile.get("gender")), (&json!("Tim"), None));
    assert_eq!(profile["address"].get("line1"), None);
}

#[tokio::test]
async fn phones_members_switch_rejects_or_ignores() {
    let server = TestServer::new();
    let body = json!({"phones": [{"number": "1", "label": "x"}]});
    assert_eq!(
        server.patch_profile(TOM, &body).await.first_invalid_key(),
        (400, "phones[0].label".to_owned())
    );
    server.set_switches(&json!({"phones_members": "ignore"})).await;
    server.save_profile(TOM, &body).await;
    assert_eq!(server.get_profile(TOM).await["phones"], json!([{"number": "1"}]));
}

#[tokio::test]
async fn null_for_required_strings_switch_accepts_or_rejects() {
    let server = TestServer::new();
    server.set_switches(&json!({"null_for_required_strings": "refuse"})).await;
    let body = json!({"second_name": null});
    assert_eq!(server.patch_profile(TOM, &body).await.first_invalid_key(), (400, "second_name".to_owned()));
    let body = json!({"address": {"country_code": null}});
    assert_eq!(
        server.patch_profile(TOM, &body).await.first_invalid_key(),
        (400, "address.country_code".to_owned())
    );
    server.save_profile(TOM, &json!({"second_name": "", "email": null, "address": {"city": null}})).await;
    server.set_switches(&json!({"null_for_required_strings": "accept"})).await;
    server.save_profile(TOM, &json!({"third_name": null})).await;
    assert_eq!(server.get_profile(TOM).await["third_name"], Value::Null);
}

#[tokio::test]
async fn body_switch_selects_keys() {
    let server = TestServer::new();
    for (body, has_empty_keys) in [("full", true), ("sparse", false)] {
        server.set_switches(&json!({"body": body})).await;
        let prospect = server.get_profile("301000006").await;
        assert_eq!(prospect.get("address").is_some(), has_empty_keys, "{body}");
        assert_eq!(prospect["first_name"], "Noah");
    }
    server.set_switches(&json!({"body": "full"})).await;
    let tom = server.get_profile(TOM).await;
    assert_eq!((&tom["optins"], &tom["personal_data_usage_allowed"]), (&json!([]), &json!(false)));
    server.set_switches(&json!({"body": "legacy"})).await;
    let old = server.get_profile(FULL).await;
    assert_eq!((&old["id"], &old["phone"]), (&json!(FULL), &json!("+33612345678")));
    assert_eq!(old.get("first_name"), None);
}

#[tokio::test]
async fn patch_answer_switch_returns_profile() {
    let server = TestServer::new();
    server.set_switches(&json!({"patch_answer": "200"})).await;
    let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
    assert_eq!((response.status.as_u16(), &response.json()["first_name"]), (200, &json!("Tim")));
}

#[tokio::test]
async fn concerned_key_switch_selects_spelling() {
    let server = TestServer::new();
    let body = json!({"phones": [{"number": 1}]});
    for (spelling, key) in
        [("dotted", "phones[0].number"), ("leaf", "number"), ("pointer", "/phones/0/number")]
    {
        server.set_switches(&json!({"concerned_key": spelling})).await;
        assert_eq!(server.patch_profile(TOM, &body).await.first_invalid_key(), (400, key.to_owned()));
    }
}

#[tokio::test]
async fn stores_switch_changes_stored_values() {
    let server = TestServer::new();
    server.set_switches(&json!({"stores": "upper_case"})).await;
    server
        .save_profile(
            TOM,
            &json!({"first_name": " Tim ", "email": "tim@example.com", "address": {"city": "Paris"}}),
        )
        .await;
    let profile = server.get_profile(TOM).await;
    assert_eq!((&profile["first_name"], &profile["email"]), (&json!("TIM"), &json!("tim@example.com")));
    assert_eq!(profile["address"]["city"], "PARIS");
    server.set_switches(&json!({"stores": "nothing"})).await;
    server.save_profile(TOM, &json!({"first_name": "Jim"})).await;
    assert_eq!(server.get_profile(TOM).await["first_name"], "TIM");
}

#[tokio::test]
async fn create_answer_switch_returns_scenario_body() {
    let server = TestServer::new();
    server.set_switches(&json!({"create_answer": "scenario"})).await;
    let token = server.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let response = server.clubmed(&token, "POST", "/v1/customers", &body).await.json();
    assert_eq!(response["identity"], json!({"first_name": "Ada", "last_name": "Byron"}));
    assert_eq!(response["locale"], "en-US");
    assert_eq!(response.get("first_name"), None);
}

#[tokio::test]
async fn etag_switch_enables_etag_and_if_match() {
    let server = TestServer::new();
    let bearer = format!("Bearer {}", server.sign_in(TOM).await);
    let headers = |tag: &'static str| {
        vec![
            ("authorization", bearer.clone()),
            ("x-api-key", API_KEY.to_owned()),
            ("accept-language", "en-US".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("if-match", tag.to_owned()),
        ]
    };
    let patch = async |tag, body: Value| {
        let headers = headers(tag);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        server.send("PATCH", "/clubmed/v1/customers/123456789/profile", &headers, &body.to_string()).await
    };
    let read = async || {
        let headers = headers("*");
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        server.send("GET", "/clubmed/v2/customers/123456789/profile", &headers, "").await
    };
    assert_eq!(read().await.header("etag"), "");
    assert_eq!(patch("\"stale\"", json!({"first_name": "Tim"})).await.status, 204);
    server.set_switches(&json!({"etag": "on"})).await;
    assert_eq!(read().await.header("etag"), "\"123456789-2\"");
    assert_eq!(patch("\"123456789-1\"", json!({"first_name": "Jim"})).await.status, 412);
    assert_eq!(patch("\"123456789-2\"", json!({"first_name": "Jim"})).await.status, 204);
    assert_eq!(patch("*", json!({"first_name": "Kim"})).await.status, 204);
    assert_eq!(read().await.json()["first_name"], "Kim");
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    let response = server.send("OPTIONS", "/clubmed/v1/customers/1/profile", &preflight, "").await;
    assert!(response.header("access-control-allow-headers").ends_with("if-match"));
}

#[tokio::test]
async fn switches_update_keeps_omitted_and_rejects_invalid() {
    let server = TestServer::new();
    server.set_switches(&json!({"address": "merge"})).await;
    server.set_switches(&json!({"etag": "on"})).await;
    let switches = server.control("GET", "/sandbox/switches", &Value::Null).await.json();
    assert_eq!((&switches["address"], &switches["etag"]), (&json!("merge"), &json!("on")));
    for invalid in [json!({"address": "mix"}), json!({"adress": "merge"}), json!({"": null}), json!([])] {
        assert_eq!(server.control("PUT", "/sandbox/switches", &invalid).await.status, 400, "{invalid}");
    }
}
