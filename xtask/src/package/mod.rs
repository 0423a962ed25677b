//! `package/`, the npm package: the element's files from `dist/`, its manifest, its types and its documentation.

mod types;

use std::fs;

use serde_json::{Value, json};

use crate::{contract::Contract, error::Error, manifest, paths};

/// The files that are copied from the repository: path in the repository, name in the package.
const COPIED: [(&str, &str); 5] = [
    ("docs/embedding.md", "README.md"),
    ("docs/iframe.md", "iframe.md"),
    // Lists the keys of `labels`.
    ("locales/en.json", "en.json"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];

/// The oldest release of each browser in which everything works. docs/browsers.md says what each is needed for; a test
/// compares the two.
const BASELINE: [&str; 7] = [
    "chrome >= 123",
    "edge >= 123",
    "firefox >= 121",
    "safari >= 17.5",
    "ios_saf >= 17.5",
    "and_chr >= 123",
    "samsung >= 27",
];

/// The files that are generated from the contract.
const GENERATED: [&str; 3] = ["custom-elements.json", "carnet.d.ts", "carnet-frame.d.ts"];

/// Writes `package/` from `dist/`.
///
/// # Errors
///
/// `dist/` or a copied file is missing, or the contract is invalid.
pub(crate) fn build() -> Result<(), Error> {
    let (root, package) = (paths::root(), paths::package());
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    fs::create_dir_all(&package)?;
    let dist = fs::read_dir(root.join("dist"))
        .map_err(|error| Error::new(format!("cannot list dist/: {error}: run cargo xtask dist")))?;
    for entry in dist {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if belongs_to_element(&name) {
            fs::copy(&file, package.join(&name))?;
        }
    }
    for (from, to) in COPIED {
        fs::copy(root.join(from), package.join(to))
            .map_err(|error| Error::new(format!("cannot copy {from}: {error}")))?;
    }
    let contract = Contract::read(&root)?;
    let manifest = manifest::of(&contract)?;
    let generated = [
        manifest::to_text(&manifest),
        types::declarations(&manifest)?,
        types::frame_declarations(&contract)?,
    ];
    for (name, text) in GENERATED.into_iter().zip(generated) {
        fs::write(package.join(name), text)?;
    }
    let package_json = serde_json::to_string_pretty(&package_json())
        .map_err(|error| Error::new(format!("cannot write package.json: {error}")))?;
    fs::write(package.join("package.json"), package_json + "\n")?;
    Ok(())
}

/// Whether a file of `dist/` is part of the package. The pages with their scripts and stylesheets are not, and neither
/// are the compressed copies: a host's server compresses by itself.
fn belongs_to_element(name: &str) -> bool {
    const PAGE_FILES: [&str; 5] = ["index.html", "host-", "playground", "embed", "loader-"];
    !PAGE_FILES.iter().any(|prefix| name.starts_with(prefix))
        && !name.ends_with(".br")
        && !name.ends_with(".gz")
}

fn package_json() -> Value {
    json!({
        "name": "carnet-profile",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "<carnet-profile>: customers create, view and edit their own profile at a vendor.",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "exports": {
            ".": { "types": "./carnet.d.ts", "default": "./carnet.js" },
            "./carnet-frame.js": { "types": "./carnet-frame.d.ts", "default": "./carnet-frame.js" },
            "./*": "./*",
        },
        "types": "./carnet.d.ts",
        "customElements": "custom-elements.json",
        // The oldest releases in which everything works (docs/browsers.md).
        "browserslist": BASELINE,
        // Importing a script defines its element.
        "sideEffects": ["./carnet.js", "./carnet-frame.js"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{
        self, Minifier,
        fixture::{Folder, SOURCE, TRUNK_OUTPUT, hashed_names},
    };

    #[test]
    fn package_has_loader_and_exactly_the_files_it_loads() {
        let (source, dist) = (Folder::new(SOURCE), Folder::new(TRUNK_OUTPUT));
        bundle::bundle(source.path(), dist.path(), "/", &Minifier::None).expect("the sources are complete");
        let loader = dist.read("carnet.js");
        let mut expected = hashed_names(&loader);
        expected.extend(["carnet.js", "carnet-frame.js"]);
        for name in dist.names() {
            assert_eq!(belongs_to_element(&name), expected.contains(&name.as_str()), "{name}");
            for copy in [format!("{name}.br"), format!("{name}.gz")] {
                assert!(!belongs_to_element(&copy), "{copy}");
            }
        }
    }

    #[test]
    fn package_json_names_only_files_of_package() {
        let mut names: Vec<_> = COPIED.iter().map(|(_, to)| *to).collect();
        names.extend(["carnet.js", "carnet-frame.js"]);
        names.extend(GENERATED);
        let mut files = Vec::new();
        collect_texts(&package_json()["exports"], &mut files);
        collect_texts(&package_json()["types"], &mut files);
        collect_texts(&package_json()["customElements"], &mut files);
        collect_texts(&package_json()["sideEffects"], &mut files);
        for file in files.iter().filter(|file| !file.contains('*')) {
            assert!(names.contains(&file.trim_start_matches("./")), "{file} in {names:?}");
        }
        for (from, _) in COPIED {
            assert!(paths::root().join(from).is_file(), "{from}");
        }
    }

    #[test]
    fn baseline_is_the_documented_one() {
        let page = fs::read_to_string(paths::root().join("docs/browsers.md")).expect("the page");
        for (browser, name) in [
            ("chrome", "Chrome"),
            ("edge", "Edge"),
            ("firefox", "Firefox"),
            ("safari", "Safari"),
            ("ios_saf", "Safari on iOS"),
            ("and_chr", "Chrome and WebView on Android"),
            ("samsung", "Samsung Internet"),
        ] {
            let release = BASELINE.iter().find_map(|row| row.strip_prefix(&format!("{browser} >= ")));
            let row = format!("| {name} | {} |", release.expect("a release"));
            assert!(page.contains(&row), "docs/browsers.md has no row that begins with {row:?}");
        }
    }

    fn collect_texts(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect_texts(value, texts)),
            Value::Object(values) => values.values().for_each(|value| collect_texts(value, texts)),
            _ => {}
        }
    }
}
