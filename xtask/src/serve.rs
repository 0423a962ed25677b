//! `cargo xtask serve`: the app and the sandbox, on one address.

use std::{ffi::OsString, path::PathBuf, thread};

use crate::{
    command::{command, exec, run as run_command},
    dist,
    error::Error,
    paths, sandbox, setup,
};

/// Installs missing tools, builds what has changed, and replaces this process with the sandbox, which prints its
/// address.
pub(crate) fn run(flags: &[OsString]) -> Result<(), Error> {
    let mut sandbox = sandbox::serve_command(&build()?);
    sandbox.args(flags);
    // One database for the repository, in whichever of its folders the command is run.
    if !flags.iter().any(|flag| flag == "--database" || flag == "--ephemeral") {
        sandbox.arg("--database").arg(paths::root().join("carnet-sandbox.sqlite"));
    }
    exec(&mut sandbox)
}

/// Does the same with an OpenID provider and the standalone page, and a sandbox behind it.
pub(crate) fn run_with_sign_in(port: u16) -> Result<(), Error> {
    let binary = build()?;
    let (node, script) = setup::for_sign_in()?;
    let sandbox = sandbox::Running::start(&binary)?;
    run_command(command(node).arg(script).args(["--sandbox", &sandbox.address, "--port", &port.to_string()]))
}

/// Installs missing tools, builds what has changed, and returns the sandbox's binary.
fn build() -> Result<PathBuf, Error> {
    // Side by side: neither the compilation of the tools nor the optimisation of the app keeps all cores busy.
    let (app, binary) = thread::scope(|scope| {
        let sandbox = scope.spawn(sandbox::build);
        let app = setup::for_web().and_then(|tools| dist::build_if_changed(&tools));
        (app, sandbox.join())
    });
    app?;
    binary.map_err(|_| Error::new("the build of the sandbox panicked"))?
}
