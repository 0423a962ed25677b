//! The gateway: the customer's token comes in, the vendor's secret stays behind, and a page may read every answer.

use serde_json::{Value, json};

use crate::house::{CAMILLE, House, JOHN, TOM};

const CAPILLARY: &str = "/capillary/v2/customers/17742?source=INSTORE";
const IMPRINT: &str = "/imprint/v2/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

/// What the gateway shows the vendors.
const SECRETS: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/capillary/secret.txt")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/imprint/secret.txt")),
];

#[tokio::test]
async fn a_token_opens_one_customer() {
    let house = House::new();
    for (vendor, own, other, strange, query) in [
        ("capillary", CAMILLE, "17743", "999999", "?source=INSTORE"),
        ("imprint", JOHN, "30100000-0000-4000-8000-000000000001", "CSMR-v1-123", ""),
    ] {
        let token = house.session(&json!({"vendor": vendor, "customer_id": own})).await;
        assert_eq!(house.ask(vendor, &token, own, query).await.status, 200, "{vendor}");
        assert_eq!(house.ask(vendor, &token, other, query).await.status, 403, "{vendor}");
        // Who does not exist is the vendor's to say.
        let unknown = if vendor == "capillary" { 400 } else { 404 };
        assert_eq!(house.ask(vendor, &token, strange, query).await.status, unknown, "{vendor}");
        assert_eq!(house.ask(vendor, "nonsense", own, query).await.status, 401, "{vendor}");
        assert_eq!(house.ask(vendor, "development", other, query).await.status, 200, "{vendor}");
        let spent = json!({"vendor": vendor, "customer_id": own, "ttl_seconds": 0});
        let spent = house.session(&spent).await;
        assert_eq!(house.ask(vendor, &spent, own, query).await.status, 401, "{vendor}");
    }
}

#[tokio::test]
async fn without_a_token_there_is_nothing_to_see() {
    let house = House::new();
    let capillary = house.send("GET", CAPILLARY, &[], "").await;
    assert_eq!((capillary.status.as_u16(), capillary.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(capillary.json()["errors"][0]["status"], false);
    // Imprint's 401 has no body.
    let imprint = house.send("GET", IMPRINT, &[], "").await;
    assert_eq!((imprint.status.as_u16(), imprint.header("www-authenticate")), (401, "Bearer"));
    assert_eq!((imprint.text().as_str(), imprint.header("content-type")), ("", ""));
}

#[tokio::test]
async fn imprint_takes_the_token_as_basic_too() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "imprint", "customer_id": JOHN})).await;
    let basic = |text: &str| format!("Basic {}", encoded(text));
    for (authorization, status) in [
        (basic(&format!("{token}:")), 200),
        (format!("basic {}", encoded(&format!("{token}:"))), 200),
        (basic(&format!("{token}:password")), 401),
        (basic(&token), 401),
        (basic("nobody:"), 401),
        ("Basic !".to_owned(), 401),
        (format!("Digest {token}"), 401),
    ] {
        let answer = house.send("GET", IMPRINT, &[("authorization", &authorization)], "").await;
        assert_eq!(answer.status, status, "{authorization}");
    }
    let token = house.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    let answer = house.send("GET", CAPILLARY, &[("authorization", &basic(&format!("{token}:")))], "").await;
    assert_eq!(answer.status, 401, "Capillary's gateway takes Bearer alone");
}

/// Base64, by the book and slowly.
fn encoded(text: &str) -> String {
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
async fn the_vendors_secret_is_no_token_and_opens_no_door() {
    let house = House::new();
    for secret in SECRETS {
        for path in [CAPILLARY, IMPRINT] {
            for (name, value) in [
                ("authorization", secret.to_owned()),
                ("authorization", format!("Bearer {secret}")),
                ("authorization", format!("Basic {}", encoded(&format!("{secret}:")))),
                ("x-cap-api-oauth-token", secret.to_owned()),
            ] {
                assert_eq!(
                    house.send("GET", path, &[(name, &value)], "").await.status,
                    401,
                    "{path}: {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn no_answer_and_no_list_holds_a_vendors_secret() {
    let house = House::new();
    let mut told = Vec::new();
    let customers = house.control("GET", "/sandbox/customers?vendor=all", &Value::Null).await.json();
    let everything = "?source=ALL&embed=points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,\
                      expiredPoints,customerImage,returnedPoints,associatedImages,segments&includedFraudDetails=true&\
                      includedAllUserGroup2=true&includedUserGroup2LoyaltyDetails=true&ug2PaginationDetails=true";
    for customer in customers["customers"].as_array().expect("a list") {
        let (vendor, id) =
            (customer["vendor"].as_str().expect("text"), customer["customer_id"].as_str().expect("text"));
        if vendor == "clubmed" || id.ends_with("01") && customer["sentinel"] == true {
            continue;
        }
        let query = if vendor == "capillary" { everything } else { "" };
        for switches in [
            json!({"imprint_errors": "wrapped", "imprint_bad_request": "spring"}),
            json!({"imprint_errors": "flat"}),
        ] {
            house.switch(&switches).await;
            told.push(house.own(vendor, id, query).await);
        }
    }
    for path in [
        "/capillary/v2/customers/0",
        "/capillary/lost",
        "/imprint/lost",
        "/imprint/v2/customers/%FF",
        CAPILLARY,
        IMPRINT,
    ] {
        told.push(house.ask("x", "development", "y", "").await);
        told.push(house.send("GET", path, &[], "").await);
        told.push(house.send("GET", path, &[("authorization", "Bearer development")], "").await);
        told.push(house.send("POST", path, &[("authorization", "Bearer development")], "{}").await);
    }
    for path in [
        "/sandbox/requests?preflights=true",
        "/sandbox/faults",
        "/sandbox/switches",
        "/openapi.json",
        "/sandbox/customers?vendor=all",
    ] {
        told.push(house.control("GET", path, &Value::Null).await);
    }
    assert!(told.len() > 100);
    for answer in told {
        let bytes = answer.bytes.clone().unwrap_or_default();
        let text = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&bytes));
        for secret in SECRETS {
            let bare = secret.trim_start_matches("Bearer ");
            assert!(bare.len() > 20 && !text.contains(bare), "a secret got out: {text}");
            assert!(
                !text.contains(encoded(bare).trim_end_matches('=')),
                "a secret got out in base64: {text}"
            );
        }
    }
}

#[tokio::test]
async fn the_list_of_requests_shows_what_the_browser_sent() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "imprint", "customer_id": "CSMR-v1-124/4 é+#?%"})).await;
    house.ask_with("imprint", &token, "CSMR-v1-124/4 é+#?%", "", &[("cookie", "a=b")]).await;
    house.capillary(CAMILLE, "embed=points").await;
    let query = "/sandbox/requests?customer_id=CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25";
    let requests = house.control("GET", query, &Value::Null).await.json()["requests"].clone();
    assert_eq!(requests.as_array().map(Vec::len), Some(1));
    assert_eq!(requests[0]["path"], "/imprint/v2/customers/CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25");
    assert_eq!(
        (&requests[0]["headers"]["authorization"], &requests[0]["headers"]["cookie"]),
        (&json!("present"), &json!("present"))
    );
    let all = house.control("GET", "/sandbox/requests", &Value::Null).await.json()["requests"].clone();
    assert_eq!(all[1]["path"], "/capillary/v2/customers/17742?source=INSTORE&embed=points");
    assert_eq!(all[1]["headers"].get("x-cap-api-oauth-token"), None);
}

#[tokio::test]
async fn a_page_of_another_origin_can_read_answers_and_errors() {
    let house = House::new();
    for (vendor, rest) in [("capillary", "?source=INSTORE"), ("imprint", "")] {
        let own = if vendor == "capillary" { CAMILLE } else { JOHN };
        let token = house.session(&json!({"vendor": vendor, "customer_id": own})).await;
        for (token, id) in [(token.as_str(), own), (&token, "999999"), (&token, TOM), ("nonsense", own)] {
            let answer = house.ask(vendor, token, id, rest).await;
            assert_eq!(answer.header("access-control-allow-origin"), "https://host.example", "{vendor} {id}");
            assert_eq!((answer.header("vary"), answer.header("cache-control")), ("origin", "no-store"));
            assert_eq!(answer.header("access-control-expose-headers"), "retry-after");
        }
    }
}

#[tokio::test]
async fn a_preflight_names_what_each_vendor_may_be_sent() {
    let house = House::new();
    let asked = [("origin", "https://host.example"), ("access-control-request-method", "GET")];
    for (path, headers) in [
        (CAPILLARY, "authorization, language, content-type, accept"),
        (IMPRINT, "authorization, content-type, accept"),
    ] {
        let answer = house.send("OPTIONS", path, &asked, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("access-control-allow-methods")),
            (204, "GET"),
            "{path}"
        );
        assert_eq!(answer.header("access-control-allow-headers"), headers, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "https://host.example");
    }
}

#[tokio::test]
async fn a_wrong_path_or_method_is_said_in_the_vendors_words() {
    let house = House::new();
    let headers = [("authorization", "Bearer development"), ("content-type", "application/json")];
    for (method, path, status, pointer) in [
        ("GET", "/capillary//v2/customers/17742?source=INSTORE", 404, "/errors/0/message"),
        ("GET", "/capillary/v1/customers/17742", 404, "/errors/0/message"),
        ("PUT", CAPILLARY, 405, "/errors/0/message"),
        ("GET", "/imprint/v2/customers", 404, "/message"),
        ("GET", "/imprint/v2/customers/x/payment_methods", 404, "/message"),
        ("POST", IMPRINT, 405, "/message"),
    ] {
        let answer = house.send(method, path, &headers, "{}").await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.json().pointer(pointer).is_some_and(Value::is_string), "{method} {path}");
        assert_eq!(answer.header("allow"), if status == 405 { "GET,HEAD" } else { "" });
    }
    let large = "x".repeat(300_000);
    for path in [CAPILLARY, IMPRINT] {
        assert_eq!(house.send("GET", path, &headers, &large).await.status, 413);
    }
}
