//! The bundler, trunk's `post_build` hook: it turns the files that trunk built into the complete `dist/`.
//!
//! Every file gets a name with a hash of its content, every script and stylesheet an integrity, and every text a
//! compressed copy. So `dist/` consists of static files that never change under their names, and a plain
//! `trunk build --release` builds it.

mod asset;
mod asset_table;
mod compress;
mod css;
mod data_files;
#[cfg(test)]
pub(crate) mod fixture;
mod frame_contract;
mod html;
mod minify;
mod placeholder;
mod pseudo_locales;
mod trunk_output;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{error::Error, manifest, paths};
use asset::Asset;
use asset_table::AssetTable;
use data_files::{catalogues, read_json, regions};
use html::HeadAssets;
use minify::Language;
pub(crate) use minify::Minifier;

/// The pages, each with the name of its script and stylesheet in `web/`.
const PAGES: [(&str, &str); 3] =
    [("index.html", "host"), ("playground.html", "playground"), ("embed.html", "embed")];

/// Bundles trunk's staging folder, with trunk's environment variables as the options.
///
/// # Errors
///
/// The command was not called by trunk, or [`bundle`] fails.
pub(crate) fn run() -> Result<(), Error> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Error::new(
            "TRUNK_STAGING_DIR is not set: bundle is trunk's post_build hook (Trunk.toml), run cargo xtask dist",
        )
    })?;
    let public_url = env::var("TRUNK_PUBLIC_URL").unwrap_or_else(|_| "/".to_owned());
    let is_release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let minifier = if is_release { Minifier::Esbuild } else { Minifier::None };
    bundle(&paths::root(), &staging, &public_url, &minifier)?;
    // A development build skips the compression, which takes seconds.
    if is_release { compress::compress_folder(&staging) } else { Ok(()) }
}

/// Bundles the folder `dist` with the files of the repository at `source`. Addresses in pages begin with `public_url`.
///
/// # Errors
///
/// A source is missing or invalid, trunk built other files than expected, or the minifier fails.
pub(crate) fn bundle(source: &Path, dist: &Path, public_url: &str, minifier: &Minifier) -> Result<(), Error> {
    let read = |path: &str| {
        fs::read_to_string(source.join(path))
            .map_err(|error| Error::new(format!("cannot read {path}: {error}")))
    };
    let script = |stem: &str, text: String| -> Result<Asset, Error> {
        Ok(Asset::new(stem, "js", minifier.minify(Language::JavaScript, text)?.into_bytes()))
    };
    let stylesheet = |stem: &str, text: String| -> Result<Asset, Error> {
        Ok(Asset::new(stem, "css", minifier.minify(Language::Css, text)?.into_bytes()))
    };

    let (glue, wasm) = trunk_output::take(dist)?;
    let glue = script("carnet", glue)?;
    let style = css::inline_imports(&source.join("style"), "carnet.css")?;
    let light_dom_style = stylesheet("carnet-light-dom", css::for_light_dom(&style)?)?;
    let style = stylesheet("carnet", style)?;
    let catalogues = catalogues(&source.join("locales"))?;
    let regions = regions(&source.join("addresses/regions"))?;
    let table = AssetTable {
        glue: &glue,
        wasm: &wasm,
        style: &style,
        light_dom_style: &light_dom_style,
        catalogues: catalogues.iter().map(|(tag, asset)| (&**tag, asset)).collect(),
        regions: &regions,
    };
    let loader = placeholder::fill(&read("web/carnet.js")?, "web/carnet.js", "ASSETS", &table.to_script())?;
    let loader = script("loader", loader)?;
    let mut assets = vec![&glue, &wasm, &style, &light_dom_style, &regions, &loader];
    assets.extend(catalogues.iter().map(|(_, asset)| asset));
    for asset in assets {
        asset.write(dist)?;
    }

    let host_words = read_json(&source.join("web/host.json"))?.to_string();
    let contract = frame_contract::names(&manifest::read(source)?).to_string();
    for (page, name) in PAGES {
        let mut text = read(&format!("web/{name}.js"))?;
        match name {
            "host" => text = placeholder::fill(&text, "web/host.js", "WORDS", &host_words)?,
            "embed" => text = placeholder::fill(&text, "web/embed.js", "CONTRACT", &contract)?,
            _ => {}
        }
        let page_script = script(name, text)?;
        let page_style = stylesheet(name, read(&format!("web/{name}.css"))?)?;
        let head = HeadAssets {
            glue: &glue,
            wasm: &wasm,
            style: &style,
            loader: &loader,
            page_script: &page_script,
            page_style: &page_style,
        };
        // Trunk has built index.html; the other pages are copied from web/.
        let built = dist.join(page);
        let text = if built.exists() { fs::read_to_string(&built)? } else { read(&format!("web/{page}"))? };
        fs::write(built, html::fill(page, &text, &head, public_url)?)?;
        page_script.write(dist)?;
        page_style.write(dist)?;
    }

    // A host needs names that do not change for the two scripts that it loads itself.
    fs::write(dist.join("carnet.js"), &loader.content)?;
    let frame = placeholder::fill(&read("web/frame.js")?, "web/frame.js", "CONTRACT", &contract)?;
    fs::write(dist.join("carnet-frame.js"), script("carnet-frame", frame)?.content)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fixture::{Folder, SOURCE, TRUNK_OUTPUT, hashed_names};
    use std::collections::BTreeSet;

    fn bundled() -> Folder {
        let (source, dist) = (Folder::new(SOURCE), Folder::new(TRUNK_OUTPUT));
        bundle(source.path(), dist.path(), "/", &Minifier::None).expect("the sources are complete");
        dist
    }

    #[test]
    fn bundle_has_exactly_entry_files_and_referenced_files() {
        let dist = bundled();
        let names = dist.names();
        let mut expected: BTreeSet<String> = ["carnet.js", "carnet-frame.js"]
            .into_iter()
            .chain(PAGES.map(|(page, _)| page))
            .map(str::to_owned)
            .collect();
        for name in &names {
            expected.extend(hashed_names(&dist.read(name)).into_iter().map(str::to_owned));
        }
        assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn loader_references_every_kind_of_asset() {
        let dist = bundled();
        let loader = dist.read("carnet.js");
        let names = hashed_names(&loader);
        for (stem, extension) in [
            ("carnet", "js"),
            ("carnet", "wasm"),
            ("carnet", "css"),
            ("carnet-light-dom", "css"),
            ("fr", "json"),
            ("en-XA", "json"),
            ("ar-XB", "json"),
            ("states", "json"),
        ] {
            let is_asset = |name: &&&str| {
                let stem_and_hash = name.strip_suffix(extension).and_then(|name| name.strip_suffix('.'));
                stem_and_hash.and_then(|name| name.rsplit_once('-')).is_some_and(|(own, _)| own == stem)
            };
            assert_eq!(names.iter().filter(is_asset).count(), 1, "{stem}, {extension}: {names:?}");
        }
    }

    #[test]
    fn english_catalogue_is_not_a_file() {
        let dist = bundled();
        let english = |name: &&String| name.starts_with("en-") && !name.starts_with("en-XA-");
        assert_eq!(dist.names().iter().find(english), None);
    }

    #[test]
    fn trunk_output_gets_new_names() {
        let dist = bundled();
        let names = dist.names();
        assert!(!names.iter().any(|name| name.starts_with("carnet-0123456789abcdef")), "{names:?}");
        let is_glue = |name: &&String| {
            name.starts_with("carnet-") && name.ends_with(".js") && *name != "carnet-frame.js"
        };
        let glue = names.iter().find(is_glue).expect("the glue");
        let wasm = names.iter().find(|name| name.ends_with(".wasm")).expect("the wasm");
        assert!(dist.read(glue).contains(wasm.as_str()));
    }

    #[test]
    fn trunk_output_with_snippet_or_unknown_script_is_an_error() {
        for stray in ["snippets/inline0.js", "other.js"] {
            let (source, dist) = (Folder::new(SOURCE), Folder::new(&[TRUNK_OUTPUT, &[(stray, "")]].concat()));
            assert!(bundle(source.path(), dist.path(), "/", &Minifier::None).is_err(), "{stray}");
        }
    }

    #[test]
    fn bundle_with_missing_source_is_an_error() {
        for missing in SOURCE.iter().map(|(name, _)| *name) {
            // A folder without one of its files is still complete.
            if missing.starts_with("locales/") || missing.starts_with("addresses/") {
                continue;
            }
            let sources: Vec<_> = SOURCE.iter().copied().filter(|(name, _)| *name != missing).collect();
            let (source, dist) = (Folder::new(&sources), Folder::new(TRUNK_OUTPUT));
            assert!(bundle(source.path(), dist.path(), "/", &Minifier::None).is_err(), "{missing}");
        }
    }
}
