//! Locale: another language in the middle of a change, and what it takes with it.

use serde_json::json;

use crate::run::journey;

#[test]
fn french_is_spoken_at_once_and_nothing_typed_is_lost() {
    journey("locale", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open("301000001").await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        page.choose("Title", "Miss").await;
        page.fill("First name", "Camilla").await;
        page.fill("Month", "13").await;
        page.press("Review the change").await;
        page.hears("There is no such day: check the date of birth").await;
        page.sandbox.forget().await;

        page.speak("français (France)").await;
        page.is_at("Identité").await;
        page.hears("Ce jour n’existe pas : vérifiez la date de naissance").await;
        page.holds("the element's language", "return elements()[0].lang === 'fr-FR'", &[]).await;
        page.holds("the page's language", "return document.documentElement.lang === 'fr-FR'", &[]).await;
        assert_eq!(page.value("Prénom").await, "Camilla");
        assert_eq!(page.value("Mois").await, "13");
        page.has_focus("input Langue").await;
        page.holds(
            "the title in French",
            "const title = field('Civilité'); return text(title.selectedOptions[0]) === 'Mademoiselle'",
            &[],
        )
        .await;
        page.shoot("edit-french").await;
        let reads = page.sandbox.requests().await;
        assert!(
            !reads.is_empty() && reads.iter().all(|one| one["headers"]["accept-language"] == "fr-FR"),
            "{reads:#?}"
        );

        // What the vendor words is in French too, and so is the reading back.
        page.fill("Mois", "2").await;
        let errors = json!([{
            "concerned_key": "first_name", "error_code": "WRONG_FORMAT", "error_description": "Ce prénom ne va pas.",
        }]);
        page.sandbox.order(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.sandbox.forget().await;
        page.press("Vérifier la modification").await;
        page.is_at("Vérifiez votre modification").await;
        page.press("Enregistrer").await;
        page.hears("Ce prénom ne va pas.").await;
        assert_eq!(page.value("Prénom").await, "Camilla");
        page.fill("Prénom", "Camille-Anne").await;
        page.press("Vérifier la modification").await;
        page.press("Enregistrer").await;
        page.hears("Votre modification a été enregistrée").await;
        for request in page.sandbox.requests().await {
            assert_eq!(request["headers"]["accept-language"], "fr-FR");
        }
        assert_eq!(page.fact("Date de naissance").await, ["14 février 1979"]);

        page.sandbox.forget().await;
        page.reload().await;
        page.sees("Modifier Identité").await;
        let reads = page.sandbox.requests().await;
        assert!(reads.iter().all(|one| one["headers"]["accept-language"] == "fr-FR"), "{reads:#?}");
    });
}

#[test]
fn the_review_stays_the_review_in_another_language() {
    journey("locale-review", |page| async move {
        page.open("301000001").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.speak("British English").await;
        page.holds("British English", "return elements()[0].lang === 'en-GB'", &[]).await;
        let title = page.ask("return painted().then(() => document.title)", &[]).await;
        assert_eq!(title, Ok(json!("Check your change – Carnet")));
        page.speak("français (France)").await;
        page.is_at("Vérifiez votre modification").await;
        assert_eq!(page.changes().await[0].0, "Prénom");
        page.shoot("review-french").await;
        page.press("Enregistrer").await;
        page.hears("Votre modification a été enregistrée").await;
    });
}

#[test]
fn the_vendor_refuses_in_french() {
    journey("locale-refusal", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open("301000001").await;
        page.speak("français (France)").await;
        page.press("Modifier Adresse").await;
        page.fill("Rue", "UNKNOWN").await;
        page.press("Vérifier la modification").await;
        page.press("Enregistrer").await;
        let sentence = "Nous ne connaissons pas cette rue.";
        page.hears(sentence).await;
        // In a language from right to left it still ends where it ends.
        page.ask("elements()[0].setAttribute('locale', 'he-IL')", &[]).await.expect("the host sets it");
        page.holds("Hebrew", "return elements()[0].dir === 'rtl'", &[]).await;
        let runs = "const has = (one) => [...one.childNodes].some((node) => node.data === arguments[0]);
            return [...new Set(all('*').filter(has).map((one) => `${one.lang} ${getComputedStyle(one).direction}`))]";
        assert_eq!(page.ask(runs, &[json!(sentence)]).await, Ok(json!(["fr-FR ltr"])));
        page.ask("elements()[0].setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.press("Utiliser cette adresse quand même").await;
        page.hears("Votre modification a été enregistrée").await;
    });
}
