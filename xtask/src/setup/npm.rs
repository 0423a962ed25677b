//! Command-line tools that come as npm packages, each in a folder of its own.

use std::{fs, path::PathBuf};

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
        let folder = places::tools()?.join(format!("{}-{}", self.package, self.version));
        let name = if cfg!(windows) { format!("{}.cmd", self.program) } else { self.program.to_owned() };
        let program = folder.join("node_modules").join(".bin").join(name);
        if self.is_right(&program) {
            return Ok(program);
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        if answer(command(npm).arg("--version")).is_none() {
            install_npm()?;
        }
        let package = format!("{}@{}", self.package, self.version);
        let by_hand = format!("npm install --prefix {} {package}", folder.display());
        step(
            &format!("installing {} {} with npm", self.program, self.version),
            "half a minute",
            &by_hand,
            || {
                fs::create_dir_all(&folder)?;
                let quiet = ["--silent", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier"];
                run(command(npm).arg("install").args(quiet).arg("--prefix").arg(&folder).arg(&package))?;
                if self.is_right(&program) {
                    Ok(())
                } else {
                    Err(Problem::new("installed, but it does not run"))
                }
            },
        )?;
        Ok(program)
    }

    fn is_right(&self, program: &PathBuf) -> bool {
        let said = answer(command(program).arg("--version")).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.says)
    }
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
