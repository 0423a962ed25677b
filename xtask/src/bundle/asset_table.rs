//! The loader's table of assets: every file that it can load, and how.

use super::{asset::Asset, split::Chunks};

/// The reader of the loader's imports and addresses.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reader {
    /// The browser alone: each file is fetched from beside the loader, and its integrity is checked.
    Browser,
    /// A host's bundler too. Scripts are imported by a literal name, which every bundler follows. It may change them, so
    /// they have no integrity.
    Bundler,
}

/// The files that the loader can load.
pub(super) struct AssetTable<'a> {
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    /// The stylesheet for a shadow root.
    pub(super) style: &'a Asset,
    /// The stylesheet for an element in the light DOM, that is, without a shadow root.
    pub(super) light_dom_style: &'a Asset,
    /// The catalogues, each with its language tag.
    pub(super) catalogues: Vec<(&'a str, &'a Asset)>,
    pub(super) regions: &'a Asset,
    /// The parts of the wasm that are loaded when they are needed.
    pub(super) chunks: &'a Chunks,
}

impl AssetTable<'_> {
    /// Returns the table as an expression in JavaScript. Each address is written as
    /// `new URL("./name", import.meta.url)`, which some bundlers recognise, so that they copy the file.
    pub(super) fn to_script(&self, reader: Reader) -> String {
        let place = |asset: &Asset| place(asset, reader);
        let entry = |name: &str, asset: &Asset| format!("{name:?}: {{ {} }}", place(asset));
        let file = |asset: &Asset| format!("{{ {} }}", place(asset));
        let chunk = |(name, files): (&String, &Vec<usize>)| format!("{name:?}: {files:?}");
        let catalogues: Vec<_> = self.catalogues.iter().map(|(tag, asset)| entry(tag, asset)).collect();
        let files = [
            ("wasm", self.wasm),
            ("style", self.style),
            ("lightDomStyle", self.light_dom_style),
            ("regions", self.regions),
        ];
        let mut members = vec![format!("\"glue\": {{ {} }}", glue_place(self.glue, reader))];
        members.extend(files.iter().map(|(name, asset)| entry(name, asset)));
        members.push(format!("\"catalogues\": {{ {} }}", catalogues.join(", ")));
        let files: Vec<_> = self.chunks.files.iter().map(file).collect();
        let chunks: Vec<_> = self.chunks.by_name.iter().map(chunk).collect();
        members.push(format!("\"files\": [{}]", files.join(", ")));
        members.push(format!("\"chunks\": {{ {} }}", chunks.join(", ")));
        format!("{{ {} }}", members.join(", "))
    }
}

/// Returns the members that say where a file is.
fn place(asset: &Asset, reader: Reader) -> String {
    let Asset { name, integrity, .. } = asset;
    if reader == Reader::Bundler && name.ends_with(".js") {
        return format!("\"load\": () => import(\"./{name}\")");
    }
    format!("\"url\": new URL(\"./{name}\", import.meta.url).href, \"integrity\": \"{integrity}\"")
}

/// Returns the members that say where the glue is. Only for the browser can the name have a query, which makes it
/// another module: a failed import is not tried again under the same name.
fn glue_place(glue: &Asset, reader: Reader) -> String {
    let place = place(glue, reader);
    match reader {
        Reader::Browser => format!("\"load\": (query) => import(\"./{}\" + query), {place}", glue.name),
        Reader::Bundler => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(ending: &str, reader: Reader) -> (Asset, String) {
        let asset = Asset::new("fr", ending, b"{}".to_vec());
        let file = Asset::new("chunk-edit", "wasm", b"ab".to_vec());
        let chunks = Chunks { files: vec![file], by_name: [("edit".to_owned(), vec![0])].into() };
        let script = AssetTable {
            glue: &asset,
            wasm: &asset,
            style: &asset,
            light_dom_style: &asset,
            catalogues: vec![("fr", &asset)],
            regions: &asset,
            chunks: &chunks,
        }
        .to_script(reader);
        (asset, script)
    }

    #[test]
    fn table_has_address_and_integrity_of_every_asset() {
        let (asset, script) = script("json", Reader::Browser);
        let place = format!(
            "\"url\": new URL(\"./{}\", import.meta.url).href, \"integrity\": \"{}\" }}",
            asset.name, asset.integrity
        );
        for name in ["wasm", "style", "lightDomStyle", "fr", "regions"] {
            assert!(script.contains(&format!("{name:?}: {{ {place}")), "{name}: {script}");
        }
        let glue = format!("\"glue\": {{ \"load\": (query) => import(\"./{}\" + query), {place}", asset.name);
        assert!(script.contains(&glue), "{script}");
        assert!(script.contains("\"files\": [{ \"url\": new URL(\"./chunk-edit-"), "{script}");
        assert!(script.contains("\"chunks\": { \"edit\": [0] }"), "{script}");
        assert!(script.starts_with("{ ") && script.ends_with(" }"), "{script}");
    }

    #[test]
    fn table_for_bundlers_imports_scripts_by_a_literal_name_and_has_the_address_of_wasm() {
        let (asset, script) = script("js", Reader::Bundler);
        for name in ["glue", "style", "lightDomStyle", "fr", "regions"] {
            let entry = format!("{name:?}: {{ \"load\": () => import(\"./{}\") }}", asset.name);
            assert!(script.contains(&entry), "{name}: {script}");
        }
        assert!(script.contains("\"files\": [{ \"url\": new URL(\"./chunk-edit-"), "{script}");
    }
}
