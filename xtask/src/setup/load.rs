//! The load generator with which the gateway is tested and measured.

use std::path::PathBuf;

use super::npm::Folder;
use crate::error::Error;

/// Installs the generator. Returns the script that uses it.
pub(super) fn ensure() -> Result<PathBuf, Error> {
    let folder = Folder { path: "xtask/load", package: "loadtest" }.ensure()?;
    Ok(folder.join("load.js"))
}
