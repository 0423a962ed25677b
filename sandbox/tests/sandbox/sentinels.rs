//! The sentinels of the vendors that only let be read, and failures ordered for them, each in the vendor's own words.

use serde_json::{Value, json};

use crate::house::{Answer, CAMILLE, House, JOHN};

const VENDORS: [(&str, &str, &str); 2] =
    [("capillary", CAMILLE, "?source=INSTORE&embed=points"), ("imprint", JOHN, "")];

fn sentinel(vendor: &str, number: u32) -> String {
    match vendor {
        "capillary" => format!("9000000{number:02}"),
        _ => format!("90000000-0000-4000-8000-{number:012}"),
    }
}

/// The sentence that a person could be shown.
fn sentence(vendor: &str, answer: &Answer) -> String {
    let pointer = if vendor == "capillary" { "/errors/0/message" } else { "/message" };
    answer.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn sentinels_fail_each_time_in_their_own_way() {
    let house = House::new();
    for (vendor, _, rest) in VENDORS {
        let read = async |number| house.own(vendor, &sentinel(vendor, number), rest).await;
        for _ in 1..=2 {
            for (number, status) in
                [(1, 200), (2, 403), (3, 404), (4, 429), (5, 500), (7, 200), (9, 200), (10, 401), (11, 400)]
            {
                assert_eq!(read(number).await.status, status, "{vendor} {number}");
            }
            for number in [2, 3, 4, 11] {
                assert_ne!(sentence(vendor, &read(number).await), "", "{vendor} {number}");
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
async fn a_brief_session_is_brief_at_every_vendor() {
    let house = House::new();
    for (vendor, own, _) in VENDORS {
        for (id, least, most) in [(sentinel(vendor, 7), 0, 20), (own.to_owned(), 3500, 3600)] {
            let wanted = json!({"vendor": vendor, "customer_id": id});
            let session = house.control("POST", "/sandbox/session", &wanted).await.json();
            let end: jiff::Timestamp =
                session["expires_at"].as_str().expect("text").parse().expect("RFC 3339");
            let left = end.as_second() - jiff::Timestamp::now().as_second();
            assert!((least..=most).contains(&left), "{vendor}: {left}");
        }
    }
}

#[tokio::test]
async fn an_order_can_be_for_one_vendor_alone() {
    let house = House::new();
    let order = json!({"fault": "forbidden", "vendor": "imprint", "times": 9});
    let ordered = house.control("POST", "/sandbox/faults", &order).await;
    assert_eq!((ordered.status.as_u16(), &ordered.json()["vendor"]), (201, &json!("imprint")));
    assert_eq!(house.capillary(CAMILLE, "").await.status, 200);
    assert_eq!(house.own("imprint", JOHN, "").await.status, 403);
    let wrong = json!({"fault": "forbidden", "vendor": "acme"});
    assert_eq!(house.control("POST", "/sandbox/faults", &wrong).await.status, 400);
}

#[tokio::test]
async fn the_same_number_is_another_customer_at_another_vendor() {
    let house = House::new();
    // Club Med's 900000008 is fine when it is read, Capillary's breaks.
    assert_eq!(house.profile("900000008").await["last_name"], "Sentinel");
    assert_eq!(house.capillary("900000008", "").await.bytes, None);
}

#[tokio::test]
async fn an_ordered_status_is_said_in_the_vendors_own_shape() {
    let house = House::new();
    for (vendor, id, rest) in VENDORS {
        for (fault, status) in
            [("forbidden", 403), ("not_found", 404), ("too_many", 429), ("bad_request", 400)]
        {
            house.control("POST", "/sandbox/faults", &json!({"fault": fault, "customer_id": id})).await;
            let answer = house.own(vendor, id, rest).await;
            assert_eq!(answer.status, status, "{vendor} {fault}");
            assert_ne!(sentence(vendor, &answer), "", "{vendor} {fault}");
            assert_eq!(house.own(vendor, id, rest).await.status, 200, "{vendor}, after {fault}");
        }
    }
}

#[tokio::test]
async fn ordered_errors_are_passed_on() {
    let house = House::new();
    let errors = json!([{"status": false, "code": 8062, "message": "No points today"}]);
    let order = json!({"fault": "bad_request", "errors": errors, "times": 3});
    house.control("POST", "/sandbox/faults", &order).await;
    assert_eq!(house.capillary(CAMILLE, "").await.json()["errors"], errors);
    assert_eq!(house.own("imprint", JOHN, "").await.json()["details"], errors);
    house.switch(&json!({"imprint_bad_request": "spring"})).await;
    assert_eq!(house.own("imprint", JOHN, "").await.json()["details"], errors);
}

#[tokio::test]
async fn an_order_for_an_escaped_id_is_met() {
    let house = House::new();
    let id = "CSMR-v1-124/4 é+#?%";
    house.control("POST", "/sandbox/faults", &json!({"fault": "forbidden", "customer_id": id})).await;
    assert_eq!(house.own("imprint", JOHN, "").await.status, 200);
    assert_eq!(house.own("imprint", id, "").await.status, 403);
}
