//! WebKitGTK with its small browser and its WebDriver, and the display that it wants and nobody sees.

use std::path::PathBuf;

use super::{apt, step};
use crate::{command::Problem, places};

pub(super) fn ready() -> Result<PathBuf, Problem> {
    if let Some(driver) = found() {
        return Ok(driver);
    }
    if !apt::present() {
        return Err(Problem::new(
            "set-up: install WebKitGTK's WebKitWebDriver with its MiniBrowser, and Xvfb, on PATH, then run this again",
        ));
    }
    let packages = ["webkit2gtk-driver", "xvfb"];
    let by_hand = apt::by_hand(&packages);
    step("installing WebKit, its WebDriver and Xvfb with apt", "a minute", &by_hand, || {
        apt::install(&packages)
    })?;
    found().ok_or_else(|| {
        Problem::new(format!("WebKitWebDriver and Xvfb are installed but not on PATH: {by_hand}"))
    })
}

/// The driver, where the display is too. The driver knows its own browser, and says no version.
fn found() -> Option<PathBuf> {
    places::on_path("Xvfb")?;
    places::on_path("WebKitWebDriver")
}
