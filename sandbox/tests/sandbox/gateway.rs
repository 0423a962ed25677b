//! The gateway: it accepts the customer's token, never discloses the vendor's secret, and supports CORS.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, JOHN, TOM, TestServer};

const CAPILLARY: &str = "/capillary/v2/customers/17742?source=INSTORE";
const IMPRINT: &str = "/imprint/v2/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

/// The secrets that the gateway sends to the vendors.
const SECRETS: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/capillary/secret.txt")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/imprint/secret.txt")),
];

#[tokio::test]
async fn token_gives_access_to_one_customer() {
    let server = TestServer::new();
    for (vendor, own, other, unknown_id, query) in [
        ("capillary", CAMILLE, "17743", "999999", "?source=INSTORE"),
        ("imprint", JOHN, "30100000-0000-4000-8000-000000000001", "CSMR-v1-123", ""),
    ] {
        let token = server.session(&json!({"vendor": vendor, "customer_id": own})).await;
        assert_eq!(server.get_customer(vendor, &token, own, query).await.status, 200, "{vendor}");
        assert_eq!(server.get_customer(vendor, &token, other, query).await.status, 403, "{vendor}");
        // The gateway forwards a request for an unknown customer, and the vendor responds.
        let status = if vendor == "capillary" { 400 } else { 404 };
        assert_eq!(server.get_customer(vendor, &token, unknown_id, query).await.status, status, "{vendor}");
        assert_eq!(server.get_customer(vendor, "nonsense", own, query).await.status, 401, "{vendor}");
        assert_eq!(server.get_customer(vendor, "development", other, query).await.status, 200, "{vendor}");
        let expired = json!({"vendor": vendor, "customer_id": own, "ttl_seconds": 0});
        let expired = server.session(&expired).await;
        assert_eq!(server.get_customer(vendor, &expired, own, query).await.status, 401, "{vendor}");
    }
}

#[tokio::test]
async fn missing_token_returns_401() {
    let server = TestServer::new();
    let capillary = server.send("GET", CAPILLARY, &[], "").await;
    assert_eq!((capillary.status.as_u16(), capillary.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(capillary.json()["errors"][0]["status"], false);
    // Imprint's 401 has no body.
    let imprint = server.send("GET", IMPRINT, &[], "").await;
    assert_eq!((imprint.status.as_u16(), imprint.header("www-authenticate")), (401, "Bearer"));
    assert_eq!((imprint.text().as_str(), imprint.header("content-type")), ("", ""));
}

#[tokio::test]
async fn token_as_basic_accepted_by_imprint_only() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    let basic = |text: &str| format!("Basic {}", base64(text));
    for (authorization, status) in [
        (basic(&format!("{token}:")), 200),
        (format!("basic {}", base64(&format!("{token}:"))), 200),
        (basic(&format!("{token}:password")), 401),
        (basic(&token), 401),
        (basic("nobody:"), 401),
        ("Basic !".to_owned(), 401),
        (format!("Digest {token}"), 401),
    ] {
        let response = server.send("GET", IMPRINT, &[("authorization", &authorization)], "").await;
        assert_eq!(response.status, status, "{authorization}");
    }
    let token = server.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let response =
        server.send("GET", CAPILLARY, &[("authorization", &basic(&format!("{token}:")))], "").await;
    assert_eq!(response.status, 401, "Capillary's gateway accepts Bearer only");
}

/// Encodes in Base64, independently of the crate under test.
fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
            out.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

#[tokio::test]
async fn vendor_secret_is_not_accepted_from_clients() {
    let server = TestServer::new();
    for secret in SECRETS {
        for path in [CAPILLARY, IMPRINT] {
            for (name, value) in [
                ("authorization", secret.to_owned()),
                ("authorization", format!("Bearer {secret}")),
                ("authorization", format!("Basic {}", base64(&format!("{secret}:")))),
                ("x-cap-api-oauth-token", secret.to_owned()),
            ] {
                assert_eq!(
                    server.send("GET", path, &[(name, &value)], "").await.status,
                    401,
                    "{path}: {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn vendor_without_gateway_accepts_secret_only() {
    let server = TestServer::without_gateways();
    let [capillary, imprint] = SECRETS;
    for (path, name, secret) in
        [(CAPILLARY, "x-cap-api-oauth-token", capillary), (IMPRINT, "authorization", imprint)]
    {
        assert_eq!(server.send("GET", path, &[(name, secret)], "").await.status, 200, "{path}");
        for (name, value) in [("authorization", "Bearer development"), (name, "guess"), ("accept", "*/*")] {
            assert_eq!(server.send("GET", path, &[(name, value)], "").await.status, 401, "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn vendor_secrets_are_in_no_response() {
    let server = TestServer::new();
    let mut responses = Vec::new();
    let customers = server.control("GET", "/sandbox/customers?vendor=all", &Value::Null).await.json();
    let all_blocks = "?source=ALL&embed=points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,\
                      expiredPoints,customerImage,returnedPoints,associatedImages,segments&includedFraudDetails=true&\
                      includedAllUserGroup2=true&includedUserGroup2LoyaltyDetails=true&ug2PaginationDetails=true";
    for customer in customers["customers"].as_array().expect("a list") {
        let (vendor, id) =
            (customer["vendor"].as_str().expect("text"), customer["customer_id"].as_str().expect("text"));
        if vendor == "clubmed" || id.ends_with("01") && customer["sentinel"] == true {
            continue;
        }
        let query = if vendor == "capillary" { all_blocks } else { "" };
        for switches in [
            json!({"imprint_errors": "wrapped", "imprint_bad_request": "spring"}),
            json!({"imprint_errors": "flat"}),
        ] {
            server.set_switches(&switches).await;
            responses.push(server.get_own_customer(vendor, id, query).await);
        }
    }
    for path in [
        "/capillary/v2/customers/0",
        "/capillary/missing",
        "/imprint/missing",
        "/imprint/v2/customers/%FF",
        CAPILLARY,
        IMPRINT,
    ] {
        responses.push(server.get_customer("x", "development", "y", "").await);
        responses.push(server.send("GET", path, &[], "").await);
        responses.push(server.send("GET", path, &[("authorization", "Bearer development")], "").await);
        responses.push(server.send("POST", path, &[("authorization", "Bearer development")], "{}").await);
    }
    for path in [
        "/sandbox/requests?preflights=true",
        "/sandbox/faults",
        "/sandbox/switches",
        "/openapi.json",
        "/sandbox/customers?vendor=all",
    ] {
        responses.push(server.control("GET", path, &Value::Null).await);
    }
    assert!(responses.len() > 100);
    for response in responses {
        let bytes = response.bytes.clone().unwrap_or_default();
        let text = format!("{:?} {}", response.headers, String::from_utf8_lossy(&bytes));
        for secret in SECRETS {
            let secret = secret.trim_start_matches("Bearer ");
            assert!(secret.len() > 20 && !text.contains(secret), "the response contains a secret: {text}");
            assert!(
                !text.contains(base64(secret).trim_end_matches('=')),
                "the response contains a secret in Base64: {text}"
            );
        }
    }
}

#[tokio::test]
async fn request_log_shows_request_before_gateway() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "imprint", "customer_id": "CSMR-v1-124/4 é+#?%"})).await;
    server
        .get_customer_with_headers("imprint", &token, "CSMR-v1-124/4 é+#?%", "", &[("cookie", "a=b")])
        .await;
    server.get_capillary_customer(CAMILLE, "embed=points").await;
    let query = "/sandbox/requests?customer_id=CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25";
    let requests = server.control("GET", query, &Value::Null).await.json()["requests"].clone();
    assert_eq!(requests.as_array().map(Vec::len), Some(1));
    assert_eq!(requests[0]["path"], "/imprint/v2/customers/CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25");
    assert_eq!(
        (&requests[0]["headers"]["authorization"], &requests[0]["headers"]["cookie"]),
        (&json!("present"), &json!("present"))
    );
    let all = server.control("GET", "/sandbox/requests", &Value::Null).await.json()["requests"].clone();
    assert_eq!(all[1]["path"], "/capillary/v2/customers/17742?source=INSTORE&embed=points");
    assert_eq!(all[1]["headers"].get("x-cap-api-oauth-token"), None);
}

#[tokio::test]
async fn cross_origin_responses_and_errors_have_cors_headers() {
    let server = TestServer::new();
    for (vendor, rest) in [("capillary", "?source=INSTORE"), ("imprint", "")] {
        let own = if vendor == "capillary" { CAMILLE } else { JOHN };
        let token = server.session(&json!({"vendor": vendor, "customer_id": own})).await;
        for (token, id) in [(token.as_str(), own), (&token, "999999"), (&token, TOM), ("nonsense", own)] {
            let response = server.get_customer(vendor, token, id, rest).await;
            assert_eq!(
                response.header("access-control-allow-origin"),
                "https://host.example",
                "{vendor} {id}"
            );
            assert_eq!((response.header("vary"), response.header("cache-control")), ("origin", "no-store"));
            assert_eq!(response.header("access-control-expose-headers"), "retry-after");
        }
    }
}

#[tokio::test]
async fn preflight_lists_allowed_methods_and_headers_by_vendor() {
    let server = TestServer::new();
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "GET")];
    for (path, headers) in [
        (CAPILLARY, "authorization, language, content-type, accept"),
        (IMPRINT, "authorization, content-type, accept"),
    ] {
        let response = server.send("OPTIONS", path, &preflight, "").await;
        assert_eq!(
            (response.status.as_u16(), response.header("access-control-allow-methods")),
            (204, "GET"),
            "{path}"
        );
        assert_eq!(response.header("access-control-allow-headers"), headers, "{path}");
        assert_eq!(response.header("access-control-allow-origin"), "https://host.example");
    }
}

#[tokio::test]
async fn unknown_route_or_method_returns_vendor_error() {
    let server = TestServer::new();
    let headers = [("authorization", "Bearer development"), ("content-type", "application/json")];
    for (method, path, status, pointer) in [
        ("GET", "/capillary//v2/customers/17742?source=INSTORE", 404, "/errors/0/message"),
        ("GET", "/capillary/v1/customers/17742", 404, "/errors/0/message"),
        ("PUT", CAPILLARY, 405, "/errors/0/message"),
        ("GET", "/imprint/v2/customers", 404, "/message"),
        ("GET", "/imprint/v2/customers/x/payment_methods", 404, "/message"),
        ("POST", IMPRINT, 405, "/message"),
    ] {
        let response = server.send(method, path, &headers, "{}").await;
        assert_eq!(response.status, status, "{method} {path}");
        assert!(response.json().pointer(pointer).is_some_and(Value::is_string), "{method} {path}");
        assert_eq!(response.header("allow"), if status == 405 { "GET,HEAD" } else { "" });
    }
    let large = "x".repeat(300_000);
    for path in [CAPILLARY, IMPRINT] {
        assert_eq!(server.send("GET", path, &headers, &large).await.status, 413);
    }
}
