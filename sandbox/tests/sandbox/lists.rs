//! The two lists: titles in the caller's language, and the tags of languages.

use crate::house::{House, KEY};

async fn list(house: &House, path: &str, language: &str) -> serde_json::Value {
    let headers = [("x-api-key", KEY), ("accept-language", language)];
    let answer = house.send("GET", &format!("/clubmed{path}"), &headers, "").await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test]
async fn titles_are_labelled_in_the_callers_language() {
    let house = House::new();
    for (language, label) in [("en-GB", "Mr"), ("fr-CA", "Monsieur"), ("ja-JP", "様"), ("sw-KE", "Mr")] {
        let civilities = list(&house, "/v0/civilities", language).await;
        assert_eq!(
            (&civilities[0]["code"], &civilities[0]["label"]),
            (&"MR".into(), &label.into()),
            "{language}"
        );
    }
}

#[tokio::test]
async fn every_listed_tag_is_accepted() {
    let house = House::new();
    let tags = list(&house, "/v0/locales", "en-US").await;
    let tags = tags.as_array().expect("a list");
    assert!(tags.len() > 100 && tags.contains(&"vn-VN".into()));
    for tag in tags {
        list(&house, "/v0/civilities", tag.as_str().expect("a tag")).await;
    }
}

#[tokio::test]
async fn the_lists_need_the_key() {
    let house = House::new();
    for path in ["/clubmed/v0/civilities", "/clubmed/v0/locales"] {
        assert_eq!(house.send("GET", path, &[("accept-language", "en-US")], "").await.status, 401);
        assert_eq!(house.send("GET", path, &[("x-api-key", KEY)], "").await.status, 400);
    }
}
