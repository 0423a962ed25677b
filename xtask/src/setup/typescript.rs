//! TypeScript's compiler, which the package's types are tried with.

use std::path::PathBuf;

use super::npm::Tool;
use crate::command::Problem;

const VERSION: &str = "7.0.2";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Tool { package: "typescript", program: "tsc", version: VERSION, says: VERSION }.ready()
}
