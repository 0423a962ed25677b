//! Who gets in: the key, the token, the language, the customer; and that a page may read the refusal.

use serde_json::json;

use crate::house::{FULL, House, KEY, TOM};

const PATH: &str = "/clubmed/v2/customers/123456789/profile";

#[tokio::test]
async fn each_header_is_asked_for() {
    let house = House::new();
    let bearer = format!("Bearer {}", house.sign_in(TOM).await);
    let all = [("authorization", bearer.as_str()), ("x-api-key", KEY), ("accept-language", "en-US")];
    assert_eq!(house.send("GET", PATH, &all, "").await.status, 200);

    let without = |name: &str| all.into_iter().filter(|(own, _)| *own != name).collect::<Vec<_>>();
    assert_eq!(house.send("GET", PATH, &without("authorization"), "").await.status, 401);
    assert_eq!(house.send("GET", PATH, &without("x-api-key"), "").await.status, 401);
    let silent = house.send("GET", PATH, &without("accept-language"), "").await;
    assert_eq!(silent.problem(), (400, "accept-language".to_owned()));

    let with = |name: &'static str, value: &'static str| {
        let mut headers = without(name);
        headers.push((name, value));
        headers
    };
    for (name, value, status) in [
        ("authorization", "Basic abc", 401),
        ("authorization", "Bearer nonsense", 401),
        ("x-api-key", "other.web.clubmed.com", 401),
        ("accept-language", "xx-XX", 400),
        ("accept-language", "en-US,en;q=0.9", 400),
    ] {
        assert_eq!(house.send("GET", PATH, &with(name, value), "").await.status, status, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_refused_token_is_challenged() {
    let answer = House::new().call("nonsense", "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!((answer.status.as_u16(), answer.header("www-authenticate")), (401, "Bearer"));
}

#[tokio::test]
async fn a_token_speaks_for_one_customer() {
    let house = House::new();
    let token = house.sign_in(TOM).await;
    for (id, status) in
        [(TOM, 200), (FULL, 403), ("999999999", 404), ("0123", 400), ("customer-1", 400), ("%FF", 400)]
    {
        let read = house.call(&token, "GET", &format!("/v2/customers/{id}/profile"), "").await;
        assert_eq!(read.status, status, "GET {id}");
        let write = house.call(&token, "PATCH", &format!("/v1/customers/{id}/profile"), "{}").await;
        assert_eq!(write.status, if status == 200 { 204 } else { status }, "PATCH {id}");
    }
}

#[tokio::test]
async fn a_token_expires() {
    let house = House::new();
    let wanted = json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": 0});
    let token = house.session(&wanted).await;
    let answer = house.call(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error_description"], "The token has expired.");
}

#[tokio::test]
async fn the_development_token_is_for_ephemeral_sandboxes_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = House::with_file(&folder.path().join("kept.sqlite"));
    let path = "/v2/customers/123456789/profile";
    assert_eq!(House::new().call("development", "GET", path, "").await.status, 200);
    assert_eq!(kept.call("development", "GET", path, "").await.status, 401);
}

#[tokio::test]
async fn refusals_are_worded_in_the_callers_language() {
    let house = House::new();
    let token = house.sign_in(TOM).await;
    let path = "/v1/customers/123456789/profile";
    let body = json!({"civility": "LORD"}).to_string();
    for (language, sentence) in [
        ("en-US", "This title is not known."),
        ("fr-BE", "Cette civilité n’est pas connue."),
        ("ja-JP", "This title is not known."),
    ] {
        let answer = house.call_in(language, &token, "PATCH", path, &body).await;
        assert_eq!(answer.json()["errors"][0]["error_description"], sentence, "{language}");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_can_read_answers_and_errors() {
    let house = House::new();
    let token = house.sign_in(TOM).await;
    for (path, status) in
        [("/v2/customers/123456789/profile", 200), ("/v2/customers/1/profile", 404), ("/v9/x", 404)]
    {
        let answer = house.call(&token, "GET", path, "").await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "https://host.example");
        assert_eq!(answer.header("vary"), "origin");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let out = house.call("nonsense", "GET", "/v2/customers/1/profile", "").await;
    assert_eq!(out.header("access-control-allow-origin"), "https://host.example");
}

#[tokio::test]
async fn a_preflight_names_what_may_be_sent() {
    let house = House::new();
    let asked = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    let answer = house.send("OPTIONS", PATH, &asked, "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "https://host.example");
    assert_eq!(answer.header("access-control-allow-methods"), "GET, PATCH, POST");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "authorization, x-api-key, accept-language, content-type, accept"
    );
}

#[tokio::test]
async fn a_wrong_path_or_method_is_said_in_the_vendors_words() {
    let house = House::new();
    let token = house.sign_in(TOM).await;
    let doubled = house.call(&token, "GET", "//v2/customers/123456789/profile", "").await;
    assert_eq!((doubled.status.as_u16(), doubled.json()["status_code"].as_u64()), (404, Some(404)));
    // The read is v2, the change is v1, and neither knows the other's method.
    let patch = house.call(&token, "PATCH", "/v2/customers/123456789/profile", "{}").await;
    assert_eq!((patch.status.as_u16(), patch.header("allow")), (405, "GET,HEAD"));
    let get = house.call(&token, "GET", "/v1/customers/123456789/profile", "").await;
    assert_eq!((get.status.as_u16(), get.header("allow")), (405, "PATCH"));
    assert_eq!(get.json()["status_code"], 405);
}
