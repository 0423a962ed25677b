//! The app's own tables are those of `web/contract.json`, from which everything else is made: the loader's checks, the
//! demonstration, the types and the documentation.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use carnet::{
    config::Config,
    domain::Field,
    i18n::{LOCALES, LanguageTag, PSEUDO, RIGHT_TO_LEFT, VARIETIES},
    vendor_api::Vendor,
};
use serde_json::Value;

use crate::element::{contract, entries, names, read};

/// The attributes of an element.
type Attributes = BTreeMap<String, String>;

fn text(entry: &Value, member: &str) -> String {
    entry[member].as_str().unwrap_or_else(|| panic!("web/contract.json: {member} of {entry}")).to_owned()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

fn values(entry: &Value) -> Vec<String> {
    match entry["format"].as_str() {
        Some("flag") => vec!["true".to_owned(), "false".to_owned()],
        Some("vendor") => names(&contract(), "vendors"),
        _ => texts(&entry["values"]),
    }
}

/// The attributes of an element of this vendor that sets only those that are required.
fn required_attributes(vendor: &Value) -> Attributes {
    let mut attributes = Attributes::from([
        ("vendor".to_owned(), text(vendor, "name")),
        ("base-url".to_owned(), "https://api.example.com".to_owned()),
        ("customer-id".to_owned(), text(vendor, "customer")),
    ]);
    for parameter in entries(vendor, "parameters") {
        if parameter["required"] == "yes" {
            attributes.insert(text(&parameter, "name"), values(&parameter)[0].clone());
        }
    }
    attributes
}

/// Every attribute in the contract, each with its vendor: Club Med for an attribute that every vendor has.
fn attributes() -> Vec<(Value, Value)> {
    let contract = contract();
    let vendors = entries(&contract, "vendors");
    let general = entries(&contract, "attributes").into_iter().map(|entry| (vendors[0].clone(), entry));
    let parameters = vendors.iter().flat_map(|vendor| {
        entries(vendor, "parameters").into_iter().map(|parameter| (vendor.clone(), parameter))
    });
    general.chain(parameters).collect()
}

fn sentences(attributes: &Attributes) -> Vec<String> {
    let errors = Config::read(|name| attributes.get(name).cloned()).err().unwrap_or_default();
    errors.into_iter().map(|error| error.0).collect()
}

/// The values that an error message lists as valid: "it must be one of a, b." or "it must be a or b."
fn listed_values(sentence: &str) -> Vec<String> {
    let (_, list) = sentence.split_once("must be ").unwrap_or_else(|| panic!("{sentence}"));
    let list = list.trim_end_matches('.').rsplit(" of ").next().unwrap_or_default();
    list.split(", ").flat_map(|part| part.split(" or ")).map(str::to_owned).collect()
}

#[test]
fn vendors_are_those_of_the_contract() {
    assert_eq!(
        names(&contract(), "vendors"),
        Vendor::names(),
        "Vendor::ALL (src/vendor_api/mod.rs) and `vendors` in web/contract.json must be the same"
    );
}

#[test]
fn attributes_that_the_app_reads_are_those_of_the_contract() {
    let contract = contract();
    let general = names(&contract, "attributes");
    for vendor in entries(&contract, "vendors") {
        let read = RefCell::new(Vec::new());
        let attributes = required_attributes(&vendor);
        let _ = Config::read(|name| {
            read.borrow_mut().push(name.to_owned());
            attributes.get(name).cloned()
        });
        let read: BTreeSet<String> = read.into_inner().into_iter().collect();
        let parameters = names(&vendor, "parameters");
        let listed: BTreeSet<String> = general.iter().chain(&parameters).cloned().collect();
        let name = text(&vendor, "name");
        let unread: Vec<_> = listed.difference(&read).collect();
        assert!(
            unread.is_empty(),
            "web/contract.json has attributes that the app does not read for {name}: read them in src/config.rs or in \
             the vendor's PARAMETERS: {unread:?}"
        );
        let unlisted: Vec<_> = read.difference(&listed).collect();
        assert!(
            unlisted.is_empty(),
            "the app reads attributes for {name} that web/contract.json lacks: add them there: {unlisted:?}"
        );
    }
}

#[test]
fn parameters_have_the_order_of_the_contract() {
    for vendor in entries(&contract(), "vendors") {
        let read = RefCell::new(Vec::<String>::new());
        let name = text(&vendor, "name");
        let known = Vendor::parse(&name).unwrap_or_else(|| panic!("Vendor::parse must accept {name}"));
        let _ = known.query(|name| {
            let mut read = read.borrow_mut();
            if !read.iter().any(|other| other == name) {
                read.push(name.to_owned());
            }
            None
        });
        assert_eq!(
            read.into_inner(),
            names(&vendor, "parameters"),
            "{name}: PARAMETERS in src/vendor_api/ and `parameters` in web/contract.json must have the same order, or \
             the early request differs from the app's"
        );
    }
}

#[test]
fn values_that_the_app_accepts_are_those_of_the_contract() {
    for (vendor, entry) in attributes() {
        let (name, format) = (text(&entry, "name"), text(&entry, "format"));
        let mut others = required_attributes(&vendor);
        for (needed, value) in entry["needs"].as_object().into_iter().flatten() {
            others.insert(needed.clone(), value.as_str().unwrap_or_default().to_owned());
        }
        let read = |value: &str| {
            let mut attributes = others.clone();
            attributes.insert(name.clone(), value.to_owned());
            sentences(&attributes)
        };
        let (right, wrong): (Vec<String>, &[&str]) = match format.as_str() {
            "text" => (vec!["1".to_owned()], &[]),
            "url" => (vec!["/gateway".to_owned()], &["/gateway?a=b", "/gateway#a"]),
            "contact" => (
                vec!["https://example.com/help?a#b".to_owned(), "mailto:help@example.com".to_owned()],
                &["http://example.com", "/help", "javascript:help()"],
            ),
            "locale" => (vec!["fr-BE".to_owned()], &["fr_BE"]),
            "locales" => (vec!["fr-BE, de-DE en-US".to_owned()], &["en-US fr_BE"]),
            // Other vendors require other attributes: `vendors_are_those_of_the_contract` checks the names.
            "vendor" => (Vec::new(), &["?"]),
            "one-of" | "flag" => (values(&entry), &["?"]),
            "some-of" => (vec![values(&entry).join(",")], &["?"]),
            "whole" => (vec!["0".to_owned(), "9007199254740993".to_owned()], &["-1", "1.5"]),
            "moment" => (vec!["2026-01-31".to_owned(), "2026-01-31T12:00:00Z".to_owned()], &["2026"]),
            other => panic!("web/contract.json: {name} has the format {other}: add its values to this test"),
        };
        for value in right {
            let errors = read(&value);
            assert!(
                errors.is_empty(),
                "web/contract.json allows {name}=\"{value}\", but the app does not: {errors:?}"
            );
        }
        for value in wrong {
            let errors = read(value);
            assert_eq!(
                errors.len(),
                1,
                "the app must reject {name}=\"{value}\" with one message: {errors:?}"
            );
            assert!(errors[0].starts_with(&name), "the message must name {name}: {errors:?}");
            if !values(&entry).is_empty() {
                assert_eq!(
                    listed_values(&errors[0]),
                    values(&entry),
                    "the values of {name} in the app and in web/contract.json must be the same"
                );
            }
        }
    }
}

#[test]
fn defaults_of_the_app_are_those_of_the_contract() {
    for (vendor, entry) in attributes() {
        // A parameter is sent as it is: its default is the vendor's.
        let (Some(default), false) = (entry["default"].as_str(), entry["format"] == "flag") else { continue };
        let name = text(&entry, "name");
        if names(&vendor, "parameters").contains(&name) {
            continue;
        }
        let without = required_attributes(&vendor);
        let mut with = without.clone();
        with.insert(name.clone(), default.to_owned());
        let read = |attributes: &Attributes| Config::read(|name| attributes.get(name).cloned());
        assert_eq!(
            read(&with),
            read(&without),
            "the default of {name} in web/contract.json is not the app's"
        );
    }
}

#[test]
fn parameters_that_the_app_requires_are_those_of_the_contract() {
    for (vendor, entry) in attributes() {
        let name = text(&entry, "name");
        let mut attributes = required_attributes(&vendor);
        if entry["required"] == "yes" {
            attributes.remove(&name);
            let errors = sentences(&attributes);
            let starts = errors.iter().any(|error| error.starts_with(&format!("{name} is missing")));
            // Without a vendor other messages follow.
            assert!(starts, "web/contract.json requires {name}, but the app does not: {errors:?}");
        }
        for (needed, value) in entry["needs"].as_object().into_iter().flatten() {
            attributes.insert(name.clone(), "0".to_owned());
            let errors = sentences(&attributes);
            let value = value.as_str().unwrap_or_default();
            assert!(
                errors.len() == 1 && errors[0].starts_with(&name) && errors[0].contains(value),
                "{name} needs {value} in {needed} by web/contract.json, but not by the app: {errors:?}"
            );
        }
    }
}

#[test]
fn locales_are_those_of_the_contract() {
    let contract = contract();
    assert_eq!(
        texts(&contract["locales"]),
        LOCALES,
        "LOCALES (src/i18n/mod.rs) and `locales` in web/contract.json must be the same"
    );
    let pseudo = contract["pseudoLocales"].as_object().expect("pseudoLocales is an object");
    assert_eq!(
        pseudo.keys().collect::<BTreeSet<_>>(),
        PSEUDO.iter().map(|tag| (*tag).to_owned()).collect::<BTreeSet<_>>().iter().collect(),
        "PSEUDO (src/i18n/mod.rs) and `pseudoLocales` in web/contract.json must be the same"
    );
}

#[test]
fn varieties_are_those_of_the_contract() {
    let contract = contract();
    let listed = contract["varieties"].as_object().expect("varieties is an object");
    let listed: BTreeMap<String, (String, String)> = listed
        .iter()
        .map(|(name, entry)| (name.clone(), (text(entry, "of"), texts(&entry["regions"]).join(" "))))
        .collect();
    let own = VARIETIES
        .iter()
        .map(|(name, of, regions)| ((*name).to_owned(), ((*of).to_owned(), (*regions).to_owned())));
    assert_eq!(
        own.collect::<BTreeMap<_, _>>(),
        listed,
        "VARIETIES (src/i18n/mod.rs) and `varieties` in web/contract.json must be the same"
    );
}

#[test]
fn language_aliases_are_those_of_the_contract() {
    let letters = || 'a'..='z';
    let two = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    let two: Vec<String> = two.collect();
    let three = two.iter().flat_map(|code| letters().map(move |third| format!("{code}{third}")));
    let mut aliases = BTreeMap::new();
    for code in two.iter().cloned().chain(three) {
        let tag = LanguageTag::parse(&code).expect("two or three letters are a valid tag");
        if tag.language() != code {
            aliases.insert(code, tag.language().to_owned());
        }
    }
    let listed = contract()["languageAliases"].clone();
    assert_eq!(
        serde_json::to_value(aliases).expect("texts"),
        listed,
        "ALIASES (src/i18n/tag.rs) and `languageAliases` in web/contract.json must be the same"
    );
}

#[test]
fn right_to_left_scripts_are_those_of_the_contract() {
    assert_eq!(
        texts(&contract()["rightToLeftScripts"]),
        RIGHT_TO_LEFT,
        "RIGHT_TO_LEFT (src/i18n/script.rs) and `rightToLeftScripts` in web/contract.json must be the same"
    );
}

/// The names of the values in a member of an event's detail.
fn detail_values(event: &str, member: &str, kind: &str) -> Vec<String> {
    let contract = contract();
    let found = entries(&contract, "events").into_iter().find(|entry| entry["name"] == event);
    let found = found.unwrap_or_else(|| panic!("web/contract.json has no event {event}"));
    names(&found["detail"][member], kind)
}

#[test]
fn carnet_saved_field_names_are_those_of_the_contract() {
    let names: Vec<String> = Field::all().map(|field| field.name().to_owned()).collect();
    assert_eq!(
        names,
        detail_values("carnet-saved", "fields", "listOf"),
        "hosts depend on these names: Field::name (src/domain/field.rs) and web/contract.json must have the same, in the \
         same order"
    );
}

#[test]
fn failure_kinds_are_those_of_the_contract() {
    let source = read("src/event.rs");
    let (_, body) = source.split_once("impl Event").expect("the names of the kinds are in its functions");
    let mut kinds: BTreeSet<String> = body.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    // Where the app cannot run, only the scripts can say so.
    let scripts = [read("web/carnet.js"), read("web/frame.js")];
    assert!(scripts.iter().all(|script| script.contains("kind: \"stopped\"")));
    kinds.insert("stopped".to_owned());
    assert_eq!(
        kinds,
        detail_values("carnet-failure", "kind", "oneOf").into_iter().collect(),
        "the kinds in Event::failure (src/event.rs) and in web/contract.json must be the same"
    );
}
