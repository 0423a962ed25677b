//! Binaryen's wasm-opt, from its npm package: distributions' own are often too old for what rustc emits.

use std::path::PathBuf;

use super::npm::Tool;
use crate::command::Problem;

/// What `wasm-opt --version` says, and Trunk.toml with it.
const VERSION: &str = "132";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    Tool { package: "binaryen", program: "wasm-opt", version: &format!("{VERSION}.0.0"), says: VERSION }
        .ready()
}

#[cfg(test)]
mod tests {
    #[test]
    fn trunk_expects_the_version_that_is_installed() {
        let trunk = include_str!("../../../Trunk.toml");
        assert!(trunk.contains(&format!("wasm_opt = \"version_{}\"", super::VERSION)));
    }
}
