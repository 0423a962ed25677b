//! What a screen reader is given of each state, kept in `golden/` and read in review.
//!
//! `CARNET_BLESS=1` writes the files anew instead of comparing.

use std::{collections::HashMap, env, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    engine::{Engine, Wanted},
    page::Page,
    states::in_each_state,
};

/// What a node says of itself beside its name, where it does.
const TOLD: [&str; 13] = [
    "level", "live", "modal", "focused", "disabled", "required", "invalid", "checked", "expanded", "pressed",
    "selected", "readonly", "busy",
];

/// Chromium's accessibility tree, as the lines that are kept.
struct Tree<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    lines: Vec<String>,
}

impl<'a> Tree<'a> {
    fn of(told: &'a Value) -> Vec<String> {
        let nodes: Vec<&Value> = told["nodes"].as_array().into_iter().flatten().collect();
        let by_id = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, *node))).collect();
        let mut tree = Tree { nodes: by_id, lines: Vec::new() };
        if let Some(root) = nodes.first() {
            tree.walk(root, 0, "");
        }
        tree.lines
    }

    fn walk(&mut self, node: &'a Value, depth: usize, around: &str) {
        let text = |member: &str| clean(&node[member]["value"]);
        let (role, name) = (text("role"), text("name"));
        // A box for each line of a text, and what a list drops down, vary with fonts and are no news.
        let is_noise = ["InlineTextBox", "LineBreak", "MenuListPopup", "ListMarker"].contains(&role.as_str());
        // The words of a button are its name already, and what stands in a field is its value.
        let is_said = role == "StaticText" && around.contains(&name);
        if is_noise || is_said {
            return;
        }
        let is_shown =
            node["ignored"] != true && !(["generic", "none"].contains(&role.as_str()) && name.is_empty());
        if !is_shown {
            return self.walk_within(node, depth, around);
        }
        // Words alone are on the line of what holds them.
        let mut line = line(node, &role, &name);
        let words = self.words(node);
        if name.is_empty()
            && let Some(words) = &words
        {
            line += &format!(": {}", words.join(" | "));
        }
        self.lines.push(format!("{}{line}", "  ".repeat(depth)));
        if !name.is_empty() || words.is_none() {
            self.walk_within(node, depth + 1, &format!("{name} {}", text("value")));
        }
    }

    fn walk_within(&mut self, node: &'a Value, depth: usize, around: &str) {
        for child in self.children(node) {
            self.walk(child, depth, around);
        }
    }

    fn children(&self, node: &'a Value) -> Vec<&'a Value> {
        let ids = node["childIds"].as_array().into_iter().flatten();
        ids.filter_map(|id| self.nodes.get(id.as_str()?).copied()).collect()
    }

    /// What stands in a node, where that is nothing but words.
    fn words(&self, node: &'a Value) -> Option<Vec<String>> {
        let mut words = Vec::new();
        for child in self.children(node) {
            match child["role"]["value"].as_str() {
                Some("StaticText") => words.push(format!("“{}”", clean(&child["name"]["value"]))),
                Some("generic" | "none") | None => words.extend(self.words(child)?),
                Some(_) if child["ignored"] == true => words.extend(self.words(child)?),
                Some(_) => return None,
            }
        }
        (!words.is_empty()).then_some(words)
    }
}

fn line(node: &Value, role: &str, name: &str) -> String {
    let mut line = if role == "StaticText" { "text".to_owned() } else { role.to_owned() };
    if !name.is_empty() {
        line += &format!(" “{name}”");
    }
    for (member, word) in [("value", "holds"), ("description", "described by")] {
        let said = clean(&node[member]["value"]);
        if !said.is_empty() {
            line += &format!(" {word} “{said}”");
        }
    }
    // Of a list each item has a level, and of the page that holds the focus each part.
    let is_told = |told: &str| match told {
        "level" => role == "heading",
        "focused" => role != "RootWebArea",
        _ => true,
    };
    for told in TOLD.into_iter().filter(|told| is_told(told)) {
        let properties = node["properties"].as_array().into_iter().flatten();
        for property in properties.filter(|property| property["name"] == told) {
            match &property["value"]["value"] {
                Value::Bool(true) => line += &format!(" {told}"),
                Value::String(value) if value == "true" => line += &format!(" {told}"),
                Value::String(value) if value != "false" && !value.is_empty() => {
                    line += &format!(" {told}={value}");
                }
                Value::Number(number) => line += &format!(" {told}={number}"),
                _ => {}
            }
        }
    }
    line
}

/// A value as one line, without the marks of direction.
fn clean(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let text: String = text.chars().filter(|sign| !('\u{2066}'..='\u{2069}').contains(sign)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What differs, line by line from where it begins.
fn difference(kept: &str, found: &str) -> String {
    let (kept, found): (Vec<_>, Vec<_>) = (kept.lines().collect(), found.lines().collect());
    let same = kept.iter().zip(&found).take_while(|(kept, found)| kept == found).count();
    let rest = || kept[same..].iter().rev().zip(found[same..].iter().rev());
    let end = rest().take_while(|(kept, found)| kept == found).count();
    let side = |sign: &str, lines: &[&str]| {
        lines[same..lines.len() - end].iter().map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("from line {}:\n{}{}", same + 1, side("-", &kept), side("+", &found))
}

async fn compare(page: Page, state: &'static str) -> Result<(), String> {
    let told = page.browser.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await;
    let told = told.map_err(|error| format!("no tree: {error}"))?;
    let mut found = Tree::of(&told).join("\n");
    found.push('\n');
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/journeys/golden/{state}.txt"));
    if env::var_os("CARNET_BLESS").is_some() {
        return fs::write(&file, found).map_err(|error| format!("{}: {error}", file.display()));
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if kept == found {
        Ok(())
    } else {
        Err(format!("{} (CARNET_BLESS=1 takes it over), {}", file.display(), difference(&kept, &found)))
    }
}

#[test]
fn what_a_screen_reader_is_given_is_what_was_agreed() {
    if Engine::chosen().emulates() {
        in_each_state("tree", Wanted::default(), "", compare);
    }
}
