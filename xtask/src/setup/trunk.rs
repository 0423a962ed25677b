//! Trunk, which builds dist/ from index.html and the crate.

use std::path::PathBuf;

use super::crates::Tool;
use crate::error::Error;

/// 0.22 is not yet released for the compiler that this workspace supports. Trunk.toml has the versions of trunk's
/// tools.
const VERSION: &str = "0.21.14";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    Tool {
        package: "trunk",
        program: "trunk",
        version: VERSION,
        opt_level: "0",
        // Without the update check and without TLS: nothing is downloaded, since every tool is installed before.
        flags: &["--locked", "--no-default-features"],
        duration: "3 to 10 minutes",
    }
    .ensure()
}
