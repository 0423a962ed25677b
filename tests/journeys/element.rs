//! The element's contract with its host, on a page of another origin.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{host, run::journey};

#[test]
fn attributes_and_credentials_may_come_before_the_definition() {
    journey("element-before", |page| async move {
        let attributes = host::open(&page).await;
        let script = "const element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        host::define(&page).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.holds("the event", "return told.some(([name]) => name === 'ready')", &[]).await;
        let fragment = page.ask("return location.hash", &[]).await.expect("an address");
        assert_eq!(fragment, "", "a guest does not touch the address bar");
        page.shoot("element-foreign-host").await;
    });
}

#[test]
fn attributes_and_credentials_may_come_after_the_definition() {
    journey("element-after", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.hears("Loading").await;
        page.ask("element.credentials = credentials", &[]).await.expect("the host sets it");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.ask("element.setAttribute('customer-id', '301000002')", &[]).await.expect("the host sets it");
        page.is_at("Ana Ruiz").await;
        page.ask("element.setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.sees("Modifier Identité").await;
    });
}

#[test]
fn the_locale_of_the_host_is_used_from_the_first_request_on() {
    journey("element-locale", |page| async move {
        let mut attributes = host::open(&page).await;
        attributes["locale"] = json!("fr-BE");
        host::define(&page).await;
        let script = "const element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.sees("Modifier Identité").await;
        let reads = page.sandbox.requests_by("GET").await;
        assert!(reads.iter().all(|read| read["headers"]["accept-language"] == "fr-BE"), "{reads:#?}");
        let path = "/clubmed/v2/customers/301000001/profile";
        assert_eq!(reads.iter().filter(|read| read["path"] == path).count(), 1, "{reads:#?}");
    });
}

#[test]
fn bad_attributes_are_all_named() {
    journey("element-bad", |page| async move {
        let _ = host::open(&page).await;
        host::define(&page).await;
        let bad = json!({"vendor": "clubmet", "customer-id": "", "locale": "fr_FR", "routing": "hash", "theme": "night"});
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[bad]).await.expect("the host adds it");
        for words in
            ["<carnet-profile> cannot start", "clubmet", "base-url is missing", "fr_FR", "hash", "night"]
        {
            page.hears(words).await;
        }
        page.shoot("element-bad-attributes").await;
    });
}

#[test]
fn nothing_is_asked_of_the_vendor_where_an_attribute_is_wrong() {
    journey("element-wrong", |page| async move {
        let good = host::open(&page).await;
        host::define(&page).await;
        let address = format!("{}?v=1", good["base-url"].as_str().expect("an address"));
        for (name, value) in [
            ("locale", "fr_FR"),
            ("locales", "fr-FR fr_BE"),
            ("routing", "hash"),
            ("shadow", "closed"),
            ("theme", "night"),
            ("view", "list"),
            ("base-url", &address),
        ] {
            let mut wrong = good.clone();
            wrong[name] = json!(value);
            page.sandbox.forget().await;
            let script = "window.element?.remove(); window.element = make(arguments[0]);
                element.credentials = credentials; document.querySelector('main').append(element)";
            page.ask(script, &[wrong]).await.expect("the host adds it");
            page.hears("cannot start").await;
            page.hears(&format!("{name} ")).await;
            assert_eq!(page.sandbox.requests_by("GET").await, Vec::<Value>::new(), "{name}");
        }
    });
}

#[test]
fn the_host_has_the_last_word_on_the_locale_and_its_mistakes_cost_nothing() {
    journey("element-locale", |page| async move {
        page.expect_noise("that is no language tag");
        let mut attributes = host::open(&page).await;
        attributes["locale"] = json!("en-US");
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        let speaks = "return element.lang === arguments[0]";
        // What the host has set before it can set again.
        page.speak("français (France)").await;
        page.holds("French", speaks, &[json!("fr-FR")]).await;
        page.ask("element.setAttribute('locale', 'en-US')", &[]).await.expect("the host sets it");
        page.holds("English", speaks, &[json!("en-US")]).await;
        // A mistake is named to the page's developer, and the customer is asked nothing.
        page.ask("element.setAttribute('locale', 'fr_FR')", &[]).await.expect("the host sets it");
        page.ask("element.setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        page.holds("German", speaks, &[json!("de-DE")]).await;
        // Without one, what the customer chose counts.
        page.ask("element.removeAttribute('locale')", &[]).await.expect("the host takes it off");
        page.holds("French", speaks, &[json!("fr-FR")]).await;
        let asked = page.ask("return all('dialog[open]').length", &[]).await;
        assert_eq!(asked, Ok(json!(0)));
        assert_eq!(page.value("Prénom").await, "Camilla");
    });
}

#[test]
fn the_element_can_be_moved_and_taken_off_and_put_back() {
    journey("element-moved", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        let moved =
            "const aside = document.body.appendChild(document.createElement('aside')); aside.append(element)";
        page.ask(moved, &[]).await.expect("the host moves it");
        page.is_at("Identity").await;
        assert_eq!(page.value("First name").await, "Camilla", "a move keeps the draft");
        page.ask("element.remove()", &[]).await.expect("the host takes it off");
        page.holds("nothing is left", "return all('h1').length === 0", &[]).await;
        page.ask("document.querySelector('main').append(element)", &[]).await.expect("the host puts it back");
        page.is_at("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn the_host_asks_whether_its_page_may_be_left_and_gives_the_focus() {
    journey("element-leave", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.is_at("Camille Moreau-Lefèvre").await;
        let ask = || async { page.ask("ask()", &[]).await.expect("the host asks") };
        ask().await;
        page.holds("at once, where nothing is typed", "return mayLeave === true", &[]).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        ask().await;
        page.has_focus("button Keep editing").await;
        page.press("Keep editing").await;
        page.holds("not as the customer answers", "return mayLeave === false", &[]).await;
        assert_eq!(page.value("First name").await, "Camilla");
        page.ask("document.querySelector('carnet-profile').focus()", &[]).await.expect("the host gives it");
        page.has_focus("h1 Identity").await;
        ask().await;
        page.press("Discard what I typed").await;
        page.holds("as the customer answers", "return mayLeave === true", &[]).await;
        assert_eq!(page.value("First name").await, "Camille");
    });
}

#[test]
fn a_sheet_of_the_host_s_reaches_every_part() {
    let manifest: Value =
        serde_json::from_str(include_str!("../../web/custom-elements.json")).expect("the manifest is JSON");
    let parts = manifest["modules"][0]["declarations"][0]["cssParts"].clone();
    let parts = parts.as_array().into_iter().flatten().filter_map(|part| part["name"].as_str());
    let parts: BTreeSet<String> = parts.map(str::to_owned).collect();
    journey("element-parts", |page| async move {
        page.expect_noise("400 (Bad Request)");
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "const sheet = document.createElement('style');
            sheet.textContent = arguments[1].map((name) => `carnet-profile::part(${name}) { --reached: ${name} }`).join('');
            document.head.append(sheet);
            const element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes, json!(parts)]).await.expect("the host adds it");
        page.is_at("Camille Moreau-Lefèvre").await;
        let met = "return [...elements()[0].shadowRoot.querySelectorAll('[part]')].flatMap((node) => {
            const reached = getComputedStyle(node).getPropertyValue('--reached').trim();
            return node.part.contains(reached) ? [...node.part] : [`not reached: ${node.part}`];
        })";
        let mut all = BTreeSet::new();
        let mut look = async || {
            let met = page.ask(met, &[]).await.expect("the page can be read");
            all.extend(serde_json::from_value::<Vec<String>>(met).expect("names"));
        };
        page.ask("all('#locale')[0].click()", &[]).await.expect("the list is opened");
        page.sees("British English").await;
        look().await;
        page.press("Edit Preferences").await;
        page.is_at("Preferences").await;
        look().await;
        page.press("Cancel").await;
        page.press("Edit Contact").await;
        page.fill("E-mail", "camille").await;
        page.press("Review the change").await;
        page.hears("There is a problem").await;
        look().await;
        page.fill("E-mail", "milla@example.org").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        look().await;
        let other = json!({"email": "camilla@example.org"});
        page.sandbox.change("301000001", other).await;
        page.press("Save").await;
        page.is_at("Changed in two places").await;
        look().await;
        page.press("Go back and change").await;
        page.press("Cancel").await;
        page.press("Discard what I typed").await;
        page.press("Edit Address").await;
        page.fill("Street", "UNKNOWN").await;
        page.press("Review the change").await;
        page.press("Save").await;
        page.sees("Use this address anyway").await;
        look().await;
        assert_eq!(all, parts);
    });
}

#[test]
fn two_elements_live_on_one_page() {
    journey("element-two", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "for (const id of ['301000001', '301000002']) {
              const element = make({ ...arguments[0], 'customer-id': id });
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.ask(script, &[attributes]).await.expect("the host adds them");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.is_at("Ana Ruiz").await;
        let edit =
            "all('button', elements()[1].shadowRoot).find(one => text(one) === 'Edit Identity').click()";
        page.ask(edit, &[]).await.expect("the second can be used");
        page.is_at("Identity").await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.ask("elements()[0].remove()", &[]).await.expect("the first is taken off");
        page.fill("First name", "Anna").await;
        page.press("Review the change").await;
        page.press("Save").await;
        page.is_at("Anna Ruiz").await;
    });
}

#[test]
fn two_vendors_on_one_page_do_not_disturb_each_other() {
    journey("element-two-vendors", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let mut other = attributes.clone();
        other["vendor"] = json!("capillary");
        other["base-url"] = json!(format!("{}/capillary", page.sandbox.address));
        other["customer-id"] = json!("17742");
        other["source"] = json!("INSTORE");
        other["locale"] = json!("fr-FR");
        let script = "for (const attributes of arguments) {
              const element = make(attributes);
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.ask(script, &[attributes, other]).await.expect("the host adds them");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.is_at("Camille Moreau").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.ask("elements()[1].setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        page.holds("German", "return elements()[1].lang === 'de-DE' && elements()[0].lang === 'en-US'", &[])
            .await;
        page.ask("elements()[1].remove()", &[]).await.expect("the second is taken off");
        assert_eq!(page.value("First name").await, "Camilla");
        page.press("Review the change").await;
        page.press("Save").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        let fetched = "return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length";
        assert_eq!(page.ask(fetched, &[]).await, Ok(json!(1)), "the app is fetched once for both");
    });
}

#[test]
fn the_fragment_is_followed_from_when_the_host_says_so() {
    journey("element-routing", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        page.is_in("").await;
        page.ask("element.setAttribute('routing', 'fragment')", &[]).await.expect("the host sets it");
        page.is_in("#/customers/301000001").await;
        page.press("Edit Identity").await;
        page.is_in("#/customers/301000001/edit/identity").await;
        page.ask("element.setAttribute('routing', 'none')", &[]).await.expect("the host sets it");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Contact").await;
        page.is_at("Contact").await;
        page.is_in("#/customers/301000001/edit/identity").await;
    });
}

#[test]
fn the_host_says_some_things_in_its_own_words() {
    journey("element-labels", |page| async move {
        page.expect_noise("view.titel");
        page.expect_noise("is none of en");
        let attributes = host::open(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            element.labels = { en: { 'section.identity': 'About you', 'view.titel': 'x' }, fr: { 'section.identity': 'Qui vous êtes' }, xx: {} };
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        host::define(&page).await;
        page.press("Edit About you").await;
        page.is_at("About you").await;
        page.fill("First name", "Camilla").await;
        page.ask("element.setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.is_at("Qui vous êtes").await;
        assert_eq!(page.value("Prénom").await, "Camilla", "nothing that is typed is lost");
        page.ask("element.labels = { fr: { 'label.first-name': 'Petit nom' } }", &[])
            .await
            .expect("at any time");
        page.is_at("Identité").await;
        assert_eq!(page.value("Petit nom").await, "Camilla");
        // In the middle of a change of language, too.
        let both = "element.setAttribute('locale', 'de-DE'); element.labels = { de: { 'label.first-name': 'Rufname' } }";
        page.ask(both, &[]).await.expect("the host sets both");
        page.sees("Rufname").await;
        let refused = "try { element.labels = { fr: 'Identité' } } catch (error) { return error.name }";
        assert_eq!(page.ask(refused, &[]).await, Ok(json!("TypeError")));
    });
}

#[test]
fn the_host_is_told_and_asked_again() {
    journey("element-events", |page| async move {
        page.expect_noise("401 (Unauthorized)");
        page.expect_noise("403 (Forbidden)");
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "window.element = make(arguments[0]); element.credentials = credentials;
            window.titles = [];
            element.addEventListener('carnet-titlechange', ({ detail }) => titles.push(detail.title));
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.press("Edit Identity").await;
        assert_eq!(page.ask("return asked", &[]).await, Ok(json!(1)), "credentials are asked for once");
        page.fill("First name", "Camilla").await;
        page.press("Review the change").await;
        page.sandbox.order(json!({"fault": "unauthorized", "method": "PATCH"})).await;
        page.sandbox.order(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.press("Save").await;
        page.hears("You cannot use this profile").await;
        assert_eq!(page.ask("return asked", &[]).await, Ok(json!(2)), "and again after a 401");
        page.press("Try again").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        page.speak("British English").await;
        let wanted = json!([
            ["ready", {}],
            ["failure", {"kind": "not-allowed"}],
            ["saved", {"fields": ["first-name"]}],
            ["localechange", {"locale": "en-GB"}],
        ]);
        let script = "return JSON.stringify(told) === JSON.stringify(arguments[0]) || told";
        page.holds("what the host is told", script, &[wanted]).await;
        let titles = page.ask("return titles", &[]).await;
        let wanted = ["Your profile", "Identity", "Check your change", "Your profile"];
        assert_eq!(titles, Ok(json!(wanted)), "once each, also where another language says the same");
    });
}

#[test]
fn the_host_is_told_of_a_new_customer() {
    journey("element-created", |page| async move {
        let mut attributes = host::open(&page).await;
        attributes.as_object_mut().expect("attributes").remove("customer-id");
        attributes["view"] = json!("create");
        host::define(&page).await;
        let script = "const element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.choose("Title", "Mr").await;
        page.fill("First name", "Tim").await;
        page.fill("Last name", "Stone").await;
        page.press("Check your answers").await;
        page.press("Create my profile").await;
        page.is_at("Tim Stone").await;
        let script = "return told.some(([name, detail]) => name === 'created' && /^2000000\\d\\d$/.test(detail.customerId)) || told";
        page.holds("what the host is told", script, &[]).await;
    });
}
