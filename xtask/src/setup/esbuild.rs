//! esbuild, with which the bundler minifies scripts and stylesheets.

use std::path::PathBuf;

use super::npm::Tool;
use crate::error::Error;

const VERSION: &str = "0.28.2";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    Tool { package: "esbuild", program: "esbuild", version: VERSION, version_output: VERSION }.ensure()
}
