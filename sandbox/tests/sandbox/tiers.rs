//! What is missing for the next tier and for keeping this one: when it is there, some days on, in each of its forms.

use serde_json::{Value, json};

use crate::house::{CAMILLE, House};

async fn read(house: &House, customer: &str, query: &str) -> Value {
    house.capillary(customer, query).await.json()
}

#[tokio::test]
async fn the_documents_values_are_answered() {
    let customer = read(&House::new(), CAMILLE, "embed=mlp&gapToUpgrade=0&gapToRenew=0").await;
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
async fn gaps_are_there_when_asked_for_and_need_the_programmes() {
    let house = House::new();
    for (query, upgrade, renew) in [
        ("embed=mlp", false, false),
        ("embed=MLP&gapToUpgrade=0", true, false),
        ("embed=mlp&gapToRenew=1", false, true),
        ("embed=mlp&gapToUpgrade=30&gapToRenew=30", true, true),
        ("embed=mlp,gapDetails", true, true),
    ] {
        let customer = read(&house, CAMILLE, query).await;
        let program = &customer["loyaltyProgramDetails"][0];
        assert_eq!(program.get("upgradeStrategies").is_some(), upgrade, "{query}");
        assert_eq!(program.get("gapToRenewSummary").is_some(), renew, "{query}");
        assert!(!customer.to_string().contains("fades"), "{query}");
    }
    for query in ["gapToUpgrade=0&gapToRenew=0", "embed=points&gapToUpgrade=30", "embed=gapDetails"] {
        for customer in [CAMILLE, "17747"] {
            let text = read(&house, customer, query).await.to_string();
            assert!(!text.contains("pgrade") && !text.contains("enewSummary"), "{query}: {text}");
        }
    }
}

#[tokio::test]
async fn some_days_on_less_is_left_and_more_is_missing() {
    let house = House::new();
    for (days, left, missing) in
        [(0, 9786.0, 15214.0), (1, 9761.0, 15239.0), (30, 9036.0, 15964.0), (4_294_967_295_u32, 0.0, 25000.0)]
    {
        let query = format!("embed=mlp&gapToUpgrade={days}&gapToRenew={days}");
        let customer = read(&house, CAMILLE, &query).await;
        let program = &customer["loyaltyProgramDetails"][0];
        let values = &program["upgradeStrategies"][0]["customerUpgradeEntityValues"];
        assert_eq!(
            (values["currentValue"].as_f64(), values["gapToUpgrade"].as_f64()),
            (Some(left), Some(missing)),
            "{days}"
        );
        let visits = &program["gapToRenewSummary"]["renewStrategies"][0];
        assert_eq!(visits["customerRenewEntityValue"], 1, "what does not fade stays");
    }
}

#[tokio::test]
async fn the_base_tier_has_nothing_to_renew() {
    let customer = read(&House::new(), "17743", "embed=mlp&gapToUpgrade=0&gapToRenew=0").await;
    let program = &customer["loyaltyProgramDetails"][0];
    assert_eq!((program.get("gapToRenewSummary"), customer.get("gapToRenewSummary")), (None, None));
    assert_eq!(program["upgradeStrategies"][0]["customerUpgradeEntityValues"]["gapToUpgrade"], 1960);
}

const ASKED: &str = "embed=mlp&gapToUpgrade=0&gapToRenew=0";

#[tokio::test]
async fn gaps_stand_in_the_programmes_or_beside_them() {
    let house = House::new();
    house.switch(&json!({"capillary_gaps": "top"})).await;
    let top = read(&house, CAMILLE, ASKED).await;
    let programs = top["loyaltyProgramDetails"].as_array().expect("a list");
    assert!(
        programs.iter().all(|own| own.get("upgradeStrategies").or(own.get("gapToRenewSummary")).is_none())
    );
    // All programmes' together.
    assert_eq!(top["upgradeStrategies"].as_array().map(Vec::len), Some(3));
    assert_eq!(top["gapToRenewSummary"]["tierExpiryDate"], "2024-12-31");
    let base = read(&house, "17743", ASKED).await;
    assert_eq!(base.get("gapToRenewSummary"), None);
    house.switch(&json!({"capillary_gaps": "nested"})).await;
    let nested = read(&house, "17747", ASKED).await;
    assert_eq!((nested.get("upgradeStrategies"), nested.get("gapToRenewSummary")), (None, None));
    assert!(nested["loyaltyProgramDetails"][0]["upgradeStrategies"].is_array());
}

#[tokio::test]
async fn what_an_upgrade_is_based_on_is_spelt_in_two_ways() {
    let house = House::new();
    for (spelling, own, other) in
        [("snake", "upgrade_based_on", "upgradeBasedOn"), ("camel", "upgradeBasedOn", "upgrade_based_on")]
    {
        house.switch(&json!({"capillary_spelling": spelling, "capillary_gaps": "nested"})).await;
        for customer in [CAMILLE, "17747"] {
            let strategy =
                read(&house, customer, ASKED).await["loyaltyProgramDetails"][0]["upgradeStrategies"][0]
                    .clone();
            assert_eq!(
                (&strategy[own], strategy.get(other)),
                (&json!("CUMULATIVE_PURCHASES"), None),
                "{spelling}"
            );
        }
    }
}

#[tokio::test]
async fn what_there_is_to_renew_is_one_or_a_list() {
    let house = House::new();
    for (gaps, path) in
        [("nested", "/loyaltyProgramDetails/0/gapToRenewSummary"), ("top", "/gapToRenewSummary")]
    {
        house.switch(&json!({"capillary_gaps": gaps, "capillary_renew": "array"})).await;
        let customer = read(&house, CAMILLE, ASKED).await;
        assert_eq!(customer.pointer(path).and_then(Value::as_array).map(Vec::len), Some(1), "{gaps}");
        assert_eq!(customer.pointer(path).expect("a list")[0]["renewConfirmed"], false, "{gaps}");
        house.switch(&json!({"capillary_renew": "object"})).await;
        assert!(read(&house, "17747", ASKED).await.pointer(path).is_some_and(Value::is_object), "{gaps}");
    }
}

#[tokio::test]
async fn the_values_of_an_upgrade_are_an_object_or_a_number() {
    let house = House::new();
    house.switch(&json!({"capillary_values": "number"})).await;
    let path = "/loyaltyProgramDetails/0/upgradeStrategies/0/customerUpgradeEntityValues";
    assert_eq!(read(&house, CAMILLE, ASKED).await.pointer(path), Some(&json!(9786)));
    house.switch(&json!({"capillary_values": "object", "capillary_gaps": "nested"})).await;
    assert!(read(&house, "17747", ASKED).await.pointer(path).is_some_and(Value::is_object));
}

#[tokio::test]
async fn one_customer_has_every_old_form_without_a_switch() {
    let customer = read(&House::new(), "17747", ASKED).await;
    let strategy = &customer["upgradeStrategies"][0];
    assert_eq!(
        (&strategy["upgrade_based_on"], &strategy["customerUpgradeEntityValues"]),
        (&json!("CUMULATIVE_PURCHASES"), &json!(9786))
    );
    assert!(customer["gapToRenewSummary"].is_array());
}
