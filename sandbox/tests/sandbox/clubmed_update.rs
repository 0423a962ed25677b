//! Updating a profile: the effect of a sparse patch, the errors and their keys, and what stays unchanged.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::test_server::{FULL, LEGACY, PHONES, TOM, TestServer};

#[tokio::test]
async fn patch_changes_only_named_members() {
    let server = TestServer::new();
    let mut expected = server.get_profile(FULL).await;
    let response =
        server.patch_profile(FULL, &json!({"first_name": " Cämille ", "birthdate": "1979-02-15"})).await;
    assert_eq!((response.status, response.text().as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(response.header("content-type"), "");
    expected["first_name"] = json!(" Cämille ");
    expected["birthdate"] = json!("19790215");
    expected["birthday"] = json!("19790215");
    assert_eq!(server.get_profile(FULL).await, expected);
}

#[tokio::test]
async fn patch_with_null_or_empty_string_clears_member() {
    for empty in [Value::Null, json!("")] {
        let server = TestServer::new();
        server
            .save_profile(
                FULL,
                &json!({"email": empty, "second_name": empty, "civility": empty, "birthdate": empty}),
            )
            .await;
        let profile = server.get_profile(FULL).await;
        for name in ["email", "second_name", "civility", "birthdate", "birthday"] {
            assert_eq!(profile.get(name), Some(&Value::Null), "{name} cleared with {empty}");
        }
    }
}

#[tokio::test]
async fn patch_with_empty_object_changes_nothing() {
    let server = TestServer::new();
    let before = server.get_profile(TOM).await;
    server.save_profile(TOM, &json!({})).await;
    assert_eq!(server.get_profile(TOM).await, before);
}

#[tokio::test]
async fn patch_replaces_arrays() {
    let server = TestServer::new();
    let phones = json!([{"number": "2", "type": "HOME"}, {"number": "1"}]);
    server.save_profile(FULL, &json!({"phones": phones, "optins": []})).await;
    let profile = server.get_profile(FULL).await;
    assert_eq!((&profile["phones"], &profile["optins"]), (&phones, &json!([])));
    server.save_profile(FULL, &json!({"phones": []})).await;
    assert_eq!(server.get_profile(FULL).await["phones"], json!([]));
}

#[tokio::test]
async fn patch_with_stored_value_is_accepted() {
    let server = TestServer::new();
    let mut phones = server.get_profile(PHONES).await["phones"].clone();
    phones[0]["number"] = json!("+44 7700 900999");
    server.save_profile(PHONES, &json!({"phones": phones})).await;
    assert_eq!(server.get_profile(PHONES).await["phones"], phones);
    let unknown_type = json!({"phones": [{"number": "1", "type": "TELEX"}]});
    assert_eq!(
        server.patch_profile(PHONES, &unknown_type).await.first_invalid_key(),
        (400, "phones[0].type".to_owned())
    );

    // The complete old record is sent back unchanged, except for one line of its address.
    let mut old = server.get_profile(LEGACY).await;
    old["address"]["number"] = json!("7");
    let sent = [
        "civility",
        "email",
        "birthdate",
        "birth_country_code",
        "language_code",
        "identity",
        "optins",
        "address",
    ];
    let body: Value = sent.iter().map(|name| ((*name).to_owned(), old[*name].clone())).collect();
    let response = server.patch_profile_with_query(LEGACY, "?force_address=true", &body.to_string()).await;
    assert_eq!(response.status, 204, "{response:?}");
    assert_eq!(server.get_profile(LEGACY).await, old);
}

#[tokio::test]
async fn patch_of_one_member_keeps_other_members_unchanged() {
    let server = TestServer::new();
    let mut expected = server.get_profile(LEGACY).await;
    server.save_profile(LEGACY, &json!({"birth_city": "Opio"})).await;
    expected["birth_city"] = json!("Opio");
    assert_eq!(server.get_profile(LEGACY).await, expected);
}

#[tokio::test]
async fn patch_with_invalid_value_returns_400_with_its_key() {
    let server = TestServer::new();
    let long = "x".repeat(101);
    for (body, key) in [
        (json!({"first_name": 1}), "first_name"),
        (json!({"first_name": ["Tom"]}), "first_name"),
        (json!({"email": "tom"}), "email"),
        (json!({"birthdate": "19840231"}), "birthdate"),
        (json!({"birthdate": "31/01/1984"}), "birthdate"),
        (json!({"birth_country_code": "fr"}), "birth_country_code"),
        (json!({"language_code": "fr-FR"}), "language_code"),
        (json!({"civility": "mr"}), "civility"),
        (json!({"personal_data_usage_allowed": "true"}), "personal_data_usage_allowed"),
        (json!({"personal_data_usage_allowed": null}), "personal_data_usage_allowed"),
        (json!({"phones": null}), "phones"),
        (json!({"phones": [null]}), "phones[0]"),
        (json!({"phones": [{"type": "HOME"}]}), "phones[0].number"),
        (json!({"phones": [{"number": 612345678}]}), "phones[0].number"),
        (json!({"phones": [{"number": "1"}, {"number": "2", "type": "FAX"}]}), "phones[1].type"),
        (json!({"phones": [{"number": "1", "label": "x"}]}), "phones[0].label"),
        (json!({"optins": [{"channel": "EMAIL"}]}), "optins[0].optin"),
        (json!({"optins": [{"channel": "FAX", "optin": true}]}), "optins[0].channel"),
        (json!({"optins": [{"channel": "EMAIL", "optin": 1}]}), "optins[0].optin"),
        (json!({"identity": {"first_name": "Tom"}}), "identity.number"),
        (json!({"identity": {"number": "1", "type": "PASSPORT"}}), "identity.type"),
        (json!({"identity": "1"}), "identity"),
        (json!({"address": "12 rue de la Fosse"}), "address"),
        (json!({"address": {"street": long}}), "address.street"),
        (json!({"address": {"country_code": "FRAN"}}), "address.country_code"),
        (json!({"address": {"line1": "x"}}), "address.line1"),
        (json!({"gm_number": "1"}), "gm_number"),
        (json!({"locale": "en-US"}), "locale"),
        (json!({"customer_type": "CLIENT"}), "customer_type"),
        (json!({"phone": "1"}), "phone"),
        (json!({"firstname": "Tom"}), "firstname"),
    ] {
        let before = server.get_profile(FULL).await;
        assert_eq!(
            server.patch_profile(FULL, &body).await.first_invalid_key(),
            (400, key.to_owned()),
            "{body}"
        );
        assert_eq!(server.get_profile(FULL).await, before, "{body}");
    }
}

#[tokio::test]
async fn patch_length_limit_counts_characters() {
    let server = TestServer::new();
    let street = "é".repeat(100);
    server.save_profile(FULL, &json!({"address": {"street": street, "country_code": "FR"}})).await;
    assert_eq!(server.get_profile(FULL).await["address"]["street"], json!(street));
}

#[tokio::test]
async fn patch_with_several_invalid_values_reports_all_and_saves_nothing() {
    let server = TestServer::new();
    let response =
        server.patch_profile(TOM, &json!({"first_name": "Tim", "email": "x", "birthdate": "x"})).await;
    let errors = response.json()["errors"].clone();
    let keys: Vec<_> =
        errors.as_array().expect("errors").iter().map(|error| &error["concerned_key"]).collect();
    assert_eq!(keys, ["email", "birthdate"]);
    assert_eq!(server.get_profile(TOM).await["first_name"], "Tom");
}

#[tokio::test]
async fn patch_error_code_distinguishes_read_only_and_unknown_members() {
    let server = TestServer::new();
    for (name, code) in [("gender", "READ_ONLY"), ("id", "READ_ONLY"), ("colour", "UNKNOWN_MEMBER")] {
        let response = server.patch_profile(TOM, &json!({name: "x"})).await;
        assert_eq!(response.json()["errors"][0]["error_code"], code, "{name}");
    }
}

#[tokio::test]
async fn patch_with_invalid_body_or_content_type_is_rejected() {
    let server = TestServer::new();
    for body in ["", "@profile-update.json", "[]", "null", "\"x\"", "{\"first_name\":}", "{\"a\":1}x"] {
        assert_eq!(server.patch_profile_with_query(TOM, "", body).await.status, 400, "{body}");
    }
    let too_large = json!({"first_name": "x".repeat(300_000)});
    let response = server.patch_profile(TOM, &too_large).await;
    assert_eq!((response.status.as_u16(), response.json()["status_code"].as_u64()), (413, Some(413)));

    let bearer = format!("Bearer {}", server.sign_in(TOM).await);
    let path = "/clubmed/v1/customers/123456789/profile";
    for (content_type, status) in [("text/plain", 415), ("application/json; charset=utf-8", 204)] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("x-api-key", crate::test_server::API_KEY),
            ("accept-language", "en-US"),
            ("content-type", content_type),
        ];
        assert_eq!(server.send("PATCH", path, &headers, "{}").await.status, status, "{content_type}");
    }
}

#[tokio::test]
async fn patch_with_unknown_address_requires_force_address() {
    let server = TestServer::new();
    let body = json!({"address": {"street": "UNKNOWN", "city": "Nantes", "country_code": "FR"}});
    let before = server.get_profile(FULL).await;
    for query in ["", "?force_address=false"] {
        let response = server.patch_profile_with_query(FULL, query, &body.to_string()).await;
        assert_eq!(response.first_invalid_key(), (400, "address.street".to_owned()), "{query}");
        assert_eq!(server.get_profile(FULL).await, before);
    }
    let forced = server.patch_profile_with_query(FULL, "?force_address=true", &body.to_string()).await;
    assert_eq!(forced.status, 204);
    assert_eq!(server.get_profile(FULL).await["address"]["street"], "UNKNOWN");
    // The address is stored now, and a stored address is not checked again.
    server.save_profile(FULL, &body).await;
    assert_eq!(
        server.patch_profile_with_query(FULL, "?force_address=yes", "{}").await.first_invalid_key(),
        (400, "force_address".to_owned())
    );
}

#[tokio::test]
async fn patch_with_unknown_city_returns_known_cities() {
    let server = TestServer::new();
    let response =
        server.patch_profile(FULL, &json!({"address": {"city": "Nante", "country_code": "FR"}})).await;
    assert_eq!(response.first_invalid_key(), (400, "address.city".to_owned()));
    let suggestion = response.json()["errors"][0]["valid_values"][0].clone();
    assert_eq!(suggestion["city"], "Nantes");
    server.save_profile(FULL, &json!({"address": suggestion})).await;
}

#[tokio::test]
async fn patch_removes_and_restores_address() {
    let server = TestServer::new();
    server.save_profile(FULL, &json!({"address": null})).await;
    assert_eq!(server.get_profile(FULL).await["address"], Value::Null);
    server.save_profile(FULL, &json!({"address": {"city": "Paris", "country_code": "FR"}})).await;
    assert_eq!(server.get_profile(FULL).await["address"]["city"], "Paris");
}

#[tokio::test]
async fn restart_keeps_profiles_sessions_and_created_customers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.sqlite");
    let name = "e\u{301} \u{202e}عكس\u{202c} 👩‍👩‍👧";
    let first = TestServer::with_file(&path);
    let token = first.sign_in(TOM).await;
    first.save_profile(TOM, &json!({"first_name": name})).await;
    let creator = first.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let created = first.clubmed(&creator, "POST", "/v1/customers", &body).await.json();
    let id = created["id"].as_str().expect("an id").to_owned();
    drop(first);

    let second = TestServer::with_file(&path);
    let response = second.clubmed(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(response.json()["first_name"], name);
    let response = second.clubmed(&creator, "GET", &format!("/v2/customers/{id}/profile"), "").await;
    assert_eq!(response.json()["last_name"], "Byron");
}

#[tokio::test]
async fn open_of_foreign_or_newer_file_fails() {
    use carnet_sandbox::{Database, OpenError, Options, Sandbox};
    let folder = tempfile::tempdir().expect("a folder");
    let open = |path: &std::path::Path| {
        Sandbox::open(Options { database: Database::File(path.to_owned()), dist: None }).err()
    };
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, and long enough to have a header of sixteen bytes")
        .expect("written");
    assert!(matches!(open(&text), Some(OpenError::Unusable(..))));
    let other = folder.path().join("other.sqlite");
    let connection = rusqlite::Connection::open(&other).expect("opened");
    connection.execute_batch("CREATE TABLE theirs (x); PRAGMA application_id = 0").expect("made");
    assert!(matches!(open(&other), Some(OpenError::Foreign(..))));
    let newer = folder.path().join("newer.sqlite");
    drop(TestServer::with_file(&newer));
    let connection = rusqlite::Connection::open(&newer).expect("opened");
    connection.execute_batch("PRAGMA user_version = 99").expect("made");
    assert!(matches!(open(&newer), Some(OpenError::Newer(..))));
    assert!(matches!(open(&folder.path().join("no/such/folder.sqlite")), Some(OpenError::Unusable(..))));
}
