//! Addresses: lines, order, names and what is required follow the country; what is stored or typed is never lost to it.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    page::Page,
    run::{Setting, journey, journey_in},
};

/// Everything filled in, in France.
const CUSTOMER: &str = "301000001";

/// The names of the lines that are asked for, in order, under the country.
async fn lines(page: &Page) -> Vec<String> {
    let script = "return all('.c-slot').map(one => text(one.querySelector('label')))";
    let lines = page.ask(script, &[]).await.expect("the lines are on the page");
    serde_json::from_value(lines).expect("names")
}

/// Waits until these are the lines.
async fn has_lines(page: &Page, wanted: &[&str]) {
    let script =
        "return JSON.stringify(all('.c-slot').map(one => text(one.querySelector('label')))) === arguments[0]";
    page.holds("the lines", script, &[json!(json!(wanted).to_string())]).await;
}

/// Reviews and saves, and gives the address that went out.
async fn save(page: &Page) -> Value {
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    page.sandbox.forget().await;
    page.press("Save").await;
    page.hears("Your change has been saved").await;
    page.sandbox.the_write().await["body"]["address"].clone()
}

/// Chooses a country for an address that is new.
const COUNTRIES: [(&str, &[&str]); 12] = [
    (
        "FR",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "Postcode (required)",
            "City (required)",
        ],
    ),
    (
        "DE",
        &[
            "Street (required)",
            "House number",
            "Floor, staircase, building",
            "Postcode (required)",
            "City (required)",
        ],
    ),
    (
        "GB",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "Post town (required)",
            "Postcode (required)",
        ],
    ),
    (
        "US",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "City (required)",
            "State (required)",
            "ZIP code (required)",
        ],
    ),
    (
        "IE",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "Townland",
            "City (required)",
            "County",
            "Eircode",
        ],
    ),
    (
        "BR",
        &[
            "Street (required)",
            "House number",
            "Floor, staircase, building",
            "Neighbourhood",
            "City (required)",
            "State (required)",
            "Postcode (required)",
        ],
    ),
    (
        "JP",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "City",
            "Prefecture (required)",
            "Postcode (required)",
        ],
    ),
    (
        "HK",
        &["House number", "Street (required)", "Floor, staircase, building", "District", "Area (required)"],
    ),
    (
        "HU",
        &[
            "City (required)",
            "Street (required)",
            "House number",
            "Floor, staircase, building",
            "Postcode (required)",
        ],
    ),
    (
        "IN",
        &[
            "House number",
            "Street (required)",
            "Floor, staircase, building",
            "City (required)",
            "PIN code (required)",
            "State (required)",
        ],
    ),
    (
        "AE",
        &["House number", "Street (required)", "Floor, staircase, building", "City", "Emirate (required)"],
    ),
    ("SG", &["House number", "Street (required)", "Floor, staircase, building", "Postcode (required)"]),
];

#[test]
fn the_lines_of_an_address_follow_its_country_and_what_is_typed_stays() {
    journey("address-countries", |page| async move {
        // No address yet.
        page.open("301000006").await;
        page.press("Edit Address").await;
        page.is_at("Address").await;
        let anywhere = [
            "House number",
            "Street",
            "Floor, staircase, building",
            "Locality",
            "Postcode",
            "City",
            "State, province or district",
        ];
        has_lines(&page, &anywhere).await;
        for (country, wanted) in COUNTRIES {
            page.choose_code("Country", country).await;
            has_lines(&page, wanted).await;
        }
        // The focus stays where the country was chosen. (A driver that clicks an option does
        // not leave the focus alone, so it is chosen here as by the keyboard.)
        let choose = "const list = field('Country'); list.focus(); list.value = arguments[0];
            list.dispatchEvent(new Event('change', { bubbles: true }))";
        page.ask(choose, &[json!("HU")]).await.expect("it is chosen");
        has_lines(&page, COUNTRIES[8].1).await;
        page.has_focus("select Country").await;
        page.choose_code("Country", "FR").await;
        page.fill("Street", "rue Nationale").await;
        page.fill("Postcode", "59000").await;
        page.fill("City", "Lille").await;
        // A line that is filled in is shown, also where the country has none.
        page.choose_code("Country", "HK").await;
        assert_eq!(page.value("Postcode").await, "59000");
        assert_eq!(page.value("District").await, "Lille");
        // While it is emptied it stays under the hands, and goes when it is left.
        page.fill("Postcode", "").await;
        page.has_focus("input Postcode").await;
        page.keys(Key::Tab).await;
        page.holds("it is gone", "return !all('label').some(one => text(one) === 'Postcode')", &[]).await;
        page.choose_code("Country", "FR").await;
        page.fill("Postcode", "59000").await;
        page.choose_code("Country", "DE").await;
        page.choose_code("Country", "FR").await;
        assert_eq!(page.value("Street").await, "rue Nationale");
        let address = save(&page).await;
        assert_eq!(address["country_code"], "FR");
        assert_eq!((&address["zip_code"], &address["city"]), (&json!("59000"), &json!("Lille")));
    });
}

#[test]
fn every_country_can_be_chosen_and_asks_for_a_street_it_is_named_for() {
    journey("address-all", |page| async move {
        page.open("301000006").await;
        page.press("Edit Address").await;
        page.is_at("Address").await;
        // All of them in one go: each has its lines, each line a name of its own, and none is there twice.
        let script = "
            const country = field('Country');
            const turn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            return (async () => {
              const wrong = [];
              for (const { value, text } of [...country.options].filter(one => one.value)) {
                country.value = value;
                country.dispatchEvent(new Event('change', { bubbles: true }));
                await turn();
                const lines = all('.c-slot').map(one => one.querySelector('label').textContent.trim());
                const fine = lines.length >= 3 && new Set(lines).size === lines.length &&
                  lines.some(line => line.startsWith('Street (')) && lines.every(line => line && !line.includes('label.'));
                if (!fine) wrong.push([value, text, lines]);
              }
              return [country.options.length, wrong];
            })()";
        let found = page.ask(script, &[]).await.expect("they can be chosen");
        assert_eq!(found, json!([250, []]));
    });
}

#[test]
fn a_state_is_chosen_by_name_and_goes_with_its_country() {
    journey("address-states", |page| async move {
        page.open("301000006").await;
        page.press("Edit Address").await;
        page.choose_code("Country", "US").await;
        page.fill("House number", "1600").await;
        page.fill("Street", "Pearl Street").await;
        page.fill("City", "New York").await;
        page.fill("ZIP code", "10001").await;
        page.choose("State", "New York").await;
        page.shoot("address-us").await;
        // Another country has no such state; back at home the customer chooses again.
        page.choose_code("Country", "CA").await;
        page.choose("Province", "Ontario").await;
        page.choose_code("Country", "FR").await;
        page.holds(
            "no state is left",
            "return !all('label').some(one => text(one).startsWith('State'))",
            &[],
        )
        .await;
        page.choose_code("Country", "US").await;
        assert_eq!(page.value("State").await, "");
        page.choose("State", "New York").await;
        let address = save(&page).await;
        assert_eq!(address["state_or_district"], "New York");
        let rows = ["1600 Pearl Street", "New York, New York 10001", "United States"];
        assert_eq!(page.fact("Address").await, rows);
    });
}

#[test]
fn a_stored_state_is_shown_and_kept_however_it_is_spelled() {
    journey("address-spelled", |page| async move {
        for (stored, shown) in [("NY", "New York"), ("NEW YORK", "New York"), ("Old Colony", "Old Colony")] {
            let address = json!({
                "number": "1600", "street": "Pearl Street", "city": "New York", "zip_code": "10001",
                "country_code": "US", "state_or_district": stored, "add_on": null, "town": null,
            });
            page.sandbox.change("301000006", json!({ "address": address })).await;
            page.open("301000006").await;
            page.press("Edit Address").await;
            let script = "const list = field('State'); return list.localName === 'select'
                && list.value === arguments[0] && text(list.selectedOptions[0]) === arguments[1]";
            page.holds("the state", script, &[json!(stored), json!(shown)]).await;
            // Away it is not on offer, and back again it is what it was.
            page.choose_code("Country", "IT").await;
            let offered = "return [...field('Province').options].some(one => one.value === arguments[0])";
            page.holds("Italy's", offered, &[json!("Milano")]).await;
            page.choose("Province", "Milano").await;
            let lacks = offered.replace("return ", "return !");
            page.holds("no state of another country", &lacks, &[json!(stored)]).await;
            page.choose_code("Country", "US").await;
            page.holds("the state is back", script, &[json!(stored), json!(shown)]).await;
            page.fill("House number", "1601").await;
            assert_eq!(save(&page).await["state_or_district"], stored);
        }
        // 東京都 is Tokyo, and stands as it is stored in an address in its own letters, from large to small.
        page.open("301000004").await;
        page.press("Edit Address").await;
        let order = [
            "Postcode (required)",
            "Prefecture (required)",
            "City",
            "Street (required)",
            "House number",
            "Floor, staircase, building",
        ];
        assert_eq!(lines(&page).await[..6], order);
        page.holds("the prefecture", "return text(field('Prefecture').selectedOptions[0]) === '東京都'", &[])
            .await;
        page.shoot("address-japan").await;
    });
}

#[test]
fn where_the_list_of_states_cannot_be_had_a_state_is_typed() {
    // There is no connection; then no answer comes; and so on.
    let script = "{ const own = fetch; let asked = 0; window.fetch = (what, ...more) =>
        !/states-/.test(what) ? own(what, ...more) :
        asked++ % 2 ? new Promise((_, lost) => more[0].signal.addEventListener('abort', lost)) :
        Promise.reject(new TypeError('no connection')); }";
    journey_in("address-unlisted", Setting { script, ..Setting::default() }, |page| async move {
        page.open("301000006").await;
        page.press("Edit Address").await;
        page.choose_code("Country", "US").await;
        page.fill("Street", "Pearl Street").await;
        page.fill("City", "New York").await;
        page.fill("ZIP code", "10001").await;
        page.holds("a field", "return field('State').localName === 'input'", &[]).await;
        // The list that does not come leaves the focus where it was.
        page.choose_code("Country", "CA").await;
        page.holds("a list", "return field('Province').localName === 'select'", &[]).await;
        page.ask("field('Province').focus()", &[]).await.expect("it has the focus");
        page.holds("a field", "return field('Province').localName === 'input'", &[]).await;
        page.has_focus("input Province").await;
        page.choose_code("Country", "US").await;
        page.holds("a field", "return field('State').localName === 'input'", &[]).await;
        page.fill("State", "New York").await;
        assert_eq!(save(&page).await["state_or_district"], "New York");
    });
}

#[test]
fn an_incomplete_address_is_asked_about_and_can_be_saved_as_it_stands() {
    journey("address-incomplete", |page| async move {
        page.open(CUSTOMER).await;
        page.press("Edit Address").await;
        page.fill("Postcode", "").await;
        page.sandbox.forget().await;
        page.press("Review the change").await;
        page.has_focus("div There is a problem").await;
        page.hears("Postcode: fill in this line").await;
        page.sees("This address may be incomplete").await;
        page.shoot("address-incomplete").await;
        page.press("Postcode: fill in this line").await;
        page.has_focus("input Postcode").await;
        page.press("Use this address anyway").await;
        page.is_at("Check your change").await;
        assert_eq!(page.sandbox.requests().await, Vec::<Value>::new(), "nothing goes out unreviewed");
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        let write = page.sandbox.the_write().await;
        assert_eq!(write["body"]["address"]["zip_code"], Value::Null);
        assert_eq!(write["path"], "/clubmed/v1/customers/301000001/profile?force_address=true");

        // What was missing before is not asked for again, and nothing is forced.
        page.press("Edit Address").await;
        page.fill("Street", "rue Crébillon").await;
        page.sandbox.forget().await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("Your change has been saved").await;
        assert_eq!(page.sandbox.the_write().await["path"], "/clubmed/v1/customers/301000001/profile");
        // No address is one too.
        page.press("Edit Address").await;
        page.choose("Country", "Choose…").await;
        for line in [
            "House number",
            "Street",
            "Floor, staircase, building",
            "Additional information",
            "More information",
            "Locality",
            "City",
        ] {
            page.fill(line, "").await;
        }
        assert_eq!(save(&page).await, Value::Null);
        assert_eq!(page.fact("Address").await, ["Not provided"]);
    });
}

#[test]
fn a_new_customers_incomplete_address_is_checked_before_it_goes_out() {
    journey("address-create", |page| async move {
        page.visit("#/create").await;
        page.choose("Title", "Mrs").await;
        page.fill("First name", "Ada").await;
        page.fill("Last name", "Byron").await;
        page.choose_code("Country", "IE").await;
        page.press("Check your answers").await;
        page.hears("City: fill in this line").await;
        page.fill("City", "Galway").await;
        page.press("Use this address anyway").await;
        page.is_at("Check your answers").await;
        assert_eq!(page.fact("Address").await, ["Galway", "Ireland"]);
        page.press("Create my profile").await;
        page.hears("Your profile has been created").await;
        let write = page.sandbox.the_write().await;
        assert_eq!(write["path"], "/clubmed/v1/customers?force_address=true");
        assert_eq!(write["body"]["address"]["city"], "Galway");
    });
}
