//! Capillary's profiles: one for each source and account, and the parameters that select them.

use serde_json::{Value, json};

use crate::test_server::{CAMILLE, TestResponse, TestServer};

fn names(response: &TestResponse) -> Vec<String> {
    let profiles = response.json()["profiles"].as_array().expect("profiles").clone();
    profiles.iter().map(|profile| profile["firstName"].as_str().unwrap_or_default().to_owned()).collect()
}

fn code(response: &TestResponse) -> (u16, Value) {
    (response.status.as_u16(), response.json()["errors"][0]["code"].clone())
}

#[tokio::test]
async fn other_profiles_included_unless_only_current_requested() {
    let server = TestServer::new();
    for (query, expected) in [
        ("source=INSTORE", vec!["Li", "薇"]),
        ("source=WECHAT&includedOnlyCurrentProfile=false", vec!["Li", "薇"]),
        ("source=INSTORE&includedOnlyCurrentProfile=true", vec!["Li"]),
        ("source=WECHAT&includedOnlyCurrentProfile=true", vec!["薇"]),
        ("source=WECHAT&accountId=wechat-con1&includedOnlyCurrentProfile=true", vec!["薇"]),
        ("source=ALL&includedOnlyCurrentProfile=true", vec!["Li", "薇"]),
        ("source=ALL", vec!["Li", "薇"]),
    ] {
        assert_eq!(names(&server.get_capillary_customer("17744", query).await), expected, "{query}");
    }
}

#[tokio::test]
async fn source_with_several_accounts_requires_account_id() {
    let server = TestServer::new();
    assert_eq!(code(&server.get_capillary_customer("17745", "source=WECHAT").await), (400, json!(8045)));
    assert_eq!(
        code(&server.get_capillary_customer("17745", "source=WECHAT&accountId=wechat-con9").await),
        (400, json!(8045))
    );
    // An account of another source is unknown in this one.
    assert_eq!(
        code(&server.get_capillary_customer("17745", "source=LINE&accountId=wechat-con1").await),
        (400, json!(8045))
    );
    let second = "source=WECHAT&accountId=wechat-con2&includedOnlyCurrentProfile=true";
    let second = server.get_capillary_customer("17745", second).await.json();
    assert_eq!(second["profiles"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["profiles"][0]["lastName"], "Tanaka-Sato");
    assert_eq!(server.get_capillary_customer("17745", "source=LINE").await.status, 200);
    assert_eq!(server.get_capillary_customer("17745", "source=ALL").await.status, 200);
}

#[tokio::test]
async fn customer_not_in_source_returns_8065() {
    let server = TestServer::new();
    for source in ["MARTJACK", "WECHAT", "LINE"] {
        let response = server.get_capillary_customer(CAMILLE, &format!("source={source}")).await;
        assert_eq!(code(&response), (400, json!(8065)), "{source}");
    }
    assert_eq!(server.get_capillary_customer(CAMILLE, "source=ALL").await.status, 200);
}
