//! Cargo, called for this workspace with the toolchain that runs us.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

use crate::{
    command::{Problem, answer, command},
    places,
};

/// A cargo command in the repository's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.current_dir(places::root()).args(arguments);
    cargo
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> Result<PathBuf, Problem> {
    let metadata = answer(&mut cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]))
        .ok_or_else(|| Problem::new("cargo metadata fails: run it by hand to see why"))?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap_or_default();
    let folder = metadata["target_directory"].as_str();
    folder.map(PathBuf::from).ok_or_else(|| Problem::new("cargo metadata names no target_directory"))
}
