//! Trunk, which turns index.html and the crate into dist/.

use std::path::PathBuf;

use super::crates::Tool;
use crate::command::Problem;

/// 0.22 is not yet released for the compiler we support; `[tools]` in Trunk.toml names the others.
const VERSION: &str = "0.21.14";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Tool {
        package: "trunk",
        program: "trunk",
        version: VERSION,
        // Its update check and its development server's native TLS are not for us.
        flags: &["--locked", "--no-default-features", "--features", "rustls"],
        takes: "5 to 15 minutes",
    }
    .ready()
}
