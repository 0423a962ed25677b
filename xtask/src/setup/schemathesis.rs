//! Schemathesis, which tests the sandbox against its OpenAPI document.

use std::path::PathBuf;

use super::python::Package;
use crate::error::Error;

pub(super) fn ensure() -> Result<PathBuf, Error> {
    Package { name: "schemathesis", version: "4.32.5" }.ensure("schemathesis")
}
