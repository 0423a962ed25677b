//! The sizes of the files in `dist/`, and the limit for scripts and wasm.

use std::{fs, path::Path};

use crate::{error::Error, paths};

/// The target for the app's JavaScript and wasm together with brotli, in bytes: 100 KB take half a second on a slow 4G
/// connection. It is not reached yet; docs/decisions.md, "Size", explains where the bytes are.
const TARGET: u64 = 100_000;

/// The limit until the target is reached, in bytes: the current size and a small margin. It is raised only together
/// with the feature that needs the bytes; last raised for the transport seam and writes without a clear answer.
const LIMIT: u64 = 250_500;

/// A file of `dist/`, with its sizes in bytes, uncompressed and compressed.
struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes.
///
/// # Errors
///
/// Scripts and wasm exceed the limit, or `dist/` cannot be read.
pub(crate) fn report() -> Result<(), Error> {
    let rows = measure(&paths::root().join("dist"))?;
    println!("{:<32} {:>9} {:>9} {:>9}", "dist/", "raw", "gzip", "brotli");
    for row in &rows {
        println!("{:<32} {:>9} {:>9} {:>9}", row.name, row.raw, row.gzip, row.brotli);
    }
    let sum: u64 = rows.iter().filter(|row| is_code(&row.name)).map(|row| row.brotli).sum();
    println!("JavaScript and wasm, brotli: {sum} bytes (target {TARGET}, limit {LIMIT})");
    if sum > LIMIT {
        Err(Error::new(format!(
            "JavaScript and wasm exceed the size limit by {} bytes: make the app smaller, or raise LIMIT in \
             xtask/src/sizes.rs together with the reason",
            sum - LIMIT
        )))
    } else {
        Ok(())
    }
}

/// Whether the file is the app's own code: the glue, the wasm or the loader. `carnet.js` is a copy of the loader, and
/// the scripts of the pages are not part of the element.
fn is_code(name: &str) -> bool {
    let starts = |stem: &str| name.starts_with(stem);
    // A host with `<carnet-frame>` loads this file only; the page in the frame loads the others.
    name != "carnet-frame.js"
        && (starts("carnet-") && (name.ends_with(".js") || name.ends_with(".wasm")) || starts("loader-"))
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
    use super::is_code;

    #[test]
    fn file_name_of_glue_wasm_or_loader_is_code() {
        for name in ["carnet-0a.js", "carnet-0b.wasm", "loader-0c.js"] {
            assert!(is_code(name), "{name}");
        }
        for name in
            ["carnet.js", "carnet-0d.css", "host-0e.js", "fr-0f.json", "index.html", "carnet-frame.js"]
        {
            assert!(!is_code(name), "{name}");
        }
    }
}
