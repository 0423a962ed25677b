//! What a visitor downloads: the sizes in `dist/`, and the budget for scripts and wasm.

use std::{fs, path::Path};

use crate::{command::Problem, places};

/// What the app's JavaScript and wasm are to weigh together under brotli, in bytes: 100 KB arrive in half a
/// second on a slow 4G line. It is missed for now; ARCHITECTURE.md, "Size", says where the bytes are.
const AIM: u64 = 100_000;

/// The most they may weigh meanwhile: what was reached, and a little room. It is raised
/// only together with what it is spent on; the last time on the selector of languages and on
/// parts that a host's sheet reaches.
const LIMIT: u64 = 248_500;

/// One file of `dist/`, without and with compression.
struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table, and fails when scripts and wasm exceed the budget.
pub(crate) fn print() -> Result<(), Problem> {
    let rows = rows(&places::root().join("dist"))?;
    println!("{:<32} {:>9} {:>9} {:>9}", "dist/", "raw", "gzip", "brotli");
    for row in &rows {
        println!("{:<32} {:>9} {:>9} {:>9}", row.name, row.raw, row.gzip, row.brotli);
    }
    let sum: u64 = rows.iter().filter(|row| is_code(&row.name)).map(|row| row.brotli).sum();
    println!("JavaScript and wasm, brotli: {sum} bytes (aim {AIM}, limit {LIMIT})");
    if sum > LIMIT {
        Err(Problem::new(format!("JavaScript and wasm weigh {} bytes too much", sum - LIMIT)))
    } else {
        Ok(())
    }
}

/// The app's own code: the glue, the wasm and the loader. The loader's second name and the page's script do not
/// travel to a host.
fn is_code(name: &str) -> bool {
    let starts = |stem: &str| name.starts_with(stem);
    // A host with a frame has this one of them, and the frame has the others.
    name != "carnet-frame.js"
        && (starts("carnet-") && (name.ends_with(".js") || name.ends_with(".wasm")) || starts("loader-"))
}

fn rows(dist: &Path) -> Result<Vec<Row>, Problem> {
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
    fn code_is_the_glue_the_wasm_and_the_loader() {
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
