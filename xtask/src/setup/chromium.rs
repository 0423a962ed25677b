//! Chromium and its WebDriver.

use std::path::PathBuf;

use super::{apt, step};
use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Debian's package of the headless shell, and its program.
const SHELL: &str = "chromium-headless-shell";

pub(super) fn ensure() -> Result<PathBuf, Error> {
    if let Some(driver) = find() {
        return Ok(driver);
    }
    if !apt::is_available() {
        return Err(Error::new(
            "setup: Chromium is missing: install Chromium or Chrome and the chromedriver of the same version, on PATH, \
             then run this command again",
        ));
    }
    let packages = ["chromium", "chromium-driver"];
    step(
        "installing Chromium and its WebDriver with apt",
        "1 to 3 minutes",
        &apt::manual_command(&packages),
        || apt::install(&packages),
    )?;
    find().ok_or_else(|| {
        Error::new(format!(
            "chromium is installed but does not run, or its driver has another version: try {}",
            apt::manual_command(&packages)
        ))
    })
}

/// Returns the browser of the driver, and installs both if they are missing.
pub(super) fn ensure_browser() -> Result<PathBuf, Error> {
    ensure()?;
    BROWSERS
        .into_iter()
        .find_map(paths::on_path)
        .ok_or_else(|| Error::new("Chromium is not on PATH any more"))
}

/// Returns Chromium's headless shell, and installs it if it is missing: the same engine without the windows, tabs and menus
/// of a browser, which take a third of the time of the journeys. `None` where the system has none of the driver's
/// version: then the browser itself is used.
pub(super) fn headless_shell() -> Option<PathBuf> {
    let driver_major = major(&stdout(command(paths::on_path("chromedriver")?).arg("--version"))?)?;
    let is_of_driver = |shell: &PathBuf| {
        stdout(command(shell).arg("--version")).as_deref().and_then(major) == Some(driver_major)
    };
    // Debian's command on PATH is a script that stays between the driver and the shell, which would outlive it.
    let debian = PathBuf::from("/usr/lib/chromium").join(SHELL);
    let find = || {
        let shells = [debian.is_file().then(|| debian.clone()), paths::on_path("chrome-headless-shell")];
        shells.into_iter().flatten().find(is_of_driver)
    };
    let found = find().or_else(|| {
        if apt::candidate(SHELL).as_deref().and_then(major) != Some(driver_major) {
            return None;
        }
        let manual_command = apt::manual_command(&[SHELL]);
        let installed =
            step("installing Chromium's headless shell with apt", "a minute", &manual_command, || {
                apt::install(&[SHELL])
            });
        installed.map_err(|error| eprintln!("{error}")).ok().and_then(|()| find())
    });
    if found.is_none() {
        eprintln!(
            "setup: there is no headless shell of Chromium {driver_major}: the journeys run in the browser itself, which \
             takes longer"
        );
    }
    found
}

/// Returns the driver if both it and a browser of the same major version run.
fn find() -> Option<PathBuf> {
    let driver = paths::on_path("chromedriver")?;
    let driver_major = major(&stdout(command(&driver).arg("--version"))?)?;
    let browser = |name| stdout(command(paths::on_path(name)?).arg("--version")).as_deref().and_then(major);
    BROWSERS.into_iter().any(|name| browser(name) == Some(driver_major)).then_some(driver)
}

/// Returns the first number of the first dotted version in a line such as "Chromium 156.0.8078.79 built on Debian".
fn major(line: &str) -> Option<u32> {
    line.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn major_version_in_output_of_browser_is_found() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (abc-refs/branch-heads/8078@{#1})"), Some(156));
        assert_eq!(major("no version here"), None);
    }
}
