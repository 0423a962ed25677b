//! esbuild, which the seal has minify scripts and stylesheets.

use std::path::PathBuf;

use super::npm::Tool;
use crate::command::Problem;

const VERSION: &str = "0.28.2";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Tool { package: "esbuild", program: "esbuild", version: VERSION, says: VERSION }.ready()
}
