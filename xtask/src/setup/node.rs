//! Node, in a version that the tools of the example hosts support. The system's Node may be older; then the tests of the
//! loader, which need less, still run in it in a quick run.

use std::path::PathBuf;

use super::npm::PackageFile;
use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

/// The oldest version, major and minor, in which everything runs. The Angular CLI requires 22.22.3.
const OLDEST: (u32, u32) = (22, 23);

/// The oldest version, major and minor, in which the tests of the loader run.
const OLDEST_FOR_LOADER: (u32, u32) = (20, 19);

const VERSION: &str = "22.23.3";

/// Returns the path of the system's Node if its version is supported, else of one from npm, and installs it if it is
/// missing.
pub(super) fn ensure() -> Result<PathBuf, Error> {
    match on_path(OLDEST) {
        Some(node) => Ok(node),
        None => PackageFile { package: "node", version: VERSION, file: "bin/node" }.ensure(),
    }
}

/// Returns the path of the system's Node if the tests of the loader run in it.
pub(super) fn for_loader() -> Option<PathBuf> {
    on_path(OLDEST_FOR_LOADER)
}

/// Returns the path of the system's Node if it is not older than this version.
fn on_path(oldest: (u32, u32)) -> Option<PathBuf> {
    let node = paths::on_path("node")?;
    let output = stdout(command(&node).arg("--version"))?;
    (version(&output) >= Some(oldest)).then_some(node)
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
            [("v20.20.2", false), ("v22.22.3", false), ("v22.23.0\n", true), ("v24.0.0", true), ("", false)]
        {
            assert_eq!(version(output) >= Some(OLDEST), is_supported, "{output}");
        }
    }
}
