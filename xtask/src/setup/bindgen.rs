//! wasm-bindgen's command-line tool and test runner, at the version of the crate in Cargo.lock.

use std::{fs, path::PathBuf};

use super::crates::Tool;
use crate::{error::Error, paths};

pub(super) fn ensure() -> Result<PathBuf, Error> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock"))?;
    let version = locked_version("wasm-bindgen", &lock)
        .ok_or_else(|| Error::new("Cargo.lock has no wasm-bindgen: run cargo generate-lockfile"))?;
    Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version,
        // It reads the whole module of the app, also in the tests.
        opt_level: "0",
        // Not --locked: the lock file of a new version can have crates that a mirror of the registry does not have yet.
        // Without TLS, which the test runner needs for remote drivers only.
        flags: &["--no-default-features"],
        duration: "1 to 4 minutes",
    }
    .ensure()
}

/// Returns the version of a package in a lock file.
fn locked_version<'a>(package: &str, lock: &'a str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn version_of_package_with_longer_name_is_not_used() {
        assert_eq!(locked_version("wasm-bindgen", LOCK), Some("0.2.130"));
        assert_eq!(locked_version("wasm", LOCK), None);
    }
}
