//! The element's contract: `web/contract.json` agrees with the code that renders and emits. `cargo xtask docs` generates
//! the custom elements manifest and the documentation from it.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use crate::source::{root, sources};

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the contract.
pub(crate) fn contract() -> Value {
    serde_json::from_str(&read("web/contract.json")).expect("web/contract.json is JSON")
}

/// Returns the entries of a list.
pub(crate) fn entries(value: &Value, list: &str) -> Vec<Value> {
    value[list].as_array().cloned().unwrap_or_default()
}

/// Returns the names of the entries of a list, in order.
pub(crate) fn names(value: &Value, list: &str) -> Vec<String> {
    let name = |entry: &Value| entry["name"].as_str().expect("a name").to_owned();
    entries(value, list).iter().map(name).collect()
}

fn name_set(list: &str) -> BTreeSet<String> {
    names(&contract(), list).into_iter().collect()
}

/// Returns the texts in double quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn attributes_that_the_app_does_not_observe_have_another_reader() {
    let unobserved = |entry: &Value| entry["observed"] == false;
    let unobserved: Vec<String> = entries(&contract(), "attributes")
        .into_iter()
        .filter(unobserved)
        .map(|entry| entry["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(unobserved, ["theme", "shadow"], "`observed` in web/contract.json");
    assert!(read("style/tokens.css").contains(":host([theme=\"dark\"])"), "the style sheets read theme");
    assert!(read("web/carnet.js").contains("getAttribute(\"shadow\")"), "the loader reads shadow");
}

#[test]
fn chunks_that_the_loader_fetches_early_exist() {
    let loader = read("web/carnet.js");
    let (_, prefetch) = loader.split_once("const PREFETCH = ").expect("web/carnet.js has PREFETCH");
    let (prefetch, _) = prefetch.split_once(';').expect("PREFETCH ends");
    let declared = read("src/pages/chunks.rs");
    let chunks: Vec<&str> = quoted(prefetch).collect();
    assert!(!chunks.is_empty(), "PREFETCH in web/carnet.js");
    for chunk in chunks {
        assert!(declared.contains(&format!(" {chunk}: fn ")), "src/pages/chunks.rs has no chunk {chunk}");
    }
}

#[test]
fn contract_events_are_those_the_code_emits() {
    let emitted: BTreeSet<String> = quoted(&read("src/embed/events.rs"))
        .filter(|text| text.starts_with("carnet-") && !text.contains('{') && *text != "carnet-leave")
        .map(str::to_owned)
        .collect();
    assert_eq!(
        name_set("events"),
        emitted,
        "web/contract.json and src/embed/events.rs must have the same events"
    );
}

#[test]
fn contract_css_properties_have_the_defaults_of_the_stylesheet() {
    let tokens = read("style/tokens.css");
    let mut set: BTreeSet<(String, String)> = BTreeSet::new();
    for line in tokens.lines() {
        if let Some((name, value)) =
            line.trim().strip_prefix("--carnet-").and_then(|line| line.split_once(": "))
            && let Some(value) = value.strip_suffix(';')
            && !set.iter().any(|(other, _)| *other == format!("--carnet-{name}"))
        {
            set.insert((format!("--carnet-{name}"), value.to_owned()));
        }
    }
    let text = |entry: &Value, member: &str| entry[member].as_str().expect("a text").to_owned();
    let listed = entries(&contract(), "cssProperties");
    let listed: BTreeSet<_> = listed.iter().map(|one| (text(one, "name"), text(one, "default"))).collect();
    assert_eq!(listed, set);
}

#[test]
fn contract_parts_are_those_the_code_renders() {
    let mut rendered = BTreeSet::new();
    let mut note = |text: &str| rendered.extend(text.split(' ').map(str::to_owned));
    for source in sources(&["src"]) {
        for part in source.text.split("part=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)) {
            note(part);
        }
        // The parts of a button depend on its weight.
        for text in quoted(&source.text).filter(|text| text.starts_with("button ")) {
            note(text);
        }
    }
    assert_eq!(name_set("cssParts"), rendered);
}

#[test]
fn contract_within_a_version_loses_no_name() {
    let contract = contract();
    let mut now = BTreeSet::new();
    for list in ["attributes", "members", "events", "cssProperties", "cssParts"] {
        now.extend(name_set(list).into_iter().map(|name| format!("{list} {name}")));
    }
    for vendor in entries(&contract, "vendors") {
        now.extend(names(&vendor, "parameters").into_iter().map(|name| format!("attributes {name}")));
    }
    let published = read("tests/architecture/contract.txt");
    let mut lines = published.lines();
    let member = entries(&contract, "members").into_iter().find(|member| member["name"] == "contract");
    let version = member.expect("the member `contract`")["type"]["text"].clone();
    assert_eq!(
        lines.next(),
        version.as_str(),
        "the version in tests/architecture/contract.txt and the type of the member `contract` in web/contract.json"
    );
    let lines: BTreeSet<String> = lines.map(str::to_owned).collect();
    let gone: Vec<_> = lines.difference(&now).collect();
    assert!(gone.is_empty(), "hosts may use these names: restore them, or increase the version: {gone:?}");
    let new: Vec<_> = now.difference(&lines).collect();
    assert!(
        new.is_empty(),
        "these names become part of the contract: add them to tests/architecture/contract.txt: {new:?}"
    );
}
