//! wasm-bindgen's command-line tool and test runner, of the same release as the crate in Cargo.lock.

use std::{fs, path::PathBuf};

use super::crates::Tool;
use crate::{command::Problem, places};

pub(super) fn ready() -> Result<PathBuf, Problem> {
    let lock = fs::read_to_string(places::root().join("Cargo.lock"))?;
    let version = locked("wasm-bindgen", &lock)
        .ok_or_else(|| Problem::new("Cargo.lock names no wasm-bindgen: run cargo generate-lockfile"))?;
    Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version,
        // Not --locked: the newest releases' lock files can name crates that a registry does not serve yet.
        flags: &[],
        takes: "2 to 6 minutes",
    }
    .ready()
}

/// The version of a package in a lock file.
fn locked<'a>(package: &str, lock: &'a str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn the_version_is_the_named_package_s_own() {
        assert_eq!(locked("wasm-bindgen", LOCK), Some("0.2.130"));
        assert_eq!(locked("wasm", LOCK), None);
    }
}
