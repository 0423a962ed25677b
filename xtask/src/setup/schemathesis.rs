//! Schemathesis, which tries the sandbox against its own OpenAPI document.

use std::path::PathBuf;

use super::python::Package;
use crate::command::Problem;

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Package { name: "schemathesis", version: "4.32.5" }.ready("schemathesis")
}
