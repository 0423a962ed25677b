//! The loader is told what it loads: the manifest of hashed names and integrities takes the place of one line.

use serde_json::{Map, Value, json};

use super::digest::Asset;
use crate::command::Problem;

/// The line of `web/carnet.js` that the manifest replaces.
const BLANK: &str = "const ASSETS = {}; // filled in by the seal";

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
    match loader.matches(BLANK).count() {
        1 => Ok(loader.replace(BLANK, &format!("const ASSETS = {};", manifest.to_json()))),
        count => Err(Problem::new(format!(
            "web/carnet.js must have the line `{BLANK}` once; it has it {count} times"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
