//! The vendors that are only looked at: everything they say is on the page, nothing on it pretends to be changed, and
//! each of their failures has its screen.

use serde_json::{Value, json};

use crate::{page::Page, run::journey};

/// The document's own customer of Imprint.
const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

/// Opens a customer at a vendor; `query` asks the element for something else than usual.
async fn visit(page: &Page, vendor: &str, query: &str, customer: &str) {
    page.visit(&format!("?vendor={vendor}{query}#/customers/{customer}")).await;
}

/// The same, until the profile is there.
async fn open(page: &Page, vendor: &str, query: &str, customer: &str, name: &str) {
    visit(page, vendor, query, customer).await;
    page.is_at(name).await;
    page.sees("Your record").await;
}

/// The terms of a card with the lines of their values, in order.
async fn card(page: &Page, title: &str) -> Vec<(String, Vec<String>)> {
    let script = "return [...group(arguments[0]).querySelectorAll('dt')].filter(seen)
        .map((term) => [text(term), lines(term.parentElement.querySelector('dd'))])";
    let terms = page.ask(script, &[json!(title)]).await.expect("the card is there");
    serde_json::from_value(terms).expect("terms and lines")
}

/// The value of a term in a card.
async fn fact(page: &Page, title: &str, name: &str) -> Vec<String> {
    let terms = card(page, title).await;
    let found: Vec<_> = terms.iter().filter(|(term, _)| term == name).collect();
    assert_eq!(found.len(), 1, "{name} once in {terms:?}");
    found[0].1.clone()
}

/// Every bar of a card: its name, its value, what it goes to, and the words beside it.
async fn bars(page: &Page, title: &str) -> Vec<(String, f64, f64, String)> {
    let script = "return [...group(arguments[0]).querySelectorAll('progress')]
        .map((bar) => [bar.ariaLabel, bar.value, bar.max, [...bar.nextElementSibling.children].map(text).join(', ')])";
    let bars = page.ask(script, &[json!(title)]).await.expect("the card is there");
    serde_json::from_value(bars).expect("bars")
}

fn bar(name: &str, value: f64, of: f64, words: &str) -> (String, f64, f64, String) {
    (name.to_owned(), value, of, words.to_owned())
}

#[test]
fn the_vendor_is_picked_where_one_signs_in() {
    journey("vendors-pick", |page| async move {
        page.visit("").await;
        page.sees("Create a new customer").await;
        page.press("Capillary").await;
        page.sees("17742").await;
        page.lacks("Create a new customer").await;
        page.shoot("vendors-pick").await;
        page.press("Imprint").await;
        page.sees(JOHN).await;
        let follow = "all('a[href]').find(link => text(link).includes(arguments[0])).click()";
        page.ask(follow, &[json!(JOHN)]).await.expect("the customer is on the list");
        page.is_at("John Doe").await;
        page.press("Sign out").await;
        page.sees("Choose a customer").await;
        page.sees(JOHN).await;
    });
}

#[test]
fn what_is_missing_for_a_tier_is_seen_at_a_glance() {
    journey("capillary-gaps", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        page.shoot("capillary").await;
        assert_eq!(
            bars(&page, "Everyday").await,
            [
                bar(
                    "Purchases so far",
                    9786.0,
                    25_000.0,
                    "15,214 to go, 9,786 of 25,000, Counts until May 6, 2025"
                ),
                bar("Visits", 1.0, 5.0, "4 to go, 1 of 5"),
                bar("Purchases", 0.0, 10.0, "10 to go, 0 of 10"),
                bar("Points", 123.0, 2000.0, "1,877 to go, 123 of 2,000"),
                bar("Counted purchases", 2.0, 5.0, "3 to go, 2 of 5"),
            ]
        );
        assert_eq!(bars(&page, "Travel").await.len(), 2);
        for (name, value) in [
            ("Points", "9,786"),
            ("Tier", "Silver"),
            ("Next tier", "Gold"),
            ("DowngradeTracker", "Items bought"),
        ] {
            assert!(fact_begins(&card(&page, "Everyday").await, name, value), "{name} is {value}");
        }
    });
}

/// Whether a term's first line is this; a term may stand in a card more than once.
fn fact_begins(terms: &[(String, Vec<String>)], name: &str, value: &str) -> bool {
    terms.iter().any(|(term, lines)| term == name && lines.first().is_some_and(|line| line == value))
}

#[test]
fn everything_capillary_says_has_its_place() {
    journey("capillary", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        for (title, name, lines) in [
            ("Identity", "First name", vec!["Camille"]),
            ("What you are known by", "External number", vec!["CRM-0017742"]),
            ("How you can be reached", "Mobile", vec!["33612345678", "Main", "Confirmed", "At home"]),
            ("How you can be reached", "E-mail", vec!["camille.moreau@example.org", "Main", "Not confirmed"]),
            ("Membership", "Loyalty", vec!["Member"]),
            ("Membership", "Purchases since the beginning", vec!["25,230.5"]),
            ("Membership", "Registered at", vec!["nantes.till.1"]),
            ("Customer groups", "Activity segment", vec!["Lapsed"]),
            ("More about you", "City", vec!["Nantes"]),
            ("More about you", "Newsletter", vec!["Yes"]),
            ("Further details", "Favourite colour", vec!["Green"]),
            ("Points expired", "Expired on", vec!["December 31, 2024"]),
            ("Your record", "Customer number", vec!["17742"]),
            ("Your record", "Your till", vec!["nantes.till.1"]),
            (
                "Your record",
                "Profile updated",
                vec!["November 12, 2024 at 10:50 AM UTC", "2024-11-12T18:50:23+08:00"],
            ),
        ] {
            assert_eq!(fact(&page, title, name).await, lines, "{name} of {title}");
        }
        let expiry = card(&page, "Points that will expire").await;
        for (name, value) in [("Points", "1,200"), ("Valid until", "June 30, 2027"), ("Programme", "Travel")]
        {
            assert!(fact_begins(&expiry, name, value), "{name} is {value} in {expiry:?}");
        }
        let cards = card(&page, "Cards").await;
        for (name, value) in
            [("Card number", "visabook006"), ("Status", "Active"), ("Status", "Lapsed"), ("Kind", "Physical")]
        {
            assert!(fact_begins(&cards, name, value), "{name} is {value} in {cards:?}");
        }
        let sent = card(&page, "What you receive").await;
        assert!(
            sent.contains(&("Text message".into(), vec!["Not subscribed".into(), "Offers and news".into()])),
            "{sent:?}"
        );
        // What identifies is not what reaches.
        let known = card(&page, "What you are known by").await;
        assert!(known.iter().all(|(term, _)| term != "App notifications"), "{known:?}");

        let pictures = "const pictures = all('img');
            pictures.forEach((picture) => (picture.loading = 'eager'));
            return Promise.all(pictures.map((picture) => picture.decode()))
                .then(() => pictures.map((picture) => picture.alt))";
        let names = page.ask(pictures, &[]).await.expect("the pictures are there");
        assert_eq!(names, json!(["Your picture", "Picture: Barcode", "Picture: Barcode"]));
    });
}

#[test]
fn the_profile_of_the_source_that_was_asked_for_is_the_one() {
    journey("capillary-sources", |page| async move {
        open(&page, "capillary", "", "17744", "Li Wei").await;
        assert_eq!(
            fact(&page, "Another profile of yours: WeChat · wechat-con1", "Where you signed up").await,
            ["WeChat"]
        );
        open(&page, "capillary", "&source=WECHAT&account-id=wechat-con1", "17744", "李 薇").await;
        assert_eq!(fact(&page, "Your record", "Account").await, ["wechat-con1"]);
        assert_eq!(fact(&page, "Another profile of yours: In a shop", "First name").await, ["Li"]);
        page.shoot("capillary-sources").await;
        let only = "&source=WECHAT&account-id=wechat-con1&included-only-current-profile=true";
        open(&page, "capillary", only, "17744", "李 薇").await;
        page.lacks("Another profile of yours").await;
    });
}

#[test]
fn what_the_host_asks_for_goes_out_as_it_was_asked_and_what_is_wrong_does_not() {
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
        page.sandbox.forget().await;
        page.expect_noise("Carnet");
        let wrong = "&source=SHOP&embed=points,magic&gap-to-renew=soon&ug2-joined-start-date=yesterday";
        visit(&page, "capillary", wrong, "17742").await;
        for words in [
            "source is \"SHOP\": it must be one of INSTORE, MARTJACK, WECHAT, LINE, ALL.",
            "embed is \"points,magic\": it must be made of",
            "gap-to-renew is \"soon\": it must be a whole number, zero or more.",
            "ug2-joined-start-date is \"yesterday\": it must be a day",
        ] {
            page.sees(words).await;
        }
        assert_eq!(page.sandbox.requests().await, Vec::<Value>::new(), "nothing is asked for");
        page.shoot("capillary-misused").await;
    });
}

#[test]
fn the_pages_of_groups_are_turned() {
    journey("capillary-pages", |page| async move {
        open(&page, "capillary", "", "17750", "Sofia Rossi").await;
        page.sees("1 to 20 of 60").await;
        page.sandbox.forget().await;
        page.press("Next").await;
        page.has_focus("p 21 to 40 of 60").await;
        let first = card(&page, "Your groups").await;
        page.press("Next").await;
        page.has_focus("p 41 to 60 of 60").await;
        assert_ne!(card(&page, "Your groups").await, first);
        let last = "return pressable('Next').disabled";
        page.holds("there is no further page", last, &[]).await;
        page.press("Previous").await;
        page.has_focus("p 21 to 40 of 60").await;
        assert_eq!(card(&page, "Your groups").await, first);
        let paths = page.sandbox.requests().await;
        let offsets: Vec<bool> = paths
            .iter()
            .zip(["ug2Offset=20&", "ug2Offset=40&", "ug2Offset=20&"])
            .map(|(request, offset)| request["path"].as_str().is_some_and(|path| path.contains(offset)))
            .collect();
        assert_eq!(offsets, [true; 3], "{paths:#?}");
        // A page that cannot be had leaves the one that is there, and can be asked for again.
        page.expect_noise("500 (");
        page.sandbox.order(json!({"fault": "server_error_html", "method": "GET", "times": 3})).await;
        page.press("Next").await;
        page.hears("The service has a problem").await;
        page.sees("21 to 40 of 60").await;
        page.press("Try again").await;
        page.sees("41 to 60 of 60").await;
        page.lacks("The service has a problem").await;
    });
}

#[test]
fn what_the_vendor_words_is_read_again_in_another_language() {
    journey("capillary-language", |page| async move {
        open(&page, "capillary", "", "17742", "Camille Moreau").await;
        page.sandbox.forget().await;
        page.speak("français (France)").await;
        page.sees("Roman policier").await;
        page.sees("Informations complémentaires sur vous").await;
        page.has_focus("input Langue").await;
        page.shoot("capillary-french").await;
        let requests = page.sandbox.requests().await;
        assert!(requests.iter().all(|one| one["headers"]["language"] == "fr"), "{requests:#?}");
        assert!(requests.iter().all(|one| one["headers"]["x-api-key"] == Value::Null), "{requests:#?}");
    });
}

#[test]
fn what_could_not_be_had_is_said_beside_what_is_there() {
    journey("capillary-partial", |page| async move {
        open(&page, "capillary", "", "17749", "Priya Nair").await;
        page.hears("Some of your profile is missing").await;
        page.hears("Unable to fetch loyalty points").await;
        page.sees("What you receive").await;
        let language = "return all('[role=alert] li').every((one) => one.firstElementChild.lang === 'en')";
        page.holds("the vendor's words have their language", language, &[]).await;
        page.shoot("capillary-partial").await;
    });
}

#[test]
fn each_way_to_say_no_has_its_screen() {
    journey("vendors-failures", |page| async move {
        for noise in ["400 (", "403 (", "404 (", "409 (", "429 (", "500 (", "521 ("] {
            page.expect_noise(noise);
        }
        for (vendor, query, customer, words) in [
            ("capillary", "", "17760", "This customer number is not valid"),
            ("capillary", "", "17761", "This profile was not found"),
            ("capillary", "", "17762", "This profile was not found"),
            ("capillary", "", "17763", "It was deleted at your request"),
            ("capillary", "", "17764", "It was deleted at your request"),
            ("capillary", "", "17765", "This profile is part of another one now"),
            ("capillary", "", "17767", "The service has a problem"),
            ("capillary", "&source=WECHAT", "17742", "Customer not found in this source"),
            ("capillary", "&source=WECHAT", "17745", "Account id is not passed"),
            ("capillary", "", "900000002", "You cannot use this profile"),
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
            ("imprint", "", "90000000-0000-4000-8000-000000000003", "This profile was not found"),
            ("imprint", "", "90000000-0000-4000-8000-000000000006", "The answer could not be read"),
        ] {
            visit(&page, vendor, query, customer).await;
            page.hears(words).await;
            page.shoot(&format!("vendors-failures-{vendor}-{customer}")).await;
        }
    });
}

#[test]
fn odd_answers_break_no_page() {
    journey("vendors-odd", |page| async move {
        // A picture that is not there.
        page.expect_noise("404 (");
        open(&page, "capillary", "", "17751", "<b>Zoe\u{308}</b>").await;
        for words in
            ["telegram", "pigeon", "<img src=x onerror=alert(1)>", "Favourite shelf", "9007199254740993"]
        {
            page.sees(words).await;
        }
        let scripts = "return all('img, a').every((one) => /^(https?:|\\?|#)/.test(one.getAttribute('src') ?? one.getAttribute('href')))";
        page.holds("no address is a script", scripts, &[]).await;
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000012", "<b>Zoe\u{308}</b> & Sons").await;
        for (title, name, value) in [
            ("Identity", "Date of birth", "1899-13-0"),
            ("Address", "Address", "us"),
            ("Card programmes", "Everyday Card", "SUSPENDED"),
            ("Your record", "Created", "yesterday"),
        ] {
            assert_eq!(fact(&page, title, name).await, [value], "{name}");
        }
        page.sees("Earth").await;
        page.sees("metal").await;
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000001", "Your profile").await;
        page.sees("Not provided").await;
        page.shoot("vendors-odd").await;
    });
}

#[test]
fn everything_imprint_says_has_its_place() {
    journey("imprint", |page| async move {
        open(&page, "imprint", "", JOHN, "John Doe").await;
        for (title, name, lines) in [
            ("Identity", "Date of birth", vec!["January 1, 1990"]),
            ("Contact", "E-mail", vec!["customer@example.com"]),
            ("Contact", "Phones", vec!["+14155552671"]),
            ("Address", "Address", vec!["123 Main St", "Apt 4B", "San Francisco, CA 94105", "United States"]),
            ("Preferences", "Preferred language", vec!["English"]),
            ("Card programmes", "Card Program Name", vec!["Open"]),
            ("Kept with your record", "Preferred language", vec!["en"]),
            ("Your record", "Customer number", vec![JOHN]),
            ("Your record", "Partner’s customer number", vec!["PARTNER_USER_456"]),
            ("Your record", "Created", vec!["February 13, 2025 at 7:08 PM UTC", "2025-02-13T19:08:07.000Z"]),
        ] {
            assert_eq!(fact(&page, title, name).await, lines, "{name} of {title}");
        }
        page.shoot("imprint").await;
        // The country by its name in the customer's language, and dates as it writes them.
        page.speak("français (France)").await;
        page.sees("États-Unis").await;
        assert_eq!(fact(&page, "Identité", "Date de naissance").await, ["1 janvier 1990"]);
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
fn a_date_of_birth_is_shown_as_far_as_it_goes() {
    journey("imprint-dates", |page| async move {
        for (customer, name, shown) in [
            ("30100000-0000-4000-8000-000000000002", "Yara Year", "1990"),
            ("30100000-0000-4000-8000-000000000003", "Leap Day", "February 29"),
            ("30100000-0000-4000-8000-000000000004", "Mona Month", "December 1971"),
            ("30100000-0000-4000-8000-000000000005", "Dan Day", "31"),
            ("30100000-0000-4000-8000-000000000006", "Emil Empty", "Not provided"),
        ] {
            open(&page, "imprint", "", customer, name).await;
            assert_eq!(fact(&page, "Identity", "Date of birth").await, [shown], "{name}");
        }
    });
}

#[test]
fn the_last_digits_of_a_number_are_nowhere_before_they_are_asked_for() {
    journey("imprint-masked", |page| async move {
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000009", "Zero Lead").await;
        let html = "return elements()[0].shadowRoot.innerHTML.includes(arguments[0])";
        assert_eq!(page.ask(html, &[json!("0042")]).await, Ok(json!(false)));
        let name = "Last four digits of the social security number";
        page.press(&format!("Show {name}")).await;
        page.sees(&format!("Hide {name}")).await;
        assert_eq!(fact(&page, "Your record", name).await, ["0042"], "with its zeros");
        let programmes = card(&page, "Card programmes").await;
        assert!(fact_begins(&programmes, "Travel Card – Plus", "Closed"), "{programmes:?}");
    });
}

#[test]
fn metadata_of_any_size_and_shape_is_there_to_be_read() {
    journey("imprint-metadata", |page| async move {
        open(&page, "imprint", "", "30100000-0000-4000-8000-000000000007", "Nadia Nested").await;
        for words in ["Le Ritz", "garden", "日本語", "<script>alert(1)</script>", "9007199254740993"] {
            page.sees(words).await;
        }
        page.shoot("imprint-metadata").await;
        visit(&page, "imprint", "", "30100000-0000-4000-8000-000000000008").await;
        page.press("Show 100 more Kept with your record").await;
        page.sees("Entry 00200").await;
        let shown = card(&page, "Kept with your record").await;
        assert_eq!(shown.len(), 200, "the first and the next");
        let new =
            "const root = elements()[0].shadowRoot; return root.activeElement.querySelectorAll('dt').length";
        page.holds("the focus is with what has come", &format!("{new} === 100"), &[]).await;
    });
}

#[test]
fn what_is_nested_deeply_or_widely_is_drawn_at_once() {
    journey("imprint-deep", |page| async move {
        // The sandbox has no such customers: the page's own fetch gives them.
        for (name, metadata) in [
            ("deep", "JSON.parse('{\"a\":'.repeat(58) + '\"the end\"' + '}'.repeat(58))"),
            (
                "wide",
                "Object.fromEntries([...Array(100)].map((_, i) => [`e${i}`, Object.fromEntries([...Array(100)].map((_, j) => [`f${j}`, j]))]))",
            ),
            ("list", "({ numbers: [...Array(10000).keys()] })"),
        ] {
            page.visit("?vendor=imprint").await;
            page.sees("Choose a customer").await;
            let script = format!(
                "const metadata = {metadata};
                window.fetch = ((own) => async (input, init) =>
                    String(input.url ?? input).includes('/imprint/v2/')
                        ? Response.json({{ id: '1', first_name: 'Odd', last_name: arguments[0], metadata }})
                        : own(input, init))(window.fetch);
                location.hash = '#/customers/{JOHN}'"
            );
            page.ask(&script, &[json!(name)]).await.expect("the answer is another");
            page.is_at(&format!("Odd {name}")).await;
            let drawn = "return elements()[0].shadowRoot.querySelectorAll('*').length < 10000";
            page.holds("no more is drawn than is read", drawn, &[]).await;
            page.shoot(&format!("imprint-{name}")).await;
        }
    });
}

#[test]
fn an_id_of_any_kind_is_the_customers_and_nobody_elses() {
    journey("imprint-id", |page| async move {
        open(&page, "imprint", "", "CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25", "Percy Cent").await;
        assert_eq!(fact(&page, "Your record", "Customer number").await, ["CSMR-v1-124/4 é+#?%"]);
        assert_eq!(page.sandbox.requests().await.len(), 1, "the early read is the one that is used");
    });
}

#[test]
fn nothing_can_be_changed_where_nothing_can_be_written() {
    journey("vendors-read-only", |page| async move {
        // There is no session to be had for who is to be created.
        page.expect_noise("400 (");
        for (vendor, customer, name) in
            [("capillary", "17742", "Camille Moreau"), ("imprint", JOHN, "John Doe")]
        {
            open(&page, vendor, "", &format!("{customer}/edit/identity"), name).await;
            let edits = "return all('button').some((one) => text(one).startsWith('Edit')) || all('input:not(#locale)').length > 0";
            assert_eq!(page.ask(edits, &[]).await, Ok(json!(false)), "{vendor}");
            assert_eq!(page.sandbox.requests().await.len(), 1, "{vendor}: the profile is asked for once");
            page.visit(&format!("?vendor={vendor}#/create")).await;
            page.sees("this vendor's customers can only be looked at").await;
            page.sandbox.forget().await;
        }
    });
}
