//! The effort of a customer: how many presses and pages the commonest errands take, how high a page is, and whether it
//! is in words. Each number is printed, and fails when it gets worse.

use serde_json::{Value, json};

use crate::{
    catalogue::{saved, t, t_with},
    display::resize,
    harness::journey,
    page::Page,
};

/// Counts presses of the pointer, and the pages that the element shows.
const COUNT: &str = "if (!window.effort) {
        addEventListener('pointerdown', () => effort[0]++, true);
        addEventListener('carnet-titlechange', () => effort[1]++);
    }
    window.effort = [0, 0]";

/// The pages on which no vendor's code may be: those of the customers for whom nothing goes wrong.
const CUSTOMERS: &str = "return fetch('/sandbox/customers?vendor=all').then((response) => response.json())
    .then(({ customers }) => customers.filter(({ sentinel }) => !sentinel))
    .then((found) => found.map((one) => [one.vendor, encodeURIComponent(one.customer_id)]))";

/// The visible lines that are a code or a moment as a vendor writes it. A line can have several values, and a name.
const RAW: &str = r"return [...new Set(all('dt, dd bdi, dd span, .c-header p, .c-fold-hint')
    .flatMap((node) => text(node).split(/ · |: /))
    .filter((part) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^[A-Z]{3}$|^[a-z]{2}_[A-Z]{2}$|\d{4}-\d\d-\d\dT/.test(part)))]";

/// Carries out an errand, prints its presses and pages, and compares them with the most that they may be.
async fn measure<F: Future<Output = ()>>(page: &Page, errand: &str, most: [u64; 2], steps: F) {
    page.evaluate(COUNT, &[]).await.expect("the counters are set");
    steps.await;
    let found = page.evaluate("return effort", &[]).await.expect("the counters are there");
    let [presses, pages]: [u64; 2] = serde_json::from_value(found).expect("two numbers");
    println!("{errand}: {presses} presses, {pages} changes of page");
    assert!(presses <= most[0] && pages <= most[1], "{errand}: at most {most:?}");
}

/// The button that edits this row.
fn edit_row(label: &str) -> String {
    format!("{} {}", t("view.edit"), t(label))
}

#[test]
fn common_errands_take_few_presses_and_pages() {
    journey("effort", |page| async move {
        page.open("301000001").await;
        measure(&page, "one tick", [2, 0], async {
            page.toggle(t("channel.sms")).await;
            page.press(t("review.save")).await;
            page.announces(saved()).await;
        })
        .await;
        measure(&page, "an email address", [2, 0], async {
            page.press(&edit_row("label.email")).await;
            page.fill(t("label.email"), "camille@example.org").await;
            page.press(t("review.save")).await;
            page.announces(&t_with("news.saved", &[("names", t("label.email"))])).await;
        })
        .await;
        page.open("301000007").await;
        measure(&page, "a phone moved up", [3, 0], async {
            page.press(&edit_row("label.phones")).await;
            page.press(&t_with("phones.up", &[("position", "2")])).await;
            page.press(t("review.save")).await;
            page.announces(saved()).await;
        })
        .await;
        page.visit("").await;
        measure(&page, "a new customer", [3, 3], async {
            page.press(t("host.create")).await;
            page.has_heading(t("create.title")).await;
            // By the keyboard, as a customer who types does.
            page.evaluate(
                "choose(option(arguments[0], arguments[1]))",
                &[json!(t("label.civility")), json!("Mrs")],
            )
            .await
            .expect("the title is chosen");
            page.fill(t("label.first-name"), "Maya").await;
            page.fill(t("label.last-name"), "Okafor").await;
            page.press(t("create.check")).await;
            page.press(t("create.send")).await;
            page.has_heading("Maya Okafor").await;
        })
        .await;
    });
}

#[test]
fn profiles_are_no_higher_than_they_were() {
    journey("effort-height", |page| async move {
        // Fonts differ from machine to machine: each limit is some lines more than was measured.
        for (address, width, most) in [
            ("#/customers/301000001", 1280, 1850),
            ("#/customers/301000001", 360, 2400),
            ("?vendor=capillary#/customers/17742", 1280, 2200),
            ("?vendor=capillary#/customers/17742", 360, 2950),
        ] {
            resize(&page, width, 900, 1).await.expect("the window has another size");
            page.visit(address).await;
            let is_loaded = "return all('.c-fold > summary').length > 0";
            page.wait_until("the whole profile", is_loaded, &[]).await;
            let height = page.evaluate("return document.documentElement.scrollHeight", &[]).await;
            let height = height.expect("a height").as_u64().expect("a number");
            println!("{address} at {width} px: {height} px high");
            assert!(height <= most, "{address} at {width} px: {height} px, at most {most}");
        }
    });
}

#[test]
fn pages_of_customers_have_no_codes_of_vendors() {
    journey("effort-codes", |page| async move {
        // Some of them cannot be read.
        page.allow_in_console("the server responded with a status of");
        page.visit("").await;
        let customers: Vec<(String, String)> =
            serde_json::from_value(page.evaluate(CUSTOMERS, &[]).await.expect("the customers"))
                .expect("pairs");
        assert!(customers.len() > 10, "{customers:?}");
        for (vendor, customer) in customers {
            page.visit(&format!("?vendor={vendor}#/customers/{customer}")).await;
            let is_read = "return all('.c-profile .c-card, .c-banner').length > 0";
            page.wait_until("the profile, or why it cannot be read", is_read, &[]).await;
            let raw = page.evaluate(RAW, &[]).await;
            assert_eq!(raw, Ok(Value::Array(Vec::new())), "{vendor} {customer}");
        }
    });
}
