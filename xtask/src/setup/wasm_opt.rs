//! Binaryen's wasm-opt, from its npm package. The packages of distributions are often too old for rustc's output.

use std::path::PathBuf;

use super::npm::Tool;
use crate::error::Error;

/// The version in the output of `wasm-opt --version`, which Trunk.toml has too.
const VERSION: &str = "132";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    Tool {
        package: "binaryen",
        program: "wasm-opt",
        version: &format!("{VERSION}.0.0"),
        version_output: VERSION,
    }
    .ensure()
}

#[cfg(test)]
mod tests {
    #[test]
    fn version_in_trunk_toml_is_equal() {
        let trunk = include_str!("../../../Trunk.toml");
        assert!(trunk.contains(&format!("wasm_opt = \"version_{}\"", super::VERSION)));
    }
}
