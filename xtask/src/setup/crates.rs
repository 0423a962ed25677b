//! Command-line tools that are crates, installed with cargo at a fixed version.

use std::{env, path::PathBuf};

use super::step;
use crate::{
    command::{command, run, stdout},
    error::Error,
    paths,
};

/// A tool to install with cargo.
pub(super) struct Tool<'a> {
    pub(super) package: &'a str,
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    /// The level of optimisation: "0" compiles fastest.
    pub(super) opt_level: &'a str,
    /// Further arguments of `cargo install`.
    pub(super) flags: &'a [&'a str],
    /// The approximate time of compiling, for the message.
    pub(super) duration: &'a str,
}

impl Tool<'_> {
    /// Returns the path of the program, and installs it if the version is missing.
    pub(super) fn ensure(&self) -> Result<PathBuf, Error> {
        let file = format!("{}{}", self.program, env::consts::EXE_SUFFIX);
        let own_root = paths::tools()?.join("cargo");
        let on_path = paths::on_path(self.program);
        let find = || {
            let default = paths::cargo_home().ok().map(|home| home.join("bin").join(&file));
            [paths::on_path(self.program), default, Some(own_root.join("bin").join(&file))]
                .into_iter()
                .flatten()
                .find(|program| self.has_version(program))
        };
        if let Some(program) = find() {
            return Ok(program);
        }
        let mut install = command("cargo");
        install.args(["install", self.package, "--version", &format!("={}", self.version)]).args(self.flags);
        // Another version may be installed for another project: it stays, and this one gets a folder of its own.
        if on_path.is_some() {
            install.arg("--root").arg(&own_root);
        }
        // The tools run for seconds, so a fast compilation matters more than fast code.
        install
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        let description = format!("compiling {} {}", self.package, self.version);
        let manual_command =
            format!("cargo install {} --version ={} {}", self.package, self.version, self.flags.join(" "));
        step(&description, self.duration, &manual_command, || run(&mut install))?;
        find().ok_or_else(|| {
            Error::new(format!(
                "{0} {1} is installed but does not run: try {0} --version",
                self.program, self.version
            ))
        })
    }

    fn has_version(&self, program: &PathBuf) -> bool {
        let output = stdout(command(program).arg("--version")).unwrap_or_default();
        output.split_whitespace().any(|word| word == self.version)
    }
}
