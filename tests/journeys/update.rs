//! Update: each section, with just what was changed on the wire.

use serde_json::{Value, json};

use crate::{page::Page, run::journey};

/// Opens a section, lets it be typed in, saves it and gives the body that went out.
async fn saved<F: Future<Output = ()>>(page: &Page, section: &str, typed: F) -> Value {
    page.press(&format!("Edit {section}")).await;
    page.is_at(section).await;
    page.sandbox.forget().await;
    typed.await;
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    assert_eq!(page.sandbox.requests().await.len(), 0, "only the review sends");
    page.press("Save").await;
    page.hears("Your change has been saved").await;
    let sent = page.sandbox.the_write().await;
    assert_eq!((&sent["method"], &sent["status"]), (&json!("PATCH"), &json!(204)));
    sent["body"].clone()
}

#[test]
fn cancel_and_undo_send_nothing() {
    journey("update-nothing", |page| async move {
        page.open("301000001").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Cancel").await;
        page.press("Discard what I typed").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.has_focus("button Edit Identity").await;
        page.press("Edit Identity").await;
        assert_eq!(page.value("First name").await, "Camille");
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Cancel").await;
        page.press("Discard what I typed").await;
        page.is_at("Camille Moreau-Lefèvre").await;

        page.press("Edit Contact").await;
        page.fill("E-mail", "other@example.org").await;
        page.fill("E-mail", "camille.moreau@example.org").await;
        page.press("Review the change").await;
        page.hears("Nothing was changed").await;
        page.shoot("nothing-changed").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn an_old_profile_is_changed_in_one_place_alone() {
    journey("update-legacy", |page| async move {
        let before = page.sandbox.stored("301000003").await;
        page.open("301000003").await;
        let body = saved(&page, "Identity", page.fill("First name", "Zoé")).await;
        assert_eq!(body, json!({"first_name": "Zoé"}));
        let mut wanted = before;
        wanted["first_name"] = json!("Zoé");
        assert_eq!(page.sandbox.stored("301000003").await, wanted, "all else is as it was");
    });
}

#[test]
fn each_part_of_the_identity_is_sent_alone() {
    journey("update-identity", |page| async move {
        page.open("301000001").await;
        let body = saved(&page, "Identity", async {
            page.fill("Day", "3").await;
            page.fill("Month", "12").await;
            page.fill("Year", "1979").await;
        });
        assert_eq!(body.await, json!({"birthdate": "19791203"}));
        assert_eq!(page.fact("Date of birth").await, ["December 3, 1979"]);

        let body = saved(&page, "Identity", page.fill("Second name", "")).await;
        assert_eq!(body, json!({"second_name": ""}));

        let body = saved(&page, "Identity", async {
            page.press("Show Identifier number").await;
            page.fill("Identifier number", "123.456.789-09").await;
            page.choose("Kind of identifier", "CPF (Brazil)").await;
        });
        assert_eq!(body.await, json!({"identity": {"number": "123.456.789-09", "type": "CPF"}}));

        let body = saved(&page, "Identity", async {
            page.choose("Title", "Miss").await;
            page.choose("Country of birth", "Brazil").await;
        });
        assert_eq!(body.await, json!({"birth_country_code": "BR", "civility": "MISS"}));
    });
}

#[test]
fn an_impossible_date_is_explained_and_not_sent() {
    journey("update-problem", |page| async move {
        page.open("301000001").await;
        page.press("Edit Identity").await;
        page.fill("Day", "31").await;
        page.fill("Month", "2").await;
        page.fill("First name", "").await;
        page.fill("Last name", "").await;
        page.press("Review the change").await;
        page.hears("There is no such day: check the date of birth").await;
        page.has_focus("div There is a problem").await;
        page.shoot("problems").await;
        assert!(page.described("First name").await.0, "the field is marked");
        page.fill("First name", "Camille").await;
        page.fill("Day", "28").await;
        page.holds("the summary goes", "return !spoken().some(one => one.includes('problem'))", &[]).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn lists_are_sent_whole_with_what_we_do_not_know_in_them() {
    journey("update-phones", |page| async move {
        page.open("301000007").await;
        let body = saved(&page, "Contact", async {
            page.press("Remove phone 4").await;
            page.press("Move phone 3 up").await;
            page.press("Add a phone").await;
            page.fill_in("Number", Some("Phone 6"), "01225 111222").await;
            page.choose_in("Kind", Some("Phone 6"), "Home").await;
            page.shoot("edit-contact").await;
        });
        let wanted = json!({"phones": [
            {"number": "+44 7700 900123", "type": "MOBILE"},
            {"number": "01225 496000", "type": "HOME"},
            {"number": "+44 1225 496 0001", "type": "SATELLITE"},
            {"number": "+44 20 7946 0000", "type": "OFFICE"},
            {"number": "4411", "type": "PAGER", "note": "nights"},
            {"number": "01225 111222", "type": "HOME"},
        ]});
        assert_eq!(body.await, wanted);
        assert_eq!(page.fact("Phones").await.len(), 6);

        let body = saved(&page, "Preferences", page.tick("E-mail")).await;
        let wanted = json!({"optins": [
            {"channel": "EMAIL", "optin": false},
            {"channel": "PHONE", "optin": true, "since": "2019-04-02"},
        ]});
        assert_eq!(body, wanted, "what the vendor keeps with an opt-in nobody ticked goes back with it");
    });
}

#[test]
fn an_address_is_sent_whole() {
    journey("update-address", |page| async move {
        page.open("152580646").await;
        let body = saved(&page, "Address", async {
            page.choose("Country", "France").await;
            page.fill("House number", "8").await;
            page.fill("Street", "rue Nationale").await;
            page.fill("Locality", "").await;
            page.fill("Postcode", "59000").await;
            page.fill("City", "Lille").await;
            page.shoot("edit-address").await;
        });
        let body = body.await;
        let address = body["address"].as_object().expect("an address").clone();
        assert_eq!(body.as_object().expect("a body").len(), 1, "{body}");
        for (line, value) in [
            ("number", json!("8")),
            ("street", json!("rue Nationale")),
            ("zip_code", json!("59000")),
            ("city", json!("Lille")),
            ("country_code", json!("FR")),
            ("town", Value::Null),
            ("state_or_district", Value::Null),
        ] {
            assert_eq!(address.get(line), Some(&value), "{line}: {body}");
        }
        assert_eq!(page.fact("Address").await, ["8 rue Nationale", "59000 Lille", "France"]);
    });
}

#[test]
fn preferences_are_sent_with_the_whole_list_of_opt_ins() {
    journey("update-preferences", |page| async move {
        page.open("301000001").await;
        let body = saved(&page, "Preferences", page.tick("Text message")).await;
        let wanted = json!({"optins": [
            {"channel": "EMAIL", "optin": true, "optin_partners": false},
            {"channel": "SMS", "optin": true},
            {"channel": "PHONE", "optin": false},
            {"channel": "MAIL", "optin": true},
            {"channel": "WHATSAPP", "optin": true},
            {"channel": "PROFILING", "optin": false},
        ]});
        assert_eq!(body, wanted);
        let body = saved(&page, "Preferences", async {
            page.choose("Preferred language", "German").await;
            page.tick("My personal data may be used").await;
            page.shoot("edit-preferences").await;
        });
        assert_eq!(body.await, json!({"language_code": "DE", "personal_data_usage_allowed": false}));
    });
}

#[test]
fn a_refused_address_can_be_used_anyway_once() {
    journey("update-force", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open("301000001").await;
        page.press("Edit Address").await;
        page.fill("Street", "UNKNOWN").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.sandbox.forget().await;
        page.press("Save").await;
        page.is_at("Address").await;
        page.has_focus("div There is a problem").await;
        page.hears("We do not know this street.").await;
        let (wrong, words) = page.described("Street").await;
        assert!(wrong && words.contains("We do not know this street."), "{words}");
        assert_eq!(page.value("Street").await, "UNKNOWN");
        page.shoot("address-refused").await;
        let refused = page.sandbox.the_write().await;
        assert_eq!(refused["status"], 400);

        page.sandbox.forget().await;
        page.press("Use this address anyway").await;
        page.hears("Your change has been saved").await;
        let forced = page.sandbox.the_write().await;
        assert_eq!(forced["body"], refused["body"], "the same change");
        assert_eq!(forced["path"], "/clubmed/v1/customers/301000001/profile?force_address=true");
        assert_eq!(page.fact("Address").await[0], "12 bis UNKNOWN");
    });
}
