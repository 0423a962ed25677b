//! Command-line tools that are crates, at the very version asked for.

use std::{env, path::PathBuf};

use super::step;
use crate::{
    command::{Problem, answer, command, run},
    places,
};

/// One tool to install with cargo.
pub(super) struct Tool<'a> {
    pub(super) package: &'a str,
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    pub(super) flags: &'a [&'a str],
    pub(super) takes: &'a str,
}

impl Tool<'_> {
    /// The path of the program at the right version, installed if need be.
    pub(super) fn ready(&self) -> Result<PathBuf, Problem> {
        let file = format!("{}{}", self.program, env::consts::EXE_SUFFIX);
        let own = places::tools()?.join("cargo");
        let on_path = places::on_path(self.program);
        let found = || {
            let usual = places::cargo_home().ok().map(|home| home.join("bin").join(&file));
            [places::on_path(self.program), usual, Some(own.join("bin").join(&file))]
                .into_iter()
                .flatten()
                .find(|program| self.is_right(program))
        };
        if let Some(program) = found() {
            return Ok(program);
        }
        let mut install = command("cargo");
        install.args(["install", self.package, "--version", &format!("={}", self.version)]).args(self.flags);
        // Another version may be there for another project's sake: leave it and keep ours apart.
        if on_path.is_some() {
            install.arg("--root").arg(&own);
        }
        // A tool run for seconds need not be compiled for minutes.
        install
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        let does = format!("compiling {} {}", self.package, self.version);
        let by_hand =
            format!("cargo install {} --version ={} {}", self.package, self.version, self.flags.join(" "));
        step(&does, self.takes, &by_hand, || run(&mut install))?;
        found().ok_or_else(|| {
            Problem::new(format!("{} {} is installed but does not run", self.program, self.version))
        })
    }

    fn is_right(&self, program: &PathBuf) -> bool {
        let said = answer(command(program).arg("--version")).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.version)
    }
}
