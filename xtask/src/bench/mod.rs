//! `cargo xtask bench`: Carnet and a React peer, measured side by side in Chromium, and the bytes of the wasm.

mod rust_name;
mod size;
mod wasm;

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    command::{command, run},
    dist,
    error::Error,
    paths, sandbox,
    setup::{self, BenchTools},
};

/// The flags of the command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct BenchFlags {
    /// Whether to print the bytes of the wasm, and to measure nothing.
    pub(crate) size: bool,
    /// Whether to take `dist/` as it is, whatever has changed since it was built.
    pub(crate) no_build: bool,
    /// The flags of the runner, checked here and passed on.
    pub(crate) runner: Vec<OsString>,
}

/// Builds what is to be measured, measures it, and writes `bench/RESULTS.md`.
///
/// # Errors
///
/// A tool is missing, a build fails, or a page does not do what the bench expects of it.
pub(crate) fn run_all(flags: &BenchFlags) -> Result<(), Error> {
    if flags.size {
        let tools = setup::for_web()?;
        if !flags.no_build {
            dist::build_if_changed(&tools)?;
        }
        return size::report(&tools);
    }
    let tools = setup::for_bench()?;
    if !flags.no_build {
        dist::build_if_changed(&tools.web)?;
    }
    let sandbox = sandbox::build()?;
    let bench = paths::root().join("bench");
    let path = path_with(&tools)?;
    install(&bench, &path)?;
    let peer = bench.join("react");
    install(&peer, &path)?;
    // The peer has Carnet's style sheet and list of states, so that it is built after `dist/`.
    run(npm(&peer, &path).args(["run", "build", "--silent"]))?;
    let mut runner = command(&tools.node);
    runner.current_dir(&bench).arg("run.js");
    runner.arg("--sandbox").arg(sandbox).arg("--chromium").arg(tools.chromium).args(&flags.runner);
    run(&mut runner)
}

/// Returns a value of PATH that begins with Node's folder: npm and its scripts use the first `node` on PATH.
fn path_with(tools: &BenchTools) -> Result<OsString, Error> {
    let folders = tools.node.parent().map(PathBuf::from).into_iter();
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.chain(env::split_paths(&inherited)))
        .map_err(|error| Error::new(format!("the folder of node cannot be added to PATH: {error}")))
}

fn npm(folder: &Path, path: &OsStr) -> std::process::Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder).env("PATH", path);
    npm
}

/// Installs the packages of the lock file, unless they are installed.
fn install(folder: &Path, path: &OsStr) -> Result<(), Error> {
    let modified = |file: &str| fs::metadata(folder.join(file)).and_then(|file| file.modified()).ok();
    // npm writes its own lock file after the last package.
    if modified("node_modules/.package-lock.json") > modified("package-lock.json") {
        return Ok(());
    }
    eprintln!("installing the packages of {} with npm", folder.display());
    // `npm ci` demands every optional package of other systems too, which a registry may not have.
    let quiet = ["--silent", "--no-audit", "--no-fund", "--no-update-notifier"];
    run(npm(folder, path).args(["install", "--no-save"]).args(quiet))
}
