//! The loader's table of assets: the address and the integrity of every file that it can load.

use super::{
    asset::Asset,
    split::{ChunkFile, Chunks},
};

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
    /// `new URL("./name", import.meta.url)`, which the bundlers of hosts recognise, so that they copy the file.
    pub(super) fn to_script(&self) -> String {
        let place = |asset: &Asset| {
            let Asset { name: file, integrity, .. } = asset;
            format!("\"url\": new URL(\"./{file}\", import.meta.url).href, \"integrity\": \"{integrity}\"")
        };
        let entry = |name: &str, asset: &Asset| format!("{name:?}: {{ {} }}", place(asset));
        let file = |ChunkFile { asset, lengths }: &ChunkFile| {
            format!("{{ {}, \"lengths\": {lengths:?} }}", place(asset))
        };
        let chunk = |(name, files): (&String, &Vec<usize>)| format!("{name:?}: {files:?}");
        let catalogues: Vec<_> = self.catalogues.iter().map(|(tag, asset)| entry(tag, asset)).collect();
        let files = [
            ("glue", self.glue),
            ("wasm", self.wasm),
            ("style", self.style),
            ("lightDomStyle", self.light_dom_style),
            ("regions", self.regions),
        ];
        let mut members: Vec<_> = files.iter().map(|(name, asset)| entry(name, asset)).collect();
        members.push(format!("\"catalogues\": {{ {} }}", catalogues.join(", ")));
        let files: Vec<_> = self.chunks.files.iter().map(file).collect();
        let chunks: Vec<_> = self.chunks.by_name.iter().map(chunk).collect();
        members.push(format!("\"files\": [{}]", files.join(", ")));
        members.push(format!("\"chunks\": {{ {} }}", chunks.join(", ")));
        format!("{{ {} }}", members.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_address_and_integrity_of_every_asset() {
        let asset = Asset::new("fr", "json", b"{}".to_vec());
        let file = ChunkFile { asset: Asset::new("chunk-edit", "wasm", b"ab".to_vec()), lengths: vec![1, 1] };
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
        .to_script();
        for name in ["glue", "wasm", "style", "lightDomStyle", "fr", "regions"] {
            let entry = format!(
                "{name:?}: {{ \"url\": new URL(\"./{}\", import.meta.url).href, \"integrity\": \"{}\" }}",
                asset.name, asset.integrity
            );
            assert!(script.contains(&entry), "{name}: {script}");
        }
        assert!(
            script.contains("\"lengths\": [1, 1] }]") && script.contains("\"chunks\": { \"edit\": [0] }"),
            "{script}"
        );
        assert!(script.starts_with("{ ") && script.ends_with(" }"), "{script}");
    }
}
