//! Changing a profile: what a sparse patch does, what is refused and where, what stays as it was.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{FULL, House, LEGACY, PHONES, TOM};

#[tokio::test]
async fn a_patch_changes_what_it_names_and_nothing_else() {
    let house = House::new();
    let mut expected = house.profile(FULL).await;
    let answer = house.patch(FULL, &json!({"first_name": " Cämille ", "birthdate": "1979-02-15"})).await;
    assert_eq!((answer.status, answer.text().as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(answer.header("content-type"), "");
    expected["first_name"] = json!(" Cämille ");
    expected["birthdate"] = json!("19790215");
    expected["birthday"] = json!("19790215");
    assert_eq!(house.profile(FULL).await, expected);
}

#[tokio::test]
async fn null_and_the_empty_text_both_clear() {
    for empty in [Value::Null, json!("")] {
        let house = House::new();
        house
            .save(FULL, &json!({"email": empty, "second_name": empty, "civility": empty, "birthdate": empty}))
            .await;
        let profile = house.profile(FULL).await;
        for name in ["email", "second_name", "civility", "birthdate", "birthday"] {
            assert_eq!(profile.get(name), Some(&Value::Null), "{name} cleared with {empty}");
        }
    }
}

#[tokio::test]
async fn nothing_asked_is_nothing_done() {
    let house = House::new();
    let before = house.profile(TOM).await;
    house.save(TOM, &json!({})).await;
    assert_eq!(house.profile(TOM).await, before);
}

#[tokio::test]
async fn lists_replace() {
    let house = House::new();
    let phones = json!([{"number": "2", "type": "HOME"}, {"number": "1"}]);
    house.save(FULL, &json!({"phones": phones, "optins": []})).await;
    let profile = house.profile(FULL).await;
    assert_eq!((&profile["phones"], &profile["optins"]), (&phones, &json!([])));
    house.save(FULL, &json!({"phones": []})).await;
    assert_eq!(house.profile(FULL).await["phones"], json!([]));
}

#[tokio::test]
async fn what_is_stored_already_is_not_refused() {
    let house = House::new();
    let mut phones = house.profile(PHONES).await["phones"].clone();
    phones[0]["number"] = json!("+44 7700 900999");
    house.save(PHONES, &json!({"phones": phones})).await;
    assert_eq!(house.profile(PHONES).await["phones"], phones);
    let stranger = json!({"phones": [{"number": "1", "type": "TELEX"}]});
    assert_eq!(house.patch(PHONES, &stranger).await.problem(), (400, "phones[0].type".to_owned()));

    // The whole of an old record, sent back as it is, but for one line of its address.
    let mut old = house.profile(LEGACY).await;
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
    let answer = house.patch_with(LEGACY, "?force_address=true", &body.to_string()).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(house.profile(LEGACY).await, old);
}

#[tokio::test]
async fn the_neighbours_of_a_change_stay_as_they_were() {
    let house = House::new();
    let mut expected = house.profile(LEGACY).await;
    house.save(LEGACY, &json!({"birth_city": "Opio"})).await;
    expected["birth_city"] = json!("Opio");
    assert_eq!(house.profile(LEGACY).await, expected);
}

#[tokio::test]
async fn each_wrong_value_is_refused_where_it_stands() {
    let house = House::new();
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
        let before = house.profile(FULL).await;
        assert_eq!(house.patch(FULL, &body).await.problem(), (400, key.to_owned()), "{body}");
        assert_eq!(house.profile(FULL).await, before, "{body}");
    }
}

#[tokio::test]
async fn a_text_is_measured_in_characters() {
    let house = House::new();
    let street = "é".repeat(100);
    house.save(FULL, &json!({"address": {"street": street, "country_code": "FR"}})).await;
    assert_eq!(house.profile(FULL).await["address"]["street"], json!(street));
}

#[tokio::test]
async fn all_problems_are_told_at_once_and_nothing_is_saved() {
    let house = House::new();
    let answer = house.patch(TOM, &json!({"first_name": "Tim", "email": "x", "birthdate": "x"})).await;
    let errors = answer.json()["errors"].clone();
    let keys: Vec<_> =
        errors.as_array().expect("errors").iter().map(|error| &error["concerned_key"]).collect();
    assert_eq!(keys, ["email", "birthdate"]);
    assert_eq!(house.profile(TOM).await["first_name"], "Tom");
}

#[tokio::test]
async fn a_read_only_member_is_told_from_an_unknown_one() {
    let house = House::new();
    for (name, code) in [("gender", "READ_ONLY"), ("id", "READ_ONLY"), ("colour", "UNKNOWN_MEMBER")] {
        let answer = house.patch(TOM, &json!({name: "x"})).await;
        assert_eq!(answer.json()["errors"][0]["error_code"], code, "{name}");
    }
}

#[tokio::test]
async fn the_body_is_a_json_object_or_it_is_refused() {
    let house = House::new();
    for body in ["", "@profile-update.json", "[]", "null", "\"x\"", "{\"first_name\":}", "{\"a\":1}x"] {
        assert_eq!(house.patch_with(TOM, "", body).await.status, 400, "{body}");
    }
    let giant = json!({"first_name": "x".repeat(300_000)});
    let answer = house.patch(TOM, &giant).await;
    assert_eq!((answer.status.as_u16(), answer.json()["status_code"].as_u64()), (413, Some(413)));

    let bearer = format!("Bearer {}", house.sign_in(TOM).await);
    let path = "/clubmed/v1/customers/123456789/profile";
    for (kind, status) in [("text/plain", 415), ("application/json; charset=utf-8", 204)] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("x-api-key", crate::house::KEY),
            ("accept-language", "en-US"),
            ("content-type", kind),
        ];
        assert_eq!(house.send("PATCH", path, &headers, "{}").await.status, status, "{kind}");
    }
}

#[tokio::test]
async fn an_unknown_address_needs_force() {
    let house = House::new();
    let body = json!({"address": {"street": "UNKNOWN", "city": "Nantes", "country_code": "FR"}});
    let before = house.profile(FULL).await;
    for query in ["", "?force_address=false"] {
        let answer = house.patch_with(FULL, query, &body.to_string()).await;
        assert_eq!(answer.problem(), (400, "address.street".to_owned()), "{query}");
        assert_eq!(house.profile(FULL).await, before);
    }
    let forced = house.patch_with(FULL, "?force_address=true", &body.to_string()).await;
    assert_eq!(forced.status, 204);
    assert_eq!(house.profile(FULL).await["address"]["street"], "UNKNOWN");
    // Now it is stored, and an address that is stored is not asked about again.
    house.save(FULL, &body).await;
    assert_eq!(
        house.patch_with(FULL, "?force_address=yes", "{}").await.problem(),
        (400, "force_address".to_owned())
    );
}

#[tokio::test]
async fn a_city_that_is_not_known_comes_with_cities_that_are() {
    let house = House::new();
    let answer = house.patch(FULL, &json!({"address": {"city": "Nante", "country_code": "FR"}})).await;
    assert_eq!(answer.problem(), (400, "address.city".to_owned()));
    let suggestion = answer.json()["errors"][0]["valid_values"][0].clone();
    assert_eq!(suggestion["city"], "Nantes");
    house.save(FULL, &json!({"address": suggestion})).await;
}

#[tokio::test]
async fn an_address_can_be_taken_away_and_put_back() {
    let house = House::new();
    house.save(FULL, &json!({"address": null})).await;
    assert_eq!(house.profile(FULL).await["address"], Value::Null);
    house.save(FULL, &json!({"address": {"city": "Paris", "country_code": "FR"}})).await;
    assert_eq!(house.profile(FULL).await["address"]["city"], "Paris");
}

#[tokio::test]
async fn a_restart_keeps_profiles_sessions_and_created_customers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept.sqlite");
    let name = "e\u{301} \u{202e}عكس\u{202c} 👩‍👩‍👧";
    let first = House::with_file(&path);
    let token = first.sign_in(TOM).await;
    first.save(TOM, &json!({"first_name": name})).await;
    let creator = first.session(&json!({"vendor": "clubmed"})).await;
    let body = json!({"first_name": "Ada", "last_name": "Byron", "civility": "MRS"}).to_string();
    let created = first.call(&creator, "POST", "/v1/customers", &body).await.json();
    let id = created["id"].as_str().expect("an id").to_owned();
    drop(first);

    let second = House::with_file(&path);
    let answer = second.call(&token, "GET", "/v2/customers/123456789/profile", "").await;
    assert_eq!(answer.json()["first_name"], name);
    let answer = second.call(&creator, "GET", &format!("/v2/customers/{id}/profile"), "").await;
    assert_eq!(answer.json()["last_name"], "Byron");
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_left_alone() {
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
    drop(House::with_file(&newer));
    let connection = rusqlite::Connection::open(&newer).expect("opened");
    connection.execute_batch("PRAGMA user_version = 99").expect("made");
    assert!(matches!(open(&newer), Some(OpenError::Newer(..))));
    assert!(matches!(open(&folder.path().join("no/such/folder.sqlite")), Some(OpenError::Unusable(..))));
}
