//! The failing customers and the faults of the read-only vendors, in each vendor's error format.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, JOHN, TestResponse, TestServer};

const VENDORS: [(&str, &str, &str); 2] =
    [("capillary", CAMILLE, "?source=INSTORE&embed=points"), ("imprint", JOHN, "")];

fn failing_id(vendor: &str, number: u32) -> String {
    match vendor {
        "capillary" => format!("9000000{number:02}"),
        _ => format!("90000000-0000-4000-8000-{number:012}"),
    }
}

/// Returns the error message.
fn message(vendor: &str, response: &TestResponse) -> String {
    let pointer = if vendor == "capillary" { "/errors/0/message" } else { "/message" };
    response.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn failing_customers_fail_on_every_request() {
    let server = TestServer::new();
    for (vendor, _, rest) in VENDORS {
        let read = async |number| server.get_own_customer(vendor, &failing_id(vendor, number), rest).await;
        for _ in 1..=2 {
            for (number, status) in
                [(1, 200), (2, 403), (3, 404), (4, 429), (5, 500), (7, 200), (9, 200), (10, 401), (11, 400)]
            {
                assert_eq!(read(number).await.status, status, "{vendor} {number}");
            }
            for number in [2, 3, 4, 11] {
                assert_ne!(message(vendor, &read(number).await), "", "{vendor} {number}");
            }
            assert_eq!(read(4).await.header("retry-after"), "5");
            assert_eq!(read(5).await.header("content-type"), "text/html; charset=utf-8");
            assert!(serde_json::from_str::<Value>(&read(6).await.text()).is_err());
            assert_eq!((read(8).await.bytes, read(12).await.bytes), (None, None), "{vendor}");
            assert_eq!(read(9).await.text(), "");
            assert_eq!(read(10).await.header("www-authenticate"), "Bearer");
        }
        let start = tokio::time::Instant::now();
        read(1).await;
        assert!(start.elapsed().as_millis() >= 4000, "{vendor}");
    }
}

#[tokio::test]
async fn session_length_follows_seed_at_every_vendor() {
    let server = TestServer::new();
    for (vendor, own, _) in VENDORS {
        for (id, min, max) in [(failing_id(vendor, 7), 0, 20), (own.to_owned(), 3500, 3600)] {
            let wanted = json!({"vendor": vendor, "customer_id": id});
            let session = server.control("POST", "/sandbox/session", &wanted).await.json();
            let expiry: jiff::Timestamp =
                session["expires_at"].as_str().expect("text").parse().expect("RFC 3339");
            let remaining = expiry.as_second() - jiff::Timestamp::now().as_second();
            assert!((min..=max).contains(&remaining), "{vendor}: {remaining}");
        }
    }
}

#[tokio::test]
async fn fault_with_vendor_applies_to_that_vendor_only() {
    let server = TestServer::new();
    let fault = json!({"fault": "forbidden", "vendor": "imprint", "times": 9});
    let created = server.control("POST", "/sandbox/faults", &fault).await;
    assert_eq!((created.status.as_u16(), &created.json()["vendor"]), (201, &json!("imprint")));
    assert_eq!(server.get_capillary_customer(CAMILLE, "").await.status, 200);
    assert_eq!(server.get_own_customer("imprint", JOHN, "").await.status, 403);
    let invalid = json!({"fault": "forbidden", "vendor": "acme"});
    assert_eq!(server.control("POST", "/sandbox/faults", &invalid).await.status, 400);
}

#[tokio::test]
async fn same_id_at_another_vendor_is_another_customer() {
    let server = TestServer::new();
    // A read of 900000008 succeeds at Club Med and breaks at Capillary.
    assert_eq!(server.get_profile("900000008").await["last_name"], "Sentinel");
    assert_eq!(server.get_capillary_customer("900000008", "").await.bytes, None);
}

#[tokio::test]
async fn fault_status_has_vendor_error_format() {
    let server = TestServer::new();
    for (vendor, id, rest) in VENDORS {
        for (fault, status) in
            [("forbidden", 403), ("not_found", 404), ("too_many", 429), ("bad_request", 400)]
        {
            server.control("POST", "/sandbox/faults", &json!({"fault": fault, "customer_id": id})).await;
            let response = server.get_own_customer(vendor, id, rest).await;
            assert_eq!(response.status, status, "{vendor} {fault}");
            assert_ne!(message(vendor, &response), "", "{vendor} {fault}");
            assert_eq!(
                server.get_own_customer(vendor, id, rest).await.status,
                200,
                "{vendor}, after {fault}"
            );
        }
    }
}

#[tokio::test]
async fn fault_errors_are_returned() {
    let server = TestServer::new();
    let errors = json!([{"status": false, "code": 8062, "message": "No points today"}]);
    let fault = json!({"fault": "bad_request", "errors": errors, "times": 3});
    server.control("POST", "/sandbox/faults", &fault).await;
    assert_eq!(server.get_capillary_customer(CAMILLE, "").await.json()["errors"], errors);
    assert_eq!(server.get_own_customer("imprint", JOHN, "").await.json()["details"], errors);
    server.set_switches(&json!({"imprint_bad_request": "spring"})).await;
    assert_eq!(server.get_own_customer("imprint", JOHN, "").await.json()["details"], errors);
}

#[tokio::test]
async fn fault_matches_percent_encoded_customer_id() {
    let server = TestServer::new();
    let id = "CSMR-v1-124/4 é+#?%";
    server.control("POST", "/sandbox/faults", &json!({"fault": "forbidden", "customer_id": id})).await;
    assert_eq!(server.get_own_customer("imprint", JOHN, "").await.status, 200);
    assert_eq!(server.get_own_customer("imprint", id, "").await.status, 403);
}
