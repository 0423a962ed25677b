//! The setup: installs each missing tool at a fixed version, and prints a line for each installation.

mod address_data;
mod apt;
mod axe;
mod bindgen;
mod chromium;
mod crates;
mod deny;
mod esbuild;
mod firefox;
mod fonts;
mod load;
mod node;
mod npm;
mod python;
mod schemathesis;
mod servers;
mod sign_in;
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

use crate::{cargo, command::command, error::Error, paths};
pub(crate) use servers::Servers;

/// The installed tools for building the app, and the environment in which they find each other.
pub(crate) struct Tools {
    /// The value of PATH.
    path: OsString,
    /// The Rust toolchain for wasm32, if it is not the default one.
    toolchain: Option<&'static str>,
    pub(crate) trunk: PathBuf,
}

/// The installed tools for the tests.
pub(crate) struct TestTools {
    pub(crate) web: Tools,
    pub(crate) chromedriver: PathBuf,
    /// Chromium's headless shell, where there is one.
    pub(crate) headless_shell: Option<PathBuf>,
    pub(crate) geckodriver: PathBuf,
    pub(crate) webkit_driver: PathBuf,
    pub(crate) axe: PathBuf,
    pub(crate) schemathesis: PathBuf,
    pub(crate) cargo_deny: PathBuf,
    pub(crate) typescript: PathBuf,
    pub(crate) node: PathBuf,
    pub(crate) servers: Servers,
    /// The script that starts an OpenID provider and a page in front of the sandbox.
    pub(crate) sign_in: PathBuf,
    /// The script that loads the gateway.
    pub(crate) load: PathBuf,
}

/// The installed tools for the bench.
pub(crate) struct BenchTools {
    pub(crate) web: Tools,
    pub(crate) chromium: PathBuf,
    pub(crate) node: PathBuf,
}

impl Tools {
    /// Returns a command whose PATH begins with the tools, and that builds for wasm32 with the right toolchain.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = command(program);
        command.env("PATH", &self.path);
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
            command.env("CARGO_TARGET_DIR", own_target());
        }
        command
    }

    /// Returns the target directory of a cargo that [`Tools::command`] runs.
    pub(crate) fn target(&self) -> Result<PathBuf, Error> {
        if self.toolchain.is_some() { Ok(own_target()) } else { cargo::target() }
    }
}

/// Returns the target directory of another toolchain than the default one: two that share one would rebuild each
/// other's output.
fn own_target() -> PathBuf {
    paths::root().join("target/web")
}

/// Installs the tools for building the app.
///
/// # Errors
///
/// A tool cannot be installed. The message has the command to run by hand.
pub(crate) fn for_web() -> Result<Tools, Error> {
    let toolchain = wasm_target::ensure()?;
    let bindgen = bindgen::ensure()?;
    let wasm_opt = wasm_opt::ensure()?;
    let esbuild = esbuild::ensure()?;
    let trunk = trunk::ensure()?;
    sign_in::ensure_library()?;
    let folders = [&bindgen, &wasm_opt, &esbuild, &trunk]
        .map(|tool| tool.parent().map(PathBuf::from).unwrap_or_default());
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(folders.into_iter().chain(env::split_paths(&inherited)))
        .map_err(|error| Error::new(format!("the folders of the tools cannot be added to PATH: {error}")))?;
    Ok(Tools { path, toolchain, trunk })
}

/// Installs the tools for the tests.
///
/// # Errors
///
/// A tool cannot be installed. The message has the command to run by hand.
pub(crate) fn for_tests() -> Result<TestTools, Error> {
    let web = for_web()?;
    fonts::ensure()?;
    Ok(TestTools {
        web,
        chromedriver: chromium::ensure()?,
        headless_shell: chromium::headless_shell(),
        geckodriver: firefox::ensure()?,
        webkit_driver: webkit::ensure()?,
        axe: axe::ensure()?,
        schemathesis: schemathesis::ensure()?,
        cargo_deny: deny::ensure()?,
        typescript: typescript::ensure()?,
        node: node::ensure()?,
        servers: servers::ensure()?,
        sign_in: sign_in::ensure_provider()?,
        load: load::ensure()?,
    })
}

/// Installs the servers and Chromium's driver, for a step that is run alone.
///
/// # Errors
///
/// A tool cannot be installed. The message has the command to run by hand.
pub(crate) fn for_servers() -> Result<(Servers, PathBuf), Error> {
    Ok((servers::ensure()?, chromium::ensure()?))
}

/// Installs the tools for the bench.
///
/// # Errors
///
/// A tool cannot be installed. The message has the command to run by hand.
pub(crate) fn for_bench() -> Result<BenchTools, Error> {
    let web = for_web()?;
    fonts::ensure()?;
    Ok(BenchTools { web, chromium: chromium::ensure_browser()?, node: node::ensure()? })
}

/// Installs Node and the OpenID provider, for the page with sign-in. Returns Node and the script that starts it.
///
/// # Errors
///
/// A tool cannot be installed. The message has the command to run by hand.
pub(crate) fn for_sign_in() -> Result<(PathBuf, PathBuf), Error> {
    Ok((node::ensure()?, sign_in::ensure_provider()?))
}

/// Installs the load generator. Returns its script.
///
/// # Errors
///
/// It cannot be installed. The message has the command to run by hand.
pub(crate) fn for_load() -> Result<PathBuf, Error> {
    load::ensure()
}

/// Installs the library that is part of the scripts in `web/`, for a test of them alone.
///
/// # Errors
///
/// It cannot be installed. The message has the command to run by hand.
pub(crate) fn for_scripts() -> Result<(), Error> {
    sign_in::ensure_library()
}

/// Returns the system's Node if the tests of the loader run in it. Installs nothing.
pub(crate) fn node_for_loader() -> Option<PathBuf> {
    node::for_loader()
}

/// Installs the sources of `addresses/`. Returns a Python that has Google's data, and the file of OpenCage's templates.
///
/// # Errors
///
/// A source cannot be installed. The message has the command to run by hand.
pub(crate) fn for_addresses() -> Result<(PathBuf, PathBuf), Error> {
    address_data::ensure()
}

/// Prints a line about a step, runs it, and adds the command to run by hand to its error.
fn step(
    description: &str,
    duration: &str,
    manual_command: &str,
    work: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    eprintln!("setup: {description} ({duration})");
    let started = std::time::Instant::now();
    match work() {
        Ok(()) => {
            eprintln!("setup: done in {} s", started.elapsed().as_secs());
            Ok(())
        }
        Err(error) => {
            Err(Error::new(format!("setup: {description}: {error}\nTo install it by hand: {manual_command}")))
        }
    }
}
