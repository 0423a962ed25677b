//! `dist/`: built by trunk, and only when something that goes into it has changed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::{
    cargo,
    command::{self, Problem},
    docs, package, places, setup,
    setup::Tools,
    sizes,
};

/// Everything that can change what `dist/` holds, the seal's own source included.
const INPUTS: [&str; 10] = [
    ".cargo/config.toml",
    "src",
    "style",
    "locales",
    "web",
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "xtask/src/seal",
];

/// `cargo xtask dist`.
pub(crate) fn run() -> Result<(), Problem> {
    build(&setup::for_web()?)?;
    docs::run(false)?;
    package::make()?;
    sizes::print()
}

/// Builds `dist/`.
pub(crate) fn build(tools: &Tools) -> Result<(), Problem> {
    // Taken first, so that a file saved while trunk builds counts as changed.
    let inputs = fingerprint(&places::root())?;
    let mut trunk = tools.command(&tools.trunk);
    // Offline: trunk would otherwise fetch tools that we have set up already.
    trunk.current_dir(places::root()).args(["build", "--release", "--offline", "--skip-version-check"]);
    // Trunk takes no other values than these two words, while the convention is that any value counts.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    // Cargo adds these to what .cargo/config.toml says.
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", nameless()?);
    command::run(&mut trunk)?;
    let stamp = stamp()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, inputs + &page()?)?;
    Ok(())
}

/// Flags for rustc that leave this machine's folders out of the places that panics name: what is published says nothing
/// of who built it, and is the same wherever it was built.
fn nameless() -> Result<String, Problem> {
    let sources = places::cargo_home()?.join("registry").join("src");
    let mut flags = Vec::new();
    for registry in fs::read_dir(&sources)? {
        let registry = registry?.path();
        // Flags are parted by blanks.
        if let Some(path) = registry.to_str().filter(|path| !path.contains(' ')) {
            flags.push(format!("--remap-path-prefix={path}=crates"));
        }
    }
    Ok(flags.join(" "))
}

/// Builds `dist/` unless it is the build of what stands in the tree now.
pub(crate) fn ensure(tools: &Tools) -> Result<(), Problem> {
    let now =
        page().ok().map(|page| fingerprint(&places::root()).map(|inputs| inputs + &page)).transpose()?;
    if now.is_some() && now == fs::read_to_string(stamp()?).ok() {
        return Ok(());
    }
    eprintln!("building the app (some minutes the first time)");
    build(tools)
}

fn stamp() -> Result<PathBuf, Problem> {
    Ok(cargo::target()?.join("xtask").join("dist.stamp"))
}

/// The page names every other file by its hash, so its own hash stands for all of `dist/`.
fn page() -> Result<String, Problem> {
    Ok(hex(&Sha256::digest(fs::read(places::root().join("dist/index.html"))?)))
}

fn fingerprint(root: &Path) -> Result<String, Problem> {
    let mut files = Vec::new();
    for input in INPUTS {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let content = fs::read(&file)?;
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    Ok(hex(&hash.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
