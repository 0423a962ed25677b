//! Carnet's commands, run as `cargo xtask COMMAND`. Each installs the tools that it needs.

mod addresses;
mod arguments;
mod bench;
mod bundle;
mod cargo;
mod command;
mod contract;
mod delivery;
mod dist;
mod docs;
mod error;
mod fingerprint;
mod fuzz;
mod manifest;
mod package;
mod paths;
mod sandbox;
mod serve;
mod setup;
mod sizes;
mod test;

use std::process::ExitCode;

use arguments::{Task, USAGE};

fn main() -> ExitCode {
    let task = match arguments::parse(std::env::args_os().skip(1)) {
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
        Task::ServeWithSignIn(port) => serve::run_with_sign_in(port),
        Task::Test { quick } => test::run_all(quick),
        Task::Dist { twice: false } => dist::run(),
        Task::Dist { twice: true } => dist::check_reproducible(),
        Task::Bench(flags) => bench::run_all(&flags),
        Task::Fuzz(flags) => fuzz::run_all(&flags),
        Task::Docs { check } => docs::run(check),
        Task::GatewayLoad => test::measure_gateway(),
        Task::Addresses => addresses::generate(false),
        Task::Bundle => bundle::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
