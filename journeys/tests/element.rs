//! The element's contract with its host, on a page of another origin.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    catalogue::{catalogue, edit_button, section, t},
    harness::journey,
    host_page,
};

#[test]
fn attributes_and_credentials_set_before_definition_are_used() {
    journey("element-before", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::add_element(&page, attributes).await;
        host_page::define(&page).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.wait_until("the event", "return events.some(([name]) => name === 'ready')", &[]).await;
        let fragment = page.evaluate("return location.hash", &[]).await.expect("an address");
        assert_eq!(fragment, "", "the element does not change the address");
        page.screenshot("element-foreign-host").await;
    });
}

#[test]
fn attributes_and_credentials_set_after_definition_are_used() {
    journey("element-after", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script =
            "window.element = makeElement(arguments[0]); document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.announces(t("view.loading")).await;
        page.evaluate("element.credentials = credentials", &[]).await.expect("the host sets it");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.evaluate("element.setAttribute('customer-id', '301000002')", &[])
            .await
            .expect("the host sets it");
        page.has_heading("Ana Ruiz").await;
        page.evaluate("element.setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.shows(&catalogue("fr").edit_button("identity")).await;
    });
}

#[test]
fn locale_of_host_is_used_from_first_request() {
    journey("element-locale", |page| async move {
        let mut attributes = host_page::open(&page).await;
        attributes["locale"] = json!("fr-BE");
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.shows(&catalogue("fr").edit_button("identity")).await;
        let reads = page.sandbox.requests_by("GET").await;
        assert!(reads.iter().all(|read| read["headers"]["accept-language"] == "fr-BE"), "{reads:#?}");
        let path = "/clubmed/v2/customers/301000001/profile";
        assert_eq!(reads.iter().filter(|read| read["path"] == path).count(), 1, "{reads:#?}");
    });
}

#[test]
fn invalid_attributes_are_all_reported() {
    journey("element-bad", |page| async move {
        page.allow_in_console("cannot start");
        let _ = host_page::open(&page).await;
        host_page::define(&page).await;
        let invalid = json!({"vendor": "clubmet", "customer-id": "", "locale": "fr_FR", "routing": "hash", "theme": "night"});
        host_page::add_element(&page, invalid).await;
        page.announces(t("failure.vendor-broken")).await;
        page.does_not_announce("cannot start").await;
        for sentence in ["clubmet", "base-url is missing", "fr_FR", "hash", "night"] {
            page.reports(sentence).await;
        }
        page.screenshot("element-bad-attributes").await;
    });
}

#[test]
fn invalid_attribute_sends_no_request() {
    journey("element-wrong", |page| async move {
        page.allow_in_console("cannot start");
        let valid = host_page::open(&page).await;
        host_page::define(&page).await;
        let address = format!("{}?v=1", valid["base-url"].as_str().expect("an address"));
        for (name, value) in [
            ("locale", "fr_FR"),
            ("locales", "fr-FR fr_BE"),
            ("routing", "hash"),
            ("shadow", "closed"),
            ("theme", "night"),
            ("view", "list"),
            ("base-url", &address),
            ("support-url", "javascript:help()"),
        ] {
            let mut invalid = valid.clone();
            invalid[name] = json!(value);
            page.sandbox.clear_requests().await;
            let script = "window.element?.remove(); window.element = makeElement(arguments[0]);
                element.credentials = credentials; document.querySelector('main').append(element)";
            page.evaluate(script, &[invalid]).await.expect("the host adds it");
            // The customer's language is still known.
            let language = if name == "locales" { "fr" } else { "en" };
            page.announces(catalogue(language).t("failure.vendor-broken")).await;
            page.reports(&format!("cannot start: {name} ")).await;
            assert_eq!(page.sandbox.requests_by("GET").await, Vec::<Value>::new(), "{name}");
        }
    });
}

#[test]
fn support_url_is_offered_where_trying_again_cannot_help() {
    journey("element-support", |page| async move {
        for status in ["401 (", "403 (", "404 (", "500 ("] {
            page.allow_in_console(status);
        }
        let mut attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let url = "https://help.example.com/profile?from=carnet#top";
        for (customer, message, is_offered) in [
            ("900000002", "failure.not-allowed", true),
            ("900000003", "failure.not-found", true),
            ("900000005", "failure.vendor-broken", true),
            ("900000010", "failure.signed-out", false),
        ] {
            attributes["customer-id"] = json!(customer);
            for support in [Some(url), None] {
                attributes["support-url"] = json!(support.unwrap_or_default());
                let script = "window.element?.remove(); window.element = makeElement(arguments[0]);
                    element.credentials = credentials; document.querySelector('main').append(element)";
                page.evaluate(script, &[attributes.clone()]).await.expect("the host adds it");
                page.announces(t(message)).await;
                let links = "return all('a').map((link) => [text(link), link.href, link.target])";
                let wanted = match support {
                    Some(url) if is_offered => json!([[t("failure.contact"), url, "_top"]]),
                    _ => json!([]),
                };
                assert_eq!(page.evaluate(links, &[]).await, Ok(wanted), "{customer} {support:?}");
            }
            page.screenshot(&format!("support-{customer}")).await;
        }
    });
}

#[test]
fn locale_attribute_overrides_choice_and_invalid_one_keeps_draft() {
    journey("element-locale", |page| async move {
        page.allow_in_console("that is no language tag");
        let mut attributes = host_page::open(&page).await;
        attributes["locale"] = json!("en-US");
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        let has_language = "return element.lang === arguments[0]";
        // The host can set the same locale again after the customer has chosen another.
        page.choose_language("français (France)").await;
        page.wait_until("French", has_language, &[json!("fr-FR")]).await;
        page.evaluate("element.setAttribute('locale', 'en-US')", &[]).await.expect("the host sets it");
        page.wait_until("English", has_language, &[json!("en-US")]).await;
        // An invalid locale is reported in the console, and the customer is not asked to leave the form.
        page.evaluate("element.setAttribute('locale', 'fr_FR')", &[]).await.expect("the host sets it");
        page.evaluate("element.setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        page.wait_until("German", has_language, &[json!("de-DE")]).await;
        // Without the attribute, the customer's choice is used.
        page.evaluate("element.removeAttribute('locale')", &[]).await.expect("the host removes it");
        page.wait_until("French", has_language, &[json!("fr-FR")]).await;
        let dialogs = page.evaluate("return all('dialog[open]').length", &[]).await;
        assert_eq!(dialogs, Ok(json!(0)));
        assert_eq!(page.value(catalogue("fr").t("label.first-name")).await, "Camilla");
    });
}

#[test]
fn moved_element_keeps_draft_and_removed_element_starts_again() {
    journey("element-moved", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        let moved =
            "const aside = document.body.appendChild(document.createElement('aside')); aside.append(element)";
        page.evaluate(moved, &[]).await.expect("the host moves it");
        page.has_heading(section("identity")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla", "the draft is kept");
        page.evaluate("element.remove()", &[]).await.expect("the host removes it");
        page.wait_until("nothing is left", "return all('h1').length === 0", &[]).await;
        page.evaluate("document.querySelector('main').append(element)", &[])
            .await
            .expect("the host adds it again");
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn can_leave_asks_customer_and_focus_goes_to_heading() {
    journey("element-leave", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        let ask_to_leave = || async { page.evaluate("askToLeave()", &[]).await.expect("the host asks") };
        ask_to_leave().await;
        page.wait_until("true without unsaved changes", "return mayLeave === true", &[]).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        ask_to_leave().await;
        page.has_focus("button", t("leave.stay")).await;
        page.press(t("leave.stay")).await;
        page.wait_until("false when the customer stays", "return mayLeave === false", &[]).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.evaluate("document.querySelector('carnet-profile').focus()", &[])
            .await
            .expect("the host moves the focus");
        page.has_focus("h1", section("identity")).await;
        ask_to_leave().await;
        page.discard().await;
        page.wait_until("true when the customer discards", "return mayLeave === true", &[]).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camille");
    });
}

#[test]
fn stylesheet_of_host_reaches_every_part() {
    let manifest: Value =
        serde_json::from_str(include_str!("../../web/custom-elements.json")).expect("the manifest is JSON");
    let parts = manifest["modules"][0]["declarations"][0]["cssParts"].clone();
    let parts = parts.as_array().into_iter().flatten().filter_map(|part| part["name"].as_str());
    let parts: BTreeSet<String> = parts.map(str::to_owned).collect();
    journey("element-parts", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "const sheet = document.createElement('style');
            sheet.textContent = arguments[1].map((name) => `carnet-profile::part(${name}) { --reached: ${name} }`).join('');
            document.head.append(sheet);
            const element = makeElement(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes, json!(parts)]).await.expect("the host adds it");
        page.has_heading("Camille Moreau-Lefèvre").await;
        let parts_on_page =
            "return [...elements()[0].shadowRoot.querySelectorAll('[part]')].flatMap((node) => {
            const reached = getComputedStyle(node).getPropertyValue('--reached').trim();
            return node.part.contains(reached) ? [...node.part] : [`not reached: ${node.part}`];
        })";
        let mut all = BTreeSet::new();
        let mut collect_parts = async || {
            let found = page.evaluate(parts_on_page, &[]).await.expect("the page can be read");
            all.extend(serde_json::from_value::<Vec<String>>(found).expect("names"));
        };
        page.evaluate("all('#locale')[0].click()", &[]).await.expect("the list is opened");
        page.shows("British English").await;
        collect_parts().await;
        page.edit("preferences").await;
        page.has_heading(section("preferences")).await;
        collect_parts().await;
        page.cancel().await;
        page.edit("contact").await;
        page.fill(t("label.email"), "camille").await;
        page.review().await;
        page.announces(t("form.problem")).await;
        collect_parts().await;
        page.fill(t("label.email"), "milla@example.org").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        collect_parts().await;
        let other = json!({"email": "camilla@example.org"});
        page.sandbox.patch("301000001", other).await;
        page.save().await;
        page.has_heading(t("clash.title")).await;
        collect_parts().await;
        page.press(t("review.back")).await;
        page.cancel().await;
        page.discard().await;
        page.press(&edit_button("address")).await;
        page.fill(t("label.street"), "UNKNOWN").await;
        page.save().await;
        page.shows(t("address.force")).await;
        collect_parts().await;
        assert_eq!(all, parts);
    });
}

#[test]
fn two_elements_work_on_one_page() {
    journey("element-two", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "for (const id of ['301000001', '301000002']) {
              const element = makeElement({ ...arguments[0], 'customer-id': id });
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.evaluate(script, &[attributes]).await.expect("the host adds them");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_heading("Ana Ruiz").await;
        let edit = "all('button', elements()[1].shadowRoot).find(one => text(one) === arguments[0]).click()";
        page.evaluate(edit, &[json!(edit_button("identity"))]).await.expect("the second form opens");
        page.has_heading(section("identity")).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.evaluate("elements()[0].remove()", &[]).await.expect("the first is removed");
        page.fill(t("label.first-name"), "Anna").await;
        page.review().await;
        page.save().await;
        page.has_heading("Anna Ruiz").await;
    });
}

#[test]
fn two_vendors_on_one_page_are_independent() {
    journey("element-two-vendors", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let mut other = attributes.clone();
        other["vendor"] = json!("capillary");
        other["base-url"] = json!(format!("{}/capillary", page.sandbox.address));
        other["customer-id"] = json!("17742");
        other["source"] = json!("INSTORE");
        other["locale"] = json!("fr-FR");
        let script = "for (const attributes of arguments) {
              const element = makeElement(attributes);
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.evaluate(script, &[attributes, other]).await.expect("the host adds them");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_heading("Camille Moreau").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.evaluate("elements()[1].setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        page.wait_until(
            "German",
            "return elements()[1].lang === 'de-DE' && elements()[0].lang === 'en-US'",
            &[],
        )
        .await;
        page.evaluate("elements()[1].remove()", &[]).await.expect("the second is removed");
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
        page.review().await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        let repeated = "const files = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.wasm'));
            return files.filter((name, index) => files.indexOf(name) !== index)";
        assert_eq!(page.evaluate(repeated, &[]).await, Ok(json!([])), "the app is loaded once for both");
    });
}

#[test]
fn routing_attribute_starts_and_stops_following_fragment() {
    journey("element-routing", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        page.has_fragment("").await;
        page.evaluate("element.setAttribute('routing', 'fragment')", &[]).await.expect("the host sets it");
        page.has_fragment("#/customers/301000001").await;
        page.edit("identity").await;
        page.has_fragment("#/customers/301000001/edit/identity").await;
        page.evaluate("element.setAttribute('routing', 'none')", &[]).await.expect("the host sets it");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("contact").await;
        page.has_heading(section("contact")).await;
        page.has_fragment("#/customers/301000001/edit/identity").await;
    });
}

#[test]
fn labels_replace_texts_of_catalogue() {
    journey("element-labels", |page| async move {
        page.allow_in_console("view.titel");
        page.allow_in_console("is none of en");
        let attributes = host_page::open(&page).await;
        let script = "window.element = makeElement(arguments[0]); element.credentials = credentials;
            element.labels = { en: { 'section.identity': 'About you', 'view.titel': 'x' }, fr: { 'section.identity': 'Qui vous êtes' }, xx: {} };
            document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        host_page::define(&page).await;
        page.press(&format!("{} About you", t("view.edit-all"))).await;
        page.has_heading("About you").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.evaluate("element.setAttribute('locale', 'fr-FR')", &[]).await.expect("the host sets it");
        page.has_heading("Qui vous êtes").await;
        assert_eq!(page.value(catalogue("fr").t("label.first-name")).await, "Camilla", "the draft is kept");
        page.evaluate("element.labels = { fr: { 'label.first-name': 'Petit nom' } }", &[])
            .await
            .expect("labels can be set at any time");
        page.has_heading(catalogue("fr").t("section.identity")).await;
        assert_eq!(page.value("Petit nom").await, "Camilla");
        // Labels can also be set while another language is being loaded.
        let both = "element.setAttribute('locale', 'de-DE'); element.labels = { de: { 'label.first-name': 'Rufname' } }";
        page.evaluate(both, &[]).await.expect("the host sets both");
        page.shows("Rufname").await;
        let invalid = "try { element.labels = { fr: 'Identité' } } catch (error) { return error.name }";
        assert_eq!(page.evaluate(invalid, &[]).await, Ok(json!("TypeError")));
    });
}

#[test]
fn events_and_credentials_calls_follow_save_and_failure() {
    journey("element-events", |page| async move {
        page.allow_in_console("401 (Unauthorized)");
        page.allow_in_console("403 (Forbidden)");
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "window.element = makeElement(arguments[0]); element.credentials = credentials;
            window.titles = [];
            element.addEventListener('carnet-titlechange', ({ detail }) => titles.push(detail.title));
            document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.edit("identity").await;
        assert_eq!(
            page.evaluate("return credentialsCalls", &[]).await,
            Ok(json!(1)),
            "credentials are requested once"
        );
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.sandbox.inject_fault(json!({"fault": "unauthorized", "method": "PATCH"})).await;
        page.sandbox.inject_fault(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("failure.not-allowed")).await;
        assert_eq!(
            page.evaluate("return credentialsCalls", &[]).await,
            Ok(json!(2)),
            "and again after a 401"
        );
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.choose_language("British English").await;
        let wanted = json!([
            ["ready", {}],
            ["failure", {"kind": "not-allowed"}],
            ["saved", {"fields": ["first-name"]}],
            ["localechange", {"locale": "en-GB"}],
        ]);
        let script = "return JSON.stringify(events) === JSON.stringify(arguments[0]) || events";
        page.wait_until("the events", script, &[wanted]).await;
        let titles = page.evaluate("return titles", &[]).await;
        let wanted = [t("view.title"), t("section.identity"), t("review.title"), t("view.title")];
        assert_eq!(
            titles,
            Ok(json!(wanted)),
            "one event for each title, and none when another language has the same title"
        );
    });
}

#[test]
fn created_event_has_customer_id() {
    journey("element-created", |page| async move {
        let mut attributes = host_page::open(&page).await;
        attributes.as_object_mut().expect("attributes").remove("customer-id");
        attributes["view"] = json!("create");
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.choose(t("label.civility"), "Mr").await;
        page.fill(t("label.first-name"), "Tim").await;
        page.fill(t("label.last-name"), "Stone").await;
        page.press(t("create.check")).await;
        page.press(t("create.send")).await;
        page.has_heading("Tim Stone").await;
        let script = "return events.some(([name, detail]) => name === 'created' && /^2000000\\d\\d$/.test(detail.customerId)) || events";
        page.wait_until("the events", script, &[]).await;
    });
}
