//! The playground: its controls change the element, the address and the snippet. Its own texts are in English only and
//! in no catalogue.

use serde_json::json;
use thirtyfour::Key;

use crate::{catalogue::t, harness::journey, page::Page};

/// Opens the playground with its defaults and waits for the profile.
async fn open(page: &Page) {
    page.goto(&format!("{}/playground.html", page.sandbox.address)).await;
    page.has_heading("Camille Moreau-Lefèvre").await;
}

#[test]
fn controls_change_element_address_and_snippet() {
    journey("playground-switches", |page| async move {
        open(&page).await;
        let press = "document.querySelector('[name=width][value=\"390\"]').click()";
        page.evaluate(press, &[]).await.expect("the width can be pressed");
        page.wait_until("a narrow element", "return elements()[0].offsetWidth <= 390", &[]).await;
        page.evaluate("document.querySelector('[name=width][value=full]').click()", &[])
            .await
            .expect("the width can be pressed");
        page.choose("Vendor", "Capillary").await;
        page.has_heading("Camille Moreau").await;
        page.choose_value("source", "INSTORE").await;
        page.press("Snippet").await;
        page.shows("source=\"INSTORE\"").await;
        page.screenshot_viewport("playground-capillary").await;
        page.choose("Vendor", "Club Med").await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.does_not_show("source=").await;
        page.choose_value(t("host.customer"), "301000002").await;
        page.has_heading("Ana Ruiz").await;
        page.choose_value("Locale", "ar-AE").await;
        page.choose("Theme", "dark").await;
        let is_arabic_and_dark =
            "const [{ lang, dir }] = elements(); const { colorScheme } = getComputedStyle(elements()[0]);
            return (lang === 'ar-AE' && dir === 'rtl' && colorScheme === 'dark') || [lang, dir, colorScheme]";
        page.wait_until("Arabic, and dark", is_arabic_and_dark, &[]).await;
        for attribute in
            ["vendor=\"clubmed\"", "customer-id=\"301000002\"", "locale=\"ar-AE\"", "theme=\"dark\""]
        {
            page.shows(attribute).await;
        }
        let has_query = "return location.search === arguments[0] || location.search";
        let wanted = json!("?vendor=clubmed&customer=301000002&locale=ar-AE&theme=dark");
        page.wait_until("the address", has_query, &[wanted]).await;
        page.screenshot_viewport("playground-arabic").await;
        page.reload().await;
        page.has_heading("Ana Ruiz").await;
        page.wait_until("the same after the reload", is_arabic_and_dark, &[]).await;
    });
}

#[test]
fn look_and_height_of_log_can_be_changed() {
    journey("playground-look", |page| async move {
        open(&page).await;
        let unfold = "all('summary').find((one) => text(one) === 'Colours, fonts and spaces').click()";
        page.evaluate(unfold, &[]).await.expect("the properties are there");
        page.fill("--carnet-accent", "rgb(120, 0, 90)").await;
        page.press("Snippet").await;
        page.shows("--carnet-accent: rgb(120, 0, 90);").await;
        let is_set = "return getComputedStyle(all('.c-avatar')[0]).backgroundColor === 'rgb(120, 0, 90)'";
        page.wait_until("the colour", is_set, &[]).await;
        let height = "return Math.round(document.querySelector('.p-dock').offsetHeight)";
        let before = page.evaluate(height, &[]).await.expect("a height").as_u64();
        page.evaluate("document.getElementById('grip').focus()", &[]).await.expect("the grip has the focus");
        page.press_keys(Key::Up + "").await;
        let after = page.evaluate(height, &[]).await.expect("a height").as_u64();
        assert!(after > before, "{before:?} {after:?}");
        page.screenshot_viewport("playground-look").await;
        page.reload().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.wait_until("the same colour after the reload", is_set, &[]).await;
    });
}

#[test]
fn events_and_requests_of_element_are_logged() {
    journey("playground-log", |page| async move {
        page.allow_in_console("403 (Forbidden)");
        open(&page).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        let is_logged = "return all('#log li').map(text).some((line) => arguments[0].every((part) => line.includes(part)))
            || all('#log li').map(text)";
        page.wait_until("the event", is_logged, &[json!(["carnet-saved", "first-name"])]).await;
        page.press("Requests").await;
        let is_sent = "return all('#sent li').map(text).some((line) => arguments[0].every((part) => line.includes(part)))
            || all('#sent li').map(text)";
        let sent =
            json!(["PATCH", "/clubmed/v1/customers/301000001/profile", "204", "\"first_name\": \"Camilla\""]);
        page.wait_until("the request", is_sent, &[sent]).await;

        let open_failures = "all('summary').find((one) => text(one) === 'Failures on order').click()";
        page.evaluate(open_failures, &[]).await.expect("the failures are there");
        page.choose_value("Failure", "forbidden").await;
        page.press("Order it").await;
        page.shows("forbidden · clubmed · /customers · 1×").await;
        page.press("Reload the element").await;
        page.announces(t("failure.not-allowed")).await;
        page.press("Events").await;
        page.wait_until("the failure", is_logged, &[json!(["carnet-failure", "not-allowed"])]).await;
        page.screenshot_viewport("playground-failure").await;
        page.does_not_show("forbidden · clubmed").await;
        page.press(t("failure.retry")).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
    });
}

#[test]
fn control_with_unsaved_changes_asks_first() {
    journey("playground-typed", |page| async move {
        open(&page).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.press("Reload the element").await;
        page.has_focus("button", t("leave.stay")).await;
        page.press(t("leave.stay")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.choose("Vendor", "Imprint").await;
        page.has_focus("button", t("leave.stay")).await;
        page.discard().await;
        page.has_heading("John Doe").await;
    });
}
