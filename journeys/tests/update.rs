//! Updating a profile: each section sends only what was changed.

use serde_json::{Value, json};

use crate::{
    catalogue::{edit_button, phone, saved, section, show_button, t, t_with},
    harness::journey,
    page::Page,
};

/// Opens a section, fills it in, saves it and returns the body of the request.
async fn save<F: Future<Output = ()>>(page: &Page, name: &str, filled: F) -> Value {
    page.edit(name).await;
    page.has_heading(section(name)).await;
    page.sandbox.clear_requests().await;
    filled.await;
    page.review().await;
    page.has_heading(t("review.title")).await;
    assert_eq!(page.sandbox.requests().await.len(), 0, "nothing is sent before the save");
    page.save().await;
    page.announces(saved()).await;
    let sent = page.sandbox.only_write().await;
    assert_eq!((&sent["method"], &sent["status"]), (&json!("PATCH"), &json!(204)));
    sent["body"].clone()
}

#[test]
fn cancel_and_restored_value_send_nothing() {
    journey("update-nothing", |page| async move {
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.cancel().await;
        page.discard().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_focus("button", &edit_button("identity")).await;
        page.edit("identity").await;
        assert_eq!(page.value(t("label.first-name")).await, "Camille");
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.cancel().await;
        page.discard().await;
        page.has_heading("Camille Moreau-Lefèvre").await;

        page.edit("contact").await;
        page.fill(t("label.email"), "other@example.org").await;
        page.fill(t("label.email"), "camille.moreau@example.org").await;
        page.review().await;
        page.announces(t("news.unchanged")).await;
        page.screenshot("nothing-changed").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn save_of_profile_with_invalid_old_values_changes_one_field() {
    journey("update-legacy", |page| async move {
        let before = page.sandbox.stored("301000003").await;
        page.open("301000003").await;
        let body = save(&page, "identity", page.fill(t("label.first-name"), "Zoé")).await;
        assert_eq!(body, json!({"first_name": "Zoé"}));
        let mut wanted = before;
        wanted["first_name"] = json!("Zoé");
        assert_eq!(page.sandbox.stored("301000003").await, wanted, "the other fields are unchanged");
    });
}

#[test]
fn save_sends_each_changed_field_of_identity_alone() {
    journey("update-identity", |page| async move {
        page.open("301000001").await;
        let body = save(&page, "identity", async {
            page.fill(t("label.day"), "3").await;
            page.fill(t("label.month"), "12").await;
            page.fill(t("label.year"), "1979").await;
        });
        assert_eq!(body.await, json!({"birthdate": "19791203"}));
        assert_eq!(page.fact(t("group.birth")).await, ["December 3, 1979 · Nantes · France"]);

        let body = save(&page, "identity", page.fill(t("label.second-name"), "")).await;
        assert_eq!(body, json!({"second_name": ""}));

        let body = save(&page, "identity", async {
            page.press(&show_button(t("label.national-number"))).await;
            page.fill(t("label.national-number"), "123.456.789-09").await;
            page.choose(t("label.national-kind"), t("national.cpf")).await;
        });
        assert_eq!(body.await, json!({"identity": {"number": "123.456.789-09", "type": "CPF"}}));

        let body = save(&page, "identity", async {
            page.choose(t("label.civility"), "Miss").await;
            page.choose(t("label.birth-country"), "Brazil").await;
        });
        assert_eq!(body.await, json!({"birth_country_code": "BR", "civility": "MISS"}));
    });
}

#[test]
fn review_with_impossible_date_shows_error_and_sends_nothing() {
    journey("update-problem", |page| async move {
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.day"), "31").await;
        page.fill(t("label.month"), "2").await;
        page.fill(t("label.first-name"), "").await;
        page.fill(t("label.last-name"), "").await;
        page.review().await;
        page.announces(t("problem.date-impossible")).await;
        page.has_focus("div", t("form.problem")).await;
        page.screenshot("problems").await;
        assert!(page.description(t("label.first-name")).await.0, "the field is invalid");
        page.fill(t("label.first-name"), "Camille").await;
        page.fill(t("label.day"), "28").await;
        page.does_not_announce(t("form.problem")).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0);
    });
}

#[test]
fn save_sends_whole_lists_with_unknown_members() {
    journey("update-phones", |page| async move {
        page.open("301000007").await;
        let body = save(&page, "contact", async {
            page.press(&t_with("phones.remove", &[("position", "4")])).await;
            page.press(&t_with("phones.up", &[("position", "3")])).await;
            page.press(t("phones.add")).await;
            page.fill_in(t("label.phone-number"), Some(&phone(6)), "01225 111222").await;
            page.choose_in(t("label.phone-kind"), Some(&phone(6)), t("phone.home")).await;
            page.screenshot("edit-contact").await;
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
        assert_eq!(page.fact(t("label.phones")).await.len(), 6);

        let body = save(&page, "preferences", page.toggle(t("channel.email"))).await;
        let wanted = json!({"optins": [
            {"channel": "EMAIL", "optin": false},
            {"channel": "PHONE", "optin": true, "since": "2019-04-02"},
        ]});
        assert_eq!(body, wanted, "an unchanged opt-in is sent with its unknown members");
    });
}

#[test]
fn save_sends_whole_address() {
    journey("update-address", |page| async move {
        page.open("152580646").await;
        let body = save(&page, "address", async {
            page.choose(t("label.country"), "France").await;
            page.fill(t("label.house-number"), "8").await;
            page.fill(t("label.street"), "rue Nationale").await;
            page.fill(t("label.town"), "").await;
            page.fill(t("label.zip-code"), "59000").await;
            page.fill(t("label.city"), "Lille").await;
            page.screenshot("edit-address").await;
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
        assert_eq!(page.fact(t("label.address")).await, ["8 rue Nationale", "59000 Lille", "France"]);
    });
}

#[test]
fn save_sends_whole_list_of_opt_ins() {
    journey("update-preferences", |page| async move {
        page.open("301000001").await;
        let body = save(&page, "preferences", page.toggle(t("channel.sms"))).await;
        let wanted = json!({"optins": [
            {"channel": "EMAIL", "optin": true, "optin_partners": false},
            {"channel": "SMS", "optin": true},
            {"channel": "PHONE", "optin": false},
            {"channel": "MAIL", "optin": true},
            {"channel": "WHATSAPP", "optin": true},
            {"channel": "PROFILING", "optin": false},
        ]});
        assert_eq!(body, wanted);
        let body = save(&page, "preferences", async {
            page.choose(t("label.language"), "German").await;
            page.toggle(t("data-use.agree")).await;
            page.screenshot("edit-preferences").await;
        });
        assert_eq!(body.await, json!({"language_code": "DE", "personal_data_usage_allowed": false}));
    });
}

#[test]
fn unanswered_channels_and_use_of_data_are_offered() {
    journey("update-answers", |page| async move {
        page.open("301000002").await;
        page.sandbox.clear_requests().await;
        let body = save(&page, "preferences", page.toggle(t("channel.email"))).await;
        let wanted = json!({"optins": [{"channel": "EMAIL", "optin": true}]});
        assert_eq!(body, wanted, "the channels are offered, and those that are ticked are sent");
        let body = save(&page, "preferences", page.toggle(t("data-use.disagree"))).await;
        assert_eq!(body, json!({"personal_data_usage_allowed": false}));
        // Once there is an answer, it is a tick.
        page.open("301000002").await;
        let ticks = "return all('[data-row=data-use] input').map(({ type, checked }) => [type, checked])";
        assert_eq!(page.evaluate(ticks, &[]).await, Ok(json!([["checkbox", false]])));
        page.screenshot("update-answers").await;

        // A customer who has answered about one channel is offered the others.
        page.open("152580646").await;
        let body = save(&page, "preferences", async {
            page.toggle(t("channel.whatsapp")).await;
            page.toggle(t("channel.wechat")).await;
            page.toggle(t("channel.wechat")).await;
        });
        let wanted = json!({"optins": [
            {"channel": "MAIL", "optin": false, "optin_partners": false},
            {"channel": "WHATSAPP", "optin": true},
        ]});
        assert_eq!(body.await, wanted, "what is stored stays first, and what is not ticked is not sent");
        let ticks = "return all('[data-row=opt-ins] input').map((tick) => [nameOf(tick), tick.checked])";
        let partners = t_with("opt-ins.partners", &[("channel", t("channel.mail"))]);
        let wanted = json!([
            [t("channel.email"), false],
            [t("channel.sms"), false],
            [t("channel.phone"), false],
            [t("channel.mail"), false],
            [partners, false],
            [t("channel.whatsapp"), true],
            [t("channel.wechat"), false],
        ]);
        assert_eq!(page.evaluate(ticks, &[]).await, Ok(wanted), "each channel keeps its place");
    });
}

#[test]
fn rejected_address_can_be_forced_once() {
    journey("update-force", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open("301000001").await;
        page.edit("address").await;
        page.fill(t("label.street"), "UNKNOWN").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.sandbox.clear_requests().await;
        page.save().await;
        page.has_heading(section("address")).await;
        page.has_focus("div", t("form.problem")).await;
        page.announces("We do not know this street.").await;
        let (is_invalid, description) = page.description(t("label.street")).await;
        assert!(is_invalid && description.contains("We do not know this street."), "{description}");
        assert_eq!(page.value(t("label.street")).await, "UNKNOWN");
        page.screenshot("address-refused").await;
        let rejected = page.sandbox.only_write().await;
        assert_eq!(rejected["status"], 400);

        page.sandbox.clear_requests().await;
        page.press(t("address.force")).await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        let forced = page.sandbox.only_write().await;
        assert_eq!(forced["body"], rejected["body"], "the same change");
        assert_eq!(forced["path"], "/clubmed/v1/customers/301000001/profile?force_address=true");
        assert_eq!(page.fact(t("label.address")).await[0], "12 bis UNKNOWN");
    });
}
