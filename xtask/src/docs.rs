//! `cargo xtask docs`: writes the tables of the contract into the documentation, from the element's manifest.
//!
//! A table replaces the text between `<!-- generated: NAME -->` and `<!-- /generated -->`. The rest of a page is
//! written by hand.

use std::fs;

use serde_json::Value;

use crate::{error::Error, manifest, paths};

/// The page that must have every table.
const CONTRACT_PAGE: &str = "docs/embedding.md";

/// The pages that may have tables.
const PAGES: [&str; 2] = [CONTRACT_PAGE, "docs/iframe.md"];

const START: &str = "<!-- generated: ";
const START_END: &str = " -->\n";
const END: &str = "<!-- /generated -->";

/// A column of a table.
#[derive(Clone, Copy)]
enum Column {
    /// The entry's name, in code. The text is the column's heading.
    Name(&'static str),
    Type,
    Required,
    Default,
    Description,
}

/// A table of the documentation.
struct Table {
    /// The name in the marker.
    name: &'static str,
    /// The list of the manifest that has the table's rows.
    list: &'static str,
    /// The `kind` of the entries to include; all of the list if empty.
    kind: &'static str,
    columns: &'static [Column],
}

const TABLES: [Table; 6] = {
    use Column::{Default, Description, Name, Required, Type};
    [
        Table {
            name: "attributes",
            list: "attributes",
            kind: "",
            columns: &[Name("Attribute"), Type, Required, Default, Description],
        },
        Table {
            name: "properties",
            list: "members",
            kind: "field",
            columns: &[Name("Property"), Type, Required, Default, Description],
        },
        Table {
            name: "methods",
            list: "members",
            kind: "method",
            columns: &[Name("Method"), Type, Description],
        },
        Table { name: "events", list: "events", kind: "", columns: &[Name("Event"), Type, Description] },
        Table {
            name: "tokens",
            list: "cssProperties",
            kind: "",
            columns: &[Name("Custom property"), Default, Description],
        },
        Table { name: "parts", list: "cssParts", kind: "", columns: &[Name("Part"), Description] },
    ]
};

/// Writes the tables into the pages that differ from the manifest.
///
/// # Errors
///
/// A page has a wrong marker, or, with `check`, which writes nothing, a page differs.
pub(crate) fn run(check: bool) -> Result<(), Error> {
    let root = paths::root();
    let manifest = manifest::read(&root)?;
    let mut outdated = Vec::new();
    for path in PAGES {
        let page = fs::read_to_string(root.join(path))
            .map_err(|error| Error::new(format!("cannot read {path}: {error}")))?;
        let updated = update(&page, path, &manifest)?;
        if updated != page {
            outdated.push(path);
            if !check {
                fs::write(root.join(path), updated)
                    .map_err(|error| Error::new(format!("cannot write {path}: {error}")))?;
            }
        }
    }
    if check && !outdated.is_empty() {
        return Err(Error::new(format!(
            "{} differs from {}: run cargo xtask docs and commit the result",
            outdated.join(" and "),
            manifest::PATH
        )));
    }
    for path in outdated {
        println!("updated {path}");
    }
    Ok(())
}

/// The page with the tables between its markers.
fn update(page: &str, path: &str, manifest: &Value) -> Result<String, Error> {
    let mut updated = String::with_capacity(page.len());
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((before, marker)) = rest.split_once(START) {
        let (name, body) = marker
            .split_once(START_END)
            .ok_or_else(|| Error::new(format!("{path}: a line `{START}NAME{}` has no end", " -->")))?;
        let table = TABLES.iter().find(|table| table.name == name).ok_or_else(|| {
            let known = TABLES.map(|table| table.name).join(", ");
            Error::new(format!("{path}: there is no table '{name}': use one of {known}"))
        })?;
        let (_, after) = body
            .split_once(END)
            .filter(|(old, _)| !old.contains(START))
            .ok_or_else(|| Error::new(format!("{path}: the table '{name}' lacks the line `{END}`")))?;
        updated += &format!("{before}{START}{name}{START_END}\n{}\n{END}", table.render(manifest)?);
        found.push(name);
        rest = after;
    }
    updated += rest;
    if path == CONTRACT_PAGE {
        for table in &TABLES {
            if found.iter().filter(|name| **name == table.name).count() != 1 {
                return Err(Error::new(format!(
                    "{path} must have the table '{0}' once: add the lines `{START}{0} -->` and `{END}`",
                    table.name
                )));
            }
        }
    }
    Ok(updated)
}

impl Table {
    /// The table as Markdown.
    fn render(&self, manifest: &Value) -> Result<String, Error> {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut table = row(self.columns.iter().map(|column| column.heading().to_owned()).collect());
        table += &row(vec!["---".to_owned(); self.columns.len()]);
        for entry in manifest::entries(manifest, self.list) {
            if self.kind.is_empty() || entry["kind"] == self.kind {
                let cells = self.columns.iter().map(|column| column.cell(entry, self.list));
                table += &row(cells.collect::<Result<_, _>>()?);
            }
        }
        Ok(table)
    }
}

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Column::Name(heading) => heading,
            Column::Type => "Type",
            Column::Required => "Required",
            Column::Default => "Default",
            Column::Description => "Description",
        }
    }

    fn cell(self, entry: &Value, list: &str) -> Result<String, Error> {
        let needed = |value: &Value, member: &str| {
            value.as_str().map(str::to_owned).ok_or_else(|| {
                Error::new(format!("{}: an entry of {list} lacks its {member}: {entry}", manifest::PATH))
            })
        };
        let code = |text: String| format!("`{text}`");
        let cell = match self {
            Column::Name(_) => {
                let name = needed(&entry["name"], "name")?;
                // A static member is written with its class, as in the host's code.
                code(if entry["static"] == true { format!("CarnetProfile.{name}") } else { name })
            }
            Column::Type => code(needed(&entry["type"]["text"], "type")?),
            Column::Required => entry["required"].as_str().unwrap_or("no").to_owned(),
            Column::Default => {
                entry["default"].as_str().map(|text| code(text.to_owned())).unwrap_or_default()
            }
            Column::Description => needed(&entry["description"], "description")?,
        };
        // A bar would end the cell, also in code.
        Ok(cell.replace('|', "\\|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn manifest() -> Value {
        json!({ "modules": [{ "declarations": [{
            "attributes": [
                { "name": "view", "type": { "text": "\"a\" | \"b\"" }, "default": "\"a\"", "description": "The view." },
                { "name": "vendor", "type": { "text": "string" }, "required": "yes", "description": "The vendor." },
            ],
            "members": [
                {
                    "kind": "field", "static": true,
                    "name": "contract", "type": { "text": "1" }, "description": "The version.",
                },
                { "kind": "method", "name": "focus", "type": { "text": "() => void" }, "description": "Focuses." },
            ],
        }] }] })
    }

    #[test]
    fn page_with_markers_gets_tables_between_them() {
        let page = "Before.\n<!-- generated: attributes -->\nold\n<!-- /generated -->\nBetween.\n\
                    <!-- generated: properties --><!-- /generated -->";
        let wrong = update(page, "x.md", &manifest());
        assert!(wrong.is_err(), "a marker that is not a line of its own");

        let page = "Before.\n<!-- generated: attributes -->\nold\n<!-- /generated -->\nBetween.\n\
                    <!-- generated: properties -->\n<!-- /generated -->\nAfter.\n";
        let updated = update(page, "x.md", &manifest()).expect("the markers are right");
        assert_eq!(
            updated,
            "Before.\n<!-- generated: attributes -->\n\n\
             | Attribute | Type | Required | Default | Description |\n| --- | --- | --- | --- | --- |\n\
             | `view` | `\"a\" \\| \"b\"` | no | `\"a\"` | The view. |\n\
             | `vendor` | `string` | yes |  | The vendor. |\n\n<!-- /generated -->\nBetween.\n\
             <!-- generated: properties -->\n\n\
             | Property | Type | Required | Default | Description |\n| --- | --- | --- | --- | --- |\n\
             | `CarnetProfile.contract` | `1` | no |  | The version. |\n\n<!-- /generated -->\nAfter.\n"
        );
        assert_eq!(update(&updated, "x.md", &manifest()).expect("the markers are right"), updated);
    }

    #[test]
    fn page_with_wrong_markers_is_an_error() {
        for page in [
            "<!-- generated: colours -->\n<!-- /generated -->",
            "<!-- generated: events -->\n",
            "<!-- generated: events -->\n<!-- generated: parts -->\n<!-- /generated -->",
        ] {
            assert!(update(page, "x.md", &manifest()).is_err(), "{page}");
        }
    }

    #[test]
    fn contract_page_without_a_table_is_an_error() {
        let error = update("No tables.\n", CONTRACT_PAGE, &manifest()).expect_err("tables are missing");
        assert!(error.to_string().contains("'attributes'"), "{error}");
    }

    #[test]
    fn entry_without_a_description_is_an_error() {
        let manifest = json!({ "modules": [{ "declarations": [{ "cssParts": [{ "name": "card" }] }] }] });
        assert!(update("<!-- generated: parts -->\n<!-- /generated -->", "x.md", &manifest).is_err());
    }
}
