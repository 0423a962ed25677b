//! Reading a Capillary customer: the permanent members, the blocks that `embed` adds, and the language.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, TestServer};

const PERMANENT_MEMBERS: [&str; 7] =
    ["id", "profiles", "loyaltyInfo", "associatedWith", "extendedFields", "cardDetails", "warnings"];

/// The names that `embed` accepts, each with the block that it adds.
const EMBEDS: [(&str, Option<&str>); 12] = [
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

fn keys(response: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = response.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn permanent_and(more: &[&'static str]) -> Vec<&'static str> {
    let mut keys: Vec<_> = PERMANENT_MEMBERS.iter().chain(more).copied().collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn read_without_embed_returns_customer_only() {
    let customer = TestServer::new().get_capillary_customer(CAMILLE, "").await;
    assert_eq!((customer.status.as_u16(), customer.header("content-type")), (200, "application/json"));
    let customer = customer.json();
    assert_eq!(keys(&customer), permanent_and(&[]));
    assert_eq!((&customer["id"], &customer["warnings"]), (&json!(17742), &json!([])));
    let profile = &customer["profiles"][0];
    assert_eq!((&profile["firstName"], &profile["source"]), (&json!("Camille"), &json!("INSTORE")));
    assert_eq!(profile["identifiers"][0], json!({"type": "mobile", "value": "33612345678"}));
    assert_eq!(profile["commChannels"][1]["verified"], false);
    assert_eq!(customer["cardDetails"][1]["statusInfo"]["status"], "EXPIRED");
    assert_eq!(customer["loyaltyInfo"]["loyaltyType"], "loyalty");
}

#[tokio::test]
async fn embed_name_in_any_case_adds_its_block() {
    let server = TestServer::new();
    for (name, block) in EMBEDS {
        for name in [name.to_owned(), name.to_uppercase(), name.to_lowercase()] {
            let customer = server.get_capillary_customer(CAMILLE, &format!("embed={name}")).await.json();
            assert_eq!(keys(&customer), permanent_and(block.as_slice()), "{name}");
        }
    }
    let names: Vec<_> = EMBEDS.iter().map(|(name, _)| *name).collect();
    let all: Vec<_> = EMBEDS.iter().filter_map(|(_, block)| *block).collect();
    let customer = server.get_capillary_customer(CAMILLE, &format!("embed={}", names.join(","))).await.json();
    assert_eq!(keys(&customer), permanent_and(&all));
    let encoded =
        server.get_capillary_customer(CAMILLE, &format!("embed={}", names.join("%2C%20"))).await.json();
    assert_eq!(encoded, customer);
    assert_eq!(keys(&server.get_capillary_customer(CAMILLE, "embed=").await.json()), permanent_and(&[]));
}

#[tokio::test]
async fn embedded_blocks_have_seeded_values() {
    let customer = TestServer::new()
        .get_capillary_customer(
            CAMILLE,
            "embed=points,subscriptions,mlp,promotionalPoints,expirySchedules,segments",
        )
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
async fn fraud_details_included_only_when_requested() {
    let server = TestServer::new();
    let customer = server.get_capillary_customer(CAMILLE, "includedFraudDetails=true").await.json();
    assert_eq!(keys(&customer), permanent_and(&["fraudDetails"]));
    assert_eq!(customer["fraudDetails"]["status"], "NOT_FRAUD");
    assert_eq!(
        keys(&server.get_capillary_customer(CAMILLE, "includedFraudDetails=false").await.json()),
        permanent_and(&[])
    );
}

#[tokio::test]
async fn extended_fields_follow_language_header() {
    let server = TestServer::new();
    let token = server.session(&json!({"vendor": "capillary", "customer_id": CAMILLE})).await;
    for (language, label, value) in [
        ("en", "preferred genre", "Crime fiction"),
        ("fr", "genre préféré", "Roman policier"),
        ("fr-CA", "genre préféré", "Roman policier"),
        ("ZH", "喜欢的类型", "侦探小说"),
        ("ar", "النوع المفضل", "روايات بوليسية"),
        ("xx", "preferred genre", "Crime fiction"),
    ] {
        let more = [("language", language), ("accept-language", "de-DE")];
        let response =
            server.get_customer_with_headers("capillary", &token, CAMILLE, "?source=INSTORE", &more).await;
        assert_eq!(response.json()["extendedFields"][label], value, "{language}");
    }
}

#[tokio::test]
async fn unavailable_block_adds_warning_and_keeps_rest() {
    let server = TestServer::new();
    let customer = server.get_capillary_customer("17749", "embed=points,segments,subscriptions").await;
    assert_eq!(customer.status, 200);
    let customer = customer.json();
    let codes: Vec<_> =
        customer["warnings"].as_array().expect("a list").iter().map(|warning| &warning["code"]).collect();
    assert_eq!(codes, [&json!(8062), &json!(8063)]);
    assert_eq!((customer.get("pointsSummary"), customer.get("segments")), (None, None));
    assert!(customer["subscriptionInfo"].is_object());
    assert_eq!(customer.get("errors"), None);
    // A block that is not requested causes no warning.
    assert_eq!(server.get_capillary_customer("17749", "").await.json()["warnings"], json!([]));
}

#[tokio::test]
async fn top_tier_has_empty_next_slab_and_minus_one() {
    let customer = TestServer::new().get_capillary_customer("17746", "embed=points,mlp").await.json();
    for block in [&customer["pointsSummary"], &customer["loyaltyProgramDetails"][0]] {
        assert_eq!((&block["nextSlab"], &block["nextSlabSerialNumber"]), (&json!(""), &json!(-1)));
    }
}

#[tokio::test]
async fn customer_with_id_only_returns_id_and_warnings() {
    let server = TestServer::new();
    for query in ["", "embed=points,mlp,segments,customerImage", "source=ALL&gapToRenew=0"] {
        assert_eq!(
            server.get_capillary_customer("17748", query).await.json(),
            json!({"id": 17748, "warnings": []}),
            "{query}"
        );
    }
}

#[tokio::test]
async fn odd_values_are_returned_unchanged() {
    let customer = TestServer::new()
        .get_capillary_customer("17751", "embed=points,mlp,segments,customerImage,associatedImages")
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
    let gaps = TestServer::new()
        .get_capillary_customer("17751", "embed=mlp&gapToUpgrade=3&gapToRenew=3")
        .await
        .json();
    let program = &gaps["loyaltyProgramDetails"][0];
    let strategy = json!({"upgradeBasedOn": "MOON_PHASE", "upgradeThreshold": "many"});
    assert_eq!(
        (&program["upgradeStrategies"], &program["gapToRenewSummary"]),
        (&json!([strategy]), &json!({}))
    );
}
