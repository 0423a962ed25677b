//! axe-core, with which the journeys check the accessibility of each page.

use std::path::PathBuf;

use super::npm::PackageFile;
use crate::error::Error;

const VERSION: &str = "4.14.1";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    PackageFile { package: "axe-core", version: VERSION, file: "axe.min.js" }.ensure()
}
