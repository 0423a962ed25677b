//! The field names in `carnet-saved` are public: those of the code are those that docs/embedding.md lists, in its
//! order.

use std::{collections::BTreeSet, fs};

use carnet::domain::Field;

use crate::source::root;

/// The names in the first column of the table in the section on `carnet-saved`.
fn documented_names() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/embedding.md")).expect("docs/embedding.md can be read");
    let (_, section) =
        page.split_once("\n### Field names in `carnet-saved`\n").expect("the section on field names");
    let section = section.split("\n#").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned())).collect()
}

#[test]
fn carnet_saved_field_names_match_the_documentation() {
    let names: Vec<String> = Field::all().map(|field| field.name().to_owned()).collect();
    assert_eq!(names, documented_names(), "hosts depend on these names");
}

#[test]
fn carnet_saved_field_names_are_unique_and_kebab_case() {
    let names: Vec<String> = Field::all().map(|field| field.name().to_owned()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    for name in names {
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(name.split('-').all(is_word), "{name}");
    }
}

/// The type in the manifest is `string[]` today. If it lists the names one day, they must be the same.
#[test]
fn carnet_saved_type_in_the_manifest_lists_the_field_names_or_none() {
    let manifest =
        fs::read_to_string(root().join("web/custom-elements.json")).expect("the manifest can be read");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let events = manifest["modules"][0]["declarations"][0]["events"].as_array().cloned().unwrap_or_default();
    let event = events.iter().find(|event| event["name"] == "carnet-saved").expect("the event");
    let listed: Vec<&str> =
        event["type"]["text"].as_str().expect("a type").split('"').skip(1).step_by(2).collect();
    assert!(listed.is_empty() || listed == documented_names(), "{listed:?}");
}
