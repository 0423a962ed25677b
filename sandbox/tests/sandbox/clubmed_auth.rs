//! Authentication and authorization at Club Med: the API key, the token, the locale, the customer; and CORS.

use serde_json::json;

use crate::test_server::{API_KEY, FULL, TOM, TestServer};

const PATH: &str = "/clubmed/v2/customers/123456789/profile";

#[tokio::test]
async fn read_with_missing_or_invalid_header_is_rejected() {
    let server = TestServer::new();
    let bearer = format!("Bearer {}", server.sign_in(TOM).await);
    let all = [("authorization", bearer.as_str()), ("x-api-key", API_KEY), ("accept-language", "en-US")];
    assert_eq!(server.send("GET", PATH, &all, "").await.status, 200);

    let without = |name: &str| all.into_iter().filter(|(own, _)| *own != name).collect::<Vec<_>>();
    assert_eq!(server.send("GET", PATH, &without("authorization"), "").await.status, 401);
    assert_eq!(server.send("GET", PATH, &without("x-api-key"), "").await.status, 401);
    let without_locale = server.send("GET", PATH, &without("accept-language"), "").await;
    assert_eq!(without_locale.first_invalid_key(), (400, "accept-language".to_owned()));

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
        assert_eq!(server.send("GET", PATH, &with(name, value), "").await.status, status, "{name}: {value}");
    }
}

#[tokio::test]
async fn invalid_token_returns_bearer_challenge() {
    let response = TestServer::new().clubmed("nonsense", "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!((response.status.as_u16(), response.header("www-authenticate")), (401, "Bearer"));
}

#[tokio::test]
async fn token_gives_access_to_one_customer() {
    let server = TestServer::new();
    let token = server.sign_in(TOM).await;
    for (id, status) in
        [(TOM, 200), (FULL, 403), ("999999999", 404), ("0123", 400), ("customer-1", 400), ("%FF", 400)]
    {
        let read = server.clubmed(&token, "GET", &format!("/v2/customers/{id}/profile"), "").await;
        assert_eq!(read.status, status, "GET {id}");
        let write = server.clubmed(&token, "PATCH", &format!("/v1/customers/{id}/profile"), "{}").await;
        assert_eq!(write.status, if status == 200 { 204 } else { status }, "PATCH {id}");
    }
}

#[tokio::test]
async fn token_expired_returns_401() {
    let server = TestServer::new();
    let wanted = json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": 0});
    let token = server.session(&wanted).await;
    let response = server.clubmed(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(response.status, 401);
    assert_eq!(response.json()["error_description"], "The token has expired.");
}

#[tokio::test]
async fn development_token_accepted_only_by_ephemeral_sandbox() {
    let folder = tempfile::tempdir().expect("a folder");
    let with_file = TestServer::with_file(&folder.path().join("kept.sqlite"));
    let path = "/v2/customers/123456789/profile";
    assert_eq!(TestServer::new().clubmed("development", "GET", path, "").await.status, 200);
    assert_eq!(with_file.clubmed("development", "GET", path, "").await.status, 401);
}

#[tokio::test]
async fn error_messages_follow_accept_language() {
    let server = TestServer::new();
    let token = server.sign_in(TOM).await;
    let path = "/v1/customers/123456789/profile";
    let body = json!({"civility": "LORD"}).to_string();
    for (language, message) in [
        ("en-US", "This title is not known."),
        ("fr-BE", "Cette civilité n’est pas connue."),
        ("ja-JP", "This title is not known."),
    ] {
        let response = server.clubmed_in_locale(language, &token, "PATCH", path, &body).await;
        assert_eq!(response.json()["errors"][0]["error_description"], message, "{language}");
    }
}

#[tokio::test]
async fn cross_origin_responses_and_errors_have_cors_headers() {
    let server = TestServer::new();
    let token = server.sign_in(TOM).await;
    for (path, status) in
        [("/v2/customers/123456789/profile", 200), ("/v2/customers/1/profile", 404), ("/v9/x", 404)]
    {
        let response = server.clubmed(&token, "GET", path, "").await;
        assert_eq!(response.status, status);
        assert_eq!(response.header("access-control-allow-origin"), "https://host.example");
        assert_eq!(response.header("vary"), "origin");
        assert_eq!(response.header("cache-control"), "no-store");
    }
    let rejected = server.clubmed("nonsense", "GET", "/v2/customers/1/profile", "").await;
    assert_eq!(rejected.header("access-control-allow-origin"), "https://host.example");
}

#[tokio::test]
async fn preflight_lists_allowed_methods_and_headers() {
    let server = TestServer::new();
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    let response = server.send("OPTIONS", PATH, &preflight, "").await;
    assert_eq!(response.status, 204);
    assert_eq!(response.header("access-control-allow-origin"), "https://host.example");
    assert_eq!(response.header("access-control-allow-methods"), "GET, PATCH, POST");
    assert_eq!(
        response.header("access-control-allow-headers"),
        "authorization, x-api-key, accept-language, content-type, accept"
    );
}

#[tokio::test]
async fn unknown_route_or_method_returns_vendor_error() {
    let server = TestServer::new();
    let token = server.sign_in(TOM).await;
    let doubled = server.clubmed(&token, "GET", "//v2/customers/123456789/profile", "").await;
    assert_eq!((doubled.status.as_u16(), doubled.json()["status_code"].as_u64()), (404, Some(404)));
    // GET is v2 and PATCH is v1; neither version supports the other method.
    let patch = server.clubmed(&token, "PATCH", "/v2/customers/123456789/profile", "{}").await;
    assert_eq!((patch.status.as_u16(), patch.header("allow")), (405, "GET,HEAD"));
    let get = server.clubmed(&token, "GET", "/v1/customers/123456789/profile", "").await;
    assert_eq!((get.status.as_u16(), get.header("allow")), (405, "PATCH"));
    assert_eq!(get.json()["status_code"], 405);
}
