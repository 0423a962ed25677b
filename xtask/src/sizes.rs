//! The sizes of the files in `dist/`, and the check of the app's own against `bench/budget.json`.

use std::{collections::BTreeMap, env, fs, path::Path};

use crate::{error::Error, paths};

/// The target for the JavaScript and wasm until the profile is shown, with brotli, in bytes: 100 KB take half a second
/// on a slow 4G connection. It is not reached yet; docs/decisions.md, "Size", explains where the bytes are.
const TARGET: u64 = 100_000;

/// The file with the budget, relative to the repository: the size of each file of the app with brotli, in bytes, by its
/// name without the hash.
const BUDGET: &str = "bench/budget.json";

/// By how much a file may exceed its budget, in thousandths: compilers differ a little.
const TOLERANCE: u64 = 10;

/// The environment variable with which the current sizes become the budget.
const BLESS: &str = "CARNET_BLESS";

/// A file of `dist/`, with its sizes in bytes, uncompressed and compressed.
struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes, and checks the app's own against the budget.
///
/// # Errors
///
/// A file of the app exceeds its budget, has none, or is missing; `dist/` or the budget cannot be read.
pub(crate) fn report() -> Result<(), Error> {
    let rows = measure(&paths::root().join("dist"))?;
    println!("{:<32} {:>9} {:>9} {:>9}", "dist/", "raw", "gzip", "brotli");
    for row in &rows {
        println!("{:<32} {:>9} {:>9} {:>9}", row.name, row.raw, row.gzip, row.brotli);
    }
    let sum = |wants: &dyn Fn(When) -> bool| -> u64 {
        rows.iter().filter(|row| when(&row.name).is_some_and(wants)).map(|row| row.brotli).sum()
    };
    println!("JavaScript and wasm, brotli:");
    println!(
        "  until the profile is shown  {:>9} bytes (target {TARGET})",
        sum(&|when| when == When::Preview)
    );
    println!("  until the app runs          {:>9} bytes", sum(&|when| when <= When::App));
    println!("  with what an edit needs     {:>9} bytes", sum(&|when| when <= When::Edit));
    println!("  everything                  {:>9} bytes", sum(&|_| true));
    let sizes: BTreeMap<String, u64> = rows
        .iter()
        .filter(|row| when(&row.name).is_some())
        .filter_map(|row| Some((stable_name(&row.name)?, row.brotli)))
        .collect();
    let path = paths::root().join(BUDGET);
    if env::var_os(BLESS).is_some() {
        let text = serde_json::to_string_pretty(&sizes).map_err(|error| Error::new(error.to_string()))?;
        return Ok(fs::write(path, text + "\n")?);
    }
    let budget = serde_json::from_str(&fs::read_to_string(path)?)
        .map_err(|error| Error::new(format!("{BUDGET}: {error}")))?;
    let errors = compare(&sizes, &budget);
    if errors.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "{}\nMake the app smaller, or accept the sizes with {BLESS}=1 cargo xtask dist and say why in the commit.",
        errors.join("\n")
    )))
}

/// Returns the name of a file without the hash, such as `carnet.wasm`.
fn stable_name(name: &str) -> Option<String> {
    let (stem, rest) = name.rsplit_once('-')?;
    let (_, extension) = rest.rsplit_once('.')?;
    Some(format!("{stem}.{extension}"))
}

/// Returns a sentence for each file that is not as the budget has it.
fn compare(sizes: &BTreeMap<String, u64>, budget: &BTreeMap<String, u64>) -> Vec<String> {
    let mut errors = Vec::new();
    for (name, size) in sizes {
        match budget.get(name) {
            None => errors.push(format!("{name} has {size} bytes and is not in {BUDGET}.")),
            Some(allowed) if size * 1000 > allowed * (1000 + TOLERANCE) => {
                errors.push(format!("{name} has {size} bytes, {} more than in {BUDGET}.", size - allowed));
            }
            Some(_) => {}
        }
    }
    let missing = budget.keys().filter(|name| !sizes.contains_key(*name));
    errors.extend(missing.map(|name| format!("{name} is in {BUDGET} and not in dist/.")));
    errors
}

/// When a customer of Club Med, who views and edits a profile, downloads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// Before the profile is shown, as a preview that takes what is pressed.
    Preview,
    /// Before the app takes the place of the preview, with the panels of facts.
    App,
    /// After that, since the profile may be edited.
    Edit,
    /// Later or never.
    Other,
}

/// Returns when a file is downloaded; `None` unless it is the app's own code: the glue, the wasm, its chunks or the
/// loader. `carnet.js` is a copy of the loader, and the scripts of the pages are not part of the element.
fn when(name: &str) -> Option<When> {
    // A host with `<carnet-frame>` loads this file only; the page in the frame loads the others.
    if name == "carnet-frame.js" {
        return None;
    }
    let is_code = name.ends_with(".js") || name.ends_with(".wasm");
    let (stem, _) = name.rsplit_once('-').filter(|_| is_code)?;
    match stem {
        "carnet" | "loader" => Some(When::Preview),
        "chunk-app" | "chunk-panels" => Some(When::App),
        "chunk-edit" => Some(When::Edit),
        _ => stem.starts_with("chunk-").then_some(When::Other),
    }
}

/// Returns the files of the folder, sorted by name, without their compressed copies.
fn measure(dist: &Path) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let size = |suffix: &str| fs::metadata(dist.join(format!("{name}{suffix}"))).map(|file| file.len());
        let raw = size("")?;
        rows.push(Row { raw, gzip: size(".gz").unwrap_or(raw), brotli: size(".br").unwrap_or(raw), name });
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{When, compare, stable_name, when};

    #[test]
    fn only_the_apps_own_code_is_counted() {
        for name in ["carnet-0a.js", "carnet-0b.wasm", "loader-0c.js"] {
            assert_eq!(when(name), Some(When::Preview), "{name}");
        }
        assert_eq!(when("chunk-edit-0a.wasm"), Some(When::Edit));
        assert_eq!(when("chunk-panels-0b.wasm"), Some(When::App));
        assert_eq!(when("chunk-imprint-0a.wasm"), Some(When::Other));
        for name in
            ["carnet.js", "carnet-0d.css", "host-0e.js", "fr-0f.json", "index.html", "carnet-frame.js"]
        {
            assert_eq!(when(name), None, "{name}");
        }
    }

    #[test]
    fn file_that_is_new_or_gone_or_grown_by_more_than_one_percent_is_an_error() {
        let of = |sizes: &[(&str, u64)]| -> BTreeMap<String, u64> {
            sizes.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect()
        };
        let budget = of(&[("carnet.wasm", 10_000), ("loader.js", 500)]);
        assert_eq!(compare(&of(&[("carnet.wasm", 10_100), ("loader.js", 20)]), &budget), [""; 0]);
        let errors = compare(&of(&[("carnet.wasm", 10_101), ("chunk-edit.wasm", 9)]), &budget);
        let expected = [
            "carnet.wasm has 10101 bytes, 101 more than in bench/budget.json.",
            "chunk-edit.wasm has 9 bytes and is not in bench/budget.json.",
            "loader.js is in bench/budget.json and not in dist/.",
        ];
        assert_eq!(errors, expected);
    }

    #[test]
    fn stable_name_has_no_hash() {
        assert_eq!(stable_name("chunk-edit-0a1b.wasm").as_deref(), Some("chunk-edit.wasm"));
        assert_eq!(stable_name("index.html"), None);
    }
}
