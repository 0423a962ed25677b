//! `cargo xtask docs`: writes the custom elements manifest, and the tables of the contract into the documentation.
//!
//! A table replaces the text between `<!-- generated: NAME -->` and `<!-- /generated -->`. The rest of a page is
//! written by hand.

use std::fs;

use serde_json::Value;

use crate::{
    contract::{self, Contract},
    error::Error,
    manifest, paths,
};

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
    rows: Rows,
    columns: &'static [Column],
}

/// The rows of a table.
#[derive(Clone, Copy)]
enum Rows {
    /// The entries of a list of the manifest.
    List(&'static str),
    /// The entries of the manifest's `members` that have this `kind`.
    Members(&'static str),
    /// The values in the detail of an event of the contract.
    DetailValues(&'static str),
}

/// What the tables are made from.
struct Source {
    contract: Contract,
    manifest: Value,
}

const TABLES: [Table; 8] = {
    use Column::{Default, Description, Name, Required, Type};
    [
        Table {
            name: "attributes",
            rows: Rows::List("attributes"),
            columns: &[Name("Attribute"), Type, Required, Default, Description],
        },
        Table {
            name: "properties",
            rows: Rows::Members("field"),
            columns: &[Name("Property"), Type, Required, Default, Description],
        },
        Table {
            name: "methods",
            rows: Rows::Members("method"),
            columns: &[Name("Method"), Type, Description],
        },
        Table { name: "events", rows: Rows::List("events"), columns: &[Name("Event"), Type, Description] },
        Table {
            name: "saved fields",
            rows: Rows::DetailValues("carnet-saved"),
            columns: &[Name("Field"), Description],
        },
        Table {
            name: "failure kinds",
            rows: Rows::DetailValues("carnet-failure"),
            columns: &[Name("Kind"), Description],
        },
        Table {
            name: "tokens",
            rows: Rows::List("cssProperties"),
            columns: &[Name("Custom property"), Default, Description],
        },
        Table { name: "parts", rows: Rows::List("cssParts"), columns: &[Name("Part"), Description] },
    ]
};

/// Writes the manifest, and the tables into the pages, where they differ from the contract.
///
/// # Errors
///
/// An entry of the contract is invalid, a page has a wrong marker, or, with `check`, which writes nothing, a file
/// differs.
pub(crate) fn run(check: bool) -> Result<(), Error> {
    let root = paths::root();
    let source = Source::of(Contract::read(&root)?)?;
    let mut outdated = Vec::new();
    for path in PAGES.into_iter().chain([manifest::PATH]) {
        let old = fs::read_to_string(root.join(path))
            .map_err(|error| Error::new(format!("cannot read {path}: {error}")))?;
        let updated = if path == manifest::PATH {
            manifest::to_text(&source.manifest)
        } else {
            update(&old, path, &source)?
        };
        if updated != old {
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
            contract::PATH
        )));
    }
    for path in outdated {
        println!("updated {path}");
    }
    Ok(())
}

/// The page with the tables between its markers.
fn update(page: &str, path: &str, source: &Source) -> Result<String, Error> {
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
        updated += &format!("{before}{START}{name}{START_END}\n{}\n{END}", table.render(source)?);
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

impl Source {
    fn of(contract: Contract) -> Result<Self, Error> {
        let manifest = manifest::of(&contract)?;
        Ok(Self { contract, manifest })
    }

    fn entries(&self, rows: Rows) -> Vec<&Value> {
        match rows {
            Rows::List(list) => manifest::entries(&self.manifest, list).collect(),
            Rows::Members(kind) => {
                manifest::entries(&self.manifest, "members").filter(|entry| entry["kind"] == kind).collect()
            }
            Rows::DetailValues(event) => {
                let event = self.contract.entries("events").find(|entry| entry["name"] == event);
                let detail = event.and_then(|event| event["detail"].as_object());
                detail
                    .into_iter()
                    .flat_map(|detail| detail.values())
                    .flat_map(Contract::detail_values)
                    .collect()
            }
        }
    }
}

impl Table {
    /// The table as Markdown.
    fn render(&self, source: &Source) -> Result<String, Error> {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut table = row(self.columns.iter().map(|column| column.heading().to_owned()).collect());
        table += &row(vec!["---".to_owned(); self.columns.len()]);
        for entry in source.entries(self.rows) {
            let cells = self.columns.iter().map(|column| column.cell(entry));
            table += &row(cells.collect::<Result<_, _>>()?);
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

    fn cell(self, entry: &Value) -> Result<String, Error> {
        let code = |text: String| format!("`{text}`");
        let cell = match self {
            Column::Name(_) => {
                let name = contract::text(entry, "name")?.to_owned();
                // A static member is written with its class, as in the host's code.
                code(if entry["static"] == true { format!("CarnetProfile.{name}") } else { name })
            }
            Column::Type => code(contract::text(&entry["type"], "text")?.to_owned()),
            Column::Required => entry["required"].as_str().unwrap_or("no").to_owned(),
            Column::Default => {
                entry["default"].as_str().map(|text| code(text.to_owned())).unwrap_or_default()
            }
            Column::Description => contract::text(entry, "description")?.to_owned(),
        };
        // A bar would end the cell, also in code.
        Ok(cell.replace('|', "\\|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn source() -> Source {
        let contract = Contract::from(json!({
            "attributes": [
                {
                    "name": "view", "format": "one-of", "values": ["a", "b"], "default": "a",
                    "description": "The view.",
                },
                { "name": "vendor", "format": "text", "required": "yes", "description": "The vendor." },
            ],
            "members": [
                {
                    "kind": "field", "static": true,
                    "name": "contract", "type": { "text": "1" }, "description": "The version.",
                },
                { "kind": "method", "name": "focus", "type": { "text": "() => void" }, "description": "Focuses." },
            ],
            "events": [{
                "name": "carnet-failure", "description": "A failure.",
                "detail": { "kind": { "oneOf": [{ "name": "offline", "description": "No network." }] } },
            }],
        }));
        Source::of(contract).expect("the contract is valid")
    }

    #[test]
    fn page_with_markers_gets_tables_between_them() {
        let page = "Before.\n<!-- generated: attributes -->\nold\n<!-- /generated -->\nBetween.\n\
                    <!-- generated: properties --><!-- /generated -->";
        let wrong = update(page, "x.md", &source());
        assert!(wrong.is_err(), "a marker that is not a line of its own");

        let page = "Before.\n<!-- generated: attributes -->\nold\n<!-- /generated -->\nBetween.\n\
                    <!-- generated: properties -->\n<!-- /generated -->\nAfter.\n";
        let updated = update(page, "x.md", &source()).expect("the markers are right");
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
        assert_eq!(update(&updated, "x.md", &source()).expect("the markers are right"), updated);
    }

    #[test]
    fn table_of_event_has_values_of_its_detail() {
        let page = "<!-- generated: failure kinds -->\n<!-- /generated -->\n";
        let updated = update(page, "x.md", &source()).expect("the markers are right");
        assert!(
            updated.contains("| Kind | Description |\n| --- | --- |\n| `offline` | No network. |\n"),
            "{updated}"
        );
    }

    #[test]
    fn page_with_wrong_markers_is_an_error() {
        for page in [
            "<!-- generated: colours -->\n<!-- /generated -->",
            "<!-- generated: events -->\n",
            "<!-- generated: events -->\n<!-- generated: parts -->\n<!-- /generated -->",
        ] {
            assert!(update(page, "x.md", &source()).is_err(), "{page}");
        }
    }

    #[test]
    fn contract_page_without_a_table_is_an_error() {
        let error = update("No tables.\n", CONTRACT_PAGE, &source()).expect_err("tables are missing");
        assert!(error.to_string().contains("'attributes'"), "{error}");
    }

    #[test]
    fn entry_without_a_description_is_an_error() {
        let source =
            Source::of(Contract::from(json!({ "cssParts": [{ "name": "card" }] }))).expect("a manifest");
        assert!(update("<!-- generated: parts -->\n<!-- /generated -->", "x.md", &source).is_err());
    }
}
