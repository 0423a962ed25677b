//! Firefox and geckodriver, its WebDriver.

use std::path::PathBuf;

use super::{apt, crates::Tool, step};
use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

/// The version of geckodriver, which supports many versions of the browser.
const DRIVER: &str = "0.37.1";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    if !browser_runs() {
        install_browser()?;
    }
    Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: DRIVER,
        opt_level: "0",
        flags: &["--locked"],
        duration: "1 to 4 minutes",
    }
    .ensure()
}

/// Whether the program `firefox`, which geckodriver starts, runs. Debian's package of the long-term release has it too.
fn browser_runs() -> bool {
    paths::on_path("firefox").is_some_and(|program| stdout(command(program).arg("--version")).is_some())
}

fn install_browser() -> Result<(), Error> {
    if !apt::is_available() {
        return Err(Error::new(
            "setup: Firefox is missing: install Firefox on PATH, then run this command again",
        ));
    }
    let packages = ["firefox-esr"];
    step("installing Firefox with apt", "a minute", &apt::manual_command(&packages), || {
        apt::install(&packages)?;
        if browser_runs() {
            Ok(())
        } else {
            Err(Error::new("firefox is installed but does not run: try firefox --version"))
        }
    })
}
