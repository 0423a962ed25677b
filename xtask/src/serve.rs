//! `cargo xtask serve`: the app and the sandbox behind it, on one address.

use std::ffi::OsString;

use crate::{
    command::{Problem, take_over},
    dist, places, sandbox, setup,
};

/// Sets up, builds what changed, and becomes the sandbox, which prints the address.
pub(crate) fn run(flags: &[OsString]) -> Result<(), Problem> {
    let tools = setup::for_web()?;
    dist::ensure(&tools)?;
    let binary = sandbox::built()?;
    let mut sandbox = sandbox::serving(&binary);
    sandbox.args(flags);
    // One database for the repository, from whichever of its folders the command was typed.
    if !flags.iter().any(|flag| flag == "--database" || flag == "--ephemeral") {
        sandbox.arg("--database").arg(places::root().join("carnet-sandbox.sqlite"));
    }
    take_over(&mut sandbox)
}
