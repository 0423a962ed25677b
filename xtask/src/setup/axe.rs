//! axe-core, which the journeys look for barriers with on each page.

use std::path::PathBuf;

use super::npm::Script;
use crate::command::Problem;

const VERSION: &str = "4.14.1";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Script { package: "axe-core", version: VERSION, file: "axe.min.js" }.ready()
}
