//! The playground: what is switched there is what the element, the address and the snippet say.

use serde_json::json;

use crate::{page::Page, run::journey};

/// Opens the playground with everything as it is at first, until the customer is there.
async fn open(page: &Page) {
    page.go(&format!("{}/playground.html", page.sandbox.address)).await;
    page.is_at("Camille Moreau-Lefèvre").await;
}

#[test]
fn what_is_switched_is_on_screen_in_the_address_and_in_the_snippet() {
    journey("playground-switches", |page| async move {
        open(&page).await;
        page.choose("Vendor", "Capillary").await;
        page.is_at("Camille Moreau").await;
        page.choose_code("source", "INSTORE").await;
        page.press("Snippet").await;
        page.sees("source=\"INSTORE\"").await;
        page.shoot_as_it_is("playground-capillary").await;
        page.choose("Vendor", "Club Med").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.lacks("source=").await;
        page.choose_code("Customer", "301000002").await;
        page.is_at("Ana Ruiz").await;
        page.choose_code("Locale", "ar-AE").await;
        page.choose("Theme", "dark").await;
        let looks =
            "const [{ lang, dir }] = elements(); const { colorScheme } = getComputedStyle(elements()[0]);
            return (lang === 'ar-AE' && dir === 'rtl' && colorScheme === 'dark') || [lang, dir, colorScheme]";
        page.holds("Arabic, and dark", looks, &[]).await;
        for attribute in
            ["vendor=\"clubmed\"", "customer-id=\"301000002\"", "locale=\"ar-AE\"", "theme=\"dark\""]
        {
            page.sees(attribute).await;
        }
        let query = "return location.search === arguments[0] || location.search";
        let wanted = json!("?vendor=clubmed&customer=301000002&locale=ar-AE&theme=dark");
        page.holds("the address", query, &[wanted]).await;
        page.shoot_as_it_is("playground-arabic").await;
        page.reload().await;
        page.is_at("Ana Ruiz").await;
        page.holds("the same again", looks, &[]).await;
    });
}

#[test]
fn what_the_element_says_and_sends_is_written_down() {
    journey("playground-log", |page| async move {
        page.expect_noise("403 (Forbidden)");
        open(&page).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.press("Save").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        let is_logged = "return all('#log li').map(text).some((line) => arguments[0].every((part) => line.includes(part)))
            || all('#log li').map(text)";
        page.holds("the event", is_logged, &[json!(["carnet-saved", "first-name"])]).await;
        page.press("Requests").await;
        let is_sent = "return all('#sent li').map(text).some((line) => arguments[0].every((part) => line.includes(part)))
            || all('#sent li').map(text)";
        let sent =
            json!(["PATCH", "/clubmed/v1/customers/301000001/profile", "204", "\"first_name\": \"Camilla\""]);
        page.holds("the request", is_sent, &[sent]).await;

        let unfold = "all('summary').find((one) => text(one) === 'Failures on order').click()";
        page.ask(unfold, &[]).await.expect("the failures are there");
        page.choose_code("Failure", "forbidden").await;
        page.press("Order it").await;
        page.sees("forbidden · clubmed · /customers · 1×").await;
        page.press("Begin again").await;
        page.hears("You cannot use this profile").await;
        page.press("Events").await;
        page.holds("the failure", is_logged, &[json!(["carnet-failure", "not-allowed"])]).await;
        page.shoot_as_it_is("playground-failure").await;
        page.lacks("forbidden · clubmed").await;
        page.press("Try again").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
    });
}

#[test]
fn a_switch_does_not_throw_away_what_is_typed() {
    journey("playground-typed", |page| async move {
        open(&page).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Begin again").await;
        page.has_focus("button Keep editing").await;
        page.press("Keep editing").await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.choose("Vendor", "Imprint").await;
        page.has_focus("button Keep editing").await;
        page.press("Discard what I typed").await;
        page.is_at("John Doe").await;
    });
}
