//! The accessibility tree of each state, compared with the files in `golden/`, which are read in review.
//!
//! The app runs with `labels` that replace each text by its catalogue key (`catalogue::keyed`), so the trees have keys
//! instead of English: `button “{form.review}”`. Rewording a text does not change them; another key, or another value
//! of a placeholder, does. Texts of the host page, which takes no labels, are replaced by their keys after reading the
//! tree. Customers' data, the vendors' sentences, what `Intl` writes and messages to developers stay literal.
//!
//! `CARNET_BLESS=1` writes the files instead of comparing.

use std::{collections::HashMap, env, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{catalogue::with_host_keys, page::Page};

/// The properties of a node that are compared.
const PROPERTIES: [&str; 13] = [
    "level", "live", "modal", "focused", "disabled", "required", "invalid", "checked", "expanded", "pressed",
    "selected", "readonly", "busy",
];

/// Chromium's accessibility tree, as the lines of a golden file.
struct Tree<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    lines: Vec<String>,
}

impl<'a> Tree<'a> {
    /// Reads the result of `Accessibility.getFullAXTree`.
    fn of(result: &'a Value) -> Vec<String> {
        let nodes: Vec<&Value> = result["nodes"].as_array().into_iter().flatten().collect();
        let by_id = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, *node))).collect();
        let mut tree = Tree { nodes: by_id, lines: Vec::new() };
        if let Some(root) = nodes.first() {
            tree.add(root, 0, "");
        }
        tree.lines
    }

    /// Adds a node and its children. `around` is the name and the value of the nearest node that has been added.
    fn add(&mut self, node: &'a Value, depth: usize, around: &str) {
        let text = |member: &str| clean(&node[member]["value"]);
        let (role, name) = (text("role"), text("name"));
        // The boxes of the lines of a text depend on fonts; a list's popup and markers add no information.
        let is_noise = ["InlineTextBox", "LineBreak", "MenuListPopup", "ListMarker"].contains(&role.as_str());
        // The text of a button is its name already, and the text of a field its value.
        let is_repeated = role == "StaticText" && around.contains(&name);
        if is_noise || is_repeated {
            return;
        }
        let is_exposed =
            node["ignored"] != true && !(["generic", "none"].contains(&role.as_str()) && name.is_empty());
        if !is_exposed {
            return self.add_children(node, depth, around);
        }
        // A node with nothing but text has the text on its own line.
        let mut line = line(node, &role, &name);
        let text_only = self.text_only(node);
        if name.is_empty()
            && let Some(pieces) = &text_only
        {
            line += &format!(": {}", pieces.join(" | "));
        }
        self.lines.push(format!("{}{line}", "  ".repeat(depth)));
        if !name.is_empty() || text_only.is_none() {
            self.add_children(node, depth + 1, &format!("{name} {}", text("value")));
        }
    }

    fn add_children(&mut self, node: &'a Value, depth: usize, around: &str) {
        for child in self.children(node) {
            self.add(child, depth, around);
        }
    }

    fn children(&self, node: &'a Value) -> Vec<&'a Value> {
        let ids = node["childIds"].as_array().into_iter().flatten();
        ids.filter_map(|id| self.nodes.get(id.as_str()?).copied()).collect()
    }

    /// The pieces of text in a node; `None` where it has anything but text.
    fn text_only(&self, node: &'a Value) -> Option<Vec<String>> {
        let mut pieces = Vec::new();
        for child in self.children(node) {
            match child["role"]["value"].as_str() {
                Some("StaticText") => pieces.push(format!("“{}”", clean(&child["name"]["value"]))),
                Some("generic" | "none") | None => pieces.extend(self.text_only(child)?),
                Some(_) if child["ignored"] == true => pieces.extend(self.text_only(child)?),
                Some(_) => return None,
            }
        }
        (!pieces.is_empty()).then_some(pieces)
    }
}

/// The line of a node, without the text in it.
fn line(node: &Value, role: &str, name: &str) -> String {
    let mut line = if role == "StaticText" { "text".to_owned() } else { role.to_owned() };
    if !name.is_empty() {
        line += &format!(" “{name}”");
    }
    for (member, word) in [("value", "holds"), ("description", "described by")] {
        let text = clean(&node[member]["value"]);
        if !text.is_empty() {
            line += &format!(" {word} “{text}”");
        }
    }
    // Items of a list have a level too, and every ancestor of the focus is focused.
    let is_compared = |name: &str| match name {
        "level" => role == "heading",
        "focused" => role != "RootWebArea",
        _ => true,
    };
    for name in PROPERTIES.into_iter().filter(|name| is_compared(name)) {
        let properties = node["properties"].as_array().into_iter().flatten();
        for property in properties.filter(|property| property["name"] == name) {
            match &property["value"]["value"] {
                Value::Bool(true) => line += &format!(" {name}"),
                Value::String(value) if value == "true" => line += &format!(" {name}"),
                Value::String(value) if value != "false" && !value.is_empty() => {
                    line += &format!(" {name}={value}");
                }
                Value::Number(number) => line += &format!(" {name}={number}"),
                _ => {}
            }
        }
    }
    line
}

/// A value as one line, without marks of direction.
fn clean(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let text: String =
        text.chars().filter(|character| !('\u{2066}'..='\u{2069}').contains(character)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that differ, from the first to the last.
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

/// Compares the tree of a page with keys instead of texts with the file of its state.
pub(crate) async fn matches(page: &Page, state: &str) -> Result<(), String> {
    let result = page.browser.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await;
    let result = result.map_err(|error| format!("no tree: {error}"))?;
    let lines = Tree::of(&result).into_iter().map(|line| with_host_keys(&line) + "\n");
    let found: String = lines.collect();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{state}.txt"));
    if env::var_os("CARNET_BLESS").is_some() {
        return fs::write(&file, found).map_err(|error| format!("{}: {error}", file.display()));
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if kept == found {
        Ok(())
    } else {
        Err(format!("{} (CARNET_BLESS=1 accepts it), {}", file.display(), difference(&kept, &found)))
    }
}
