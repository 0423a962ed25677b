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

#[cfg(test)]
mod tests {
    use super::*;

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
