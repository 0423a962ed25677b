//! The set-up: brings in each tool that is missing, says so in one line, and skips what is there already.

mod address_data;
mod apt;
mod axe;
mod bindgen;
mod chromium;
mod crates;
mod esbuild;
mod firefox;
mod fonts;
mod node;
mod npm;
mod python;
mod schemathesis;
mod trunk;
mod typescript;
mod wasm_opt;
mod wasm_target;
mod webkit;

use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::Command,
};

use crate::{
    command::{Problem, command},
    places,
};

/// The tools, ready, and the environment in which they find each other.
pub(crate) struct Tools {
    path: OsString,
    toolchain: Option<&'static str>,
    pub(crate) trunk: PathBuf,
}

/// The same, with what only tests use.
pub(crate) struct TestTools {
    pub(crate) web: Tools,
    pub(crate) chromedriver: PathBuf,
    pub(crate) geckodriver: PathBuf,
    pub(crate) webkit_driver: PathBuf,
    pub(crate) axe: PathBuf,
    pub(crate) schemathesis: PathBuf,
    pub(crate) typescript: PathBuf,
    pub(crate) node: PathBuf,
}

impl Tools {
    /// A command that finds our tools first on its path and builds for wasm32 with a toolchain that can.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = command(program);
        command.env("PATH", &self.path);
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
            // Two compilers that share one target directory would rebuild each other's work.
            command.env("CARGO_TARGET_DIR", places::root().join("target/web"));
        }
        command
    }
}

/// What building the app needs.
pub(crate) fn for_web() -> Result<Tools, Problem> {
    let toolchain = wasm_target::ready()?;
    let bindgen = bindgen::ready()?;
    let wasm_opt = wasm_opt::ready()?;
    let esbuild = esbuild::ready()?;
    let trunk = trunk::ready()?;
    let folders = [&bindgen, &wasm_opt, &esbuild, &trunk]
        .map(|tool| tool.parent().map(PathBuf::from).unwrap_or_default());
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(folders.into_iter().chain(env::split_paths(&inherited)))
        .map_err(|error| Problem::new(format!("the tools' folders cannot stand in PATH: {error}")))?;
    Ok(Tools { path, toolchain, trunk })
}

/// What the tests need on top.
pub(crate) fn for_tests() -> Result<TestTools, Problem> {
    let web = for_web()?;
    fonts::ready()?;
    Ok(TestTools {
        web,
        chromedriver: chromium::ready()?,
        geckodriver: firefox::ready()?,
        webkit_driver: webkit::ready()?,
        axe: axe::ready()?,
        schemathesis: schemathesis::ready()?,
        typescript: typescript::ready()?,
        node: node::ready()?,
    })
}

/// What the table of addresses is made from: a Python that has the data, and the file of templates.
pub(crate) fn for_addresses() -> Result<(PathBuf, PathBuf), Problem> {
    address_data::ready()
}

/// Announces a step, does it, and on failure adds the command to run by hand.
fn step(
    does: &str,
    takes: &str,
    by_hand: &str,
    work: impl FnOnce() -> Result<(), Problem>,
) -> Result<(), Problem> {
    eprintln!("set-up: {does} ({takes})");
    let started = std::time::Instant::now();
    match work() {
        Ok(()) => {
            eprintln!("set-up: done in {} s", started.elapsed().as_secs());
            Ok(())
        }
        Err(problem) => Err(Problem::new(format!("set-up: {does}: {problem}\nBy hand: {by_hand}"))),
    }
}
