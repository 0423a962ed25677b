//! Chromium and its WebDriver, for the tests that need a real browser.

use std::path::PathBuf;

use super::{apt, step};
use crate::{
    command::{Problem, answer, command},
    places,
};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub(super) fn ready() -> Result<PathBuf, Problem> {
    if let Some(driver) = found() {
        return Ok(driver);
    }
    if !apt::present() {
        return Err(Problem::new(
            "set-up: install Chromium or Chrome and the chromedriver of the same version, on PATH, then run this again",
        ));
    }
    let packages = ["chromium", "chromium-driver"];
    step(
        "installing Chromium and its WebDriver with apt",
        "1 to 3 minutes",
        &apt::by_hand(&packages),
        || apt::install(&packages),
    )?;
    found().ok_or_else(|| {
        Problem::new(format!("chromium is installed but does not answer: {}", apt::by_hand(&packages)))
    })
}

/// The driver, where both it and a browser of the same major version answer.
fn found() -> Option<PathBuf> {
    let driver = places::on_path("chromedriver")?;
    let driver_major = major(&answer(command(&driver).arg("--version"))?)?;
    let browser = |name| answer(command(places::on_path(name)?).arg("--version")).as_deref().and_then(major);
    BROWSERS.into_iter().any(|name| browser(name) == Some(driver_major)).then_some(driver)
}

/// The first number of the first dotted version in a line such as "Chromium 156.0.8078.79 built on Debian".
fn major(line: &str) -> Option<u32> {
    line.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_major_version_is_read_from_what_a_browser_says() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (abc-refs/branch-heads/8078@{#1})"), Some(156));
        assert_eq!(major("no version here"), None);
    }
}
