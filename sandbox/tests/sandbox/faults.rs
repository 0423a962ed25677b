//! Configured faults and Club Med's failing customers, in process; `process.rs` tests cut connections over sockets.

use serde_json::{Value, json};

use crate::test_server::{FULL, TOM, TestResponse, TestServer};

async fn add_fault(server: &TestServer, fault: &Value) {
    let response = server.control("POST", "/sandbox/faults", fault).await;
    assert_eq!(response.status, 201, "{response:?}");
}

async fn read(server: &TestServer, customer: &str) -> TestResponse {
    let token = server.sign_in(customer).await;
    server.clubmed(&token, "GET", &format!("/v2/customers/{customer}/profile"), "").await
}

#[tokio::test]
async fn fault_status_applies_once_by_default() {
    for (fault, status) in [
        ("unauthorized", 401),
        ("forbidden", 403),
        ("not_found", 404),
        ("too_many", 429),
        ("bad_request", 400),
    ] {
        let server = TestServer::new();
        add_fault(&server, &json!({"fault": fault})).await;
        let response = read(&server, TOM).await;
        assert_eq!(
            (response.status.as_u16(), &response.json()["status_code"]),
            (status, &json!(status)),
            "{fault}"
        );
        assert_eq!(response.header("access-control-allow-origin"), "https://host.example");
        assert_eq!(read(&server, TOM).await.status, 200, "after {fault}");
    }
}

#[tokio::test]
async fn fault_applies_to_matching_requests_given_times() {
    let server = TestServer::new();
    add_fault(
        &server,
        &json!({"fault": "forbidden", "customer_id": TOM, "method": "patch", "path": "/v1/", "times": 2}),
    )
    .await;
    assert_eq!(read(&server, TOM).await.status, 200);
    assert_eq!(server.patch_profile(FULL, &json!({})).await.status, 204);
    for status in [403, 403, 204] {
        assert_eq!(server.patch_profile(TOM, &json!({})).await.status, status);
    }
    add_fault(&server, &json!({"fault": "forbidden", "times": 9})).await;
    let listed = server.control("GET", "/sandbox/faults", &Value::Null).await.json();
    assert_eq!(listed["faults"][0]["times"], 9);
    assert_eq!(server.control("DELETE", "/sandbox/faults", &Value::Null).await.status, 204);
    assert_eq!(read(&server, TOM).await.status, 200);
}

#[tokio::test]
async fn fault_retry_after_and_errors_are_returned() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "too_many", "retry_after": 7})).await;
    assert_eq!(read(&server, TOM).await.header("retry-after"), "7");
    let errors = json!([{"concerned_key": "phones[0].number", "error_description": "No."}]);
    add_fault(&server, &json!({"fault": "bad_request", "errors": errors})).await;
    assert_eq!(server.patch_profile(TOM, &json!({"first_name": "Tim"})).await.json()["errors"], errors);
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tom");
}

#[tokio::test]
async fn broken_response_follows_processed_request() {
    for (fault, name) in
        [("malformed_json", "A"), ("empty_body", "B"), ("truncated_body", "C"), ("cut_after", "D")]
    {
        let server = TestServer::new();
        add_fault(&server, &json!({"fault": fault, "method": "PATCH"})).await;
        server.patch_profile(TOM, &json!({"first_name": name})).await;
        assert_eq!(read(&server, TOM).await.json()["first_name"], name, "{fault}");

        add_fault(&server, &json!({"fault": fault})).await;
        let response = read(&server, TOM).await;
        let text = response.bytes.map(|bytes| String::from_utf8(bytes).expect("text"));
        match fault {
            "malformed_json" => assert!(serde_json::from_str::<Value>(&text.expect("a body")).is_err()),
            "empty_body" => assert_eq!(text.as_deref(), Some("")),
            _ => assert_eq!(text, None, "{fault}"),
        }
    }
}

#[tokio::test]
async fn cut_before_changes_nothing() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "cut_before"})).await;
    assert_eq!(server.patch_profile(TOM, &json!({"first_name": "Tim"})).await.bytes, None);
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tom");
}

#[tokio::test]
async fn server_error_html_returns_html() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "server_error_html"})).await;
    let response = read(&server, TOM).await;
    assert_eq!(
        (response.status.as_u16(), response.header("content-type")),
        (500, "text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn hold_processes_the_request_once_it_is_released() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "hold", "method": "PATCH"})).await;
    let patch = json!({"first_name": "Tim"});
    let held = server.patch_profile(TOM, &patch);
    let release = async {
        // The fault is used up once the request is held.
        while server.control("GET", "/sandbox/faults", &Value::Null).await.json()["faults"] != json!([]) {
            tokio::task::yield_now().await;
        }
        assert_eq!(read(&server, TOM).await.json()["first_name"], "Tom");
        let released = server.control("POST", "/sandbox/faults/release", &Value::Null).await;
        assert_eq!(released.status.as_u16(), 204);
    };
    let (response, ()) = tokio::join!(held, release);
    assert_eq!(response.status.as_u16(), 204);
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tim");
}

#[tokio::test]
async fn gateway_error_after_stores_the_patch_and_responds_with_status() {
    for status in [408, 500, 502, 503, 504] {
        let server = TestServer::new();
        let fault = json!({"fault": "gateway_error_after", "method": "PATCH", "status": status});
        add_fault(&server, &fault).await;
        let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
        assert_eq!(response.status.as_u16(), status);
        assert_eq!(read(&server, TOM).await.json()["first_name"], "Tim", "{status}");
    }
}

#[tokio::test]
async fn sign_in_page_responds_with_html_and_stores_nothing() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "sign_in_page", "method": "PATCH"})).await;
    let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
    assert_eq!(
        (response.status.as_u16(), response.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tom");
}

#[tokio::test]
async fn preflight_ignores_faults() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "forbidden"})).await;
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "GET")];
    assert_eq!(server.send("OPTIONS", "/clubmed/v0/locales", &preflight, "").await.status, 204);
    assert_eq!(read(&server, TOM).await.status, 403);
}

#[tokio::test]
async fn invalid_fault_returns_400() {
    let server = TestServer::new();
    for invalid in [
        json!({"fault": "earthquake"}),
        json!({"fault": "delay", "times": 0}),
        json!({"fault": "delay", "delay_ms": 600_001}),
        json!({"fault": "delay", "seconds": 1}),
        json!({"fault": "bad_request", "errors": {}}),
        json!({}),
    ] {
        let response = server.control("POST", "/sandbox/faults", &invalid).await;
        assert_eq!(response.status, 400, "{invalid}");
        assert!(response.json()["error"].is_string());
    }
}

#[tokio::test(start_paused = true)]
async fn failing_customers_fail_on_every_request() {
    let server = TestServer::new();
    for round in 1..=2 {
        for (id, status) in [
            ("900000001", 200),
            ("900000002", 403),
            ("900000003", 404),
            ("900000004", 429),
            ("900000005", 500),
            ("900000007", 200),
            ("900000008", 200),
            ("900000009", 200),
            ("900000010", 401),
            ("900000011", 200),
        ] {
            assert_eq!(read(&server, id).await.status, status, "{id}, round {round}");
        }
        assert_eq!(read(&server, "900000006").await.text(), "{\"first_name\": \"Tom\", ");
        assert_eq!(read(&server, "900000012").await.bytes, None);
    }
    assert_eq!(read(&server, "900000004").await.header("retry-after"), "5");
    assert_eq!(server.patch_profile("900000008", &json!({"second_name": "Kept"})).await.bytes, None);
    assert_eq!(read(&server, "900000008").await.json()["second_name"], "Kept");
    assert_eq!(server.patch_profile("900000009", &json!({"second_name": "Lost"})).await.bytes, None);
    assert_eq!(read(&server, "900000009").await.json()["second_name"], Value::Null);
    assert_eq!(server.patch_profile("900000011", &json!({"second_name": "No"})).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn delay_is_applied() {
    // tokio's paused clock advances to the next timer, so the delay is exact and the test does not wait.
    let server = TestServer::new();
    let start = tokio::time::Instant::now();
    add_fault(&server, &json!({"fault": "delay", "delay_ms": 1500})).await;
    assert_eq!(read(&server, TOM).await.status, 200);
    assert!(start.elapsed().as_millis() >= 1500);
}
