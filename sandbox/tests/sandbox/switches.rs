//! The readings that can be switched, each way.

use serde_json::{Value, json};

use crate::house::{FULL, House, KEY, TOM};

#[tokio::test]
async fn an_address_merges_or_is_replaced() {
    let house = House::new();
    let part = json!({"address": {"number": "13", "country_code": "FR"}});
    house.switch(&json!({"address": "merge"})).await;
    house.save(FULL, &part).await;
    let merged = house.profile(FULL).await["address"].clone();
    assert_eq!((&merged["number"], &merged["city"]), (&json!("13"), &json!("Nantes")));
    house.switch(&json!({"address": "replace"})).await;
    house.save(FULL, &json!({"address": {"number": "14", "country_code": "FR"}})).await;
    let replaced = house.profile(FULL).await["address"].clone();
    assert_eq!((&replaced["number"], &replaced["city"]), (&json!("14"), &Value::Null));
}

#[tokio::test]
async fn unknown_members_are_refused_or_dropped() {
    let house = House::new();
    let body = json!({"first_name": "Tim", "gender": "F", "address": {"city": "Paris", "line1": "x"}});
    assert_eq!(house.patch(TOM, &body).await.status, 400);
    house.switch(&json!({"unknown_members": "ignore"})).await;
    house.save(TOM, &body).await;
    let profile = house.profile(TOM).await;
    assert_eq!((&profile["first_name"], profile.get("gender")), (&json!("Tim"), None));
    assert_eq!(profile["address"].get("line1"), None);
}

#[tokio::test]
async fn unknown_members_of_a_phone_are_refused_or_dropped() {
    let house = House::new();
    let body = json!({"phones": [{"number": "1", "label": "x"}]});
    assert_eq!(house.patch(TOM, &body).await.problem(), (400, "phones[0].label".to_owned()));
    house.switch(&json!({"phones_members": "ignore"})).await;
    house.save(TOM, &body).await;
    assert_eq!(house.profile(TOM).await["phones"], json!([{"number": "1"}]));
}

#[tokio::test]
async fn null_is_accepted_or_refused_where_the_schema_says_text() {
    let house = House::new();
    house.switch(&json!({"null_for_required_strings": "refuse"})).await;
    let body = json!({"second_name": null});
    assert_eq!(house.patch(TOM, &body).await.problem(), (400, "second_name".to_owned()));
    let body = json!({"address": {"country_code": null}});
    assert_eq!(house.patch(TOM, &body).await.problem(), (400, "address.country_code".to_owned()));
    house.save(TOM, &json!({"second_name": "", "email": null, "address": {"city": null}})).await;
    house.switch(&json!({"null_for_required_strings": "accept"})).await;
    house.save(TOM, &json!({"third_name": null})).await;
    assert_eq!(house.profile(TOM).await["third_name"], Value::Null);
}

#[tokio::test]
async fn a_profile_is_answered_in_each_shape() {
    let house = House::new();
    for (body, keys) in [("full", true), ("sparse", false)] {
        house.switch(&json!({"body": body})).await;
        let prospect = house.profile("301000006").await;
        assert_eq!(prospect.get("address").is_some(), keys, "{body}");
        assert_eq!(prospect["first_name"], "Noah");
    }
    house.switch(&json!({"body": "full"})).await;
    let tom = house.profile(TOM).await;
    assert_eq!((&tom["optins"], &tom["personal_data_usage_allowed"]), (&json!([]), &json!(false)));
    house.switch(&json!({"body": "legacy"})).await;
    let old = house.profile(FULL).await;
    assert_eq!((&old["id"], &old["phone"]), (&json!(FULL), &json!("+33612345678")));
    assert_eq!(old.get("first_name"), None);
}

#[tokio::test]
async fn a_patch_is_answered_without_or_with_a_body() {
    let house = House::new();
    house.switch(&json!({"patch_answer": "200"})).await;
    let answer = house.patch(TOM, &json!({"first_name": "Tim"})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["first_name"]), (200, &json!("Tim")));
}

#[tokio::test]
async fn the_place_of_an_error_is_spelt_in_three_ways() {
    let house = House::new();
    let body = json!({"phones": [{"number": 1}]});
    for (spelling, key) in
        [("dotted", "phones[0].number"), ("leaf", "number"), ("pointer", "/phones/0/number")]
    {
        house.switch(&json!({"concerned_key": spelling})).await;
        assert_eq!(house.patch(TOM, &body).await.problem(), (400, key.to_owned()));
    }
}

#[tokio::test]
async fn a_vendor_may_store_something_else_than_it_was_sent() {
    let house = House::new();
    house.switch(&json!({"stores": "upper_case"})).await;
    house
        .save(TOM, &json!({"first_name": " Tim ", "email": "tim@example.com", "address": {"city": "Paris"}}))
        .await;
    let profile = house.profile(TOM).await;
    assert_eq!((&profile["first_name"], &profile["email"]), (&json!("TIM"), &json!("tim@example.com")));
    assert_eq!(profile["address"]["city"], "PARIS");
    house.switch(&json!({"stores": "nothing"})).await;
    house.save(TOM, &json!({"first_name": "Jim"})).await;
    assert_eq!(house.profile(TOM).await["first_name"], "TIM");
}

#[tokio::test]
async fn a_created_customer_is_answered_as_in_the_scenario() {
    let house = House::new();
    house.switch(&json!({"create_answer": "scenario"})).await;
    let token = house.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let answer = house.call(&token, "POST", "/v1/customers", &body).await.json();
    assert_eq!(answer["identity"], json!({"first_name": "Ada", "last_name": "Byron"}));
    assert_eq!(answer["locale"], "en-US");
    assert_eq!(answer.get("first_name"), None);
}

#[tokio::test]
async fn an_etag_guards_a_profile_only_when_switched_on() {
    let house = House::new();
    let bearer = format!("Bearer {}", house.sign_in(TOM).await);
    let headers = |tag: &'static str| {
        vec![
            ("authorization", bearer.clone()),
            ("x-api-key", KEY.to_owned()),
            ("accept-language", "en-US".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("if-match", tag.to_owned()),
        ]
    };
    let patch = async |tag, body: Value| {
        let headers = headers(tag);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.send("PATCH", "/clubmed/v1/customers/123456789/profile", &headers, &body.to_string()).await
    };
    let read = async || {
        let headers = headers("*");
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.send("GET", "/clubmed/v2/customers/123456789/profile", &headers, "").await
    };
    assert_eq!(read().await.header("etag"), "");
    assert_eq!(patch("\"stale\"", json!({"first_name": "Tim"})).await.status, 204);
    house.switch(&json!({"etag": "on"})).await;
    assert_eq!(read().await.header("etag"), "\"123456789-2\"");
    assert_eq!(patch("\"123456789-1\"", json!({"first_name": "Jim"})).await.status, 412);
    assert_eq!(patch("\"123456789-2\"", json!({"first_name": "Jim"})).await.status, 204);
    assert_eq!(patch("*", json!({"first_name": "Kim"})).await.status, 204);
    assert_eq!(read().await.json()["first_name"], "Kim");
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    let answer = house.send("OPTIONS", "/clubmed/v1/customers/1/profile", &preflight, "").await;
    assert!(answer.header("access-control-allow-headers").ends_with("if-match"));
}

#[tokio::test]
async fn a_switch_that_is_not_named_keeps_its_place() {
    let house = House::new();
    house.switch(&json!({"address": "merge"})).await;
    house.switch(&json!({"etag": "on"})).await;
    let switches = house.control("GET", "/sandbox/switches", &Value::Null).await.json();
    assert_eq!((&switches["address"], &switches["etag"]), (&json!("merge"), &json!("on")));
    for wrong in [json!({"address": "mix"}), json!({"adress": "merge"}), json!({"": null}), json!([])] {
        assert_eq!(house.control("PUT", "/sandbox/switches", &wrong).await.status, 400, "{wrong}");
    }
}
