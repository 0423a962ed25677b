//! Create, view, update: from nobody to a profile that lasts.

use serde_json::json;

use crate::run::lasting_journey;

#[test]
fn a_new_customer_is_created_viewed_and_updated() {
    lasting_journey("create", |page| async move {
        page.visit("").await;
        page.shoot("sign-in").await;
        page.press("Create a new customer").await;
        page.is_at("Create your profile").await;
        page.shoot("create").await;

        // What is needed and missing is said all at once, and the focus goes there.
        page.press("Check your answers").await;
        page.has_focus("div There is a problem").await;
        for sentence in ["Choose your title", "Enter your first name", "Enter your last name"] {
            page.hears(sentence).await;
        }
        page.shoot("create-problems").await;
        page.press("Enter your last name").await;
        page.has_focus("input Last name").await;

        page.choose("Title", "Mrs").await;
        page.fill("First name", "Élise").await;
        page.fill("Last name", "Okafor").await;
        page.fill("Day", "7").await;
        page.fill("Month", "3").await;
        page.fill("Year", "1984").await;
        page.press("Add a phone").await;
        page.fill("Number", "+33 6 11 22 33 44").await;
        page.choose("Kind", "Mobile").await;
        page.choose("Country", "France").await;
        page.fill("House number", "12").await;
        page.fill("Street", "rue de la Paix").await;
        page.fill("Postcode", "75001").await;
        page.fill("City", "Paris").await;
        page.press("Check your answers").await;

        // Every answer is there to check, also those not given, each with a way back to its control.
        page.is_at("Check your answers").await;
        page.has_focus("h1 Check your answers").await;
        assert_eq!(page.fact("Title").await, ["Mrs"]);
        assert_eq!(page.fact("Last name").await, ["Okafor"]);
        assert_eq!(page.fact("Date of birth").await, ["March 7, 1984"]);
        assert_eq!(page.fact("Phones").await, ["+33 6 11 22 33 44 · Mobile"]);
        assert_eq!(page.fact("Address").await, ["12 rue de la Paix", "75001 Paris", "France"]);
        for empty in ["E-mail", "Preferred language", "National identifier"] {
            assert_eq!(page.fact(empty).await, ["Not provided"], "{empty}");
        }
        page.lacks("in your own script").await;
        page.shoot("create-check").await;
        let answers: Vec<String> = page.facts().await.into_iter().map(|(name, _)| name).collect();
        for name in &answers {
            page.press(&format!("Change {name}")).await;
            page.is_at("Create your profile").await;
            let is_there = "return !/^(nothing|h1)/.test(focused())";
            page.holds(&format!("the focus at {name}"), is_there, &[]).await;
            page.press("Check your answers").await;
            page.is_at("Check your answers").await;
        }
        page.press("Change First name").await;
        page.has_focus("input First name").await;
        page.press("Check your answers").await;
        page.is_at("Check your answers").await;
        assert_eq!(page.sandbox.requests_by("POST").await.len(), 0);

        // However often the button is pressed, one request goes out. It is slow, so that both presses meet it.
        page.sandbox.order(json!({"fault": "delay", "method": "POST", "delay_ms": 700})).await;
        page.press_twice("Create my profile").await;
        page.is_at("Élise Okafor").await;
        page.hears("Your profile has been created").await;
        page.has_focus("div Your profile has been created").await;
        page.shoot("created").await;

        let sent = page.sandbox.the_write().await;
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
        });
        assert_eq!(sent["body"], wanted);

        // The key of the route is the customer's id; the Great Member number never is.
        let fragment = page.ask("return location.hash", &[]).await.expect("an address");
        let fragment = fragment.as_str().expect("text").to_owned();
        let customer = fragment.strip_prefix("#/customers/").expect("a profile").to_owned();
        assert!(customer.starts_with("2000000"), "{customer}");
        let reads = page.sandbox.requests_by("GET").await;
        let read_back = json!(format!("/clubmed/v2/customers/{customer}/profile"));
        assert_eq!(reads.iter().filter(|read| read["path"] == read_back).count(), 1, "{reads:#?}");
        page.sees(&format!("Customer {customer}")).await;

        // Update.
        page.sandbox.forget().await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        page.has_focus("h1 Identity").await;
        page.is_in(&format!("{fragment}/edit/identity")).await;
        page.fill("First name", "Elise").await;
        page.shoot("edit-identity").await;
        page.press("Review the change").await;
        page.has_focus("h1 Check your change").await;
        let (before, after) = (vec!["Élise".to_owned()], vec!["Elise".to_owned()]);
        assert_eq!(page.changes().await, [("First name".to_owned(), before, after)]);
        page.shoot("review").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0, "only the review sends");
        page.press_twice("Save").await;
        page.hears("Your change has been saved").await;
        page.has_focus("div Your change has been saved").await;
        page.is_at("Elise Okafor").await;
        page.is_in(&fragment).await;
        page.shoot("saved").await;

        let sent = page.sandbox.the_write().await;
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
        let patched = requests.iter().position(|request| request["method"] == "PATCH").expect("it went out");
        let reads = &requests[patched + 1..];
        assert_eq!(reads.len(), 1, "it is read back, once: {reads:#?}");
        assert_eq!(reads[0]["path"], json!(format!("/clubmed/v2/customers/{customer}/profile")));
        for (name, value) in [("accept", "application/json"), ("accept-language", "en-US")] {
            assert_eq!(reads[0]["headers"][name], value, "{name}");
        }
        assert!(reads[0]["headers"].get("content-type").is_none(), "{:#}", reads[0]["headers"]);
        assert!(reads[0]["headers"].get("cookie").is_none(), "{:#}", reads[0]["headers"]);

        page.reload().await;
        page.is_at("Elise Okafor").await;
        page.sandbox.restart();
        page.reload().await;
        page.is_at("Elise Okafor").await;
        assert_eq!(page.fact("Phones").await, ["+33 6 11 22 33 44 · Mobile"]);
    });
}
