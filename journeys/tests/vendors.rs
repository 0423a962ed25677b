//! The read-only vendors: the page shows all of their data, nothing on it can be edited, and each failure has its
//! message.
//!
//! The names and values of custom fields are the vendors' data, also where they equal a text of the catalogue.

use serde_json::{Value, json};

use crate::{
    catalogue::{catalogue, hide_button, show_button, t, t_with},
    harness::journey,
    page::Page,
};

/// The customer of the example in Imprint's documentation.
const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

/// Opens a customer of a vendor. `query` has attributes of the element beside the defaults.
async fn visit(page: &Page, vendor: &str, query: &str, customer: &str) {
    page.visit(&format!("?vendor={vendor}{query}#/customers/{customer}")).await;
}

/// Opens a customer of a vendor and waits for the profile.
async fn open(page: &Page, vendor: &str, query: &str, customer: &str, name: &str) {
    visit(page, vendor, query, customer).await;
    page.has_heading(name).await;
    page.shows(t("section.record")).await;
}

/// The terms of the card with this heading, with the lines of their values, in order.
async fn card(page: &Page, title: &str) -> Vec<(String, Vec<String>)> {
    let script = "return [...group(arguments[0]).querySelectorAll('dt')].filter(isVisible)
        .map((term) => [text(term), lines(term.parentElement.querySelector('dd'))])";
    let terms = page.evaluate(script, &[json!(title)]).await.expect("the card is on the page");
    serde_json::from_value(terms).expect("terms and lines")
}

/// The lines of the value of a term in a card. The term must occur once.
async fn fact(page: &Page, title: &str, name: &str) -> Vec<String> {
    let terms = card(page, title).await;
    let found: Vec<_> = terms.iter().filter(|(term, _)| term == name).collect();
    assert_eq!(found.len(), 1, "{name} once in {terms:?}");
    found[0].1.clone()
}

/// Opens a row of a card with all rows in it, and returns the terms there, with the lines of their values, in order.
async fn opened(page: &Page, title: &str, row: &str) -> Vec<(String, Vec<String>)> {
    let script = "const name = (row) => text(row.querySelector('summary').firstElementChild);
        const rows = [...group(arguments[0]).querySelectorAll('details')];
        // The first one is that of the card itself: a row in it can have the same name.
        const row = rows.find((row) => name(row) === arguments[1]);
        for (let outer = row; outer; outer = outer.parentElement.closest('details')) outer.open = true;
        for (const inner of row.querySelectorAll('details')) inner.open = true;
        return [...row.querySelectorAll('dt')].filter(isVisible)
            .map((term) => [text(term), lines(term.parentElement.querySelector('dd'))])";
    let terms = page.evaluate(script, &[json!(title), json!(row)]).await.expect("the row is in the card");
    serde_json::from_value(terms).expect("terms and lines")
}

/// Opens the details of a card and returns the terms there, as `opened` does.
async fn details(page: &Page, title: &str) -> Vec<(String, Vec<String>)> {
    opened(page, title, &format!("{} {title}", t("fact.details"))).await
}

/// The rows of a card that open: their names and hints.
async fn rows(page: &Page, title: &str) -> Vec<(String, String)> {
    let script = "return [...group(arguments[0]).querySelectorAll('summary')].filter(isVisible)
        .map((row) => [...row.children].map(text))";
    let rows = page.evaluate(script, &[json!(title)]).await.expect("the card is on the page");
    serde_json::from_value(rows).expect("names and hints")
}

/// Every progress bar of a card: its name, value, maximum, and the texts beside it.
async fn bars(page: &Page, title: &str) -> Vec<(String, f64, f64, String)> {
    let script = "return [...group(arguments[0]).querySelectorAll('progress')]
        .map((bar) => [bar.ariaLabel, bar.value, bar.max, [...bar.nextElementSibling.children].map(text).join(', ')])";
    let bars = page.evaluate(script, &[json!(title)]).await.expect("the card is on the page");
    serde_json::from_value(bars).expect("bars")
}

/// A progress bar with its name as a key. `gap`, `value` and `threshold` are the formatted numbers of its texts.
fn bar(
    name: &str,
    numbers: (f64, f64),
    gap: &str,
    value: &str,
    threshold: &str,
) -> (String, f64, f64, String) {
    let gap = t_with("progress.gap", &[("gap", gap)]);
    let text = t_with("progress.text", &[("value", value), ("threshold", threshold)]);
    (t(name).to_owned(), numbers.0, numbers.1, format!("{gap}, {text}"))
}

/// A fact's name, as a key, with a value in one line.
fn pair(name: &str, value: &str) -> String {
    t_with("view.pair", &[("name", t(name)), ("value", value)])
}

#[test]
fn host_page_changes_vendor() {
    journey("vendors-pick", |page| async move {
        page.visit("").await;
        page.shows(t("host.create")).await;
        page.press("Capillary").await;
        page.shows("17742").await;
        page.does_not_show(t("host.create")).await;
        page.screenshot("vendors-pick").await;
        page.press("Imprint").await;
        page.shows(JOHN).await;
        let follow = "all('a[href]').find(link => text(link).includes(arguments[0])).click()";
        page.evaluate(follow, &[json!(JOHN)]).await.expect("the customer is in the list");
        page.has_heading("John Doe").await;
        page.press(t("host.signOut")).await;
        page.shows(t("host.choose")).await;
        page.shows(JOHN).await;
    });
}

#[test]
fn tier_progress_is_shown_as_bars() {
    journey("capillary-gaps", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        page.screenshot("capillary").await;
        let to_gold = t_with("progress.to-tier", &[("gap", "15,214"), ("tier", "Gold")]);
        let count = t_with("progress.text", &[("value", "9,786"), ("threshold", "25,000")]);
        let until = t_with("progress.until", &[("date", "May 6, 2025")]);
        let purchases =
            (t("word.cumulative-purchases").to_owned(), 9786.0, 25_000.0, [to_gold, count, until].join(", "));
        assert_eq!(
            bars(&page, "Everyday").await,
            [
                purchases,
                bar("word.visits", (1.0, 5.0), "4", "1", "5"),
                bar("word.purchase", (0.0, 10.0), "10", "0", "10"),
                bar("word.points", (123.0, 2000.0), "1,877", "123", "2,000"),
                bar("word.tracker", (2.0, 5.0), "3", "2", "5"),
            ]
        );
        // What keeps the tier is shown on request, and so is what is counted.
        let visible = "return all('progress', group('Everyday')).length";
        assert_eq!(page.evaluate(visible, &[]).await, Ok(json!(1)));
        let renewal = opened(&page, "Everyday", t("fact.to-renew")).await;
        assert!(has_fact(&renewal, t("fact.counted"), t("word.items")), "{renewal:?}");
        assert_eq!(page.evaluate(visible, &[]).await, Ok(json!(5)));
        assert_eq!(bars(&page, "Travel").await.len(), 2);
        for (name, value) in [(t("fact.points"), "300"), (t("fact.tier"), "Tier 1")] {
            assert!(has_fact(&card(&page, "Travel").await, name, value), "{name} is {value}");
        }
        let past = opened(&page, "Everyday", t("fact.history")).await;
        assert!(has_fact(&past, t("fact.lifetime-points"), "18,900"), "{past:?}");
        // The header has the points and the tier of the main programme.
        assert!(!has_fact(&card(&page, "Everyday").await, t("fact.points"), "9,786"));
    });
}

/// Whether a term with this first line is in a card. A term may occur more than once.
fn has_fact(terms: &[(String, Vec<String>)], name: &str, value: &str) -> bool {
    terms.iter().any(|(term, lines)| term == name && lines.first().is_some_and(|line| line == value))
}

#[test]
fn capillary_profile_shows_all_data() {
    journey("capillary", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        for (title, name, lines) in [
            (
                t("fact.channels"),
                t("phone.mobile"),
                vec!["33612345678", &words(&["word.primary", "word.verified", "word.residence"])],
            ),
            (
                t("fact.channels"),
                t("channel.email"),
                vec!["camille.moreau@example.org", &words(&["word.primary", "word.unverified"])],
            ),
            (t("fact.subscriptions"), t("word.offers"), vec![t("channel.email"), t("word.android")]),
            (
                t("fact.subscriptions"),
                t("word.opt-out"),
                vec![&words(&["channel.sms", "word.offers"]), &words(&["word.ios", "word.offers"])],
            ),
            (t("section.record"), t("fact.customer-number"), vec!["17742"]),
        ] {
            assert_eq!(fact(&page, title, name).await, lines, "{name} of {title}");
        }
        let account = t("fact.account-details");
        for (row, name, value) in [
            ("fact.identifiers", t("word.external-id"), "CRM-0017742"),
            ("fact.membership", t("fact.loyalty-type"), t("word.member")),
            ("fact.membership", t("fact.lifetime-purchases"), "25,230.5"),
            ("fact.membership", t("fact.registered-at"), "nantes.till.1"),
            ("fact.extended", "City", "Nantes"),
            ("fact.extended", "Newsletter", t("view.yes")),
            ("fact.extended", "Favourite colour", "Green"),
            ("fact.history", t("fact.expired-on"), "December 31, 2024"),
            ("fact.expiry", t("fact.points"), "1,200"),
            ("fact.expiry", t("fact.expires"), "June 30, 2027"),
            ("fact.expiry", t("fact.program"), "Travel"),
            ("fact.history", t("fact.issued-at"), "Nantes, rue Crébillon"),
        ] {
            let terms = opened(&page, account, t(row)).await;
            assert!(has_fact(&terms, name, value), "{name} is {value} in {terms:?}");
        }
        let record = details(&page, t("section.record")).await;
        for (name, value) in [
            (t("fact.till"), "nantes.till.1"),
            (t("fact.source"), t("word.in-store")),
            (t("fact.refreshed"), "November 12, 2024 at 10:50 AM UTC"),
        ] {
            assert!(has_fact(&record, name, value), "{name} is {value} in {record:?}");
        }
        let exact = "return all('[title=\"2024-11-12T18:50:23+08:00\"]').length > 0";
        assert_eq!(page.evaluate(exact, &[]).await, Ok(json!(true)), "the time as the vendor wrote it");

        // A card is a row that says what it is.
        opened(&page, account, t("fact.cards")).await;
        let cards = rows(&page, account).await;
        let hint = |card: &str| cards.iter().find(|(name, _)| name == card).map(|(_, hint)| hint.as_str());
        assert!(hint("visabook006").is_some_and(|hint| hint.contains(t("word.digital"))), "{cards:?}");
        assert!(hint("paperbook001").is_some_and(|hint| hint.contains("Lapsed")), "{cards:?}");
        let card = opened(&page, account, "visabook006").await;
        for (name, value) in [(t("fact.status"), t("word.active")), (t("fact.kind"), t("word.digital"))] {
            assert!(has_fact(&card, name, value), "{name} is {value} in {card:?}");
        }
        // A device is a channel and no identifier.
        let known = opened(&page, account, t("fact.identifiers")).await;
        assert!(known.iter().all(|(term, _)| term != t("word.app")), "{known:?}");

        opened(&page, account, t("fact.images")).await;
        let pictures = "const pictures = all('img', group(arguments[0]));
            pictures.forEach((picture) => (picture.loading = 'eager'));
            return Promise.all(pictures.map((picture) => picture.decode()))
                .then(() => pictures.map((picture) => picture.alt))";
        let names = page.evaluate(pictures, &[json!(account)]).await.expect("the pictures are loaded");
        let barcode = pair("fact.image", t("word.barcode"));
        assert_eq!(names, json!([barcode, barcode]));
    });
}

/// Words of the catalogue in one line.
fn words(keys: &[&str]) -> String {
    keys.iter().map(|key| t(key)).collect::<Vec<_>>().join(" · ")
}

#[test]
fn internal_data_is_shown_only_to_hosts_that_ask_and_folded() {
    journey("capillary-internal", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        let has_row = "return [...group(arguments[0]).querySelectorAll('summary')]
            .some((row) => text(row).startsWith(arguments[1]))";
        let account = t("fact.account-details");
        for part in ["fact.fraud", "fact.segments"] {
            assert_eq!(page.evaluate(has_row, &[json!(account), json!(t(part))]).await, Ok(json!(false)));
        }
        // No code and no timestamp is visible as the vendor writes it.
        let raw = "return all('dd, bdi, p').map(text)
            .filter((line) => /^[A-Z]+_[A-Z_]+$|\\d{4}-\\d\\d-\\d\\dT/.test(line))";
        assert_eq!(page.evaluate(raw, &[]).await, Ok(json!([])));
        let is_short = "return document.documentElement.scrollHeight";
        let height = page.evaluate(is_short, &[]).await.expect("a height");
        assert!(height.as_f64().is_some_and(|height| height < 4000.0), "{height}");

        let asked = "&embed=points,mlp,segments&included-fraud-details=true";
        open(&page, "capillary", asked, "17742", "Camille Moreau").await;
        page.does_not_show("High spender").await;
        let segments = opened(&page, account, t("fact.segments")).await;
        assert!(has_fact(&segments, "Value segment", "High spender"), "{segments:?}");
        let fraud = opened(&page, account, t("fact.fraud")).await;
        assert!(has_fact(&fraud, t("fact.status"), "Not fraud"), "{fraud:?}");
    });
}

#[test]
fn source_attribute_selects_profile() {
    journey("capillary-sources", |page| async move {
        open(&page, "capillary", "", "17744", "Li Wei").await;
        let account = t("fact.account-details");
        let row = pair("fact.other-profile", &format!("{} · wechat-con1", t("channel.wechat")));
        let other = opened(&page, account, &row).await;
        assert!(has_fact(&other, t("fact.source"), t("channel.wechat")), "{other:?}");
        open(&page, "capillary", "&source=WECHAT&account-id=wechat-con1", "17744", "李 薇").await;
        let record = details(&page, t("section.record")).await;
        assert!(has_fact(&record, t("fact.account"), "wechat-con1"), "{record:?}");
        let other = opened(&page, account, &pair("fact.other-profile", t("word.in-store"))).await;
        assert!(has_fact(&other, t("label.first-name"), "Li"), "{other:?}");
        page.screenshot("capillary-sources").await;
        let only = "&source=WECHAT&account-id=wechat-con1&included-only-current-profile=true";
        open(&page, "capillary", only, "17744", "李 薇").await;
        page.does_not_show(t("fact.other-profile")).await;
    });
}

#[test]
fn query_attributes_are_sent_and_invalid_ones_reported() {
    journey("capillary-query", |page| async move {
        let query = "&source=INSTORE&embed=points,mlp&gap-to-renew=30&ug2-limit=5&ug2-sort-order=ASC";
        open(&page, "capillary", query, "17742", "Camille Moreau").await;
        let requests = page.sandbox.requests().await;
        let [request] = requests.as_slice() else { panic!("one request: {requests:#?}") };
        let path = request["path"].as_str().unwrap_or_default();
        for part in [
            "/capillary/v2/customers/17742?source=INSTORE&embed=points,mlp&",
            "gapToRenew=30",
            "ug2Limit=5",
            "ug2SortOrder=ASC",
            "includedOnlyCurrentProfile=false",
        ] {
            assert!(path.contains(part), "{part} in {path}");
        }
        page.sandbox.clear_requests().await;
        page.allow_in_console("cannot start");
        let invalid = "&source=SHOP&embed=points,magic&gap-to-renew=soon&ug2-joined-start-date=yesterday";
        visit(&page, "capillary", invalid, "17742").await;
        for error in [
            "source is \"SHOP\": it must be one of INSTORE, MARTJACK, WECHAT, LINE, ALL.",
            "embed is \"points,magic\": it must be a comma-separated list of",
            "gap-to-renew is \"soon\": it must be a whole number, zero or more.",
            "ug2-joined-start-date is \"yesterday\": it must be a day",
        ] {
            page.reports(error).await;
        }
        page.shows(t("failure.vendor-broken")).await;
        assert_eq!(page.sandbox.requests().await, Vec::<Value>::new(), "nothing is requested");
        page.screenshot("capillary-misused").await;
    });
}

/// The text of a page of the customer's groups, from this group to that one.
fn range(first: u32, last: u32) -> String {
    t_with("pages.here", &[("first", &*first.to_string()), ("last", &last.to_string()), ("total", "60")])
}

#[test]
fn groups_are_shown_in_pages() {
    journey("capillary-pages", |page| async move {
        open(&page, "capillary", "", "17750", "Sofia Rossi").await;
        page.shows(&range(1, 20)).await;
        let is_below = "return all('.c-items').at(-1).getBoundingClientRect().bottom
            <= pressable(arguments[0]).getBoundingClientRect().top";
        assert_eq!(page.evaluate(is_below, &[json!(t("pages.next"))]).await, Ok(json!(true)));
        page.sandbox.clear_requests().await;
        page.press(t("pages.next")).await;
        page.has_focus("p", &range(21, 40)).await;
        let is_in_sight = "const { top, bottom } = all('#pages')[0].getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight";
        page.wait_until("the start of the list in sight", is_in_sight, &[]).await;
        let first = rows(&page, t("fact.groups")).await;
        page.press(t("pages.next")).await;
        page.has_focus("p", &range(41, 60)).await;
        assert_ne!(rows(&page, t("fact.groups")).await, first);
        let is_last = "return pressable(arguments[0]).disabled";
        page.wait_until("the last page", is_last, &[json!(t("pages.next"))]).await;
        page.press(t("pages.before")).await;
        page.has_focus("p", &range(21, 40)).await;
        assert_eq!(rows(&page, t("fact.groups")).await, first);
        let paths = page.sandbox.requests().await;
        let offsets: Vec<bool> = paths
            .iter()
            .zip(["ug2Offset=20&", "ug2Offset=40&", "ug2Offset=20&"])
            .map(|(request, offset)| request["path"].as_str().is_some_and(|path| path.contains(offset)))
            .collect();
        assert_eq!(offsets, [true; 3], "{paths:#?}");
        // A page that cannot be loaded leaves the current one, and can be requested again.
        page.allow_in_console("500 (");
        page.sandbox.inject_fault(json!({"fault": "server_error_html", "method": "GET", "times": 3})).await;
        page.press(t("pages.next")).await;
        page.announces(t("failure.vendor-broken")).await;
        page.shows(&range(21, 40)).await;
        page.press(t("failure.retry")).await;
        page.shows(&range(41, 60)).await;
        page.does_not_show(t("failure.vendor-broken")).await;
    });
}

#[test]
fn vendor_texts_are_reloaded_on_language_change() {
    journey("capillary-language", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        page.sandbox.clear_requests().await;
        page.choose_language("français (France)").await;
        page.shows(catalogue("fr").t("fact.extended")).await;
        page.shows("genre préféré").await;
        page.has_focus("input", catalogue("fr").t("locale.label")).await;
        page.screenshot("capillary-french").await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["headers"]["language"] == "fr"), "{requests:#?}");
        assert!(requests.iter().all(|one| one["headers"]["x-api-key"] == Value::Null), "{requests:#?}");
    });
}

#[test]
fn partial_profile_reports_missing_parts() {
    journey("capillary-partial", |page| async move {
        open(&page, "capillary", "", "17749", "Priya Nair").await;
        page.announces(t("view.partial")).await;
        page.announces("Unable to fetch loyalty points").await;
        page.shows(t("fact.subscriptions")).await;
        let language = "return all('[role=alert] li').every((one) => one.firstElementChild.lang === 'en')";
        page.wait_until("the language of the vendor's messages", language, &[]).await;
        page.screenshot("capillary-partial").await;
    });
}

#[test]
fn each_vendor_failure_has_its_message() {
    journey("vendors-failures", |page| async move {
        for message in ["400 (", "403 (", "404 (", "409 (", "429 (", "500 (", "521 ("] {
            page.allow_in_console(message);
        }
        for (vendor, query, customer, message) in [
            ("capillary", "", "17760", t("failure.unknown-key")),
            ("capillary", "", "17761", t("failure.not-found")),
            ("capillary", "", "17762", t("failure.not-found")),
            ("capillary", "", "17763", t("failure.deleted-text")),
            ("capillary", "", "17764", t("failure.deleted-text")),
            ("capillary", "", "17765", t("failure.merged")),
            ("capillary", "", "17767", t("failure.vendor-broken")),
            ("capillary", "&source=WECHAT", "17742", "Customer not found in this source"),
            ("capillary", "&source=WECHAT", "17745", "Account id is not passed"),
            ("capillary", "", "900000002", t("failure.not-allowed")),
            (
                "imprint",
                "",
                "30100000-0000-4000-8000-000000000030",
                "The customer is being linked to another account",
            ),
            (
                "imprint",
                "",
                "30100000-0000-4000-8000-000000000031",
                "The customer cannot be read in this product",
            ),
            ("imprint", "", "90000000-0000-4000-8000-000000000003", t("failure.not-found")),
            ("imprint", "", "90000000-0000-4000-8000-000000000006", t("failure.unreadable")),
        ] {
            visit(&page, vendor, query, customer).await;
            page.announces(message).await;
            page.screenshot(&format!("vendors-failures-{vendor}-{customer}")).await;
        }
    });
}

/// Opens every row of the profile.
async fn open_all_rows(page: &Page) {
    let script = "for (const row of elements()[0].shadowRoot.querySelectorAll('details')) row.open = true";
    page.evaluate(script, &[]).await.expect("rows are open");
}

#[test]
fn unusual_data_is_shown_literally() {
    journey("vendors-odd", |page| async move {
        // One picture does not exist.
        page.allow_in_console("404 (");
        open(&page, "capillary", "", "17751", "<b>Zoe\u{308}</b>").await;
        open_all_rows(&page).await;
        for text in
            ["Telegram", "Pigeon", "<img src=x onerror=alert(1)>", "Favourite shelf", "9007199254740993"]
        {
            page.shows(text).await;
        }
        let has_safe_urls = "return all('img, a').every((one) => /^(https?:|\\?|#)/.test(one.getAttribute('src') ?? one.getAttribute('href')))";
        page.wait_until("no script in a URL", has_safe_urls, &[]).await;
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000012", "<b>Zoe\u{308}</b> & Sons").await;
        for (title, name, value) in [
            (t("section.identity"), t("group.birth"), "1899-13-0"),
            (t("section.address"), t("label.address"), "us"),
            (t("fact.card-programs"), "Everyday Card", "Suspended"),
            (t("section.record"), t("fact.registered"), "yesterday"),
        ] {
            assert_eq!(fact(&page, title, name).await, [value], "{name}");
        }
        open_all_rows(&page).await;
        page.shows("Earth").await;
        page.shows("metal").await;
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000001", t("view.title")).await;
        page.does_not_show(t("section.contact")).await;
        page.screenshot("vendors-odd").await;
    });
}

#[test]
fn imprint_profile_shows_all_data() {
    journey("imprint", |page| async move {
        open(&page, "imprint", "", JOHN, "John Doe").await;
        for (title, name, lines) in [
            (t("section.identity"), t("group.birth"), vec!["January 1, 1990"]),
            (t("section.contact"), t("label.email"), vec!["customer@example.com"]),
            (t("section.contact"), t("label.phones"), vec!["+14155552671"]),
            (
                t("section.address"),
                t("label.address"),
                vec!["123 Main St", "Apt 4B", "San Francisco, CA 94105", "United States"],
            ),
            (t("section.preferences"), t("label.language"), vec!["English"]),
            (t("fact.card-programs"), "Card Program Name", vec![t("word.open")]),
            (t("section.record"), t("fact.registered"), vec!["February 13, 2025"]),
        ] {
            assert_eq!(fact(&page, title, name).await, lines, "{name} of {title}");
        }
        // The programmes come first.
        let first = "return text(all('section h2')[0])";
        assert_eq!(page.evaluate(first, &[]).await, Ok(json!(t("fact.card-programs"))));
        page.does_not_show(JOHN).await;
        let metadata = opened(&page, t("fact.account-details"), t("fact.metadata")).await;
        assert!(has_fact(&metadata, "Preferred language", "en"), "{metadata:?}");
        let record = details(&page, t("section.record")).await;
        for (name, value) in
            [(t("fact.customer-number"), JOHN), (t("fact.partner-number"), "PARTNER_USER_456")]
        {
            assert!(has_fact(&record, name, value), "{name} is {value} in {record:?}");
        }
        page.screenshot("imprint").await;
        // The name of the country and the dates are in the customer's language.
        page.choose_language("français (France)").await;
        page.shows("États-Unis").await;
        assert_eq!(
            fact(&page, catalogue("fr").t("section.identity"), catalogue("fr").t("group.birth")).await,
            ["1 janvier 1990"]
        );
        let [request] = page.sandbox.requests().await.try_into().expect("one request");
        assert_eq!(request["path"], format!("/imprint/v2/customers/{JOHN}"));
        for (header, value) in
            [("authorization", json!("present")), ("language", Value::Null), ("x-api-key", Value::Null)]
        {
            assert_eq!(request["headers"][header], value, "{header}");
        }
    });
}

#[test]
fn partial_birthdate_is_shown() {
    journey("imprint-dates", |page| async move {
        for (customer, name, shown) in [
            ("30100000-0000-4000-8000-000000000002", "Yara Year", "1990"),
            ("30100000-0000-4000-8000-000000000003", "Leap Day", "February 29"),
            ("30100000-0000-4000-8000-000000000004", "Mona Month", "December 1971"),
            ("30100000-0000-4000-8000-000000000005", "Dan Day", "31"),
        ] {
            open(&page, "imprint", "", customer, name).await;
            assert_eq!(fact(&page, t("section.identity"), t("group.birth")).await, [shown], "{name}");
        }
    });
}

#[test]
fn masked_digits_are_not_in_page_before_reveal() {
    journey("imprint-masked", |page| async move {
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000009", "Zero Lead").await;
        let html = "return elements()[0].shadowRoot.innerHTML.includes(arguments[0])";
        assert_eq!(page.evaluate(html, &[json!("0042")]).await, Ok(json!(false)));
        let name = t("fact.social-security");
        page.press(&show_button(name)).await;
        page.shows(&hide_button(name)).await;
        assert_eq!(fact(&page, t("section.record"), name).await, ["0042"], "leading zeros are kept");
        let programmes = card(&page, t("fact.card-programs")).await;
        assert!(has_fact(&programmes, "Travel Card – Plus", t("word.closed")), "{programmes:?}");
    });
}

#[test]
fn metadata_of_any_size_and_shape_is_shown() {
    journey("imprint-metadata", |page| async move {
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000007", "Nadia Nested").await;
        open_all_rows(&page).await;
        for text in ["Le Ritz", "garden", "日本語", "<script>alert(1)</script>", "9007199254740993"] {
            page.shows(text).await;
        }
        page.screenshot("imprint-metadata").await;
        visit(&page, "imprint", "", "30100000-0000-4000-8000-000000000008").await;
        page.shows(t("fact.metadata")).await;
        open_all_rows(&page).await;
        page.press(&format!("{} {}", t_with("fact.more_other", &[("count", "100")]), t("fact.metadata")))
            .await;
        page.shows("Entry 00200").await;
        let shown = opened(&page, t("fact.account-details"), t("fact.metadata")).await;
        assert_eq!(shown.len(), 200, "the first 100 and the next 100");
        let added =
            "const root = elements()[0].shadowRoot; return root.activeElement.querySelectorAll('dt').length";
        page.wait_until("the focus on the added entries", &format!("{added} === 100"), &[]).await;
    });
}

#[test]
fn deep_and_wide_metadata_is_rendered_in_part() {
    journey("imprint-deep", |page| async move {
        // The sandbox has no such customers, so the responses come from the page's own fetch.
        for (name, metadata) in [
            ("deep", "JSON.parse('{\"a\":'.repeat(58) + '\"the end\"' + '}'.repeat(58))"),
            (
                "wide",
                "Object.fromEntries([...Array(100)].map((_, i) => [`e${i}`, Object.fromEntries([...Array(100)].map((_, j) => [`f${j}`, j]))]))",
            ),
            ("list", "({ numbers: [...Array(10000).keys()] })"),
        ] {
            page.visit("?vendor=imprint").await;
            page.shows(t("host.choose")).await;
            let script = format!(
                "const metadata = {metadata};
                window.fetch = ((own) => async (input, init) =>
                    String(input.url ?? input).includes('/imprint/v2/')
                        ? Response.json({{ id: '1', first_name: 'Odd', last_name: arguments[0], metadata }})
                        : own(input, init))(window.fetch);
                location.hash = '#/customers/{JOHN}'"
            );
            page.evaluate(&script, &[json!(name)]).await.expect("fetch is replaced");
            page.has_heading(&format!("Odd {name}")).await;
            let is_small = "return elements()[0].shadowRoot.querySelectorAll('*').length < 10000";
            page.wait_until("a limited number of nodes", is_small, &[]).await;
            page.screenshot(&format!("imprint-{name}")).await;
        }
    });
}

#[test]
fn customer_id_with_any_characters_is_sent_unchanged() {
    journey("imprint-id", |page| async move {
        open(&page, "imprint", "", "CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25", "Percy Cent").await;
        let record = details(&page, t("section.record")).await;
        assert!(has_fact(&record, t("fact.customer-number"), "CSMR-v1-124/4 é+#?%"), "{record:?}");
        assert_eq!(page.sandbox.requests().await.len(), 1, "the early read is used");
    });
}

#[test]
fn read_only_vendors_have_no_edit_controls() {
    journey("vendors-read-only", |page| async move {
        // The sandbox gives no session for a customer who does not exist.
        page.allow_in_console("400 (");
        page.allow_in_console("cannot start");
        page.allow_in_console("credentials has thrown an error");
        for (vendor, customer, name) in
            [("capillary", "17742", "Camille Moreau"), ("imprint", JOHN, "John Doe")]
        {
            open(&page, vendor, "", &format!("{customer}/edit/identity"), name).await;
            let edits = "return all('button').some((one) => text(one).startsWith(arguments[0])) || all('input:not(#locale)').length > 0";
            assert_eq!(page.evaluate(edits, &[json!(t("view.edit"))]).await, Ok(json!(false)), "{vendor}");
            assert_eq!(page.sandbox.requests().await.len(), 1, "{vendor}: the profile is requested once");
            page.visit(&format!("?vendor={vendor}#/create")).await;
            page.reports("this vendor is read-only, so no customer can be created").await;
            page.sandbox.clear_requests().await;
        }
    });
}
