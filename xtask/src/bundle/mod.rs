//! The bundler, trunk's `post_build` hook: it turns the files that trunk built into the complete `dist/`.
//!
//! Every file gets a name with a hash of its content, every script and stylesheet an integrity, and every text a
//! compressed copy. So `dist/` consists of static files that never change under their names, and a plain
//! `trunk build --release` builds it. The same build has other files for the npm package (`host_modules`).

mod asset;
mod asset_table;
mod compress;
mod css;
mod data_files;
#[cfg(test)]
pub(crate) mod fixture;
mod glue;
mod host_modules;
mod html;
mod merge;
mod minify;
mod modules;
mod placeholder;
mod pseudo_locales;
mod script_contract;
mod split;
mod trunk_output;
mod wasm;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{contract::Contract, error::Error, paths};
use asset::Asset;
use asset_table::{AssetTable, Reader};
use data_files::{catalogues, failure_texts, loader_texts, read_json, regions};
pub(crate) use glue::TRIMMED;
use host_modules::Parts;
use html::HeadAssets;
pub(crate) use merge::{DIRECT_CALLS, MERGED};
use minify::Language;
pub(crate) use minify::Minifier;
pub(crate) use pseudo_locales::is_pseudo_locale_file;
pub(crate) use split::{INPUT as SPLIT_INPUT, OPTIMIZE};
use trunk_output::App;
pub(crate) use wasm::invalid as invalid_wasm;

/// The pages, each with the name of its script and stylesheet in `web/`.
const PAGES: [(&str, &str); 4] = [
    ("index.html", "host"),
    ("playground.html", "playground"),
    ("embed.html", "embed"),
    (STANDALONE, "account"),
];

/// The page that companies serve as it is, in any folder: its addresses are relative.
const STANDALONE: &str = "account.html";

/// The JSON Schema of the standalone page's configuration, in `web/` and in `dist/`.
const SCHEMA: &str = "account.schema.json";

/// The library with which the standalone page signs customers in, as `web/package.json` pins it.
const OAUTH: &str = "web/node_modules/oauth4webapi/build/index.js";

/// The notice that the library's license (MIT) demands in each copy.
const OAUTH_NOTICE: &str = "// oauth4webapi, Copyright (c) 2022 Filip Skokan, \
                            MIT License: https://github.com/panva/oauth4webapi/blob/main/LICENSE.md\n";

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
    let built = trunk_output::take(&staging)?;
    let app = split::split()?.unwrap_or(built);
    let package = paths::package();
    bundle_app(app, &paths::root(), &Folders { dist: &staging, package: &package }, &public_url, &minifier)?;
    // A development build skips the compression, which takes seconds.
    if is_release { compress::compress_folder(&staging) } else { Ok(()) }
}

/// The folders that the bundler writes.
pub(crate) struct Folders<'a> {
    pub(crate) dist: &'a Path,
    /// The folder of the npm package. What it has is removed.
    pub(crate) package: &'a Path,
}

/// Bundles the folder `dist` as trunk built it, with the files of the repository at `source`, and writes the element's
/// files of the npm package. Addresses in pages begin with `public_url`.
///
/// # Errors
///
/// A source is missing or invalid, trunk built other files than expected, or the minifier fails.
pub(crate) fn bundle(
    source: &Path,
    folders: &Folders<'_>,
    public_url: &str,
    minifier: &Minifier,
) -> Result<(), Error> {
    bundle_app(trunk_output::take(folders.dist)?, source, folders, public_url, minifier)
}

fn bundle_app(
    app: App,
    source: &Path,
    folders: &Folders<'_>,
    public_url: &str,
    minifier: &Minifier,
) -> Result<(), Error> {
    let Folders { dist, package } = folders;
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

    let App { glue, wasm, chunks } = app;
    let glue = script("carnet", glue)?;
    let style = css::inline_imports(&source.join("style"), "carnet.css")?;
    let light_dom_style = stylesheet("carnet-light-dom", css::for_light_dom(&style)?)?;
    let style = stylesheet("carnet", style)?;
    let contract = Contract::read(source)?;
    let catalogue_texts = catalogues(&source.join("locales"), &contract)?;
    let region_text = regions(&source.join("addresses/regions"))?;
    let json = |stem: &str, text: &str| Asset::new(stem, "json", text.as_bytes().to_vec());
    let catalogues: Vec<_> = catalogue_texts.iter().map(|(tag, text)| (&**tag, json(tag, text))).collect();
    let regions = json("states", &region_text);
    let table = AssetTable {
        glue: &glue,
        wasm: &wasm,
        style: &style,
        light_dom_style: &light_dom_style,
        catalogues: catalogues.iter().map(|(tag, asset)| (*tag, asset)).collect(),
        regions: &regions,
        chunks: &chunks,
    };
    // A script of `web/` with the modules that it imports, and with values in place of its placeholders.
    let complete = |path: &str, values: &[(&str, String)]| -> Result<String, Error> {
        let text = modules::inline(&read(path)?, path, read)?;
        values.iter().try_fold(text, |text, (name, value)| placeholder::fill(&text, path, name, value))
    };
    let loader_contract = script_contract::loader(&contract)?.to_string();
    let loader_english = loader_texts(&source.join("locales"))?.to_string();
    let loader = |table: String| -> Result<Asset, Error> {
        let values =
            [("ASSETS", table), ("CONTRACT", loader_contract.clone()), ("ENGLISH", loader_english.clone())];
        script("loader", complete("web/carnet.js", &values)?)
    };
    empty(package)?;
    let parts = Parts {
        glue: &glue,
        wasm: &wasm,
        chunks: &chunks,
        style: &style.content,
        light_dom_style: &light_dom_style.content,
        catalogues: &catalogue_texts,
        regions: &region_text,
    };
    let package_loader = loader(host_modules::write(&parts, package, minifier)?)?;
    fs::write(package.join("carnet.js"), package_loader.content)?;
    let loader = loader(table.to_script(Reader::Browser))?;
    let oauth = read(OAUTH).map_err(|error| {
        Error::new(format!("{error}: run cargo xtask dist, which installs it, or npm ci in web/"))
    })?;
    let oauth = OAUTH_NOTICE.to_owned() + &minifier.minify(Language::JavaScript, oauth)?;
    let oauth = Asset::new("oauth4webapi", "js", oauth.into_bytes());
    let mut assets = vec![&glue, &wasm, &style, &light_dom_style, &regions, &loader, &oauth];
    assets.extend(catalogues.iter().map(|(_, asset)| asset));
    assets.extend(&chunks.files);
    for asset in assets {
        asset.write(dist)?;
    }

    let host_words = read_json(&source.join("web/host.json"))?.to_string();
    let account_words = read_json(&source.join("web/account.json"))?.to_string();
    let account_contract = script_contract::account(&contract)?.to_string();
    let schema = read_json(&source.join("web").join(SCHEMA))?;
    let account_files = [("oauth", &oauth), ("wasm", &wasm), ("style", &style)]
        .map(|(name, asset)| format!("\"{name}\": new URL(\"./{}\", import.meta.url).href", asset.name));
    let account_files = format!("{{ {} }}", account_files.join(", "));
    let frame_contract = script_contract::frame(&contract)?.to_string();
    // In the order of `PAGES`.
    let page_values = [
        vec![("WORDS", host_words), ("CONTRACT", script_contract::host(&contract)?.to_string())],
        vec![("CONTRACT", script_contract::playground(&contract)?.to_string())],
        vec![("CONTRACT", frame_contract.clone())],
        vec![
            ("WORDS", account_words),
            ("CONTRACT", account_contract),
            ("SCHEMA", schema.to_string()),
            ("FILES", account_files),
        ],
    ];
    for ((page, name), values) in PAGES.into_iter().zip(page_values) {
        let page_script = script(name, complete(&format!("web/{name}.js"), &values)?)?;
        let page_style = stylesheet(name, read(&format!("web/{name}.css"))?)?;
        let is_standalone = page == STANDALONE;
        let head = HeadAssets {
            module: is_standalone.then_some(&oauth),
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
        let address = if is_standalone { "" } else { public_url };
        fs::write(built, html::fill(page, &text, &head, address)?)?;
        page_script.write(dist)?;
        page_style.write(dist)?;
    }

    fs::copy(source.join("web").join(SCHEMA), dist.join(SCHEMA))?;
    // A host needs names that do not change for the two scripts that it loads itself.
    fs::write(dist.join("carnet.js"), &loader.content)?;
    let failed = failure_texts(&source.join("locales"))?.to_string();
    let frame = complete("web/frame.js", &[("CONTRACT", frame_contract), ("FAILED", failed)])?;
    let frame = script("carnet-frame", frame)?;
    for folder in [dist, package] {
        fs::write(folder.join("carnet-frame.js"), &frame.content)?;
    }
    Ok(())
}

/// Makes the folder, or removes what it has.
fn empty(folder: &Path) -> Result<(), Error> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fixture::{Folder, SOURCE, TRUNK_OUTPUT, hashed_names};
    use std::collections::BTreeSet;

    fn bundle_into(source: &Folder, dist: &Folder, package: &Folder) -> Result<(), Error> {
        let folders = Folders { dist: dist.path(), package: package.path() };
        bundle(source.path(), &folders, "/", &Minifier::None)
    }

    fn bundled() -> Folder {
        let (source, dist) = (Folder::new(SOURCE), Folder::new(TRUNK_OUTPUT));
        bundle_into(&source, &dist, &Folder::new(&[])).expect("the sources are complete");
        dist
    }

    #[test]
    fn package_has_exactly_its_scripts_and_what_they_load() {
        let (source, dist) = (Folder::new(SOURCE), Folder::new(TRUNK_OUTPUT));
        let package = Folder::new(&[("left-over.js", "")]);
        bundle_into(&source, &dist, &package).expect("the sources are complete");
        let names = package.names();
        let mut expected: BTreeSet<String> =
            ["carnet.js", "carnet-frame.js"].into_iter().map(str::to_owned).collect();
        for name in &names {
            expected.extend(hashed_names(&package.read(name)).into_iter().map(str::to_owned));
        }
        assert_eq!(names.iter().cloned().collect::<BTreeSet<_>>(), expected);
        // Bundlers minify a stylesheet, and make a script of JSON.
        let is_safe = |name: &String| name.ends_with(".js") || name.ends_with(".wasm");
        assert!(names.iter().all(is_safe), "{names:?}");
        let french = names.iter().find(|name| name.starts_with("fr-") && !name.starts_with("fr-CA"));
        assert_eq!(
            package.read(french.expect("the French catalogue")),
            "export default \"{\\\"save\\\":\\\"Enregistrer\\\",\\\"email\\\":\\\"E-mail\\\"}\";\n"
        );
    }

    #[test]
    fn package_has_no_pseudo_locale() {
        let (source, dist, package) = (Folder::new(SOURCE), Folder::new(TRUNK_OUTPUT), Folder::new(&[]));
        bundle_into(&source, &dist, &package).expect("the sources are complete");
        for name in package.names() {
            assert!(!name.contains("-X"), "{name}");
        }
        assert!(!package.read("carnet.js").contains("en-XA"));
        assert!(dist.read("carnet.js").contains("en-XA"));
    }

    #[test]
    fn bundle_has_exactly_entry_files_and_referenced_files() {
        let dist = bundled();
        let names = dist.names();
        let mut expected: BTreeSet<String> = ["carnet.js", "carnet-frame.js", SCHEMA]
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
        let names: BTreeSet<_> = hashed_names(&loader).into_iter().collect();
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
    fn variety_has_the_whole_catalogue_of_its_language() {
        let dist = bundled();
        let names = dist.names();
        let is_variety = |name: &&String| name.starts_with("fr-CA-") && name.ends_with(".json");
        let variety = names.iter().find(is_variety).expect("the catalogue of the variety");
        let messages: serde_json::Value = serde_json::from_str(&dist.read(variety)).expect("JSON");
        assert_eq!(messages, serde_json::json!({ "save": "Enregistrer", "email": "Courriel" }));
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
            assert!(bundle_into(&source, &dist, &Folder::new(&[])).is_err(), "{stray}");
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
            assert!(bundle_into(&source, &dist, &Folder::new(&[])).is_err(), "{missing}");
        }
    }
}
