//! `cargo xtask serve`: the app and the sandbox, on one address.

use std::ffi::OsString;

use crate::{command::exec, dist, error::Error, paths, sandbox, setup};

/// Installs missing tools, builds what has changed, and replaces this process with the sandbox, which prints its
/// address.
pub(crate) fn run(flags: &[OsString]) -> Result<(), Error> {
    let tools = setup::for_web()?;
    dist::build_if_changed(&tools)?;
    let binary = sandbox::build()?;
    let mut sandbox = sandbox::serve_command(&binary);
    sandbox.args(flags);
    // One database for the repository, in whichever of its folders the command is run.
    if !flags.iter().any(|flag| flag == "--database" || flag == "--ephemeral") {
        sandbox.arg("--database").arg(paths::root().join("carnet-sandbox.sqlite"));
    }
    exec(&mut sandbox)
}
