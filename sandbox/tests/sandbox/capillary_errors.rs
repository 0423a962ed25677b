//! Capillary's errors: invalid parameters, customers that are not available, and each format of the response.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, TestResponse, TestServer};

/// Returns the status and the code of the first error; no code for a response without a body.
fn status_and_code(response: &TestResponse) -> (u16, Option<Value>) {
    let text = response.text();
    let body: Option<Value> = (!text.is_empty()).then(|| response.json());
    (response.status.as_u16(), body.map(|body| body["errors"][0]["code"].clone()))
}

#[tokio::test]
async fn source_missing_or_unknown_returns_400() {
    let server = TestServer::new();
    for id in [CAMILLE, "17761"] {
        let missing = server.get_own_customer("capillary", id, "?embed=points").await;
        assert_eq!((status_and_code(&missing), missing.header("content-length")), ((400, None), "0"));
    }
    for source in ["", "instore", "SHOP", "INSTORE,LINE"] {
        let response = server.get_own_customer("capillary", CAMILLE, &format!("?source={source}")).await;
        assert_eq!(status_and_code(&response), (400, Some(json!(8003))), "{source}");
        let error = &response.json()["errors"][0];
        assert_eq!(*error, json!({"status": false, "code": 8003, "message": "Invalid source"}));
    }
}

#[tokio::test]
async fn parameter_with_invalid_value_returns_error_with_its_name() {
    let server = TestServer::new();
    for (name, values) in [
        ("source", vec!["INSTORE&source=INSTORE"]),
        ("embed", vec!["points,everything", "cardLoyaltyDetails", "points&embed=mlp"]),
        ("gapToUpgrade", vec!["-1", "1.5", "", "many", "4294967296", "%2B1"]),
        ("gapToRenew", vec!["-1", "1.5", "", "many"]),
        ("includedAllUserGroup2", vec!["yes", "", "1", "TRUE"]),
        ("includedUserGroup2LoyaltyDetails", vec!["yes"]),
        ("includedFraudDetails", vec!["yes"]),
        ("includedOnlyCurrentProfile", vec!["yes"]),
        ("ug2PaginationDetails", vec!["yes"]),
        ("userGroup2Id", vec!["-1", "x", "9223372036854775808"]),
        ("ug2JoinedStartDate", vec!["yesterday", "", "2021-13-01", "2021-02-30"]),
        ("ug2JoinedEndDate", vec!["01/02/2021"]),
        ("ug2Offset", vec!["-1", "x"]),
        ("ug2Limit", vec!["-1", "x"]),
        ("ug2SortBy", vec!["Age"]),
        ("ug2SortOrder", vec!["desc", "UP"]),
        ("ndncStatus", vec!["yes"]),
        ("optinStatus", vec!["yes"]),
        ("slabHistory", vec!["yes"]),
        ("tierUpgradeCriteria", vec!["yes"]),
        ("membershipRetentionCriteria", vec!["yes"]),
    ] {
        for value in values {
            let response = server.get_capillary_customer(CAMILLE, &format!("{name}={value}")).await;
            assert_eq!(status_and_code(&response), (400, Some(json!(400))), "{name}={value}");
            assert_eq!(response.json()["errors"][0]["message"], format!("Invalid value for {name}"));
        }
        let rest = if name == "source" { "" } else { "&slabHistory=true&optinStatus=false" };
        assert_eq!(server.get_capillary_customer(CAMILLE, &format!("x=y{rest}")).await.status, 200);
    }
}

#[tokio::test]
async fn id_not_numeric_returns_400_without_body() {
    let server = TestServer::new();
    for id in ["x", "17742a", "-1", "1.0", "%FF", "17 742"] {
        let response = server.get_customer("capillary", "development", id, "?source=INSTORE").await;
        assert_eq!(status_and_code(&response), (400, None), "{id}");
    }
}

#[tokio::test]
async fn unknown_customer_response_follows_switches() {
    let server = TestServer::new();
    let read = async || {
        status_and_code(&server.get_customer("capillary", "development", "999999", "?source=INSTORE").await)
    };
    assert_eq!(read().await, (400, Some(json!(8015))));
    server.set_switches(&json!({"capillary_errors": "200"})).await;
    assert_eq!(read().await, (200, Some(json!(8015))));
    server.set_switches(&json!({"capillary_unknown": "blank"})).await;
    assert_eq!(read().await, (400, None));
}

#[tokio::test]
async fn error_status_follows_capillary_errors_switch() {
    let server = TestServer::new();
    server.set_switches(&json!({"capillary_errors": "200"})).await;
    for (id, query, code) in
        [(CAMILLE, "source=X", 8003), (CAMILLE, "source=LINE", 8065), ("17745", "source=WECHAT", 8045)]
    {
        assert_eq!(
            status_and_code(&server.get_capillary_customer(id, query).await),
            (200, Some(json!(code))),
            "{query}"
        );
    }
    // A negative gap is 400 under every value of the switch.
    assert_eq!(
        status_and_code(&server.get_capillary_customer(CAMILLE, "embed=mlp&gapToRenew=-1").await).0,
        400
    );
}

#[tokio::test]
async fn customer_with_fixed_response_returns_it() {
    let server = TestServer::new();
    let deleted = "Customer is deleted after PII delete request";
    for (id, status, message) in [
        ("17760", 400, None),
        ("17761", 200, Some("Customer not found for the given identifiers")),
        ("17762", 400, Some("Customer not found for the given identifiers")),
        ("17763", 400, Some(deleted)),
        ("17764", 200, Some(deleted)),
        ("17765", 400, Some("Customer is merged into another account")),
        ("17766", 201, Some("Customer not found for the given identifiers")),
        ("17767", 521, Some("Concurrent actions on the same customer")),
    ] {
        let response = server.get_capillary_customer(id, "embed=points").await;
        assert_eq!(response.status, status, "{id}");
        let Some(expected) = message else {
            assert_eq!((response.text().as_str(), response.header("content-length")), ("", "0"), "{id}");
            continue;
        };
        let body = response.json();
        let message = body.pointer("/errors/0/message").or_else(|| body.pointer("/message"));
        assert_eq!(message, Some(&json!(expected)), "{id}");
        assert_eq!(body.get("id"), None, "{id}");
    }
    let merged = server.get_capillary_customer("17765", "").await.json();
    assert_eq!(merged["errors"][0]["code"], 8069);
    let without_warnings = server.get_capillary_customer("17761", "").await.json();
    assert_eq!(
        (without_warnings.get("warnings"), &without_warnings["errors"][0]["code"]),
        (None, &json!(8015))
    );
    assert_eq!(server.get_capillary_customer("17764", "").await.json().get("errors"), None);
}
