//! Creating a profile, viewing it and updating it, up to a restart of the sandbox.

use serde_json::json;

use crate::{
    catalogue::{saved, section, t, t_with},
    harness::journey_with_database,
};

/// The name of the button of the review that goes back to a field.
fn change_button(name: &str) -> String {
    format!("{} {name}", t("create.change"))
}

#[test]
fn new_customer_is_created_viewed_and_updated() {
    journey_with_database("create", |page| async move {
        page.visit("").await;
        page.screenshot("sign-in").await;
        page.press(t("host.create")).await;
        page.has_heading(t("create.title")).await;
        page.screenshot("create").await;

        // All missing required fields are announced together, and the focus goes to the summary.
        page.press(t("create.check")).await;
        page.has_focus("div", t("form.problem")).await;
        for error in [t("problem.civility"), t("problem.first-name"), t("problem.last-name")] {
            page.announces(error).await;
        }
        page.screenshot("create-problems").await;
        page.press(t("problem.last-name")).await;
        page.has_focus("input", t("label.last-name")).await;

        page.choose(t("label.civility"), "Mrs").await;
        page.fill(t("label.first-name"), "Élise").await;
        page.fill(t("label.last-name"), "Okafor").await;
        page.unfold().await;
        page.fill(t("label.day"), "7").await;
        page.fill(t("label.month"), "3").await;
        page.fill(t("label.year"), "1984").await;
        page.press(t("phones.add")).await;
        page.fill(t("label.phone-number"), "+33 6 11 22 33 44").await;
        page.choose(t("label.phone-kind"), t("phone.mobile")).await;
        page.choose(t("label.country"), "France").await;
        page.fill(t("label.house-number"), "12").await;
        page.fill(t("label.street"), "rue de la Paix").await;
        page.fill(t("label.zip-code"), "75001").await;
        page.fill(t("label.city"), "Paris").await;
        page.toggle(t("channel.email")).await;
        page.press(t("create.check")).await;

        // The review lists every field, also the empty ones, each with a button that goes back to its control.
        page.has_heading(t("create.check")).await;
        page.has_focus("h1", t("create.check")).await;
        assert_eq!(page.fact(t("label.civility")).await, ["Mrs"]);
        assert_eq!(page.fact(t("label.last-name")).await, ["Okafor"]);
        assert_eq!(page.fact(t("label.birthdate")).await, ["March 7, 1984"]);
        assert_eq!(
            page.fact(t("label.phones")).await,
            [format!("+33 6 11 22 33 44 · {}", t("phone.mobile"))]
        );
        assert_eq!(page.fact(t("label.address")).await, ["12 rue de la Paix", "75001 Paris", "France"]);
        for empty in [t("label.email"), t("label.language"), t("label.national-id")] {
            assert_eq!(page.fact(empty).await, [t("view.empty")], "{empty}");
        }
        let answer = t_with("view.pair", &[("name", t("channel.email")), ("value", t("view.yes"))]);
        assert_eq!(page.fact(t("label.opt-ins")).await, [answer]);
        for own_script in ["civility", "first-name", "second-name", "third-name", "fourth-name", "last-name"]
        {
            page.does_not_show(t(&format!("label.unicode-{own_script}"))).await;
        }
        page.screenshot("create-check").await;
        let fields: Vec<String> = page.facts().await.into_iter().map(|(name, _)| name).collect();
        for name in &fields {
            page.press(&change_button(name)).await;
            page.has_heading(t("create.title")).await;
            let is_focused = "return !/^(nothing|h1)/.test(focused())";
            page.wait_until(&format!("the focus at {name}"), is_focused, &[]).await;
            page.press(t("create.check")).await;
            page.has_heading(t("create.check")).await;
        }
        page.press(&change_button(t("label.first-name"))).await;
        page.has_focus("input", t("label.first-name")).await;
        page.press(t("create.check")).await;
        page.has_heading(t("create.check")).await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), 0);

        // A double click sends one request. It is held, so that the second press comes before its response.
        page.sandbox.inject_fault(json!({"fault": "hold", "method": "POST"})).await;
        page.double_click(t("create.send")).await;
        page.sandbox.release().await;
        page.has_heading("Élise Okafor").await;
        page.announces(t("news.created")).await;
        page.has_focus("div", t("news.created")).await;
        page.screenshot("created").await;

        let sent = page.sandbox.only_write().await;
        assert_eq!((&sent["method"], &sent["path"]), (&json!("POST"), &json!("/clubmed/v1/customers")));
        let phones = json!([{"number": "+33 6 11 22 33 44", "type": "MOBILE"}]);
        let address = json!({
            "number": "12", "street": "rue de la Paix", "add_on": null, "town": null, "zip_code": "75001",
            "city": "Paris", "state_or_district": null, "country": null, "country_code": "FR",
            "additional_information_1": null, "additional_information_2": null,
        });
        let wanted = json!({
            "civility": "MRS", "first_name": "Élise", "last_name": "Okafor", "birthdate": "19840307",
            "phones": phones, "address": address,
            "optins": [{"channel": "EMAIL", "optin": true}],
        });
        assert_eq!(sent["body"], wanted);

        // The route has the customer's id, not the Great Members number.
        let fragment = page.evaluate("return location.hash", &[]).await.expect("an address");
        let fragment = fragment.as_str().expect("text").to_owned();
        let customer = fragment.strip_prefix("#/customers/").expect("a profile").to_owned();
        assert!(customer.starts_with("2000000"), "{customer}");
        let reads = page.sandbox.requests_by("GET").await;
        let read_back = json!(format!("/clubmed/v2/customers/{customer}/profile"));
        assert_eq!(reads.iter().filter(|read| read["path"] == read_back).count(), 1, "{reads:#?}");

        page.sandbox.clear_requests().await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        page.has_focus("h1", section("identity")).await;
        page.has_fragment(&format!("{fragment}/edit/identity")).await;
        page.fill(t("label.first-name"), "Elise").await;
        page.screenshot("edit-identity").await;
        page.review().await;
        page.has_focus("h1", t("review.title")).await;
        let (before, after) = (vec!["Élise".to_owned()], vec!["Elise".to_owned()]);
        assert_eq!(page.changes().await, [(t("label.first-name").to_owned(), before, after)]);
        page.screenshot("review").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0, "nothing is sent before the save");
        page.double_click(t("review.save")).await;
        page.announces(saved()).await;
        page.has_focus("div", &t_with("news.saved", &[("names", t("group.name"))])).await;
        page.has_heading("Elise Okafor").await;
        page.has_fragment(&fragment).await;
        page.screenshot("saved").await;

        let sent = page.sandbox.only_write().await;
        assert_eq!(sent["method"], "PATCH");
        assert_eq!(sent["path"], json!(format!("/clubmed/v1/customers/{customer}/profile")));
        assert_eq!(sent["body"], json!({"first_name": "Elise"}));
        assert_eq!(sent["status"], 204);
        for (name, value) in [
            ("accept", "application/json"),
            ("accept-language", "en-US"),
            ("authorization", "present"),
            ("x-api-key", "present"),
            ("content-type", "application/json"),
        ] {
            assert_eq!(sent["headers"][name], value, "{name}: {:#}", sent["headers"]);
        }
        let requests = page.sandbox.requests().await;
        let patch =
            requests.iter().position(|request| request["method"] == "PATCH").expect("the change is sent");
        let reads = &requests[patch + 1..];
        assert_eq!(reads.len(), 1, "the profile is read back once: {reads:#?}");
        assert_eq!(reads[0]["path"], json!(format!("/clubmed/v2/customers/{customer}/profile")));
        for (name, value) in [("accept", "application/json"), ("accept-language", "en-US")] {
            assert_eq!(reads[0]["headers"][name], value, "{name}");
        }
        assert!(reads[0]["headers"].get("content-type").is_none(), "{:#}", reads[0]["headers"]);
        assert!(reads[0]["headers"].get("cookie").is_none(), "{:#}", reads[0]["headers"]);

        page.reload().await;
        page.has_heading("Elise Okafor").await;
        page.sandbox.restart();
        page.reload().await;
        page.has_heading("Elise Okafor").await;
        assert_eq!(
            page.fact(t("label.phones")).await,
            [format!("+33 6 11 22 33 44 · {}", t("phone.mobile"))]
        );
    });
}
