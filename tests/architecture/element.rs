//! The element's contract: the manifest agrees with the code. `cargo xtask docs` generates the documentation from it.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use crate::source::{root, sources};

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the element's declaration in the manifest.
fn element() -> Value {
    let manifest: Value = serde_json::from_str(&read("web/custom-elements.json")).expect("it is JSON");
    manifest["modules"][0]["declarations"][0].clone()
}

fn entries(element: &Value, list: &str) -> Vec<Value> {
    element[list].as_array().cloned().unwrap_or_default()
}

fn names(element: &Value, list: &str) -> BTreeSet<String> {
    let name = |entry: &Value| entry["name"].as_str().expect("a name").to_owned();
    entries(element, list).iter().map(name).collect()
}

/// Returns the texts in double quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn manifest_attributes_are_those_the_code_reads() {
    let loader = read("web/carnet.js");
    let between = |from: &str, to: &str| {
        let rest = loader.split_once(from).unwrap_or_else(|| panic!("{from} in the loader")).1;
        rest.split_once(to).expect("the end of it").0.to_owned()
    };
    let mut read_by_code: BTreeSet<String> =
        quoted(&between("const ATTRIBUTES = [", "...")).map(str::to_owned).collect();
    let parameters = between("const PARAMETERS = {", "\n};");
    let lines = parameters.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    read_by_code.extend(lines.map(|(name, _)| name.trim_matches('"').to_owned()));
    assert!(loader.contains("getAttribute(\"shadow\")"));
    read_by_code.insert("shadow".to_owned());
    // Only the stylesheets read it.
    read_by_code.insert("theme".to_owned());
    assert!(read("style/tokens.css").contains(":host([theme=\"dark\"])"));
    assert_eq!(names(&element(), "attributes"), read_by_code);
}

#[test]
fn manifest_events_are_those_the_code_emits() {
    let emitted: BTreeSet<String> = quoted(&read("src/embed/events.rs"))
        .filter(|text| text.starts_with("carnet-") && !text.contains('{') && *text != "carnet-leave")
        .map(str::to_owned)
        .collect();
    assert_eq!(names(&element(), "events"), emitted);
    let failures = read("src/pages/error_panel.rs");
    let slugs =
        failures.split_once("fn event_code").expect("their names").1.split_once("\n}").expect("the end").0;
    let kinds = entries(&element(), "events").into_iter().find(|event| event["name"] == "carnet-failure");
    let kinds = kinds.expect("the event")["type"]["text"].as_str().expect("its type").to_owned();
    assert_eq!(quoted(&kinds).collect::<BTreeSet<_>>(), quoted(slugs).collect::<BTreeSet<_>>());
}

#[test]
fn manifest_css_properties_have_the_defaults_of_the_stylesheet() {
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
    let listed = entries(&element(), "cssProperties");
    let listed: BTreeSet<_> = listed.iter().map(|one| (text(one, "name"), text(one, "default"))).collect();
    assert_eq!(listed, set);
}

#[test]
fn manifest_parts_are_those_the_code_renders() {
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
    assert_eq!(names(&element(), "cssParts"), rendered);
}

#[test]
fn contract_within_a_version_loses_no_name() {
    let element = element();
    let mut now = BTreeSet::new();
    for list in ["attributes", "members", "events", "cssProperties", "cssParts"] {
        now.extend(names(&element, list).into_iter().map(|name| format!("{list} {name}")));
    }
    let published = read("tests/architecture/contract.txt");
    let mut lines = published.lines();
    let version = lines.next().expect("its version");
    assert!(
        read("web/carnet.js").contains(&format!("  static contract = {version};\n")),
        "version {version}"
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
