//! The reference lists: titles in the requested language, and locales.

use crate::test_server::{API_KEY, TestServer};

async fn list(server: &TestServer, path: &str, language: &str) -> serde_json::Value {
    let headers = [("x-api-key", API_KEY), ("accept-language", language)];
    let response = server.send("GET", &format!("/clubmed{path}"), &headers, "").await;
    assert_eq!(response.status, 200);
    response.json()
}

#[tokio::test]
async fn civility_labels_follow_accept_language() {
    let server = TestServer::new();
    for (language, label) in [("en-GB", "Mr"), ("fr-CA", "Monsieur"), ("ja-JP", "様"), ("sw-KE", "Mr")] {
        let civilities = list(&server, "/v0/civilities", language).await;
        assert_eq!(
            (&civilities[0]["code"], &civilities[0]["label"]),
            (&"MR".into(), &label.into()),
            "{language}"
        );
    }
}

#[tokio::test]
async fn every_listed_locale_is_accepted() {
    let server = TestServer::new();
    let tags = list(&server, "/v0/locales", "en-US").await;
    let tags = tags.as_array().expect("a list");
    assert!(tags.len() > 100 && tags.contains(&"vn-VN".into()));
    for tag in tags {
        list(&server, "/v0/civilities", tag.as_str().expect("a tag")).await;
    }
}

#[tokio::test]
async fn reference_lists_without_key_or_locale_are_rejected() {
    let server = TestServer::new();
    for path in ["/clubmed/v0/civilities", "/clubmed/v0/locales"] {
        assert_eq!(server.send("GET", path, &[("accept-language", "en-US")], "").await.status, 401);
        assert_eq!(server.send("GET", path, &[("x-api-key", API_KEY)], "").await.status, 400);
    }
}
