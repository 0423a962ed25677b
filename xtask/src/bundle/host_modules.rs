//! The element's files for the npm package. They are made for hosts' bundlers, which handle scripts and addresses of wasm
//! well, and change or lose everything else: some minify a stylesheet, and some make a script of JSON. So each text is a
//! script that exports it.

use std::path::Path;

use super::{
    asset::Asset,
    asset_table::{AssetTable, Reader},
    minify::{Language, Minifier},
    pseudo_locales,
    split::Chunks,
};
use crate::error::Error;

/// The parts of the element that are the same for every host, and its texts.
pub(super) struct Parts<'a> {
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    pub(super) chunks: &'a Chunks,
    /// The content of the stylesheets.
    pub(super) style: &'a [u8],
    pub(super) light_dom_style: &'a [u8],
    /// The text of each catalogue, with its tag.
    pub(super) catalogues: &'a [(String, String)],
    pub(super) regions: &'a str,
}

/// Writes the files into the folder, and returns the loader's table of them.
///
/// # Errors
///
/// The folder cannot be written, or the minifier fails.
pub(super) fn write(parts: &Parts<'_>, folder: &Path, minifier: &Minifier) -> Result<String, Error> {
    let module = |stem: &str, text: &str| -> Result<Asset, Error> {
        let script = format!("export default {};\n", serde_json::Value::from(text));
        Ok(Asset::new(stem, "js", minifier.minify(Language::JavaScript, script)?.into_bytes()))
    };
    let style = module("carnet-style", &String::from_utf8_lossy(parts.style))?;
    let light_dom_style = module("carnet-light-dom-style", &String::from_utf8_lossy(parts.light_dom_style))?;
    let regions = module("states", parts.regions)?;
    // Nobody tests the pseudo-locales with a published package.
    let published = parts.catalogues.iter().filter(|(tag, _)| !pseudo_locales::has(tag));
    let catalogues =
        published.map(|(tag, text)| Ok((&**tag, module(tag, text)?))).collect::<Result<Vec<_>, Error>>()?;
    let table = AssetTable {
        glue: parts.glue,
        wasm: parts.wasm,
        style: &style,
        light_dom_style: &light_dom_style,
        catalogues: catalogues.iter().map(|(tag, asset)| (*tag, asset)).collect(),
        regions: &regions,
        chunks: parts.chunks,
    };
    let mut assets = vec![parts.glue, parts.wasm, &style, &light_dom_style, &regions];
    assets.extend(catalogues.iter().map(|(_, asset)| asset));
    assets.extend(&parts.chunks.files);
    for asset in assets {
        asset.write(folder)?;
    }
    Ok(table.to_script(Reader::Bundler))
}
