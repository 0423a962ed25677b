//! TypeScript's compiler, with which the test of the package checks its types.

use std::path::PathBuf;

use super::npm::Tool;
use crate::error::Error;

const VERSION: &str = "7.0.2";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    Tool { package: "typescript", program: "tsc", version: VERSION, version_output: VERSION }.ensure()
}
