//! Command-line tools and files from npm packages, each installed in a folder of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{apt, step};
use crate::{
    command::{command, run, stdout},
    error::Error,
    paths,
};

/// A program to install with npm.
pub(super) struct Tool<'a> {
    pub(super) package: &'a str,
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    /// The word in the output of `--version` that identifies the version.
    pub(super) version_output: &'a str,
}

impl Tool<'_> {
    /// Returns the path of the program, and installs it if the version is missing.
    pub(super) fn ensure(&self) -> Result<PathBuf, Error> {
        if let Some(found) = paths::on_path(self.program).filter(|program| self.has_version(program)) {
            return Ok(found);
        }
        let folder = folder(self.package, self.version)?;
        let name = if cfg!(windows) { format!("{}.cmd", self.program) } else { self.program.to_owned() };
        let program = folder.join("node_modules").join(".bin").join(name);
        if !self.has_version(&program) {
            install(self.package, self.version, &folder)?;
            if !self.has_version(&program) {
                return Err(Error::new(format!(
                    "{} is installed but does not run: try its --version",
                    self.program
                )));
            }
        }
        Ok(program)
    }

    fn has_version(&self, program: &PathBuf) -> bool {
        let output = stdout(command(program).arg("--version")).unwrap_or_default();
        output.split_whitespace().any(|word| word == self.version_output)
    }
}

/// A file of an npm package.
pub(super) struct PackageFile<'a> {
    pub(super) package: &'a str,
    pub(super) version: &'a str,
    /// The path of the file in the package.
    pub(super) file: &'a str,
}

impl PackageFile<'_> {
    /// Returns the path of the file, and installs the package if the version is missing.
    pub(super) fn ensure(&self) -> Result<PathBuf, Error> {
        let folder = folder(self.package, self.version)?;
        let package = folder.join("node_modules").join(self.package);
        let file = package.join(self.file);
        if !(self.has_version(&package) && file.is_file()) {
            install(self.package, self.version, &folder)?;
            if !(self.has_version(&package) && file.is_file()) {
                return Err(Error::new(format!(
                    "{} is installed but has no {}: correct the path or the version in xtask/src/setup/",
                    self.package, self.file
                )));
            }
        }
        Ok(file)
    }

    fn has_version(&self, package: &Path) -> bool {
        let package_json = fs::read_to_string(package.join("package.json")).unwrap_or_default();
        let package_json: serde_json::Value = serde_json::from_str(&package_json).unwrap_or_default();
        package_json["version"] == self.version
    }
}

/// A folder of the repository with a `package.json` and its lock, into which npm installs.
pub(super) struct Folder<'a> {
    /// The path in the repository.
    pub(super) path: &'a str,
    /// The package that the folder is for. Its version says whether the others are installed as the lock has them.
    pub(super) package: &'a str,
}

impl Folder<'_> {
    /// Installs what the lock names, unless it is installed. Returns the folder.
    pub(super) fn ensure(&self) -> Result<PathBuf, Error> {
        let folder = paths::root().join(self.path);
        if self.is_installed(&folder) {
            return Ok(folder);
        }
        ensure_npm()?;
        let description =
            format!("installing {} with npm, as {}/package-lock.json has it", self.package, self.path);
        let manual_command = format!("npm ci --prefix {}", folder.display());
        step(&description, "some seconds", &manual_command, || {
            let quiet = ["--silent", "--no-audit", "--no-fund", "--no-update-notifier"];
            run(command(npm()).current_dir(&folder).arg("ci").args(quiet))
        })?;
        if self.is_installed(&folder) {
            return Ok(folder);
        }
        Err(Error::new(format!(
            "npm has not installed {} as {}/package-lock.json has it",
            self.package, self.path
        )))
    }

    fn is_installed(&self, folder: &Path) -> bool {
        let name = format!("node_modules/{}", self.package);
        let read = |file: PathBuf| -> serde_json::Value {
            serde_json::from_str(&fs::read_to_string(file).unwrap_or_default()).unwrap_or_default()
        };
        let locked = &read(folder.join("package-lock.json"))["packages"][&name]["version"];
        locked.is_string() && *locked == read(folder.join(&name).join("package.json"))["version"]
    }
}

/// Returns the folder of a package at this version.
fn folder(package: &str, version: &str) -> Result<PathBuf, Error> {
    Ok(paths::tools()?.join(format!("{package}-{version}")))
}

fn install(package: &str, version: &str, folder: &Path) -> Result<(), Error> {
    ensure_npm()?;
    let wanted = format!("{package}@{version}");
    let manual_command = format!("npm install --prefix {} {wanted}", folder.display());
    step(&format!("installing {package} {version} with npm"), "half a minute", &manual_command, || {
        fs::create_dir_all(folder)?;
        let quiet = ["--silent", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier"];
        run(command(npm()).arg("install").args(quiet).arg("--prefix").arg(folder).arg(&wanted))
    })
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn ensure_npm() -> Result<(), Error> {
    if stdout(command(npm()).arg("--version")).is_some() {
        return Ok(());
    }
    if !apt::is_available() {
        return Err(Error::new(
            "setup: npm is missing: install Node.js, which has npm, then run this command again",
        ));
    }
    let packages = ["nodejs", "npm"];
    step("installing Node.js and npm with apt", "2 minutes", &apt::manual_command(&packages), || {
        apt::install(&packages)
    })
}
