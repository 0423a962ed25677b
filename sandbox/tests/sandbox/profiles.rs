//! Capillary's profiles: one for each source and account, and which of them are shown.

use serde_json::{Value, json};

use crate::house::{Answer, CAMILLE, House};

fn names(answer: &Answer) -> Vec<String> {
    let profiles = answer.json()["profiles"].as_array().expect("profiles").clone();
    profiles.iter().map(|profile| profile["firstName"].as_str().unwrap_or_default().to_owned()).collect()
}

fn code(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json()["errors"][0]["code"].clone())
}

#[tokio::test]
async fn the_other_profiles_are_shown_unless_the_current_one_is_asked_for() {
    let house = House::new();
    for (query, shown) in [
        ("source=INSTORE", vec!["Li", "李"]),
        ("source=WECHAT&includedOnlyCurrentProfile=false", vec!["Li", "李"]),
        ("source=INSTORE&includedOnlyCurrentProfile=true", vec!["Li"]),
        ("source=WECHAT&includedOnlyCurrentProfile=true", vec!["李"]),
        ("source=WECHAT&accountId=wechat-con1&includedOnlyCurrentProfile=true", vec!["李"]),
        ("source=ALL&includedOnlyCurrentProfile=true", vec!["Li", "李"]),
        ("source=ALL", vec!["Li", "李"]),
    ] {
        assert_eq!(names(&house.capillary("17744", query).await), shown, "{query}");
    }
}

#[tokio::test]
async fn a_source_with_several_accounts_needs_one_of_them() {
    let house = House::new();
    assert_eq!(code(&house.capillary("17745", "source=WECHAT").await), (400, json!(8045)));
    assert_eq!(
        code(&house.capillary("17745", "source=WECHAT&accountId=wechat-con9").await),
        (400, json!(8045))
    );
    // The account of another source is none of this one's.
    assert_eq!(
        code(&house.capillary("17745", "source=LINE&accountId=wechat-con1").await),
        (400, json!(8045))
    );
    let second = "source=WECHAT&accountId=wechat-con2&includedOnlyCurrentProfile=true";
    let second = house.capillary("17745", second).await.json();
    assert_eq!(second["profiles"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["profiles"][0]["lastName"], "Tanaka-Sato");
    assert_eq!(house.capillary("17745", "source=LINE").await.status, 200);
    assert_eq!(house.capillary("17745", "source=ALL").await.status, 200);
}

#[tokio::test]
async fn a_customer_may_be_missing_from_a_source() {
    let house = House::new();
    for source in ["MARTJACK", "WECHAT", "LINE"] {
        let answer = house.capillary(CAMILLE, &format!("source={source}")).await;
        assert_eq!(code(&answer), (400, json!(8065)), "{source}");
    }
    assert_eq!(house.capillary(CAMILLE, "source=ALL").await.status, 200);
}
