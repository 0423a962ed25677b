//! The sandbox's own routes: sessions, what was asked, reset, reports.

use serde_json::{Value, json};

use crate::house::{FULL, House, TOM};

#[tokio::test]
async fn a_session_has_a_token_a_key_and_an_end() {
    let house = House::new();
    let wanted = json!({"vendor": "clubmed", "customer_id": TOM});
    let session = house.control("POST", "/sandbox/session", &wanted).await;
    assert_eq!(session.status, 201);
    let session = session.json();
    assert_eq!(session["token"].as_str().map(str::len), Some(32));
    assert_eq!(session["api_key"], "carnet.sandbox.clubmed.com");
    let end: jiff::Timestamp = session["expires_at"].as_str().expect("a text").parse().expect("RFC 3339");
    let left = end.as_second() - jiff::Timestamp::now().as_second();
    assert!((3500..=3600).contains(&left), "{left}");

    let brief = json!({"vendor": "clubmed", "customer_id": "900000007"});
    let brief = house.control("POST", "/sandbox/session", &brief).await.json();
    let end: jiff::Timestamp = brief["expires_at"].as_str().expect("a text").parse().expect("RFC 3339");
    assert!(end.as_second() - jiff::Timestamp::now().as_second() <= 20);
}

#[tokio::test]
async fn a_session_for_nobody_is_refused() {
    let house = House::new();
    for (wanted, status) in [
        (json!({"vendor": "clubmed", "customer_id": "999999999"}), 404),
        (json!({"vendor": "acme", "customer_id": TOM}), 400),
        (json!({"customer_id": TOM}), 400),
        (json!({"vendor": "clubmed", "customer": TOM}), 400),
        (json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": -1}), 400),
        (json!({"vendor": "clubmed", "customer_id": TOM, "ttl_seconds": 31_536_001}), 400),
    ] {
        let answer = house.control("POST", "/sandbox/session", &wanted).await;
        assert_eq!(answer.status, status, "{wanted}");
        assert!(answer.json()["error"].is_string(), "{wanted}");
    }
    // A page of another origin cannot ask without a preflight.
    let form = house.send("POST", "/sandbox/session", &[("content-type", "text/plain")], "{}").await;
    assert_eq!(form.status, 415);
}

#[tokio::test]
async fn everyone_is_listed_with_what_they_are() {
    let house = House::new();
    house.save(TOM, &json!({"first_name": "Tim"})).await;
    let listed = house.control("GET", "/sandbox/customers", &Value::Null).await.json();
    let customers = listed["customers"].as_array().expect("a list");
    assert_eq!(customers[0]["customer_id"], TOM);
    assert_eq!(customers[0]["name"], "Tim Smith");
    for customer in customers {
        assert_eq!(customer["vendor"], "clubmed");
        assert!(customer["about"].as_str().is_some_and(|about| about.ends_with('.')));
    }
}

#[tokio::test]
async fn requests_are_written_down_without_secrets() {
    let house = House::new();
    let asked = [("origin", "https://host.example"), ("access-control-request-method", "PATCH")];
    house.send("OPTIONS", "/clubmed/v1/customers/123456789/profile", &asked, "").await;
    let token = house.sign_in(TOM).await;
    let path = "/v1/customers/123456789/profile?force_address=false";
    house.call(&token, "PATCH", path, r#"{"first_name":"Tim"}"#).await;
    house.call(&token, "PATCH", path, "no json").await;
    house.call(&token, "GET", "/v2/customers/301000001/profile", "").await;

    let list = async |query: &str| {
        let path = format!("/sandbox/requests{query}");
        let answer = house.control("GET", &path, &Value::Null).await;
        assert!(!answer.text().contains(&token), "a token got out");
        answer.json()["requests"].as_array().expect("a list").clone()
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
    assert_eq!(house.control("DELETE", "/sandbox/requests", &Value::Null).await.status, 204);
    assert_eq!(list("?preflights=true").await.len(), 0);
}

#[tokio::test]
async fn the_list_of_requests_is_bounded() {
    let house = House::new();
    for number in 0..1005 {
        house.call("nonsense", "GET", &format!("/v2/customers/{number}/profile"), "").await;
    }
    let listed = house.control("GET", "/sandbox/requests", &Value::Null).await.json();
    let requests = listed["requests"].as_array().expect("a list");
    assert_eq!(requests.len(), 1000);
    assert_eq!(requests[999]["path"], "/clubmed/v2/customers/1004/profile");
    assert_eq!(requests[999]["status"], 401);
}

#[tokio::test]
async fn a_reset_puts_everything_back() {
    let house = House::new();
    let before = house.control("GET", "/sandbox/customers", &Value::Null).await.json();
    let token = house.sign_in(TOM).await;
    house.save(TOM, &json!({"first_name": "Tim"})).await;
    let creator = house.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let created = house.call(&creator, "POST", "/v1/customers", &body).await.json();
    house.switch(&json!({"body": "legacy"})).await;
    house.control("POST", "/sandbox/faults", &json!({"fault": "forbidden"})).await;

    assert_eq!(house.send("POST", "/sandbox/reset", &[], "").await.status, 204);
    assert_eq!(house.control("GET", "/sandbox/customers", &Value::Null).await.json(), before);
    let profile = house.call(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!((profile.status.as_u16(), &profile.json()["first_name"]), (200, &json!("Tom")));
    let path = format!("/v2/customers/{}/profile", created["id"].as_str().expect("an id"));
    assert_eq!(house.call(&creator, "GET", &path, "").await.status, 401);
}

#[tokio::test]
async fn reports_of_violations_are_kept_until_deleted() {
    let house = House::new();
    let path = "/sandbox/violations";
    let one = [("content-type", "application/csp-report")];
    let body = json!({"csp-report": {"violated-directive": "script-src"}}).to_string();
    assert_eq!(house.send("POST", path, &one, &body).await.status, 204);
    let list = [("content-type", "application/reports+json")];
    let body = json!([{"type": "csp-violation", "body": {}}]).to_string();
    assert_eq!(house.send("POST", path, &list, &body).await.status, 204);
    assert_eq!(house.send("POST", path, &list, "{}").await.status, 400);
    assert_eq!(house.send("POST", path, &one, "{}").await.status, 400);
    assert_eq!(house.send("POST", path, &[], "[]").await.status, 415);
    let violations = house.control("GET", path, &Value::Null).await.json()["violations"].clone();
    assert_eq!(violations[0], json!({"violated-directive": "script-src"}));
    assert_eq!(violations.as_array().map(Vec::len), Some(2));
    house.control("DELETE", path, &Value::Null).await;
    assert_eq!(house.control("GET", path, &Value::Null).await.json()["violations"], json!([]));
}

#[tokio::test]
async fn a_wrong_turn_is_told_in_json() {
    let house = House::new();
    let missing = house.control("GET", "/sandbox/nothing", &Value::Null).await;
    assert_eq!((missing.status.as_u16(), missing.json()["error"].is_string()), (404, true));
    let method = house.control("PUT", "/sandbox/session", &Value::Null).await;
    assert_eq!((method.status.as_u16(), method.header("allow")), (405, "POST"));
    let preflight = [("origin", "https://host.example"), ("access-control-request-method", "POST")];
    let preflight = house.send("OPTIONS", "/sandbox/session", &preflight, "").await;
    assert_eq!(preflight.header("access-control-allow-origin"), "https://host.example");
    assert_eq!(preflight.header("access-control-allow-headers"), "content-type, accept");
}
