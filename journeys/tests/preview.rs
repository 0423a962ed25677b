//! The preview: what a customer sees of the profile before the code of the app is there.

use serde_json::{Value, json};

use crate::{
    catalogue::{edit_button, t},
    harness::{JourneyOptions, journey_with},
    page::Page,
};

/// The code of the app arrives when the page says so; before, there is only the preview. The vendor's forms of address,
/// which come with a request of their own, do not arrive.
const HOLD: &str =
    "{ const own = fetch; const released = new Promise((release) => (window.release = release));
    window.fetch = (input, ...rest) =>
        /chunk-app-/.test(input) ? released.then(() => own(input, ...rest)) :
        /civilities/.test(input) ? new Promise(() => {}) : own(input, ...rest); }";

fn options() -> JourneyOptions {
    JourneyOptions { script: HOLD, ..JourneyOptions::default() }
}

async fn run(page: &Page, script: &str) -> Value {
    let script = format!("{}\n{script}", include_str!("preview.js"));
    page.evaluate(&script, &[]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
}

/// Opens a profile, and waits until there is a preview. The app is not there.
async fn open(page: &Page, customer: &str) {
    page.visit(&format!("#/customers/{customer}")).await;
    let script = format!("{}\nreturn !!findApps().preview", include_str!("preview.js"));
    page.wait_until("the preview", &script, &[]).await;
}

/// Lets the code of the app arrive, and waits until the app has taken the place of the preview.
async fn release(page: &Page) {
    page.evaluate("window.release()", &[]).await.expect("the page has the function");
    let script = format!("{}\nreturn !findApps().preview && !!findApps().app", include_str!("preview.js"));
    page.wait_until("the app", &script, &[]).await;
}

#[test]
fn preview_has_the_same_elements_as_the_page_of_the_app() {
    journey_with("preview-same", options(), |page| async move {
        for customer in [
            "123456789",
            "152580646",
            "301000001",
            "301000002",
            "301000003",
            "301000004",
            "301000005",
            "301000006",
            "301000007",
            "301000008",
            "301000009",
        ] {
            is_the_same(&page, customer).await;
        }
        // Languages that order names in another way, and run from right to left.
        for (customer, locale) in [("301000004", "ja-JP"), ("301000005", "ar-AE"), ("301000001", "fr-FR")] {
            let choose = format!("localStorage.setItem('carnet.locale', '{locale}')");
            page.evaluate(&choose, &[]).await.expect("the page may store it");
            is_the_same(&page, customer).await;
        }
    });
}

async fn is_the_same(page: &Page, customer: &str) {
    open(page, customer).await;
    let drawn = run(page, "return outline(findApps().preview)").await;
    release(page).await;
    let rendered = run(page, "return outline(findApps().app)").await;
    assert_eq!(drawn, rendered, "{customer}");
}

#[test]
fn button_that_is_pressed_in_the_preview_is_pressed_in_the_app() {
    journey_with("preview-press", options(), |page| async move {
        open(&page, "301000001").await;
        let press = "findApps().preview.querySelector('[id$=edit-identity]').click(); return true";
        run(&page, press).await;
        release(&page).await;
        page.has_heading(t("section.identity")).await;
        page.cancel().await;
        page.has_focus("button", &edit_button("identity")).await;
    });
}

#[test]
fn tick_of_the_preview_is_made_in_the_app() {
    journey_with("preview-tick", options(), |page| async move {
        open(&page, "301000001").await;
        let first = "querySelector('.c-ticks input')";
        let before = run(&page, &format!("return findApps().preview.{first}.checked")).await;
        let label = format!(
            "findApps().preview.{first}.labels[0].click(); return findApps().preview.{first}.checked"
        );
        // The preview does not show what is not there yet.
        assert_eq!(run(&page, &label).await, before);
        release(&page).await;
        page.shows(t("review.save")).await;
        let after = run(&page, &format!("return findApps().app.{first}.checked")).await;
        assert_eq!(after, json!(before != true));
    });
}

#[test]
fn focus_in_the_preview_stays_in_its_place_in_the_app() {
    journey_with("preview-focus", options(), |page| async move {
        open(&page, "301000001").await;
        run(&page, "findApps().preview.querySelector('[id$=edit-email]').focus(); return true").await;
        release(&page).await;
        page.has_focus("button", &format!("{} {}", t("view.edit"), t("label.email"))).await;
    });
}
