//! The control routes: sessions, customers, the request log, reset, violation reports.

use serde_json::{Value, json};

use crate::test_server::{FULL, TOM, TestServer};

#[tokio::test]
async fn session_has_token_api_key_and_expiry() {
    let server = TestServer::new();
    let wanted = json!({"vendor": "clubmed", "customer_id": TOM});
    let session = server.control("POST", "/sandbox/session", &wanted).await;
    assert_eq!(session.status, 201);
    let session = session.json();
    assert_eq!(session["token"].as_str().map(str::len), Some(32));
    assert_eq!(session["api_key"], "carnet.sandbox.clubmed.com");
    let expiry: jiff::Timestamp = session["expires_at"].as_str().expect("a text").parse().expect("RFC 3339");
    let remaining = expiry.as_second() - jiff::Timestamp::now().as_second();
    assert!((3500..=3600).contains(&remaining), "{remaining}");

    let short = json!({"vendor": "clubmed", "customer_id": "900000007"});
    let short = server.control("POST", "/sandbox/session", &short).await.json();
    let expiry: jiff::Timestamp = short["expires_at"].as_str().expect("a text").parse().expect("RFC 3339");
    assert!(expiry.as_second() - jiff::Timestamp::now().as_second() <= 20);
}

#[tokio::test]
async fn session_request_invalid_or_unknown_customer_is_rejected() {
    let server = TestServer::new();
    for (wanted, status) in [
        (json!({"vendor": "clubmed", "customer_id": "999999999"}), 404),
        (json!({"vendor": "acme", "customer_id": TOM}), 400),
        (json!({"customer_id": TOM}), 400),
        (json!({"vendor": "clubmed", "customer": TOM}), 400),
        (json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": -1}), 400),
        (json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": 31_536_001}), 400),
    ] {
        let response = server.control("POST", "/sandbox/session", &wanted).await;
        assert_eq!(response.status, status, "{wanted}");
        assert!(response.json()["error"].is_string(), "{wanted}");
    }
    // A content type that needs no preflight is rejected, so that a page of another origin cannot skip the preflight.
    let form = server.send("POST", "/sandbox/session", &[("content-type", "text/plain")], "{}").await;
    assert_eq!(form.status, 415);
}

#[tokio::test]
async fn page_of_another_machine_cannot_use_the_sandbox() {
    let server = TestServer::new();
    server.save_profile(TOM, &json!({"first_name": "Tim"})).await;
    for origin in ["https://evil.example", "http://localhost.evil.example", "null", "http://192.168.0.2:8080"]
    {
        for (method, path) in
            [("POST", "/sandbox/reset"), ("DELETE", "/sandbox/faults"), ("GET", "/sandbox/customers")]
        {
            let response = server.send(method, path, &[("origin", origin)], "").await;
            assert_eq!(response.status, 403, "{origin}: {method} {path}");
            assert_eq!(response.header("access-control-allow-origin"), "", "{origin}");
        }
    }
    assert_eq!(server.get_profile(TOM).await["first_name"], "Tim", "nothing was reset");
    // WebKit sends its reports of violations without the page's origin.
    let headers = [("origin", "null"), ("content-type", "application/csp-report")];
    let report = server.send("POST", "/sandbox/violations", &headers, r#"{"csp-report":{}}"#).await;
    assert_eq!(report.status, 204);
    for origin in ["http://localhost:5173", "http://127.0.0.1:8080", "http://[::1]:8080"] {
        let response = server.send("GET", "/sandbox/customers", &[("origin", origin)], "").await;
        assert_eq!(response.status, 200, "{origin}");
        assert_eq!(response.header("x-content-type-options"), "nosniff");
    }
    let api = server.send("GET", "/clubmed/v0/civilities", &[], "").await;
    assert_eq!(api.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn customers_listed_with_current_name_and_description() {
    let server = TestServer::new();
    server.save_profile(TOM, &json!({"first_name": "Tim"})).await;
    let listed = server.control("GET", "/sandbox/customers", &Value::Null).await.json();
    let customers = listed["customers"].as_array().expect("a list");
    assert_eq!(customers[0]["customer_id"], TOM);
    assert_eq!(customers[0]["name"], "Tim Smith");
    for customer in customers {
        assert_eq!(customer["vendor"], "clubmed");
        assert!(customer["about"].as_str().is_some_and(|about| about.ends_with('.')));
    }
}

#[tokio::test]
async fn request_log_has_requests_without_secrets() {
    let server = TestServer::new();
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    server.send("OPTIONS", "/clubmed/v1/customers/123456789/profile", &preflight, "").await;
    let token = server.sign_in(TOM).await;
    let path = "/v1/customers/123456789/profile?force_address=false";
    server.clubmed(&token, "PATCH", path, r#"{"first_name":"Tim"}"#).await;
    server.clubmed(&token, "PATCH", path, "no json").await;
    server.clubmed(&token, "GET", "/v2/customers/301000001/profile", "").await;

    let list = async |query: &str| {
        let path = format!("/sandbox/requests{query}");
        let response = server.control("GET", &path, &Value::Null).await;
        assert!(!response.text().contains(&token), "the log contains a token");
        response.json()["requests"].as_array().expect("a list").clone()
    };
    let requests = list("").await;
    assert_eq!(requests.len(), 3);
    let first = &requests[0];
    assert_eq!(first["method"], "PATCH");
    assert_eq!(first["path"], "/clubmed/v1/customers/123456789/profile?force_address=false");
    assert_eq!((&first["body"], &first["status"]), (&json!({"first_name": "Tim"}), &json!(204)));
    let headers = &first["headers"];
    assert_eq!((&headers["authorization"], &headers["x-api-key"]), (&json!("present"), &json!("present")));
    assert_eq!(headers["accept-language"], "en-US");
    assert_eq!((&requests[1]["body"], &requests[1]["status"]), (&json!("no json"), &json!(400)));
    assert_eq!((&requests[2]["body"], &requests[2]["status"]), (&Value::Null, &json!(403)));

    assert_eq!(list("?preflights=true").await.len(), 4);
    assert_eq!(list(&format!("?customer_id={FULL}")).await.len(), 1);
    assert_eq!(server.control("DELETE", "/sandbox/requests", &Value::Null).await.status, 204);
    assert_eq!(list("?preflights=true").await.len(), 0);
}

#[tokio::test]
async fn request_log_keeps_last_thousand() {
    let server = TestServer::new();
    for number in 0..1005 {
        server.clubmed("nonsense", "GET", &format!("/v2/customers/{number}/profile"), "").await;
    }
    let listed = server.control("GET", "/sandbox/requests", &Value::Null).await.json();
    let requests = listed["requests"].as_array().expect("a list");
    assert_eq!(requests.len(), 1000);
    assert_eq!(requests[999]["path"], "/clubmed/v2/customers/1004/profile");
    assert_eq!(requests[999]["status"], 401);
}

#[tokio::test]
async fn reset_restores_initial_state() {
    let server = TestServer::new();
    let before = server.control("GET", "/sandbox/customers", &Value::Null).await.json();
    let token = server.sign_in(TOM).await;
    server.save_profile(TOM, &json!({"first_name": "Tim"})).await;
    let creator = server.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let created = server.clubmed(&creator, "POST", "/v1/customers", &body).await.json();
    server.set_switches(&json!({"body": "legacy"})).await;
    server.control("POST", "/sandbox/faults", &json!({"fault": "forbidden"})).await;

    assert_eq!(server.send("POST", "/sandbox/reset", &[], "").await.status, 204);
    assert_eq!(server.control("GET", "/sandbox/customers", &Value::Null).await.json(), before);
    let profile = server.clubmed(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!((profile.status.as_u16(), &profile.json()["first_name"]), (200, &json!("Tom")));
    let path = format!("/v2/customers/{}/profile", created["id"].as_str().expect("an id"));
    assert_eq!(server.clubmed(&creator, "GET", &path, "").await.status, 401);
}

#[tokio::test]
async fn violation_reports_are_kept_until_deleted() {
    let server = TestServer::new();
    let path = "/sandbox/violations";
    let one = [("content-type", "application/csp-report")];
    let body = json!({"csp-report": {"violated-directive": "script-src"}}).to_string();
    assert_eq!(server.send("POST", path, &one, &body).await.status, 204);
    let list = [("content-type", "application/reports+json")];
    let body = json!([{"type": "csp-violation", "body": {}}]).to_string();
    assert_eq!(server.send("POST", path, &list, &body).await.status, 204);
    assert_eq!(server.send("POST", path, &list, "{}").await.status, 400);
    assert_eq!(server.send("POST", path, &one, "{}").await.status, 400);
    assert_eq!(server.send("POST", path, &[], "[]").await.status, 415);
    let violations = server.control("GET", path, &Value::Null).await.json()["violations"].clone();
    assert_eq!(violations[0], json!({"violated-directive": "script-src"}));
    assert_eq!(violations.as_array().map(Vec::len), Some(2));
    server.control("DELETE", path, &Value::Null).await;
    assert_eq!(server.control("GET", path, &Value::Null).await.json()["violations"], json!([]));
}

#[tokio::test]
async fn unknown_route_or_method_returns_json_error() {
    let server = TestServer::new();
    let missing = server.control("GET", "/sandbox/nothing", &Value::Null).await;
    assert_eq!((missing.status.as_u16(), missing.json()["error"].is_string()), (404, true));
    let method = server.control("PUT", "/sandbox/session", &Value::Null).await;
    assert_eq!((method.status.as_u16(), method.header("allow")), (405, "POST"));
    let host = "http://localhost:5173";
    let preflight = [("origin", host), ("access-control-request-method", "POST")];
    let preflight = server.send("OPTIONS", "/sandbox/session", &preflight, "").await;
    assert_eq!(preflight.header("access-control-allow-origin"), host);
    assert_eq!(preflight.header("access-control-allow-headers"), "content-type, accept");
}
