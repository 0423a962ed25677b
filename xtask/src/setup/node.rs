//! Node, in a version that the tools of the example hosts and the tests of the loader support. The system's Node may be
//! older.

use std::path::PathBuf;

use super::npm::PackageFile;
use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

/// The oldest supported version, major and minor, which Vite requires.
const OLDEST: (u32, u32) = (20, 19);

const VERSION: &str = "22.23.3";

/// Returns the path of the system's Node if its version is supported, else of one from npm, and installs it if it is
/// missing.
pub(super) fn ensure() -> Result<PathBuf, Error> {
    match on_path() {
        Some(node) => Ok(node),
        None => PackageFile { package: "node", version: VERSION, file: "bin/node" }.ensure(),
    }
}

/// Returns the path of the system's Node if its version is supported.
pub(super) fn on_path() -> Option<PathBuf> {
    let node = paths::on_path("node")?;
    let output = stdout(command(&node).arg("--version"))?;
    (version(&output) >= Some(OLDEST)).then_some(node)
}

/// Returns the major and minor version in a text such as `v22.23.3`.
fn version(output: &str) -> Option<(u32, u32)> {
    let mut numbers = output.trim().strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_older_than_oldest_is_not_supported() {
        for (output, is_supported) in
            [("v18.20.4", false), ("v20.18.1", false), ("v20.19.0\n", true), ("v22.0.0", true), ("", false)]
        {
            assert_eq!(version(output) >= Some(OLDEST), is_supported, "{output}");
        }
    }
}
