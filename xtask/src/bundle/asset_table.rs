//! The loader's table of assets: the address and the integrity of every file that it can load.

use super::asset::Asset;

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
}

impl AssetTable<'_> {
    /// Returns the table as an expression in JavaScript. Each address is written as
    /// `new URL("./name", import.meta.url)`, which the bundlers of hosts recognise, so that they copy the file.
    pub(super) fn to_script(&self) -> String {
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
            ("lightDomStyle", self.light_dom_style),
            ("regions", self.regions),
        ];
        let mut members: Vec<_> = files.iter().map(|(name, asset)| entry(name, asset)).collect();
        members.push(format!("\"catalogues\": {{ {} }}", catalogues.join(", ")));
        format!("{{ {} }}", members.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_address_and_integrity_of_every_asset() {
        let asset = Asset::new("fr", "json", b"{}".to_vec());
        let script = AssetTable {
            glue: &asset,
            wasm: &asset,
            style: &asset,
            light_dom_style: &asset,
            catalogues: vec![("fr", &asset)],
            regions: &asset,
        }
        .to_script();
        for name in ["glue", "wasm", "style", "lightDomStyle", "fr", "regions"] {
            let entry = format!(
                "{name:?}: {{ \"url\": new URL(\"./{}\", import.meta.url).href, \"integrity\": \"{}\" }}",
                asset.name, asset.integrity
            );
            assert!(script.contains(&entry), "{name}: {script}");
        }
        assert!(script.starts_with("{ ") && script.ends_with(" }"), "{script}");
    }
}
