//! Configured faults and Club Med's failing customers, in process; `process.rs` tests cut connections over sockets.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, FULL, JOHN, TOM, TestResponse, TestServer};

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

const HTML: &str = "text/html; charset=utf-8";

#[tokio::test]
async fn reply_has_status_body_and_retry_after() {
    const PAGE: &str = "<p>An HTML page.";
    for (status, body, content_type) in [
        (200, None, HTML),
        (201, Some("{\"a\": 1}"), "application/json"),
        (404, Some("[1]"), "application/json"),
        (418, Some(PAGE), HTML),
        (599, Some(""), HTML),
        (204, Some("{}"), ""),
        (205, None, ""),
        (304, None, ""),
    ] {
        let server = TestServer::new();
        add_fault(&server, &json!({"fault": "reply", "status": status, "body": body})).await;
        let response = read(&server, TOM).await;
        assert_eq!(
            (response.status.as_u16(), response.header("content-type")),
            (status, content_type),
            "{body:?}"
        );
        assert_eq!(response.header("access-control-allow-origin"), "https://host.example");
        assert_eq!(response.header("retry-after"), "");
        match (content_type, body) {
            ("", _) => assert_eq!(response.text(), "", "{status}"),
            (_, Some(body)) => assert_eq!(response.text(), body),
            (_, None) => assert!(response.text().starts_with("<!doctype html>")),
        }
        assert_eq!(read(&server, TOM).await.status, 200);
    }
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "reply", "status": 503, "retry_after": 9})).await;
    assert_eq!(read(&server, TOM).await.header("retry-after"), "9");
}

#[tokio::test]
async fn reply_and_redirect_store_the_patch_only_if_processed() {
    for fault in [json!({"fault": "reply", "status": 204}), json!({"fault": "redirect"})] {
        for (processed, name) in [(None, "Tom"), (Some(false), "Tom"), (Some(true), "Tim")] {
            let server = TestServer::new();
            let mut fault = fault.clone();
            fault["processed"] = processed.into();
            add_fault(&server, &fault).await;
            let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
            assert_eq!(response.status, if fault["fault"] == "reply" { 204 } else { 302 });
            assert_eq!(read(&server, TOM).await.json()["first_name"], name, "{fault}");
        }
    }
}

#[tokio::test]
async fn redirect_leads_to_sign_in_page_that_a_browser_may_follow() {
    const ORIGIN: &str = "https://host.example";
    let server = TestServer::new();
    for (vendor, customer, rest) in [("capillary", CAMILLE, "?source=INSTORE"), ("imprint", JOHN, "")] {
        add_fault(&server, &json!({"fault": "redirect", "vendor": vendor})).await;
        assert_eq!(server.get_own_customer(vendor, customer, rest).await.status, 302);
    }
    add_fault(&server, &json!({"fault": "redirect"})).await;
    let response = server.patch_profile(TOM, &json!({})).await;
    assert_eq!(response.header("access-control-allow-origin"), ORIGIN);
    let location = response.header("location");

    for (path, method) in [
        ("/clubmed/v1/customers/1/profile", "PATCH"),
        ("/capillary/v2/customers/1", "GET"),
        ("/imprint/v2/customers/1", "GET"),
    ] {
        // A browser repeats the preflight for the page, with the method and the headers of the request.
        let preflight = [("origin", ORIGIN), ("access-control-request-method", method)];
        let vendor = server.send("OPTIONS", path, &preflight, "").await;
        let sign_in = server.send("OPTIONS", location, &preflight, "").await;
        assert_eq!(sign_in.status, 204);
        for name in ["access-control-allow-methods", "access-control-allow-headers"] {
            let allowed: Vec<_> = sign_in.header(name).split(", ").collect();
            for wanted in vendor.header(name).split(", ") {
                assert!(allowed.contains(&wanted), "{path}: {wanted}");
            }
        }
        let page = server.send(method, location, &[("origin", ORIGIN)], "").await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, HTML), "{method}");
        assert_eq!(page.header("access-control-allow-origin"), ORIGIN);
    }
    assert_eq!(server.send("PUT", location, &[], "").await.status, 405);
}

async fn read_locales(server: &TestServer) -> TestResponse {
    let token = server.sign_in(TOM).await;
    server.clubmed(&token, "GET", "/v0/locales", "").await
}

#[tokio::test]
async fn large_body_is_valid_json_with_20_mb_more() {
    const BYTES: usize = 20_000_000;
    let server = TestServer::new();
    let (profile, locales) = (read(&server, TOM).await.json(), read_locales(&server).await.json());
    add_fault(&server, &json!({"fault": "large_body", "times": 3})).await;
    let mut large = read(&server, TOM).await.json();
    let padding = large.as_object_mut().and_then(|members| members.remove("padding")).expect("padding");
    assert_eq!((large, padding.as_str().map(str::len)), (profile, Some(BYTES)));

    let response = read_locales(&server).await;
    assert!(response.text().len() > BYTES);
    assert_eq!(response.json(), locales);

    let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
    assert_eq!((response.status.as_u16(), response.header("content-type")), (200, "application/json"));
    assert!(response.json().is_object() && response.text().len() > BYTES);
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tim");
}

#[tokio::test(start_paused = true)]
async fn drip_delays_the_pieces_of_a_valid_body() {
    // tokio's paused clock advances to the next timer, so the delays are exact and the test does not wait.
    for (delay_ms, seconds) in [(None, 75), (Some(2000), 30)] {
        let server = TestServer::new();
        let profile = read(&server, TOM).await.json();
        add_fault(&server, &json!({"fault": "drip", "delay_ms": delay_ms, "times": 2})).await;
        let start = tokio::time::Instant::now();
        let response = read(&server, TOM).await;
        assert_eq!((response.status.as_u16(), response.json()), (200, profile));
        assert_eq!(start.elapsed().as_secs(), seconds);

        let response = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
        assert_eq!((response.status.as_u16(), response.header("content-type")), (200, "application/json"));
        assert!(response.json().is_object());
        assert_eq!(read(&server, TOM).await.json()["first_name"], "Tim");
    }
}

#[tokio::test]
async fn wrong_type_swaps_object_and_list() {
    let server = TestServer::new();
    add_fault(&server, &json!({"fault": "wrong_type", "times": 3})).await;
    let profile = read(&server, TOM).await;
    assert_eq!((profile.status.as_u16(), profile.json()), (200, json!([])));
    let locales = read_locales(&server).await;
    assert_eq!((locales.status.as_u16(), locales.json()), (200, json!({})));
    let saved = server.patch_profile(TOM, &json!({"first_name": "Tim"})).await;
    assert_eq!((saved.status.as_u16(), saved.json()), (200, json!([])));
    assert_eq!(read(&server, TOM).await.json()["first_name"], "Tim");
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
        json!({"fault": "gateway_error_after", "status": 404}),
        json!({"fault": "reply"}),
        json!({"fault": "reply", "status": null}),
        json!({"fault": "reply", "status": 199}),
        json!({"fault": "reply", "status": 600}),
        json!({"fault": "reply", "status": 200, "body": {}}),
        json!({"fault": "redirect", "processed": "yes"}),
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
