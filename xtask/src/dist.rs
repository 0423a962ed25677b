//! `dist/`, the built app: trunk builds it, and only when one of its inputs has changed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::{
    bundle, cargo, command, delivery, docs,
    error::Error,
    fingerprint::{self, Stamp},
    package, paths, setup,
    setup::Tools,
    sizes,
};

/// The flags of rustc with which the bundler can split the wasm: chunks in place of `src/chunk.rs`'s plain functions,
/// and the relocations that say what uses what.
const SPLIT_FLAGS: &str = "--cfg split -Clink-args=--emit-relocs";

/// Runs `cargo xtask dist`.
pub(crate) fn run() -> Result<(), Error> {
    build(&setup::for_web()?)?;
    docs::run(false)?;
    package::build()?;
    delivery::write_upload_manifest()?;
    sizes::report()
}

/// Runs `cargo xtask dist --check-reproducible`: builds twice, the second time with an empty target directory, and
/// compares every file of `dist/` and `package/`.
pub(crate) fn check_reproducible() -> Result<(), Error> {
    run()?;
    let first = hashes()?;
    let target = cargo::target()?.join("reproduced");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    build_in(&setup::for_web()?, Some(&target))?;
    package::build()?;
    let second = hashes()?;
    let names: BTreeSet<_> = first.keys().chain(second.keys()).collect();
    let different: Vec<_> = names.into_iter().filter(|name| first.get(*name) != second.get(*name)).collect();
    if different.is_empty() {
        println!("both builds have the same {} files", first.len());
        return Ok(());
    }
    Err(Error::new(format!("the second build differs in {different:?}")))
}

/// Returns the SHA-256 of every file of `dist/` and `package/`.
fn hashes() -> Result<BTreeMap<PathBuf, Vec<u8>>, Error> {
    let mut hashes = BTreeMap::new();
    for folder in [paths::root().join("dist"), paths::package()] {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            // The site in the package is a copy of dist/.
            if path.is_dir() {
                continue;
            }
            let hash = Sha256::digest(fs::read(&path)?).to_vec();
            hashes.insert(path, hash);
        }
    }
    Ok(hashes)
}

/// Builds `dist/`.
pub(crate) fn build(tools: &Tools) -> Result<(), Error> {
    build_in(tools, None)
}

/// Builds `dist/` in this target directory of cargo, or in its own.
fn build_in(tools: &Tools, target: Option<&Path>) -> Result<(), Error> {
    // Computed first, so that a file saved during the build counts as changed.
    let inputs = fingerprint::of_inputs(&paths::root())?;
    let mut trunk = tools.command(&tools.trunk);
    // Offline: trunk would otherwise download tools that are installed already.
    trunk.current_dir(paths::root()).args(["build", "--release", "--offline", "--skip-version-check"]);
    // Trunk accepts only `true` and `false`, while the convention is that any value counts.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    // Cargo adds these flags to those of .cargo/config.toml.
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", format!("{SPLIT_FLAGS} {}", remap_flags()?));
    // The splitter reads the names of functions, which wasm-opt removes after it.
    trunk.env("CARGO_PROFILE_RELEASE_STRIP", "none");
    if let Some(target) = target {
        trunk.env("CARGO_TARGET_DIR", target);
    }
    let target = target.map_or_else(|| tools.target(), |target| Ok(target.to_owned()))?;
    trunk.env(bundle::SPLIT_INPUT, target.join("wasm32-unknown-unknown/release/carnet.wasm"));
    command::run(&mut trunk)?;
    stamp()?.write(&inputs)
}

/// Builds `dist/` unless it is the build of the current inputs.
pub(crate) fn build_if_changed(tools: &Tools) -> Result<(), Error> {
    if stamp()?.is_current(&paths::root())? {
        return Ok(());
    }
    eprintln!("building the app (the first build takes some minutes)");
    build(tools)
}

fn stamp() -> Result<Stamp, Error> {
    Ok(Stamp {
        file: cargo::target()?.join("xtask").join("dist.stamp"),
        entry: paths::root().join("dist/index.html"),
    })
}

/// Returns the flags of rustc that remove this machine's folders from the source locations in panic messages. The
/// published wasm then names no folder of the person who built it, and is the same wherever it is built.
fn remap_flags() -> Result<String, Error> {
    let sources = paths::cargo_home()?.join("registry").join("src");
    let mut flags = Vec::new();
    for registry in fs::read_dir(&sources)? {
        let registry = registry?.path();
        // A path with a space cannot be passed: cargo splits the variable at spaces.
        if let Some(path) = registry.to_str().filter(|path| !path.contains(' ')) {
            flags.push(format!("--remap-path-prefix={path}=crates"));
        }
    }
    Ok(flags.join(" "))
}
