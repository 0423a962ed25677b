//! Command-line tools and scripts that come as npm packages, each in a folder of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{apt, step};
use crate::{
    command::{Problem, answer, command, run},
    places,
};

/// One tool to install with npm.
pub(super) struct Tool<'a> {
    pub(super) package: &'a str,
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    /// The word of `--version` that tells this version from others.
    pub(super) says: &'a str,
}

impl Tool<'_> {
    /// The path of the program at the right version, installed if need be.
    pub(super) fn ready(&self) -> Result<PathBuf, Problem> {
        if let Some(found) = places::on_path(self.program).filter(|program| self.is_right(program)) {
            return Ok(found);
        }
        let folder = folder(self.package, self.version)?;
        let name = if cfg!(windows) { format!("{}.cmd", self.program) } else { self.program.to_owned() };
        let program = folder.join("node_modules").join(".bin").join(name);
        if !self.is_right(&program) {
            install(self.package, self.version, &folder)?;
            if !self.is_right(&program) {
                return Err(Problem::new(format!("{}: installed, but it does not run", self.program)));
            }
        }
        Ok(program)
    }

    fn is_right(&self, program: &PathBuf) -> bool {
        let said = answer(command(program).arg("--version")).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.says)
    }
}

/// A script that comes with npm and is no program.
pub(super) struct Script<'a> {
    pub(super) package: &'a str,
    pub(super) version: &'a str,
    /// The file that is wanted, within the package.
    pub(super) file: &'a str,
}

impl Script<'_> {
    /// The path of the file at the right version, installed if need be.
    pub(super) fn ready(&self) -> Result<PathBuf, Problem> {
        let folder = folder(self.package, self.version)?;
        let package = folder.join("node_modules").join(self.package);
        let file = package.join(self.file);
        if !(self.is_right(&package) && file.is_file()) {
            install(self.package, self.version, &folder)?;
            if !(self.is_right(&package) && file.is_file()) {
                return Err(Problem::new(format!(
                    "{}: installed, but {} is not there",
                    self.package, self.file
                )));
            }
        }
        Ok(file)
    }

    fn is_right(&self, package: &Path) -> bool {
        let about = fs::read_to_string(package.join("package.json")).unwrap_or_default();
        let about: serde_json::Value = serde_json::from_str(&about).unwrap_or_default();
        about["version"] == self.version
    }
}

/// Where a package of this version has its place.
fn folder(package: &str, version: &str) -> Result<PathBuf, Problem> {
    Ok(places::tools()?.join(format!("{package}-{version}")))
}

fn install(package: &str, version: &str, folder: &Path) -> Result<(), Problem> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if answer(command(npm).arg("--version")).is_none() {
        install_npm()?;
    }
    let wanted = format!("{package}@{version}");
    let by_hand = format!("npm install --prefix {} {wanted}", folder.display());
    step(&format!("installing {package} {version} with npm"), "half a minute", &by_hand, || {
        fs::create_dir_all(folder)?;
        let quiet = ["--silent", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier"];
        run(command(npm).arg("install").args(quiet).arg("--prefix").arg(folder).arg(&wanted))
    })
}

fn install_npm() -> Result<(), Problem> {
    if !apt::present() {
        return Err(Problem::new(
            "set-up: npm is missing: install Node.js, which brings it, then run this again",
        ));
    }
    let packages = ["nodejs", "npm"];
    step("installing Node.js and npm with apt", "2 minutes", &apt::by_hand(&packages), || {
        apt::install(&packages)
    })
}
