//! Carnet's commands: `cargo xtask serve` and `cargo xtask test`, each setting up what it needs.

mod addresses;
mod arguments;
mod cargo;
mod command;
mod dist;
mod docs;
mod manifest;
mod package;
mod places;
mod sandbox;
mod seal;
mod serve;
mod setup;
mod sizes;
mod test;

use std::process::ExitCode;

use arguments::{Task, USAGE};

fn main() -> ExitCode {
    let task = match arguments::read(std::env::args_os().skip(1)) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("cargo xtask: {error} (see cargo xtask --help)");
            return ExitCode::from(2);
        }
    };
    let result = match task {
        Task::Help => {
            print!("{USAGE}");
            Ok(())
        }
        Task::Serve(flags) => serve::run(&flags),
        Task::Test { quick } => test::run_all(quick),
        Task::Dist => dist::run(),
        Task::Addresses => addresses::make(false),
        Task::Docs { check } => docs::run(check),
        Task::Seal => seal::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("cargo xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
