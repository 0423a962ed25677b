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
        // Without the update check and without the native TLS of the development server, which are not used.
        flags: &["--locked", "--no-default-features", "--features", "rustls"],
        duration: "5 to 15 minutes",
    }
    .ensure()
}
