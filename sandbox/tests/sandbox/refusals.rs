//! How Capillary says no: what is asked for wrongly, who is not there, and each way of saying so.

use serde_json::{Value, json};

use crate::house::{Answer, CAMILLE, House};

/// The status and the code of the first error; no code for a blank answer.
fn said(answer: &Answer) -> (u16, Option<Value>) {
    let text = answer.text();
    let body: Option<Value> = (!text.is_empty()).then(|| answer.json());
    (answer.status.as_u16(), body.map(|body| body["errors"][0]["code"].clone()))
}

#[tokio::test]
async fn a_source_is_needed_and_one_of_five() {
    let house = House::new();
    for id in [CAMILLE, "17761"] {
        let missing = house.own("capillary", id, "?embed=points").await;
        assert_eq!((said(&missing), missing.header("content-length")), ((400, None), "0"));
    }
    for source in ["", "instore", "SHOP", "INSTORE,LINE"] {
        let answer = house.own("capillary", CAMILLE, &format!("?source={source}")).await;
        assert_eq!(said(&answer), (400, Some(json!(8003))), "{source}");
        let error = &answer.json()["errors"][0];
        assert_eq!(*error, json!({"status": false, "code": 8003, "message": "Invalid source"}));
    }
}

#[tokio::test]
async fn a_parameter_that_cannot_be_what_it_is_is_refused_by_its_name() {
    let house = House::new();
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
            let answer = house.capillary(CAMILLE, &format!("{name}={value}")).await;
            assert_eq!(said(&answer), (400, Some(json!(400))), "{name}={value}");
            assert_eq!(answer.json()["errors"][0]["message"], format!("Invalid value for {name}"));
        }
        let rest = if name == "source" { "" } else { "&slabHistory=true&optinStatus=false" };
        assert_eq!(house.capillary(CAMILLE, &format!("x=y{rest}")).await.status, 200);
    }
}

#[tokio::test]
async fn an_id_that_is_no_number_gets_nothing_but_400() {
    let house = House::new();
    for id in ["x", "17742a", "-1", "1.0", "%FF", "17 742"] {
        let answer = house.ask("capillary", "development", id, "?source=INSTORE").await;
        assert_eq!(said(&answer), (400, None), "{id}");
    }
}

#[tokio::test]
async fn an_unknown_customer_is_said_in_three_ways() {
    let house = House::new();
    let ask = async || said(&house.ask("capillary", "development", "999999", "?source=INSTORE").await);
    assert_eq!(ask().await, (400, Some(json!(8015))));
    house.switch(&json!({"capillary_errors": "200"})).await;
    assert_eq!(ask().await, (200, Some(json!(8015))));
    house.switch(&json!({"capillary_unknown": "blank"})).await;
    assert_eq!(ask().await, (400, None));
}

#[tokio::test]
async fn errors_without_a_documented_status_come_with_either() {
    let house = House::new();
    house.switch(&json!({"capillary_errors": "200"})).await;
    for (id, query, code) in
        [(CAMILLE, "source=X", 8003), (CAMILLE, "source=LINE", 8065), ("17745", "source=WECHAT", 8045)]
    {
        assert_eq!(said(&house.capillary(id, query).await), (200, Some(json!(code))), "{query}");
    }
    // A negative gap is not supported, whatever the status of the others.
    assert_eq!(said(&house.capillary(CAMILLE, "embed=mlp&gapToRenew=-1").await).0, 400);
}

#[tokio::test]
async fn each_customer_who_is_not_there_is_told_in_their_own_way() {
    let house = House::new();
    let gone = "Customer is deleted after PII delete request";
    for (id, status, told) in [
        ("17760", 400, None),
        ("17761", 200, Some("Customer not found for the given identifiers")),
        ("17762", 400, Some("Customer not found for the given identifiers")),
        ("17763", 400, Some(gone)),
        ("17764", 200, Some(gone)),
        ("17765", 400, Some("Customer is merged into another account")),
        ("17766", 201, Some("Customer not found for the given identifiers")),
        ("17767", 521, Some("Concurrent actions on the same customer")),
    ] {
        let answer = house.capillary(id, "embed=points").await;
        assert_eq!(answer.status, status, "{id}");
        let Some(told) = told else {
            assert_eq!((answer.text().as_str(), answer.header("content-length")), ("", "0"), "{id}");
            continue;
        };
        let body = answer.json();
        let message = body.pointer("/errors/0/message").or_else(|| body.pointer("/message"));
        assert_eq!(message, Some(&json!(told)), "{id}");
        assert_eq!(body.get("id"), None, "{id}");
    }
    let merged = house.capillary("17765", "").await.json();
    assert_eq!(merged["errors"][0]["code"], 8069);
    let without = house.capillary("17761", "").await.json();
    assert_eq!((without.get("warnings"), &without["errors"][0]["code"]), (None, &json!(8015)));
    assert_eq!(house.capillary("17764", "").await.json().get("errors"), None);
}
