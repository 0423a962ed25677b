//! Addresses: the lines, their order, labels and which are required follow the country; no value is lost when it
//! changes.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    catalogue::{saved, section, t, t_with},
    harness::{JourneyOptions, journey, journey_with},
    page::Page,
};

/// A customer with a full address in France.
const CUSTOMER: &str = "301000001";

/// The labels of the lines of the form, in order, without the country.
async fn lines(page: &Page) -> Vec<String> {
    let script = "return all('.c-slot').map(one => text(one.querySelector('label')))";
    let lines = page.evaluate(script, &[]).await.expect("the lines are on the page");
    serde_json::from_value(lines).expect("names")
}

/// Waits until the form has these lines.
async fn has_lines(page: &Page, wanted: &str) {
    let script =
        "return JSON.stringify(all('.c-slot').map(one => text(one.querySelector('label')))) === arguments[0]";
    page.wait_until("the lines", script, &[json!(json!(labels(wanted)).to_string())]).await;
}

/// Reviews and saves, and returns the address of the request.
async fn save(page: &Page) -> Value {
    page.review().await;
    page.has_heading(t("review.title")).await;
    page.sandbox.clear_requests().await;
    page.save().await;
    page.announces(saved()).await;
    page.sandbox.only_write().await["body"]["address"].clone()
}

/// The labels of the lines of an address in some countries, in order: keys that begin with `label.`, where `!` marks a
/// line that an address of the country needs. The others are marked on the page as optional.
const COUNTRIES: [(&str, &str); 12] = [
    ("FR", "house-number street! add-on zip-code! city!"),
    ("DE", "street! house-number add-on zip-code! city!"),
    ("GB", "house-number street! add-on city-post-town! zip-code!"),
    ("US", "house-number street! add-on city! state-state! zip-zip!"),
    ("IE", "house-number street! add-on town-townland city! state-county zip-eircode"),
    ("BR", "street! house-number add-on town-neighborhood city! state-state! zip-code!"),
    ("JP", "house-number street! add-on city state-prefecture! zip-code!"),
    ("HK", "house-number street! add-on city-district state-area!"),
    ("HU", HUNGARY),
    ("IN", "house-number street! add-on city! zip-pin! state-state!"),
    ("AE", "house-number street! add-on city state-emirate!"),
    ("SG", "house-number street! add-on zip-code!"),
];

const HUNGARY: &str = "city! street! house-number add-on zip-code!";

/// The lines of an address as long as no country is chosen.
const NO_COUNTRY: &str = "house-number! street! add-on! town! zip-code! city! state!";

/// The lines of a Japanese address in its own script, from large to small. Additional lines may follow.
const JAPAN_IN_OWN_SCRIPT: &str = "zip-code! state-prefecture! city street! house-number add-on";

/// The labels of these lines as the page shows them.
fn labels(lines: &str) -> Vec<String> {
    let label = |line: &str| match line.strip_suffix('!') {
        Some(line) => t(&format!("label.{line}")).to_owned(),
        None => format!("{} {}", t(&format!("label.{line}")), t("form.optional")),
    };
    lines.split(' ').map(label).collect()
}

/// Waits until the field with this label is an `input` or a `select`.
async fn is_control(page: &Page, label: &str, tag: &str) {
    let script = "return field(arguments[0]).localName === arguments[1]";
    page.wait_until(&format!("{label} as {tag}"), script, &[json!(t(label)), json!(tag)]).await;
}

/// The error of a required line that is empty.
fn missing_line(label: &str) -> String {
    t_with("problem.line-missing", &[("label", t(label))])
}

/// Each list of states is on its way until the page says so.
const HELD_LISTS: &str = "{ const own = fetch;
    window.fetch = async (input, ...rest) => {
        if (/states-/.test(input)) await new Promise((done) => (window.releaseList = done));
        return own(input, ...rest);
    }; }";

/// Fills in an address as a browser or a password manager does, without the focus: the country, then the other lines in
/// one task. The control of the state is found before that task, or in it.
const AUTOFILL: &str = "const [labels, values, isFoundFirst] = arguments;
    const line = (label) => [...roots().at(-1).querySelectorAll('.c-form :is(input, select)')]
        .find((control) => nameOf(control).startsWith(label));
    const fill = (control, value) => {
        control.value = value;
        for (const type of ['input', 'change'])
            control.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    };
    const state = line(labels[1]);
    fill(line(labels[0]), values[0]);
    const rest = () => {
        fill(isFoundFirst ? state : line(labels[1]), values[1]);
        fill(line(labels[2]), values[2]);
    };
    return isFoundFirst ? rest() : painted().then(rest)";

#[test]
fn autofill_of_country_and_state_at_once_keeps_both() {
    let options = JourneyOptions { script: HELD_LISTS, ..JourneyOptions::default() };
    journey_with("address-autofill", options, |page| async move {
        for (is_found_first, state) in [(true, "California"), (false, "CA")] {
            page.visit("").await;
            page.open("301000006").await;
            page.edit("address").await;
            page.has_heading(section("address")).await;
            let state_label = t(if is_found_first { "label.state" } else { "label.state-state" });
            let labels = json!([t("label.country"), state_label, t("label.city")]);
            let values = json!(["United States", state, "San Francisco"]);
            page.evaluate(AUTOFILL, &[labels, values, json!(is_found_first)]).await.expect("it is filled in");
            let release = "return !!window.releaseList && !window.releaseList()";
            page.wait_until("the request for the list", release, &[]).await;
            is_control(&page, "label.state-state", "select").await;
            let chosen = "return text(field(arguments[0]).selectedOptions[0]) === 'California'";
            page.wait_until("the state", chosen, &[json!(t("label.state-state"))]).await;
            assert_eq!(page.value(t("label.city")).await, "San Francisco");
            page.cancel().await;
            page.discard().await;
        }
    });
}

#[test]
fn address_lines_follow_country_and_keep_values() {
    journey("address-countries", |page| async move {
        // A customer without an address.
        page.open("301000006").await;
        page.edit("address").await;
        page.has_heading(section("address")).await;
        has_lines(&page, NO_COUNTRY).await;
        for (country, wanted) in COUNTRIES {
            page.choose_value(t("label.country"), country).await;
            has_lines(&page, wanted).await;
        }
        // A country is found by the beginning of its name, and the focus stays on it.
        page.fill(t("label.country"), "hung").await;
        page.press_keys(Key::Enter + "").await;
        has_lines(&page, HUNGARY).await;
        page.has_focus("input", t("label.country")).await;
        assert_eq!(page.value(t("label.country")).await, "Hungary");
        // Leaving the control chooses what is found; a text that finds nothing changes nothing.
        page.fill(t("label.country"), "germ").await;
        page.press_keys(Key::Tab + "").await;
        assert_eq!(page.value(t("label.country")).await, "Germany");
        page.fill(t("label.country"), "xyz").await;
        page.shows(t("country.none")).await;
        page.press_keys(Key::Tab + "").await;
        assert_eq!(page.value(t("label.country")).await, "Germany");
        page.choose_value(t("label.country"), "FR").await;
        page.fill(t("label.street"), "rue Nationale").await;
        page.fill(t("label.zip-code"), "59000").await;
        page.fill(t("label.city"), "Lille").await;
        // A line with a value stays when the new country has no such line.
        page.choose_value(t("label.country"), "HK").await;
        assert_eq!(page.value(t("label.zip-code")).await, "59000");
        assert_eq!(page.value(t("label.city-district")).await, "Lille");
        // An emptied line stays while it has the focus, and goes when it loses it.
        page.fill(t("label.zip-code"), "").await;
        page.has_focus("input", t("label.zip-code")).await;
        page.press_keys(Key::Tab).await;
        let is_gone = "return !all('label').some(one => text(one).startsWith(arguments[0]))";
        page.wait_until("the line is gone", is_gone, &[json!(t("label.zip-code"))]).await;
        page.choose_value(t("label.country"), "FR").await;
        page.fill(t("label.zip-code"), "59000").await;
        page.choose_value(t("label.country"), "DE").await;
        page.choose_value(t("label.country"), "FR").await;
        assert_eq!(page.value(t("label.street")).await, "rue Nationale");
        let address = save(&page).await;
        assert_eq!(address["country_code"], "FR");
        assert_eq!((&address["zip_code"], &address["city"]), (&json!("59000"), &json!("Lille")));
    });
}

#[test]
fn every_country_has_named_distinct_lines_with_required_street() {
    journey("address-all", |page| async move {
        page.open("301000006").await;
        page.edit("address").await;
        page.has_heading(section("address")).await;
        // One script for all countries: each has at least three lines, each line a label, and no label occurs twice.
        let script = "
            const country = field(arguments[0]);
            const rendered = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            return (async () => {
              const errors = [];
              country.focus();
              country.click();
              await rendered();
              const codes = all('[role=option]').map(one => one.id.replace('country-', ''));
              for (const value of codes) {
                pick(country, value);
                await rendered();
                const lines = all('.c-slot').map(one => one.querySelector('label').textContent.trim());
                const fine = lines.length >= 3 && new Set(lines).size === lines.length &&
                  lines.includes(arguments[1]) && lines.every(line => line && !line.includes('label.'));
                if (!fine) errors.push([value, lines]);
              }
              return [codes.length, errors];
            })()";
        let street = json!(labels("street!")[0]);
        let found =
            page.evaluate(script, &[json!(t("label.country")), street]).await.expect("the script runs");
        assert_eq!(found, json!([250, []]));
    });
}

#[test]
fn state_is_chosen_by_name_and_cleared_with_its_country() {
    journey("address-states", |page| async move {
        page.open("301000006").await;
        page.edit("address").await;
        page.choose_value(t("label.country"), "US").await;
        page.fill(t("label.house-number"), "1600").await;
        page.fill(t("label.street"), "Pearl Street").await;
        page.fill(t("label.city"), "New York").await;
        page.fill(t("label.zip-zip"), "10001").await;
        page.choose(t("label.state-state"), "New York").await;
        page.screenshot("address-us").await;
        // Another country does not have the state. Back in the first country, it must be chosen again.
        page.choose_value(t("label.country"), "CA").await;
        page.choose(t("label.state-province"), "Ontario").await;
        page.choose_value(t("label.country"), "FR").await;
        let is_gone = "return !all('label').some(one => text(one).startsWith(arguments[0]))";
        page.wait_until("no state is left", is_gone, &[json!(t("label.state-state"))]).await;
        page.choose_value(t("label.country"), "US").await;
        assert_eq!(page.value(t("label.state-state")).await, "");
        page.choose(t("label.state-state"), "New York").await;
        let address = save(&page).await;
        assert_eq!(address["state_or_district"], "New York");
        let rows = ["1600 Pearl Street", "New York, New York 10001", "United States"];
        assert_eq!(page.fact(t("label.address")).await, rows);
    });
}

#[test]
fn stored_state_in_any_spelling_is_shown_and_kept() {
    journey("address-spelled", |page| async move {
        for (stored, shown) in [("NY", "New York"), ("NEW YORK", "New York"), ("Old Colony", "Old Colony")] {
            let address = json!({
                "number": "1600", "street": "Pearl Street", "city": "New York", "zip_code": "10001",
                "country_code": "US", "state_or_district": stored, "add_on": null, "town": null,
            });
            page.sandbox.patch("301000006", json!({ "address": address })).await;
            page.open("301000006").await;
            page.edit("address").await;
            let script = "const list = field(arguments[2]); return list.localName === 'select'
                && list.value === arguments[0] && text(list.selectedOptions[0]) === arguments[1]";
            page.wait_until(
                "the state",
                script,
                &[json!(stored), json!(shown), json!(t("label.state-state"))],
            )
            .await;
            // Another country does not offer the state. Back in the first country, the state is restored.
            page.choose_value(t("label.country"), "IT").await;
            let offered = "return [...field(arguments[1]).options].some(one => one.value === arguments[0])";
            let province = json!(t("label.state-province"));
            page.wait_until("Italy's provinces", offered, &[json!("Milano"), province.clone()]).await;
            page.choose(t("label.state-province"), "Milano").await;
            let lacks = offered.replace("return ", "return !");
            page.wait_until("no state of another country", &lacks, &[json!(stored), province]).await;
            page.choose_value(t("label.country"), "US").await;
            page.wait_until(
                "the state is back",
                script,
                &[json!(stored), json!(shown), json!(t("label.state-state"))],
            )
            .await;
            page.fill(t("label.house-number"), "1601").await;
            assert_eq!(save(&page).await["state_or_district"], stored);
        }
        // 東京都 is Tokyo. An address in its own script shows the state in that script.
        page.open("301000004").await;
        page.edit("address").await;
        assert_eq!(lines(&page).await[..6], labels(JAPAN_IN_OWN_SCRIPT));
        let is_tokyo = "return text(field(arguments[0]).selectedOptions[0]) === '東京都'";
        page.wait_until("the prefecture", is_tokyo, &[json!(t("label.state-prefecture"))]).await;
        page.screenshot("address-japan").await;
    });
}

#[test]
fn state_is_typed_when_list_of_states_cannot_be_loaded() {
    // In turn, the connection fails and the request gets no response.
    let script = "{ const own = fetch; let requests = 0; window.fetch = (input, ...rest) =>
        !/states-/.test(input) ? own(input, ...rest) :
        requests++ % 2 ? new Promise((_, reject) => rest[0].signal.addEventListener('abort', reject)) :
        Promise.reject(new TypeError('no connection')); }";
    journey_with(
        "address-unlisted",
        JourneyOptions { script, ..JourneyOptions::default() },
        |page| async move {
            page.open("301000006").await;
            page.edit("address").await;
            page.choose_value(t("label.country"), "US").await;
            page.fill(t("label.street"), "Pearl Street").await;
            page.fill(t("label.city"), "New York").await;
            page.fill(t("label.zip-zip"), "10001").await;
            is_control(&page, "label.state-state", "input").await;
            page.choose_value(t("label.country"), "CA").await;
            is_control(&page, "label.state-province", "input").await;
            page.choose_value(t("label.country"), "US").await;
            is_control(&page, "label.state-state", "input").await;
            page.fill(t("label.state-state"), "New York").await;
            assert_eq!(save(&page).await["state_or_district"], "New York");
        },
    );
}

#[test]
fn incomplete_address_is_reported_and_can_be_forced() {
    journey("address-incomplete", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("address").await;
        page.fill(t("label.zip-code"), "").await;
        page.sandbox.clear_requests().await;
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
        page.announces(&missing_line("label.zip-code")).await;
        page.shows(t("address.incomplete")).await;
        page.screenshot("address-incomplete").await;
        page.press(&missing_line("label.zip-code")).await;
        page.has_focus("input", t("label.zip-code")).await;
        page.press(t("address.force")).await;
        page.has_heading(t("review.title")).await;
        assert_eq!(page.sandbox.requests().await, Vec::<Value>::new(), "nothing is sent before the review");
        page.save().await;
        page.announces(saved()).await;
        let write = page.sandbox.only_write().await;
        assert_eq!(write["body"]["address"]["zip_code"], Value::Null);
        assert_eq!(write["path"], "/clubmed/v1/customers/301000001/profile?force_address=true");

        // A line that was missing in the stored address is not reported again, and the save is not forced.
        page.edit("address").await;
        page.fill(t("label.street"), "rue Crébillon").await;
        page.sandbox.clear_requests().await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(page.sandbox.only_write().await["path"], "/clubmed/v1/customers/301000001/profile");
        // An empty address is valid.
        page.edit("address").await;
        page.fill(t("label.country"), "").await;
        for line in [
            t("label.house-number"),
            t("label.street"),
            t("label.add-on"),
            t("label.additional-1"),
            t("label.additional-2"),
            t("label.town"),
            t("label.city"),
        ] {
            page.fill(line, "").await;
        }
        assert_eq!(save(&page).await, Value::Null);
        assert_eq!(page.fact(t("label.address")).await, [t("add.address")]);
    });
}

#[test]
fn incomplete_address_of_new_customer_is_reported_before_sending() {
    journey("address-create", |page| async move {
        page.visit("#/create").await;
        page.choose(t("label.civility"), "Mrs").await;
        page.fill(t("label.first-name"), "Ada").await;
        page.fill(t("label.last-name"), "Byron").await;
        page.unfold().await;
        page.choose_value(t("label.country"), "IE").await;
        // A country alone is no address.
        page.press(t("create.check")).await;
        page.has_heading(t("create.check")).await;
        assert_eq!(page.fact(t("label.address")).await, [t("view.empty")]);
        page.press(&format!("{} {}", t("create.change"), t("label.address"))).await;
        page.has_focus("input", t("label.country")).await;
        page.fill(t("label.city"), "Galway").await;
        page.press(t("create.check")).await;
        page.announces(&missing_line("label.street")).await;
        // The offer follows what is typed.
        page.fill(t("label.city"), "Cork").await;
        let offer = "return text(all('.c-offer')[0]).includes('Cork')";
        page.wait_until("the offer of what is typed", offer, &[]).await;
        page.fill(t("label.city"), "Galway").await;
        page.press(t("address.force")).await;
        page.has_heading(t("create.check")).await;
        assert_eq!(page.fact(t("label.address")).await, ["Galway", "Ireland"]);
        page.press(t("create.send")).await;
        page.announces(t("news.created")).await;
        let write = page.sandbox.only_write().await;
        assert_eq!(write["path"], "/clubmed/v1/customers?force_address=true");
        assert_eq!(write["body"]["address"]["city"], "Galway");
    });
}
