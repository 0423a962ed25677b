//! The element's stylesheet: one file out of the list of imports.

use std::{fs, path::Path};

use crate::command::Problem;

/// The stylesheet with each `@import "x.css";` replaced by that file, in order. Imports do not nest.
pub(super) fn inline(folder: &Path, name: &str) -> Result<String, Problem> {
    let read = |name: &str| {
        let file = folder.join(name);
        fs::read_to_string(&file)
            .map_err(|error| Problem::new(format!("cannot read {}: {error}", file.display())))
    };
    inline_with(&read(name)?, read)
}

fn inline_with(list: &str, read: impl Fn(&str) -> Result<String, Problem>) -> Result<String, Problem> {
    let mut sheet = String::new();
    for line in list.lines() {
        let Some(import) = line.trim().strip_prefix("@import") else {
            sheet += line;
            sheet.push('\n');
            continue;
        };
        let name = import.trim().strip_suffix(';').and_then(|name| name.strip_prefix('"')?.strip_suffix('"'));
        let name = name.ok_or_else(|| {
            Problem::new(format!("an import of style/carnet.css is not `@import \"x.css\";`: {line}"))
        })?;
        let imported = read(name)?;
        if imported.contains("@import") {
            return Err(Problem::new(format!(
                "style/{name} imports another file: list it in style/carnet.css"
            )));
        }
        sheet += &imported;
    }
    Ok(sheet)
}

/// The same sheet for an element without a shadow root: each rule holds within the element alone, and weighs no more than
/// it did, so that the host's own rules go before.
pub(super) fn light(sheet: &str) -> Result<String, Problem> {
    let (mut rules, mut frames) = (String::new(), String::new());
    let mut rest = sheet;
    // These stand within no rule.
    while let Some((before, after)) = rest.split_once("@keyframes") {
        let end = block_end(after).ok_or_else(|| Problem::new("style/: an animation has no end"))?;
        rules += before;
        frames += &format!("@keyframes{}\n", &after[..end]);
        rest = &after[end..];
    }
    rules += rest;
    let rules = rules.replace(":host([", ":where(&[").replace(":host", ":where(&)");
    Ok(format!(":where(carnet-profile) {{\n{rules}}}\n{frames}"))
}

/// Where the first block of braces ends.
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
    fn without_a_shadow_root_rules_hold_within_the_element() -> Result<(), Problem> {
        let sheet = ":host { a: b }\n:host([x]), [x] { c: d }\n@keyframes f { to { e: f } }\np { g: h }\n";
        let light = ":where(carnet-profile) {\n:where(&) { a: b }\n:where(&[x]), [x] { c: d }\n\np { g: h }\n}\n\
                     @keyframes f { to { e: f } }\n";
        assert_eq!(super::light(sheet)?, light);
        assert!(super::light("@keyframes f { to { e: f }").is_err());
        Ok(())
    }

    fn files(name: &str) -> Result<String, Problem> {
        match name {
            "frame.css" => Ok(":host { color: black }\n".to_owned()),
            "field.css" => Ok("label { color: blue }\n".to_owned()),
            "nested.css" => Ok("@import \"frame.css\";\n".to_owned()),
            _ => Err(Problem::new(format!("no {name}"))),
        }
    }

    #[test]
    fn imports_are_inlined_in_order() -> Result<(), Problem> {
        let sheet = inline_with("@import \"frame.css\";\n@import \"field.css\";\np { margin: 0 }\n", files)?;
        assert_eq!(sheet, ":host { color: black }\nlabel { color: blue }\np { margin: 0 }\n");
        Ok(())
    }

    #[test]
    fn a_missing_a_nested_and_an_odd_import_are_refused() {
        for list in ["@import \"gone.css\";", "@import \"nested.css\";", "@import url(frame.css);"] {
            assert!(inline_with(list, files).is_err(), "{list}");
        }
    }
}
