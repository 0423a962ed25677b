//! Changing the language during a change: texts, requests and the vendor's messages follow, the draft stays.

use serde_json::json;

use crate::{
    catalogue::{catalogue, section, t, tab_title},
    harness::journey,
};

#[test]
fn language_change_in_form_translates_page_and_keeps_draft() {
    journey("locale", |page| async move {
        let fr = catalogue("fr");
        page.allow_in_console("400 (Bad Request)");
        page.open("301000001").await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        page.choose(t("label.civility"), "Miss").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.fill(t("label.month"), "13").await;
        page.review().await;
        page.announces(t("problem.date-month")).await;
        page.sandbox.clear_requests().await;

        page.choose_language("français (France)").await;
        page.has_heading(fr.t("section.identity")).await;
        page.announces(fr.t("problem.date-month")).await;
        page.wait_until("the element's language", "return elements()[0].lang === 'fr-FR'", &[]).await;
        page.wait_until("the page's language", "return document.documentElement.lang === 'fr-FR'", &[]).await;
        assert_eq!(page.value(fr.t("label.first-name")).await, "Camilla");
        assert_eq!(page.value(fr.t("label.month")).await, "13");
        page.has_focus("input", fr.t("locale.label")).await;
        page.wait_until(
            "the title in French",
            "return text(field(arguments[0]).selectedOptions[0]) === 'Mademoiselle'",
            &[json!(fr.t("label.civility"))],
        )
        .await;
        page.screenshot("edit-french").await;
        let reads = page.sandbox.requests().await;
        assert!(
            !reads.is_empty() && reads.iter().all(|one| one["headers"]["accept-language"] == "fr-FR"),
            "{reads:#?}"
        );

        // The vendor's messages are in French too, and the request that reads the profile back asks for French.
        page.fill(fr.t("label.month"), "2").await;
        let errors = json!([{
            "concerned_key": "first_name", "error_code": "WRONG_FORMAT", "error_description": "Ce prénom ne va pas.",
        }]);
        page.sandbox.inject_fault(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.sandbox.clear_requests().await;
        page.press(fr.t("form.review")).await;
        page.has_heading(fr.t("review.title")).await;
        page.press(fr.t("review.save")).await;
        page.announces("Ce prénom ne va pas.").await;
        assert_eq!(page.value(fr.t("label.first-name")).await, "Camilla");
        page.fill(fr.t("label.first-name"), "Camille-Anne").await;
        page.press(fr.t("form.review")).await;
        page.press(fr.t("review.save")).await;
        page.announces(fr.saved()).await;
        for request in page.sandbox.requests().await {
            assert_eq!(request["headers"]["accept-language"], "fr-FR");
        }
        assert_eq!(page.fact(fr.t("group.birth")).await, ["14 février 1979 · Nantes · France"]);

        page.sandbox.clear_requests().await;
        page.reload().await;
        page.shows(&fr.edit_button("identity")).await;
        let reads = page.sandbox.requests().await;
        assert!(reads.iter().all(|one| one["headers"]["accept-language"] == "fr-FR"), "{reads:#?}");
    });
}

#[test]
fn language_change_in_review_keeps_review() {
    journey("locale-review", |page| async move {
        let fr = catalogue("fr");
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.choose_language("British English").await;
        page.wait_until("British English", "return elements()[0].lang === 'en-GB'", &[]).await;
        let title = page.evaluate("return painted().then(() => document.title)", &[]).await;
        assert_eq!(title, Ok(json!(tab_title(t("review.title")))));
        page.choose_language("français (France)").await;
        page.has_heading(fr.t("review.title")).await;
        assert_eq!(page.changes().await[0].0, fr.t("label.first-name"));
        page.screenshot("review-french").await;
        page.press(fr.t("review.save")).await;
        page.announces(fr.saved()).await;
    });
}

#[test]
fn vendor_message_is_in_language_of_its_request() {
    journey("locale-refusal", |page| async move {
        let fr = catalogue("fr");
        page.allow_in_console("400 (Bad Request)");
        page.open("301000001").await;
        page.choose_language("français (France)").await;
        page.press(&fr.edit_button("address")).await;
        page.fill(fr.t("label.street"), "UNKNOWN").await;
        page.press(fr.t("review.save")).await;
        let sentence = "Nous ne connaissons pas cette rue.";
        page.announces(sentence).await;
        // On a page that runs from right to left, the French sentence keeps its direction.
        page.evaluate("elements()[0].setAttribute('locale', 'he-IL')", &[]).await.expect("the host sets it");
        page.wait_until("Hebrew", "return elements()[0].dir === 'rtl'", &[]).await;
        let directions = "const has = (one) => [...one.childNodes].some((node) => node.data === arguments[0]);
            return [...new Set(all('*').filter(has).map((one) => `${one.lang} ${getComputedStyle(one).direction}`))]";
        assert_eq!(page.evaluate(directions, &[json!(sentence)]).await, Ok(json!(["fr-FR ltr"])));
        page.evaluate("elements()[0].setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.press(fr.t("address.force")).await;
        page.press(fr.t("review.save")).await;
        page.announces(fr.saved()).await;
    });
}
