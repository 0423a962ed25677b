//! The loader is told what it loads, and the host's page its words: a table takes the place of one line of a script.

use super::digest::Asset;
use crate::command::Problem;

/// What the loader can load. Names are relative to the loader's own address.
pub(super) struct Manifest<'a> {
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    pub(super) style: &'a Asset,
    /// The sheet of an element without a shadow root.
    pub(super) light: &'a Asset,
    pub(super) catalogues: Vec<(&'a str, &'a Asset)>,
    pub(super) regions: &'a Asset,
}

impl Manifest<'_> {
    /// The table as an expression of JavaScript. An address is spelled `new URL("./name", import.meta.url)`, by which the
    /// host's bundler knows that the file is to come along.
    fn to_script(&self) -> String {
        let entry = |name: &str, asset: &Asset| {
            let Asset { name: file, integrity, .. } = asset;
            format!(
                "{name:?}: {{ \"url\": new URL(\"./{file}\", import.meta.url).href, \"integrity\": \"{integrity}\" }}"
            )
        };
        let catalogues: Vec<_> = self.catalogues.iter().map(|(tag, asset)| entry(tag, asset)).collect();
        let files = [
            ("glue", self.glue),
            ("wasm", self.wasm),
            ("style", self.style),
            ("light", self.light),
            ("regions", self.regions),
        ];
        let mut members: Vec<_> = files.iter().map(|(name, asset)| entry(name, asset)).collect();
        members.push(format!("\"catalogues\": {{ {} }}", catalogues.join(", ")));
        format!("{{ {} }}", members.join(", "))
    }
}

/// The loader with its manifest.
pub(super) fn fill(loader: &str, manifest: &Manifest) -> Result<String, Problem> {
    fill_in(loader, "web/carnet.js", "ASSETS", &manifest.to_script())
}

/// The script with this table in its place.
pub(super) fn fill_in(script: &str, path: &str, name: &str, table: &str) -> Result<String, Problem> {
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
        Manifest { glue: asset, wasm: asset, style: asset, light: asset, catalogues, regions: asset }
    }

    #[test]
    fn the_manifest_takes_the_place_of_the_blank_line() -> Result<(), Problem> {
        let asset = Asset::new("fr", "json", b"{}".to_vec());
        let filled =
            fill(&format!("// Loads.\n{BLANK}\nstart();\n"), &manifest_of(&asset, vec![("fr", &asset)]))?;
        let line = filled.lines().nth(1).unwrap_or_default();
        let entry = format!(
            "\"fr\": {{ \"url\": new URL(\"./{}\", import.meta.url).href, \"integrity\": \"{}\" }}",
            asset.name, asset.integrity
        );
        assert!(line.starts_with("const ASSETS = {") && line.contains(&entry), "{line}");
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
