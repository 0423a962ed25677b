//! Failures on order and the sentinel customers, in process; tests/sandbox/process.rs cuts real connections.

use serde_json::{Value, json};

use crate::house::{Answer, FULL, House, TOM};

async fn order(house: &House, fault: &Value) {
    let answer = house.control("POST", "/sandbox/faults", fault).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

async fn read(house: &House, customer: &str) -> Answer {
    let token = house.sign_in(customer).await;
    house.call(&token, "GET", &format!("/v2/customers/{customer}/profile"), "").await
}

#[tokio::test]
async fn an_ordered_status_is_met_once() {
    for (fault, status) in [
        ("unauthorized", 401),
        ("forbidden", 403),
        ("not_found", 404),
        ("too_many", 429),
        ("bad_request", 400),
    ] {
        let house = House::new();
        order(&house, &json!({"fault": fault})).await;
        let answer = read(&house, TOM).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["status_code"]),
            (status, &json!(status)),
            "{fault}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), "https://host.example");
        assert_eq!(read(&house, TOM).await.status, 200, "after {fault}");
    }
}

#[tokio::test]
async fn an_order_says_which_calls_and_how_often() {
    let house = House::new();
    order(
        &house,
        &json!({"fault": "forbidden", "customer_id": TOM, "method": "patch", "path": "/v1/", "times": 2}),
    )
    .await;
    assert_eq!(read(&house, TOM).await.status, 200);
    assert_eq!(house.patch(FULL, &json!({})).await.status, 204);
    for status in [403, 403, 204] {
        assert_eq!(house.patch(TOM, &json!({})).await.status, status);
    }
    order(&house, &json!({"fault": "forbidden", "times": 9})).await;
    let listed = house.control("GET", "/sandbox/faults", &Value::Null).await.json();
    assert_eq!(listed["faults"][0]["times"], 9);
    assert_eq!(house.control("DELETE", "/sandbox/faults", &Value::Null).await.status, 204);
    assert_eq!(read(&house, TOM).await.status, 200);
}

#[tokio::test]
async fn a_wait_and_errors_are_passed_on() {
    let house = House::new();
    order(&house, &json!({"fault": "too_many", "retry_after": 7})).await;
    assert_eq!(read(&house, TOM).await.header("retry-after"), "7");
    let errors = json!([{"concerned_key": "phones[0].number", "error_description": "No."}]);
    order(&house, &json!({"fault": "bad_request", "errors": errors})).await;
    assert_eq!(house.patch(TOM, &json!({"first_name": "Tim"})).await.json()["errors"], errors);
    assert_eq!(read(&house, TOM).await.json()["first_name"], "Tom");
}

#[tokio::test]
async fn an_answer_is_spoiled_after_the_work_is_done() {
    for (fault, name) in
        [("malformed_json", "A"), ("empty_body", "B"), ("truncated_body", "C"), ("cut_after", "D")]
    {
        let house = House::new();
        order(&house, &json!({"fault": fault, "method": "PATCH"})).await;
        house.patch(TOM, &json!({"first_name": name})).await;
        assert_eq!(read(&house, TOM).await.json()["first_name"], name, "{fault}");

        order(&house, &json!({"fault": fault})).await;
        let answer = read(&house, TOM).await;
        let text = answer.bytes.map(|bytes| String::from_utf8(bytes).expect("text"));
        match fault {
            "malformed_json" => assert!(serde_json::from_str::<Value>(&text.expect("a body")).is_err()),
            "empty_body" => assert_eq!(text.as_deref(), Some("")),
            _ => assert_eq!(text, None, "{fault}"),
        }
    }
}

#[tokio::test]
async fn a_cut_before_the_work_leaves_it_undone() {
    let house = House::new();
    order(&house, &json!({"fault": "cut_before"})).await;
    assert_eq!(house.patch(TOM, &json!({"first_name": "Tim"})).await.bytes, None);
    assert_eq!(read(&house, TOM).await.json()["first_name"], "Tom");
}

#[tokio::test]
async fn a_server_error_is_a_page() {
    let house = House::new();
    order(&house, &json!({"fault": "server_error_html"})).await;
    let answer = read(&house, TOM).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (500, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn preflights_meet_no_fault() {
    let house = House::new();
    order(&house, &json!({"fault": "forbidden"})).await;
    let asked = [("origin", "https://host.example"), ("access-control-request-method", "GET")];
    assert_eq!(house.send("OPTIONS", "/clubmed/v0/locales", &asked, "").await.status, 204);
    assert_eq!(read(&house, TOM).await.status, 403);
}

#[tokio::test]
async fn an_order_that_makes_no_sense_is_refused() {
    let house = House::new();
    for wrong in [
        json!({"fault": "earthquake"}),
        json!({"fault": "delay", "times": 0}),
        json!({"fault": "delay", "delay_ms": 600_001}),
        json!({"fault": "delay", "seconds": 1}),
        json!({"fault": "bad_request", "errors": {}}),
        json!({}),
    ] {
        let answer = house.control("POST", "/sandbox/faults", &wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test(start_paused = true)]
async fn sentinels_fail_each_time_in_their_own_way() {
    let house = House::new();
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
            assert_eq!(read(&house, id).await.status, status, "{id}, round {round}");
        }
        assert_eq!(read(&house, "900000006").await.text(), "{\"first_name\": \"Tom\", ");
        assert_eq!(read(&house, "900000012").await.bytes, None);
    }
    assert_eq!(read(&house, "900000004").await.header("retry-after"), "5");
    assert_eq!(house.patch("900000008", &json!({"second_name": "Kept"})).await.bytes, None);
    assert_eq!(read(&house, "900000008").await.json()["second_name"], "Kept");
    assert_eq!(house.patch("900000009", &json!({"second_name": "Lost"})).await.bytes, None);
    assert_eq!(read(&house, "900000009").await.json()["second_name"], Value::Null);
    assert_eq!(house.patch("900000011", &json!({"second_name": "No"})).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_delay_is_waited_for() {
    // The clock stands still and jumps to whoever sleeps: the wait is exact and takes no time.
    let house = House::new();
    let start = tokio::time::Instant::now();
    order(&house, &json!({"fault": "delay", "delay_ms": 1500})).await;
    assert_eq!(read(&house, TOM).await.status, 200);
    assert!(start.elapsed().as_millis() >= 1500);
}
