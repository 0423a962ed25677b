//! The loader is told what it loads, and the host's page its words: a table takes the place of one line of a script.

use serde_json::{Map, Value, json};

use super::digest::Asset;
use crate::command::Problem;

/// What the loader can load. Names are relative to the loader's own address.
pub(super) struct Manifest<'a> {
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    pub(super) style: &'a Asset,
    pub(super) catalogues: Vec<(&'a str, &'a Asset)>,
    /// Where each country's list of states is: too many to name them all in the loader.
    pub(super) regions: &'a Asset,
}

impl Manifest<'_> {
    fn to_json(&self) -> Value {
        let catalogues: Map<_, _> =
            self.catalogues.iter().map(|(tag, asset)| ((*tag).to_owned(), entry(asset))).collect();
        json!({
            "glue": entry(self.glue),
            "wasm": entry(self.wasm),
            "style": entry(self.style),
            "catalogues": catalogues,
            "regions": entry(self.regions),
        })
    }
}

/// What the loader has to know of a file.
pub(super) fn entry(asset: &Asset) -> Value {
    json!({ "url": asset.name, "integrity": asset.integrity })
}

/// The loader with its manifest.
pub(super) fn fill(loader: &str, manifest: &Manifest) -> Result<String, Problem> {
    fill_in(loader, "web/carnet.js", "ASSETS", &manifest.to_json())
}

/// The script with this table in its place.
pub(super) fn fill_in(script: &str, path: &str, name: &str, table: &Value) -> Result<String, Problem> {
    let blank = format!("const {name} = {{}}; // filled in by the seal");
    match script.matches(&blank).count() {
        1 => Ok(script.replace(&blank, &format!("const {name} = {table};"))),
        count => {
            Err(Problem::new(format!("{path} must have the line `{blank}` once; it has it {count} times")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLANK: &str = "const ASSETS = {}; // filled in by the seal";

    fn manifest_of<'a>(asset: &'a Asset, catalogues: Vec<(&'a str, &'a Asset)>) -> Manifest<'a> {
        Manifest { glue: asset, wasm: asset, style: asset, catalogues, regions: asset }
    }

    #[test]
    fn the_manifest_takes_the_place_of_the_blank_line() -> Result<(), Problem> {
        let asset = Asset::new("fr", "json", b"{}".to_vec());
        let filled =
            fill(&format!("// Loads.\n{BLANK}\nstart();\n"), &manifest_of(&asset, vec![("fr", &asset)]))?;
        let line = filled.lines().nth(1).unwrap_or_default();
        let json =
            line.strip_prefix("const ASSETS = ").and_then(|rest| rest.strip_suffix(';')).unwrap_or_default();
        let read: Value = serde_json::from_str(json).unwrap_or_default();
        assert_eq!(read["catalogues"]["fr"], json!({ "url": asset.name, "integrity": asset.integrity }));
        assert!(filled.starts_with("// Loads.\n") && filled.ends_with("\nstart();\n"));
        Ok(())
    }

    #[test]
    fn a_loader_without_the_line_or_with_two_is_refused() {
        let asset = Asset::new("x", "js", Vec::new());
        for loader in [String::new(), format!("{BLANK}\n{BLANK}\n")] {
            assert!(fill(&loader, &manifest_of(&asset, Vec::new())).is_err());
        }
    }
}
