//! Capillary's customer: what is always there, what each word of `embed` adds, and in which language.

use serde_json::{Value, json};

use crate::house::{CAMILLE, House};

const ALWAYS: [&str; 7] =
    ["id", "profiles", "loyaltyInfo", "associatedWith", "extendedFields", "cardDetails", "warnings"];

/// The words of `embed`, and the block each adds.
const BLOCKS: [(&str, Option<&str>); 12] = [
    ("points", Some("pointsSummary")),
    ("subscriptions", Some("subscriptionInfo")),
    ("mlp", Some("loyaltyProgramDetails")),
    ("userGroup", Some("userGroups")),
    ("gapDetails", None),
    ("promotionalPoints", Some("promotionalPoints")),
    ("expirySchedules", Some("expirySchedules")),
    ("expiredPoints", Some("expiredPoints")),
    ("customerImage", Some("customerImage")),
    ("returnedPoints", Some("returnedPoints")),
    ("associatedImages", Some("associatedImages")),
    ("segments", Some("segments")),
];

fn keys(answer: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    let mut keys: Vec<_> = ALWAYS.iter().chain(more).copied().collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn without_embed_there_is_the_customer_alone() {
    let customer = House::new().capillary(CAMILLE, "").await;
    assert_eq!((customer.status.as_u16(), customer.header("content-type")), (200, "application/json"));
    let customer = customer.json();
    assert_eq!(keys(&customer), with(&[]));
    assert_eq!((&customer["id"], &customer["warnings"]), (&json!(17742), &json!([])));
    let profile = &customer["profiles"][0];
    assert_eq!((&profile["firstName"], &profile["source"]), (&json!("Camille"), &json!("INSTORE")));
    assert_eq!(profile["identifiers"][0], json!({"type": "mobile", "value": "33612345678"}));
    assert_eq!(profile["commChannels"][1]["verified"], false);
    assert_eq!(customer["cardDetails"][1]["statusInfo"]["status"], "EXPIRED");
    assert_eq!(customer["loyaltyInfo"]["loyaltyType"], "loyalty");
}

#[tokio::test]
async fn each_word_of_embed_adds_its_own_block_in_any_case() {
    let house = House::new();
    for (word, block) in BLOCKS {
        for word in [word.to_owned(), word.to_uppercase(), word.to_lowercase()] {
            let customer = house.capillary(CAMILLE, &format!("embed={word}")).await.json();
            assert_eq!(keys(&customer), with(block.as_slice()), "{word}");
        }
    }
    let words: Vec<_> = BLOCKS.iter().map(|(word, _)| *word).collect();
    let all: Vec<_> = BLOCKS.iter().filter_map(|(_, block)| *block).collect();
    let customer = house.capillary(CAMILLE, &format!("embed={}", words.join(","))).await.json();
    assert_eq!(keys(&customer), with(&all));
    let encoded = house.capillary(CAMILLE, &format!("embed={}", words.join("%2C%20"))).await.json();
    assert_eq!(encoded, customer);
    assert_eq!(keys(&house.capillary(CAMILLE, "embed=").await.json()), with(&[]));
}

#[tokio::test]
async fn the_blocks_hold_what_they_are_named_for() {
    let customer = House::new()
        .capillary(CAMILLE, "embed=points,subscriptions,mlp,promotionalPoints,expirySchedules,segments")
        .await
        .json();
    assert_eq!(customer["pointsSummary"]["currentSlab"], "Silver");
    assert_eq!(customer["pointsSummary"]["loyaltyPoints"], 9786);
    let programs = customer["loyaltyProgramDetails"].as_array().expect("a list");
    let titles: Vec<_> = programs.iter().map(|program| &program["programTitle"]).collect();
    assert_eq!(titles, ["Everyday", "Travel"]);
    assert_eq!(
        customer["subscriptionInfo"]["subscriptions"][2],
        json!({"channel": "SMS", "priority": "BULK", "type": "OPTOUT"})
    );
    assert_eq!(customer["segments"]["Activity segment"], "Lapsed");
    assert_eq!(customer["expirySchedules"][0]["expiryDate"], "2026-12-31");
    assert_eq!(customer["promotionalPoints"]["lineitemPromotionType"], json!([]));
}

#[tokio::test]
async fn fraud_is_told_when_it_is_asked_for() {
    let house = House::new();
    let customer = house.capillary(CAMILLE, "includedFraudDetails=true").await.json();
    assert_eq!(keys(&customer), with(&["fraudDetails"]));
    assert_eq!(customer["fraudDetails"]["status"], "NOT_FRAUD");
    assert_eq!(keys(&house.capillary(CAMILLE, "includedFraudDetails=false").await.json()), with(&[]));
}

#[tokio::test]
async fn the_labels_of_extended_fields_follow_the_language_header() {
    let house = House::new();
    let token = house.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    for (language, label, value) in [
        ("en", "preferred genre", "Crime fiction"),
        ("fr", "genre préféré", "Roman policier"),
        ("fr-CA", "genre préféré", "Roman policier"),
        ("ZH", "喜欢的类型", "侦探小说"),
        ("ar", "النوع المفضل", "روايات بوليسية"),
        ("xx", "preferred genre", "Crime fiction"),
    ] {
        let more = [("language", language), ("accept-language", "de-DE")];
        let answer = house.ask_with("capillary", &token, CAMILLE, "?source=INSTORE", &more).await;
        assert_eq!(answer.json()["extendedFields"][label], value, "{language}");
    }
}

#[tokio::test]
async fn what_cannot_be_fetched_is_warned_about_and_the_rest_is_there() {
    let house = House::new();
    let customer = house.capillary("17749", "embed=points,segments,subscriptions").await;
    assert_eq!(customer.status, 200);
    let customer = customer.json();
    let codes: Vec<_> =
        customer["warnings"].as_array().expect("a list").iter().map(|warning| &warning["code"]).collect();
    assert_eq!(codes, [&json!(8062), &json!(8063)]);
    assert_eq!((customer.get("pointsSummary"), customer.get("segments")), (None, None));
    assert!(customer["subscriptionInfo"].is_object());
    assert_eq!(customer.get("errors"), None);
    // Nobody asked, nobody warns.
    assert_eq!(house.capillary("17749", "").await.json()["warnings"], json!([]));
}

#[tokio::test]
async fn no_next_tier_is_an_empty_name_and_minus_one() {
    let customer = House::new().capillary("17746", "embed=points,mlp").await.json();
    for block in [&customer["pointsSummary"], &customer["loyaltyProgramDetails"][0]] {
        assert_eq!((&block["nextSlab"], &block["nextSlabSerialNumber"]), (&json!(""), &json!(-1)));
    }
}

#[tokio::test]
async fn an_id_can_be_all_there_is() {
    let house = House::new();
    for query in ["", "embed=points,mlp,segments,customerImage", "source=ALL&gapToRenew=0"] {
        assert_eq!(
            house.capillary("17748", query).await.json(),
            json!({"id": 17748, "warnings": []}),
            "{query}"
        );
    }
}

#[tokio::test]
async fn odd_values_are_answered_as_they_are() {
    let customer = House::new()
        .capillary("17751", "embed=points,mlp,segments,customerImage,associatedImages")
        .await
        .json();
    let profile = &customer["profiles"][0];
    assert_eq!((&profile["firstName"], &profile["lastName"]), (&json!("<b>Zoe\u{308}</b>"), &Value::Null));
    assert_eq!(customer["profiles"][1], Value::Null);
    assert_eq!(profile["identifiers"][0]["type"], "telegram");
    assert_eq!(customer["customerImage"], "javascript:alert(1)");
    assert_eq!(customer["pointsSummary"]["loyaltyPoints"], "9786");
    assert_eq!(customer["loyaltyProgramDetails"][1], Value::Null);
    assert_eq!(customer["extendedFields"]["age"].to_string(), "9007199254740993");
    assert_eq!(customer["favourite_shelf"], "Poetry");
    let gaps = House::new().capillary("17751", "embed=mlp&gapToUpgrade=3&gapToRenew=3").await.json();
    let program = &gaps["loyaltyProgramDetails"][0];
    let strategy = json!({"upgradeBasedOn": "MOON_PHASE", "upgradeThreshold": "many"});
    assert_eq!(
        (&program["upgradeStrategies"], &program["gapToRenewSummary"]),
        (&json!([strategy]), &json!({}))
    );
}
