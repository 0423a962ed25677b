//! Binaryen's wasm-opt, from its npm package: distributions' own are often too old for what rustc emits.

use std::{fs, path::PathBuf};

use super::{apt, step};
use crate::{
    command::{Problem, answer, command, run},
    places,
};

/// The major version, which is all that `wasm-opt --version` and Trunk.toml name.
const VERSION: &str = "132";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    if let Some(found) = places::on_path("wasm-opt").filter(is_right) {
        return Ok(found);
    }
    let folder = places::tools()?.join(format!("binaryen-{VERSION}"));
    let program = folder.join("node_modules").join(".bin").join(if cfg!(windows) {
        "wasm-opt.cmd"
    } else {
        "wasm-opt"
    });
    if is_right(&program) {
        return Ok(program);
    }
    if places::on_path("npm").is_none() {
        npm()?;
    }
    let package = format!("binaryen@{VERSION}.0.0");
    let by_hand = format!("npm install --prefix {} {package}", folder.display());
    step(&format!("installing wasm-opt {VERSION} with npm"), "half a minute", &by_hand, || {
        fs::create_dir_all(&folder)?;
        let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args([
            "install",
            "--silent",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--prefix",
        ]);
        run(npm.arg(&folder).arg(&package))
    })?;
    if is_right(&program) {
        Ok(program)
    } else {
        Err(Problem::new(format!("wasm-opt {VERSION} does not run: {by_hand}")))
    }
}

fn npm() -> Result<(), Problem> {
    if !apt::present() {
        return Err(Problem::new(
            "set-up: install Node.js with npm, or wasm-opt 132 (Binaryen), then run this again",
        ));
    }
    let packages = ["nodejs", "npm"];
    step("installing Node.js and npm with apt", "2 minutes", &apt::by_hand(&packages), || {
        apt::install(&packages)
    })
}

fn is_right(program: &PathBuf) -> bool {
    let said = answer(command(program).arg("--version")).unwrap_or_default();
    said.split_whitespace().any(|word| word == VERSION)
}
