//! Cargo, called for this workspace with the toolchain that runs `cargo xtask`.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

/// Returns a cargo command that runs in the repository's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.current_dir(paths::root()).args(arguments);
    cargo
}

/// Returns cargo's target directory.
///
/// # Errors
///
/// `cargo metadata` fails.
pub(crate) fn target() -> Result<PathBuf, Error> {
    let metadata = stdout(&mut cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]))
        .ok_or_else(|| {
            Error::new("cargo metadata failed: run cargo metadata --no-deps --offline to see the reason")
        })?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap_or_default();
    let folder = metadata["target_directory"].as_str();
    folder.map(PathBuf::from).ok_or_else(|| {
        Error::new("cargo metadata has no target_directory: set CARGO_TARGET_DIR and check cargo --version")
    })
}
