//! `cargo xtask serve`: the app and the sandbox behind it, on one address.

use std::ffi::OsString;

use crate::{
    command::{Problem, take_over},
    dist, sandbox, setup,
};

/// Sets up, builds what changed, and becomes the sandbox, which prints the address.
pub(crate) fn run(flags: &[OsString]) -> Result<(), Problem> {
    let tools = setup::for_web()?;
    dist::ensure(&tools)?;
    let binary = sandbox::built()?;
    take_over(sandbox::serving(&binary).args(flags))
}
