//! `package/`, the npm package: the element's files, which the bundler writes with `dist/`, the site with the standalone
//! page, the manifest, the types and the documentation.

mod sbom;
mod types;

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{bundle::is_pseudo_locale_file, contract::Contract, error::Error, manifest, paths};

/// The files that are copied from the repository: path in the repository, name in the package.
const COPIED: [(&str, &str); 15] = [
    ("docs/embedding.md", "README.md"),
    ("docs/iframe.md", "iframe.md"),
    ("docs/sign-in.md", "sign-in.md"),
    ("docs/deploy.md", "deploy.md"),
    ("docs/gateway.md", "gateway.md"),
    // To serve the standalone page.
    ("deploy/set-up.sh", "set-up.sh"),
    ("deploy/check.sh", "check.sh"),
    ("deploy/carnet.config.json", "carnet.config.example.json"),
    ("deploy/nginx.conf", "nginx.conf"),
    ("deploy/Caddyfile", "Caddyfile"),
    ("deploy/publish.sh", "publish.sh"),
    ("deploy/haproxy.cfg", "haproxy.cfg"),
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

/// The folder of the package with the files that a server of the standalone page has.
const SITE: &str = "site";

/// The software bill of materials, under the name that tools look for.
const SBOM: &str = "sbom.cdx.json";

/// Completes `package/`.
///
/// # Errors
///
/// The element's files or a copied file are missing, or the contract is invalid.
pub(crate) fn build() -> Result<(), Error> {
    let (root, package) = (paths::root(), paths::package());
    if !package.join("carnet.js").is_file() {
        return Err(Error::new("package/ has no carnet.js: run cargo xtask dist"));
    }
    for (from, to) in COPIED {
        fs::copy(root.join(from), package.join(to))
            .map_err(|error| Error::new(format!("cannot copy {from}: {error}")))?;
        if to.ends_with(".md") {
            let page = fs::read_to_string(package.join(to))?;
            fs::write(package.join(to), with_package_links(&page))?;
        }
    }
    copy_site(&root.join("dist"), &package)?;
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
    for (name, document) in [("package.json", package_json()), (SBOM, sbom::document()?)] {
        let text = serde_json::to_string_pretty(&document)
            .map_err(|error| Error::new(format!("cannot write {name}: {error}")))?;
        fs::write(package.join(name), text + "\n")?;
    }
    Ok(())
}

/// Returns a page with its links to the pages that have another name in the package.
fn with_package_links(page: &str) -> String {
    let renamed = COPIED.iter().filter_map(|(from, to)| Some((from.strip_prefix("docs/")?, *to)));
    renamed.fold(page.to_owned(), |page, (from, to)| page.replace(&format!("]({from}"), &format!("]({to}")))
}

/// Copies the files of `dist/` that a server of the standalone page has into the package.
fn copy_site(dist: &Path, package: &Path) -> Result<(), Error> {
    let site = package.join(SITE);
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::create_dir_all(&site)?;
    for entry in fs::read_dir(dist)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if belongs_to_site(&name) {
            fs::copy(&file, site.join(&name))?;
        }
    }
    Ok(())
}

/// Whether a file of `dist/` is for production: the demonstration and the catalogues for tests are not.
fn belongs_to_site(name: &str) -> bool {
    const DEMONSTRATION: [&str; 3] = ["index.html", "host-", "playground"];
    !DEMONSTRATION.iter().any(|prefix| name.starts_with(prefix)) && !is_pseudo_locale_file(name)
}

fn package_json() -> Value {
    json!({
        "name": "carnet-profile",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "<carnet-profile>: customers create, view and edit their own profile at a vendor.",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        // For bundlers that do not read `exports`.
        "main": "./carnet.js",
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

    #[test]
    fn site_has_what_a_server_needs_and_no_demonstration() {
        for name in ["account.html", "account.html.br", "account.schema.json", "carnet.js", "embed.html"] {
            assert!(belongs_to_site(name), "{name}");
        }
        for name in [
            "index.html",
            "index.html.gz",
            "host-0123456789abcdef.js",
            "playground.html",
            "en-XA-0123456789abcdef.json",
        ] {
            assert!(!belongs_to_site(name), "{name}");
        }
    }

    #[test]
    fn page_of_package_links_to_pages_under_their_names_there() {
        let page = with_package_links("[a](embedding.md#cors) [b](sign-in.md) [c](deploy.md)");
        assert_eq!(page, "[a](README.md#cors) [b](sign-in.md) [c](deploy.md)");
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
