//! The gaps to the next tier and to renewal: when they are included, after some days, and in each format.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, TestServer};

async fn read(server: &TestServer, customer: &str, query: &str) -> Value {
    server.get_capillary_customer(customer, query).await.json()
}

#[tokio::test]
async fn gaps_have_documented_values() {
    let customer = read(&TestServer::new(), CAMILLE, "embed=mlp&gapToUpgrade=0&gapToRenew=0").await;
    let program = &customer["loyaltyProgramDetails"][0];
    assert_eq!(
        program["upgradeStrategies"],
        json!([{
            "upgradeBasedOn": "CUMULATIVE_PURCHASES",
            "upgradeThreshold": 25000,
            "customerUpgradeEntityValues": {"currentValue": 9786, "gapToUpgrade": 15214, "valueValidUpto": "2025-05-06"}
        }])
    );
    let renew = &program["gapToRenewSummary"];
    assert_eq!((&renew["tierExpiryDate"], &renew["renewConfirmed"]), (&json!("2024-12-31"), &json!(false)));
    let strategies = renew["renewStrategies"].as_array().expect("a list");
    assert_eq!(
        strategies[0],
        json!({"renewBasedOn": "VISITS", "renewThreshold": 5.0, "customerRenewEntityValue": 1, "customerGapToRenewValue": 4})
    );
    assert_eq!(
        (&strategies[1]["renewBasedOn"], &strategies[1]["customerGapToRenewValue"]),
        (&json!("PURCHASE"), &json!(10))
    );
    assert_eq!(
        (&strategies[2]["customerRenewEntityValue"], &strategies[2]["customerGapToRenewValue"]),
        (&json!(123), &json!(1877))
    );
    let modes: Vec<_> = strategies[3]["trackerEntityIdentifiers"]
        .as_array()
        .expect("trackers")
        .iter()
        .map(|tracker| &tracker["trackerMode"])
        .collect();
    assert_eq!(modes, ["MOVING_WINDOW", "CALENDAR_BASED_CYCLIC_WINDOW"]);
}

#[tokio::test]
async fn gaps_included_only_when_requested_with_mlp() {
    let server = TestServer::new();
    for (query, upgrade, renew) in [
        ("embed=mlp", false, false),
        ("embed=MLP&gapToUpgrade=0", true, false),
        ("embed=mlp&gapToRenew=1", false, true),
        ("embed=mlp&gapToUpgrade=30&gapToRenew=30", true, true),
        ("embed=mlp,gapDetails", true, true),
    ] {
        let customer = read(&server, CAMILLE, query).await;
        let program = &customer["loyaltyProgramDetails"][0];
        assert_eq!(program.get("upgradeStrategies").is_some(), upgrade, "{query}");
        assert_eq!(program.get("gapToRenewSummary").is_some(), renew, "{query}");
        assert!(!customer.to_string().contains("decay_per_day"), "{query}");
    }
    for query in ["gapToUpgrade=0&gapToRenew=0", "embed=points&gapToUpgrade=30", "embed=gapDetails"] {
        for customer in [CAMILLE, "17747"] {
            let text = read(&server, customer, query).await.to_string();
            assert!(!text.contains("pgrade") && !text.contains("enewSummary"), "{query}: {text}");
        }
    }
}

#[tokio::test]
async fn gaps_after_days_reflect_decay() {
    let server = TestServer::new();
    for (days, current, gap) in
        [(0, 9786.0, 15214.0), (1, 9761.0, 15239.0), (30, 9036.0, 15964.0), (4_294_967_295_u32, 0.0, 25000.0)]
    {
        let query = format!("embed=mlp&gapToUpgrade={days}&gapToRenew={days}");
        let customer = read(&server, CAMILLE, &query).await;
        let program = &customer["loyaltyProgramDetails"][0];
        let values = &program["upgradeStrategies"][0]["customerUpgradeEntityValues"];
        assert_eq!(
            (values["currentValue"].as_f64(), values["gapToUpgrade"].as_f64()),
            (Some(current), Some(gap)),
            "{days}"
        );
        let visits = &program["gapToRenewSummary"]["renewStrategies"][0];
        assert_eq!(visits["customerRenewEntityValue"], 1, "a value without decay is unchanged");
    }
}

#[tokio::test]
async fn base_tier_has_no_renew_summary() {
    let customer = read(&TestServer::new(), "17743", "embed=mlp&gapToUpgrade=0&gapToRenew=0").await;
    let program = &customer["loyaltyProgramDetails"][0];
    assert_eq!((program.get("gapToRenewSummary"), customer.get("gapToRenewSummary")), (None, None));
    assert_eq!(program["upgradeStrategies"][0]["customerUpgradeEntityValues"]["gapToUpgrade"], 1960);
}

const WITH_GAPS: &str = "embed=mlp&gapToUpgrade=0&gapToRenew=0";

#[tokio::test]
async fn gap_placement_follows_switch() {
    let server = TestServer::new();
    server.set_switches(&json!({"capillary_gaps": "top"})).await;
    let top = read(&server, CAMILLE, WITH_GAPS).await;
    let programs = top["loyaltyProgramDetails"].as_array().expect("a list");
    assert!(
        programs.iter().all(|own| own.get("upgradeStrategies").or(own.get("gapToRenewSummary")).is_none())
    );
    // Those of all programmes together.
    assert_eq!(top["upgradeStrategies"].as_array().map(Vec::len), Some(3));
    assert_eq!(top["gapToRenewSummary"]["tierExpiryDate"], "2024-12-31");
    let base = read(&server, "17743", WITH_GAPS).await;
    assert_eq!(base.get("gapToRenewSummary"), None);
    server.set_switches(&json!({"capillary_gaps": "nested"})).await;
    let nested = read(&server, "17747", WITH_GAPS).await;
    assert_eq!((nested.get("upgradeStrategies"), nested.get("gapToRenewSummary")), (None, None));
    assert!(nested["loyaltyProgramDetails"][0]["upgradeStrategies"].is_array());
}

#[tokio::test]
async fn upgrade_based_on_spelling_follows_switch() {
    let server = TestServer::new();
    for (spelling, key, other) in
        [("snake", "upgrade_based_on", "upgradeBasedOn"), ("camel", "upgradeBasedOn", "upgrade_based_on")]
    {
        server.set_switches(&json!({"capillary_spelling": spelling, "capillary_gaps": "nested"})).await;
        for customer in [CAMILLE, "17747"] {
            let strategy =
                read(&server, customer, WITH_GAPS).await["loyaltyProgramDetails"][0]["upgradeStrategies"][0]
                    .clone();
            assert_eq!(
                (&strategy[key], strategy.get(other)),
                (&json!("CUMULATIVE_PURCHASES"), None),
                "{spelling}"
            );
        }
    }
}

#[tokio::test]
async fn renew_summary_shape_follows_switch() {
    let server = TestServer::new();
    for (gaps, path) in
        [("nested", "/loyaltyProgramDetails/0/gapToRenewSummary"), ("top", "/gapToRenewSummary")]
    {
        server.set_switches(&json!({"capillary_gaps": gaps, "capillary_renew": "array"})).await;
        let customer = read(&server, CAMILLE, WITH_GAPS).await;
        assert_eq!(customer.pointer(path).and_then(Value::as_array).map(Vec::len), Some(1), "{gaps}");
        assert_eq!(customer.pointer(path).expect("a list")[0]["renewConfirmed"], false, "{gaps}");
        server.set_switches(&json!({"capillary_renew": "object"})).await;
        assert!(
            read(&server, "17747", WITH_GAPS).await.pointer(path).is_some_and(Value::is_object),
            "{gaps}"
        );
    }
}

#[tokio::test]
async fn upgrade_values_shape_follows_switch() {
    let server = TestServer::new();
    server.set_switches(&json!({"capillary_values": "number"})).await;
    let path = "/loyaltyProgramDetails/0/upgradeStrategies/0/customerUpgradeEntityValues";
    assert_eq!(read(&server, CAMILLE, WITH_GAPS).await.pointer(path), Some(&json!(9786)));
    server.set_switches(&json!({"capillary_values": "object", "capillary_gaps": "nested"})).await;
    assert!(read(&server, "17747", WITH_GAPS).await.pointer(path).is_some_and(Value::is_object));
}

#[tokio::test]
async fn customer_17747_has_alternative_formats_by_default() {
    let customer = read(&TestServer::new(), "17747", WITH_GAPS).await;
    let strategy = &customer["upgradeStrategies"][0];
    assert_eq!(
        (&strategy["upgrade_based_on"], &strategy["customerUpgradeEntityValues"]),
        (&json!("CUMULATIVE_PURCHASES"), &json!(9786))
    );
    assert!(customer["gapToRenewSummary"].is_array());
}
