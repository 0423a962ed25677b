//! `cargo xtask addresses`: generates the address formats and the lists of states with `addresses/make.py`.

use crate::{
    command::{command, run},
    error::Error,
    paths, setup,
};

/// Writes the files of `addresses/`.
///
/// # Errors
///
/// A tool cannot be installed, `make.py` fails, or, with `check`, which writes nothing, a file differs.
pub(crate) fn generate(check: bool) -> Result<(), Error> {
    let (python, templates) = setup::for_addresses()?;
    let mut make = command(python);
    make.current_dir(paths::root()).arg("addresses/make.py").arg(templates);
    if check {
        make.arg("--check");
    }
    run(&mut make)
}
