//! `cargo xtask fuzz`: runs the fuzz targets with libFuzzer, and keeps inputs that reach new code.
//!
//! The stable toolchain can instrument code for libFuzzer, and the targets are safe Rust, in which a sanitizer finds
//! nothing more: that is what `cargo fuzz run --sanitizer none` does too, without another tool to install.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cargo::{self, cargo},
    command::{command, run, stdout},
    error::Error,
    paths,
};

/// The flags of the command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FuzzFlags {
    /// The minutes that each target runs.
    pub(crate) minutes: u32,
    /// The targets to run; empty for all.
    pub(crate) only: Vec<String>,
    /// Whether to add inputs that reach new code to `fuzz/corpus/`.
    pub(crate) keep: bool,
}

impl Default for FuzzFlags {
    fn default() -> Self {
        Self { minutes: 10, only: Vec::new(), keep: false }
    }
}

/// The instrumentation that libFuzzer requires: counters, their places, and the operands of comparisons.
const RUSTFLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// The longest input, in bytes: longer ones are slow and reach nothing new.
const MAX_LENGTH: &str = "-max_len=8192";

/// Builds the targets, runs one after the other, and ends at the first input that fails.
///
/// # Errors
///
/// A build fails, a target is unknown, or a check fails: the message names the input.
pub(crate) fn run_all(flags: &FuzzFlags) -> Result<(), Error> {
    let programs = build()?;
    let all = targets()?;
    if let Some(unknown) = flags.only.iter().find(|name| !all.contains(name)) {
        return Err(Error::new(format!("unknown target '{unknown}': use {}", all.join(", "))));
    }
    let work = cargo::target()?.join("fuzz-corpus");
    for target in all.iter().filter(|name| flags.only.is_empty() || flags.only.contains(name)) {
        println!("\n{target}: {} min", flags.minutes);
        let target =
            Target { program: programs.join(target), kept: corpus().join(target), work: work.join(target) };
        target.fuzz(flags.minutes)?;
        if flags.keep {
            target.keep()?;
        }
    }
    Ok(())
}

/// Builds the targets and returns the folder of the programs.
fn build() -> Result<PathBuf, Error> {
    let version = stdout(command("rustc").arg("-vV")).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Error::new("rustc -vV names no host: check rustc --version"))?;
    // With a target, build scripts and macros are not instrumented.
    run(cargo(&["build", "--package", "carnet-fuzz", "--bins", "--profile", "fuzz", "--target", host])
        .env("RUSTFLAGS", RUSTFLAGS))?;
    Ok(cargo::target()?.join(host).join("fuzz"))
}

fn corpus() -> PathBuf {
    paths::root().join("fuzz/corpus")
}

/// The names of the targets: each has a folder of the corpus.
fn targets() -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(corpus())? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// A fuzz target, with its inputs.
struct Target {
    program: PathBuf,
    /// The inputs in the repository.
    kept: PathBuf,
    /// The inputs that were found on this machine.
    work: PathBuf,
}

impl Target {
    fn command(&self) -> Command {
        let mut command = command(&self.program);
        command.arg(MAX_LENGTH);
        command
    }

    fn fuzz(&self, minutes: u32) -> Result<(), Error> {
        fs::create_dir_all(&self.work)?;
        let failing = self.work.with_extension("failing-");
        run(self
            .command()
            .arg(format!("-max_total_time={}", minutes * 60))
            .arg(format!("-artifact_prefix={}", failing.display()))
            .args(["-timeout=10", "-verbosity=0", "-print_final_stats=1"])
            .args([&self.work, &self.kept]))
        .map_err(|error| {
            let (failing, kept) = (failing.display(), self.kept.display());
            Error::new(format!(
                "{error}\nThe input is {failing}…: move it to {kept}/, and mend what it shows"
            ))
        })
    }

    /// Adds the inputs that reach code which those in the repository do not reach.
    fn keep(&self) -> Result<(), Error> {
        // How often code runs is not counted: few inputs are enough.
        let flags = ["-set_cover_merge=1", "-use_counters=0", "-verbosity=0"];
        run(self.command().args(flags).args([&self.kept, &self.work]))?;
        for entry in fs::read_dir(&self.kept)? {
            let file = entry?.path();
            if !is_text(&file)? {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

/// Whether a file can be reviewed: the repository has no binary file that nothing mentions.
fn is_text(file: &Path) -> Result<bool, Error> {
    Ok(String::from_utf8(fs::read(file)?).is_ok_and(|text| !text.contains('\0')))
}
