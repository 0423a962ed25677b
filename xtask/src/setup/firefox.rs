//! Firefox and geckodriver, its WebDriver.

use std::path::PathBuf;

use super::{apt, crates::Tool, step};
use crate::{
    command::{Problem, answer, command},
    places,
};

/// One driver serves many releases of the browser.
const DRIVER: &str = "0.37.1";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    if !browser_answers() {
        install_browser()?;
    }
    Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: DRIVER,
        flags: &["--locked"],
        takes: "1 to 4 minutes",
    }
    .ready()
}

/// geckodriver looks for it under this name; Debian's package of the long-term release has it too.
fn browser_answers() -> bool {
    places::on_path("firefox").is_some_and(|program| answer(command(program).arg("--version")).is_some())
}

fn install_browser() -> Result<(), Problem> {
    if !apt::present() {
        return Err(Problem::new("set-up: install Firefox, on PATH, then run this again"));
    }
    let packages = ["firefox-esr"];
    step("installing Firefox with apt", "a minute", &apt::by_hand(&packages), || {
        apt::install(&packages)?;
        if browser_answers() { Ok(()) } else { Err(Problem::new("installed, but it does not run")) }
    })
}
