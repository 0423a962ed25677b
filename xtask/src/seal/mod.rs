//! The seal: finishes what trunk made. Every file gets a name made from its content, every script and stylesheet an
//! integrity, and every text a compressed twin, so that `dist/` is static files that never change under their name.
//!
//! Trunk calls it as its `post_build` hook, so a plain `trunk build --release` gives a complete `dist/`.

mod compress;
mod digest;
mod loader;
mod minify;
mod page;
mod pseudo;
mod sheet;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{command::Problem, places};
use digest::Asset;
use loader::Manifest;
use minify::{Language, Minifier};

/// Seals the folder in which trunk stages its output.
pub(crate) fn run() -> Result<(), Problem> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Problem::new("seal is trunk's post_build hook (see Trunk.toml): run trunk build --release")
    })?;
    let public_url = env::var("TRUNK_PUBLIC_URL").unwrap_or_else(|_| "/".to_owned());
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let minifier = if release { Minifier::Esbuild } else { Minifier::None };
    seal(&places::root(), &staging, &public_url, &minifier)?;
    // Compressing at the highest quality takes seconds that a development build does not have.
    if release { compress::folder(&staging) } else { Ok(()) }
}

fn seal(source: &Path, dist: &Path, public_url: &str, minifier: &Minifier) -> Result<(), Problem> {
    let read = |path: &str| {
        fs::read_to_string(source.join(path))
            .map_err(|error| Problem::new(format!("cannot read {path}: {error}")))
    };

    let script = |stem: &str, text: String| -> Result<Asset, Problem> {
        Ok(Asset::new(stem, "js", minifier.minify(Language::JavaScript, text)?.into_bytes()))
    };
    let sheet = |stem: &str, text: String| -> Result<Asset, Problem> {
        Ok(Asset::new(stem, "css", minifier.minify(Language::Css, text)?.into_bytes()))
    };

    let (glue, wasm) = bundle(dist)?;
    let glue = script("carnet", glue)?;
    let style = sheet::inline(&source.join("style"), "carnet.css")?;
    let light = sheet("carnet-light", sheet::light(&style)?)?;
    let style = sheet("carnet", style)?;
    let catalogues = catalogues(&source.join("locales"))?;
    let regions = regions(&source.join("addresses/regions"))?;
    let manifest = Manifest {
        glue: &glue,
        wasm: &wasm,
        style: &style,
        light: &light,
        catalogues: catalogues.iter().map(|(tag, asset)| (&**tag, asset)).collect(),
        regions: &regions,
    };
    let loader = script("loader", loader::fill(&read("web/carnet.js")?, &manifest)?)?;
    let mut written = vec![&glue, &wasm, &style, &light, &regions, &loader];
    written.extend(catalogues.iter().map(|(_, asset)| asset));
    for asset in written {
        asset.write(dist)?;
    }

    let host_words = parsed(&source.join("web/host.json"))?.to_string();
    let contract = contract(&parsed(&source.join("web/custom-elements.json"))?).to_string();
    for (page, name) in [("index.html", "host"), ("playground.html", "playground"), ("embed.html", "embed")] {
        let mut text = read(&format!("web/{name}.js"))?;
        match name {
            "host" => text = loader::fill_in(&text, "web/host.js", "WORDS", &host_words)?,
            "embed" => text = loader::fill_in(&text, "web/embed.js", "CONTRACT", &contract)?,
            _ => {}
        }
        let (host_script, host_style) =
            (script(name, text)?, sheet(name, read(&format!("web/{name}.css"))?)?);
        let parts = page::Parts {
            glue: &glue,
            wasm: &wasm,
            style: &style,
            loader: &loader,
            host_script: &host_script,
            host_style: &host_style,
        };
        // Trunk has made the first one ready; the others are plain files.
        let made = dist.join(page);
        let text = if made.exists() { fs::read_to_string(&made)? } else { read(&format!("web/{page}"))? };
        fs::write(made, page::fill(page, &text, &parts, public_url)?)?;
        host_script.write(dist)?;
        host_style.write(dist)?;
    }

    // The names a foreign host page can know beforehand.
    fs::write(dist.join("carnet.js"), &loader.content)?;
    let frame = loader::fill_in(&read("web/frame.js")?, "web/frame.js", "CONTRACT", &contract)?;
    fs::write(dist.join("carnet-frame.js"), script("carnet-frame", frame)?.content)?;
    Ok(())
}

/// Takes trunk's two files out of the staging folder, to be put back under names made from their final content:
/// trunk names them after what went into wasm-bindgen and wasm-opt, not after what came out.
fn bundle(dist: &Path) -> Result<(String, Asset), Problem> {
    let mut glue = None;
    let mut wasm = None;
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let slot = match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => {
                return Err(Problem::new(format!(
                    "trunk staged a folder, {name}/: scripts written inside Rust (wasm-bindgen snippets) are not sealed"
                )));
            }
            Some("js") if name.starts_with("carnet-") => &mut glue,
            Some("wasm") if name.starts_with("carnet-") => &mut wasm,
            Some("js" | "wasm") => {
                return Err(Problem::new(format!("trunk staged a file the seal does not know: {name}")));
            }
            _ => continue,
        };
        if let Some((other, _)) = slot.replace((name.clone(), path)) {
            return Err(Problem::new(format!(
                "trunk staged two bundles, {other} and {name}: one data-bin is expected"
            )));
        }
    }
    let (Some((_, glue_path)), Some((wasm_name, wasm_path))) = (glue, wasm) else {
        return Err(Problem::new(
            "trunk staged no carnet-….js with its carnet-…_bg.wasm: is data-bin=\"carnet\" in index.html?",
        ));
    };
    let wasm = Asset::new("carnet", "wasm", fs::read(&wasm_path)?);
    // The glue names the wasm as the file to fetch when it is not handed one.
    let glue = fs::read_to_string(&glue_path)?.replace(&wasm_name, &wasm.name);
    fs::remove_file(glue_path)?;
    fs::remove_file(wasm_path)?;
    Ok((glue, wasm))
}

/// What a host and a page in a frame may say to each other: the names of the element's contract. The address bar is the
/// host's, and a frame is a wall by itself.
fn contract(manifest: &serde_json::Value) -> serde_json::Value {
    let names = |list: &str| -> Vec<&str> {
        let entries = manifest["modules"][0]["declarations"][0][list].as_array();
        let names = entries.into_iter().flatten().filter_map(|entry| entry["name"].as_str());
        names.filter(|name| !["routing", "shadow"].contains(name)).collect()
    };
    serde_json::json!({
        "attributes": names("attributes"),
        "events": names("events"),
        "properties": names("cssProperties"),
    })
}

/// The catalogues that are fetched, in the order of their tags; English is compiled in, and what is made from it is
/// fetched.
fn catalogues(locales: &Path) -> Result<Vec<(String, Asset)>, Problem> {
    let mut catalogues = Vec::new();
    for path in files_of(locales, "json")? {
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let value = parsed(&path)?;
        let mut add = |tag: &str, value: &serde_json::Value| {
            catalogues.push((tag.to_owned(), Asset::new(tag, "json", value.to_string().into_bytes())));
        };
        if tag == "en" {
            pseudo::catalogues(&value).iter().for_each(|(tag, value)| add(tag, value));
        } else {
            add(tag, &value);
        }
    }
    catalogues.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(catalogues)
}

/// Every country's list of states, in one file: it comes in one go, and a bundler of the host's can take it along.
fn regions(folder: &Path) -> Result<Asset, Problem> {
    let mut lists = serde_json::Map::new();
    for file in files_of(folder, "json")? {
        let country = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        lists.insert(country.to_owned(), parsed(&file)?);
    }
    Ok(Asset::new("states", "json", serde_json::Value::from(lists).to_string().into_bytes()))
}

/// The files of this kind, in the order of their names.
fn files_of(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|other| other == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The JSON in a file.
fn parsed(path: &Path) -> Result<serde_json::Value, Problem> {
    let wrong = |error| Problem::new(format!("{} is not JSON: {error}", path.display()));
    serde_json::from_str(&fs::read_to_string(path)?).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A folder of our own under the system's temporary one, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(files: &[(&str, &str)]) -> Self {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let folder = env::temp_dir().join(format!("carnet-seal-{}-{count}", std::process::id()));
            for (name, content) in files {
                let file = folder.join(name);
                fs::create_dir_all(file.parent().expect("a file has a folder"))
                    .expect("the temporary folder is ours");
                fs::write(file, content).expect("the temporary folder is ours");
            }
            Self(folder)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<_> = fs::read_dir(&self.0)
                .expect("the folder is there")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const SOURCE: &[(&str, &str)] = &[
        ("style/carnet.css", "@import \"frame.css\";\n"),
        ("style/frame.css", ":host { color: black }\n"),
        ("locales/en.json", "{ \"save\": \"Save\" }"),
        ("locales/fr.json", "{ \"save\": \"Enregistrer\" }"),
        ("addresses/regions/US.json", "[\n[\"AL\", \"Alabama\"]\n]"),
        ("web/carnet.js", "const ASSETS = {}; // filled in by the seal\nexport {};\n"),
        ("web/host.js", "const WORDS = {}; // filled in by the seal\n"),
        ("web/host.json", "{ \"en\": { \"choose\": \"Choose\" } }"),
        ("web/host.css", "body { margin: 0 }\n"),
        ("web/embed.html", "<!doctype html><head><!-- seal:head --></head>"),
        ("web/embed.js", "const CONTRACT = {}; // filled in by the seal\n"),
        ("web/embed.css", "html { margin: 0 }\n"),
        ("web/frame.js", "const CONTRACT = {}; // filled in by the seal\n"),
        ("web/custom-elements.json", "{}"),
        ("web/playground.html", "<!doctype html><head><!-- seal:head --></head>"),
        ("web/playground.js", "export {};\n"),
        ("web/playground.css", "body { margin: 1px }\n"),
    ];
    const STAGED: &[(&str, &str)] = &[
        ("index.html", "<!doctype html><html><head><!-- seal:head --></head><body></body></html>"),
        (
            "carnet-0123456789abcdef.js",
            "export default new URL('carnet-0123456789abcdef_bg.wasm', import.meta.url);",
        ),
        ("carnet-0123456789abcdef_bg.wasm", "\0asm"),
    ];

    #[test]
    fn a_staged_folder_becomes_a_complete_one() -> Result<(), Problem> {
        let (source, dist) = (Folder::new(SOURCE), Folder::new(STAGED));
        seal(&source.0, &dist.0, "/", &Minifier::None)?;
        let names = dist.names();
        let of = |extension: &str| names.iter().filter(|name| name.ends_with(extension)).count();
        // Glue, loader, the pages' scripts and the two stable names.
        assert_eq!(of(".js"), 7, "{names:?}");
        assert_eq!((of(".css"), of(".wasm"), of(".html"), of(".json")), (5, 1, 3, 4), "{names:?}");
        assert!(!names.iter().any(|name| name.starts_with("en-") && !name.starts_with("en-XA")), "{names:?}");
        assert!(!names.iter().any(|name| name.starts_with("carnet-0123456789abcdef")), "{names:?}");
        let glue = names
            .iter()
            .find(|name| name.starts_with("carnet-") && name.ends_with(".js") && *name != "carnet-frame.js")
            .expect("the glue");
        let wasm = names.iter().find(|name| name.ends_with(".wasm")).expect("the wasm");
        assert!(fs::read_to_string(dist.0.join(glue))?.contains(wasm.as_str()));
        Ok(())
    }

    #[test]
    fn snippets_and_strange_scripts_are_refused() {
        for stray in ["snippets/inline0.js", "other.js"] {
            let (source, dist) = (Folder::new(SOURCE), Folder::new(&[STAGED, &[(stray, "")]].concat()));
            assert!(seal(&source.0, &dist.0, "/", &Minifier::None).is_err(), "{stray}");
        }
    }
}
