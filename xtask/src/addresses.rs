//! `cargo xtask addresses`: makes the table of addresses and the lists of states anew, by `addresses/make.py`.

use crate::{
    command::{Problem, command, run},
    places, setup,
};

/// Makes them, or, to check, fails where they are not what would be made.
pub(crate) fn make(check: bool) -> Result<(), Problem> {
    let (python, templates) = setup::for_addresses()?;
    let mut make = command(python);
    make.current_dir(places::root()).arg("addresses/make.py").arg(templates);
    if check {
        make.arg("--check");
    }
    run(&mut make)
}
