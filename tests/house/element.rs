//! The element's contract: what its manifest says is what the code does and what the page of documentation has.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use crate::source::{root, sources};

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What the manifest says of the element.
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

/// The texts in double quotes within a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn every_attribute_is_one_that_is_heeded() {
    let loader = read("web/carnet.js");
    let between = |from: &str, to: &str| {
        let rest = loader.split_once(from).unwrap_or_else(|| panic!("{from} in the loader")).1;
        rest.split_once(to).expect("the end of it").0.to_owned()
    };
    let mut heeded: BTreeSet<String> =
        quoted(&between("const ATTRIBUTES = [", "...")).map(str::to_owned).collect();
    let parameters = between("const PARAMETERS = {", "\n};");
    let lines = parameters.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    heeded.extend(lines.map(|(name, _)| name.trim_matches('"').to_owned()));
    assert!(loader.contains("getAttribute(\"shadow\")"));
    heeded.insert("shadow".to_owned());
    // The sheets alone heed it.
    heeded.insert("theme".to_owned());
    assert!(read("style/tokens.css").contains(":host([theme=\"dark\"])"));
    assert_eq!(names(&element(), "attributes"), heeded);
}

#[test]
fn every_event_is_one_that_is_told() {
    let told: BTreeSet<String> = quoted(&read("src/embed/events.rs"))
        .filter(|text| text.starts_with("carnet-") && !text.contains('{') && *text != "carnet-leave")
        .map(str::to_owned)
        .collect();
    assert_eq!(names(&element(), "events"), told);
    let failures = read("src/pages/error_panel.rs");
    let slugs =
        failures.split_once("fn event_code").expect("their names").1.split_once("\n}").expect("the end").0;
    let kinds = entries(&element(), "events").into_iter().find(|event| event["name"] == "carnet-failure");
    let kinds = kinds.expect("the event")["type"]["text"].as_str().expect("its type").to_owned();
    assert_eq!(quoted(&kinds).collect::<BTreeSet<_>>(), quoted(slugs).collect::<BTreeSet<_>>());
}

#[test]
fn every_token_of_the_look_is_told_with_what_it_is_unless_said() {
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
    let told = entries(&element(), "cssProperties");
    let told: BTreeSet<_> = told.iter().map(|one| (text(one, "name"), text(one, "default"))).collect();
    assert_eq!(told, set);
}

#[test]
fn every_part_is_one_that_is_there() {
    let mut there = BTreeSet::new();
    let mut note = |text: &str| there.extend(text.split(' ').map(str::to_owned));
    for source in sources(&["src"]) {
        for part in source.text.split("part=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)) {
            note(part);
        }
        // A button's depend on its weight.
        for text in quoted(&source.text).filter(|text| text.starts_with("button ")) {
            note(text);
        }
    }
    assert_eq!(names(&element(), "cssParts"), there);
}

#[test]
fn what_a_host_holds_on_to_stays_within_a_version() {
    let element = element();
    let mut now = BTreeSet::new();
    for list in ["attributes", "members", "events", "cssProperties", "cssParts"] {
        now.extend(names(&element, list).into_iter().map(|name| format!("{list} {name}")));
    }
    let published = read("tests/house/contract.txt");
    let mut lines = published.lines();
    let version = lines.next().expect("its version");
    assert!(
        read("web/carnet.js").contains(&format!("  static contract = {version};\n")),
        "version {version}"
    );
    let lines: BTreeSet<String> = lines.map(str::to_owned).collect();
    let gone: Vec<_> = lines.difference(&now).collect();
    assert!(
        gone.is_empty(),
        "a host may hold on to these: put them back, or begin another version: {gone:?}"
    );
    let new: Vec<_> = now.difference(&lines).collect();
    assert!(new.is_empty(), "these are to stay from now on: add them to tests/house/contract.txt: {new:?}");
}

#[test]
fn the_page_of_documentation_has_all_of_it() {
    let (page, element) = (read("docs/embedding.md"), element());
    let cell = |value: &Value| value.as_str().map(|text| text.replace('|', "\\|")).unwrap_or_default();
    let code = |value: &Value| if value.is_null() { String::new() } else { format!("`{}`", cell(value)) };
    for (list, is_typed, is_preset) in [
        ("attributes", true, true),
        ("members", true, false),
        ("events", true, false),
        ("cssProperties", false, true),
        ("cssParts", false, false),
    ] {
        for entry in entries(&element, list) {
            let mut cells = vec![code(&entry["name"])];
            cells.extend(is_typed.then(|| code(&entry["type"]["text"])));
            cells.push(cell(&entry["description"]));
            cells.extend(is_preset.then(|| code(&entry["default"])));
            let row = format!("| {} |", cells.join(" | "));
            assert!(page.lines().any(|line| line == row), "docs/embedding.md lacks the row\n{row}");
        }
    }
}
