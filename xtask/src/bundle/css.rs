//! The element's stylesheet: one file made of the imported files, for a shadow root and for the light DOM.

use std::{fs, path::Path};

use crate::error::Error;

/// Returns the stylesheet with each `@import "x.css";` replaced by that file, in order.
///
/// # Errors
///
/// A file is missing, an import is written in another way, or an imported file imports another.
pub(super) fn inline_imports(folder: &Path, name: &str) -> Result<String, Error> {
    let read = |name: &str| {
        let file = folder.join(name);
        fs::read_to_string(&file)
            .map_err(|error| Error::new(format!("cannot read {}: {error}", file.display())))
    };
    inline_imports_with(&read(name)?, read)
}

fn inline_imports_with(list: &str, read: impl Fn(&str) -> Result<String, Error>) -> Result<String, Error> {
    let mut stylesheet = String::new();
    for line in list.lines() {
        let Some(import) = line.trim().strip_prefix("@import") else {
            stylesheet += line;
            stylesheet.push('\n');
            continue;
        };
        let name = import.trim().strip_suffix(';').and_then(|name| name.strip_prefix('"')?.strip_suffix('"'));
        let name = name.ok_or_else(|| {
            Error::new(format!("style/carnet.css: write the import as `@import \"x.css\";`: {line}"))
        })?;
        let imported = read(name)?;
        if imported.contains("@import") {
            return Err(Error::new(format!(
                "style/{name} imports another file: list it in style/carnet.css"
            )));
        }
        stylesheet += &imported;
    }
    stylesheet += &light_only(&stylesheet);
    Ok(stylesheet)
}

/// Returns the custom properties with their light colours, for browsers that do not know `light-dark()`: in those the
/// colours would be missing.
fn light_only(stylesheet: &str) -> String {
    let is_pair = |line: &&str| line.trim_start().starts_with("--") && line.contains("light-dark(");
    let light = |line: &str| {
        let mut parts = line.split("light-dark(");
        let mut light = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // `colour, colour)` and what follows it.
            let (colours, rest) = part.split_once(')').unwrap_or((part, ""));
            light += colours.split(',').next().unwrap_or_default();
            light += rest;
        }
        light + "\n"
    };
    let properties: String = stylesheet.lines().filter(is_pair).map(light).collect();
    if properties.is_empty() {
        return properties;
    }
    format!("@supports not (color: light-dark(#000, #fff)) {{\n:host {{\n{properties}}}\n}}\n")
}

/// Returns the stylesheet for an element in the light DOM, that is, without a shadow root. Each rule matches only
/// within the element. `:where` keeps the specificity, so that rules of the host take precedence.
///
/// # Errors
///
/// The braces of an animation are not balanced.
pub(super) fn for_light_dom(stylesheet: &str) -> Result<String, Error> {
    let (mut rules, mut animations) = (String::new(), String::new());
    let mut rest = stylesheet;
    // An animation cannot be nested in a rule.
    while let Some((before, after)) = rest.split_once("@keyframes") {
        let end =
            block_end(after).ok_or_else(|| Error::new("style/: an @keyframes block has no closing brace"))?;
        rules += before;
        animations += &format!("@keyframes{}\n", &after[..end]);
        rest = &after[end..];
    }
    rules += rest;
    let rules = rules.replace(":host([", ":where(&[").replace(":host", ":where(&)");
    Ok(format!(":where(carnet-profile) {{\n{rules}}}\n{animations}"))
}

/// Returns the index after the first block of braces.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_dom_rules_match_only_within_element() -> Result<(), Error> {
        let stylesheet =
            ":host { a: b }\n:host([x]), [x] { c: d }\n@keyframes f { to { e: f } }\np { g: h }\n";
        let light_dom = ":where(carnet-profile) {\n:where(&) { a: b }\n:where(&[x]), [x] { c: d }\n\np { g: h }\n}\n\
                     @keyframes f { to { e: f } }\n";
        assert_eq!(for_light_dom(stylesheet)?, light_dom);
        assert!(for_light_dom("@keyframes f { to { e: f }").is_err());
        Ok(())
    }

    #[test]
    fn colours_have_a_light_value_without_light_dark() {
        let stylesheet = ":host {\n  --a: light-dark(#fff, #000);\n  --b: 1px;\n  \
                          --c: 0 1px light-dark(#1, #2), 2px light-dark(#3, #4);\n}\n";
        let light = "@supports not (color: light-dark(#000, #fff)) {\n:host {\n  --a: #fff;\n  \
                     --c: 0 1px #1, 2px #3;\n}\n}\n";
        assert_eq!(light_only(stylesheet), light);
        assert_eq!(light_only(":host { color: black }\n"), "");
    }

    fn read(name: &str) -> Result<String, Error> {
        match name {
            "frame.css" => Ok(":host { color: black }\n".to_owned()),
            "field.css" => Ok("label { color: blue }\n".to_owned()),
            "nested.css" => Ok("@import \"frame.css\";\n".to_owned()),
            _ => Err(Error::new(format!("no {name}"))),
        }
    }

    #[test]
    fn imports_are_inlined_in_order() -> Result<(), Error> {
        let stylesheet =
            inline_imports_with("@import \"frame.css\";\n@import \"field.css\";\np { margin: 0 }\n", read)?;
        assert_eq!(stylesheet, ":host { color: black }\nlabel { color: blue }\np { margin: 0 }\n");
        Ok(())
    }

    #[test]
    fn missing_nested_or_unusual_import_is_an_error() {
        for list in ["@import \"gone.css\";", "@import \"nested.css\";", "@import url(frame.css);"] {
            assert!(inline_imports_with(list, read).is_err(), "{list}");
        }
    }
}
