//! WebKitGTK's MiniBrowser with its WebDriver, and Xvfb, the virtual display that it requires.

use std::path::PathBuf;

use super::{apt, step};
use crate::{error::Error, paths};

pub(super) fn ensure() -> Result<PathBuf, Error> {
    if let Some(driver) = find() {
        return Ok(driver);
    }
    if !apt::is_available() {
        return Err(Error::new(
            "setup: WebKit is missing: install WebKitGTK's WebKitWebDriver with its MiniBrowser, and Xvfb, on PATH, \
             then run this command again",
        ));
    }
    let packages = ["webkit2gtk-driver", "xvfb"];
    let manual_command = apt::manual_command(&packages);
    step("installing WebKit, its WebDriver and Xvfb with apt", "a minute", &manual_command, || {
        apt::install(&packages)
    })?;
    find().ok_or_else(|| {
        Error::new(format!(
            "WebKitWebDriver and Xvfb are installed but not on PATH: add their folders to PATH, or try \
             {manual_command}"
        ))
    })
}

/// Returns the driver if the display is installed too. The driver finds its own browser and prints no version.
fn find() -> Option<PathBuf> {
    paths::on_path("Xvfb")?;
    paths::on_path("WebKitWebDriver")
}
