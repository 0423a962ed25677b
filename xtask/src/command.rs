//! Child processes: run with their output shown, captured, or with a timeout.

use std::{
    env,
    ffi::OsStr,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::error::Error;

/// Returns a command with the environment of a fresh shell, without the variables that `cargo run` adds. They would
/// tie a nested cargo to this compiler and package, and a foreign compiler to this compiler's libraries.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let is_set_by_cargo = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if is_set_by_cargo || name == "CARGO" || name == "RUST_RECURSION_COUNT" {
            command.env_remove(&*name);
        }
    }
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        let is_added_by_cargo = |path: &Path| {
            path.ends_with("deps")
                || path.ends_with("debug")
                || path.components().any(|c| c.as_os_str() == "rustlib")
        };
        let is_in_toolchain = |path: &Path| path.components().any(|c| c.as_os_str() == "toolchains");
        let kept = env::split_paths(&paths).filter(|path| !is_added_by_cargo(path) && !is_in_toolchain(path));
        match env::join_paths(kept) {
            Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// Returns the command's standard output without surrounding white space, or `None` if the command cannot be started
/// or fails.
pub(crate) fn stdout(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs the command with its output on this terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    match command.status() {
        Ok(status) => check_status(command, status),
        Err(error) => Err(start_error(command, &error)),
    }
}

/// Runs the command as [`run`] does, and kills it after the timeout.
pub(crate) fn run_with_timeout(timeout: Duration, command: &mut Command) -> Result<(), Error> {
    let mut child = command.spawn().map_err(|error| start_error(command, &error))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return check_status(command, status);
        }
        if started.elapsed() > timeout {
            child.kill()?;
            child.wait()?;
            return Err(Error::new(format!(
                "timed out after {} s: {}",
                timeout.as_secs(),
                command_line(command)
            )));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Returns the command as it would be typed in a shell.
pub(crate) fn command_line(command: &Command) -> String {
    let mut line = String::new();
    for (name, value) in command.get_envs() {
        if let Some(value) = value
            && name != "LD_LIBRARY_PATH"
            && name != "PATH"
        {
            line += &format!("{}={} ", name.to_string_lossy(), quote(&value.to_string_lossy()));
        }
    }
    line += &quote(&command.get_program().to_string_lossy());
    for argument in command.get_args() {
        line += " ";
        line += &quote(&argument.to_string_lossy());
    }
    line
}

fn quote(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_=./:,+@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{word}'") }
}

fn check_status(command: &Command, status: ExitStatus) -> Result<(), Error> {
    if status.success() {
        Ok(())
    } else {
        Err(Error::new(format!("failed ({status}): {}", command_line(command))))
    }
}

fn start_error(command: &Command, error: &std::io::Error) -> Error {
    Error::new(format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
}

/// Replaces this process with the command, so that a signal sent to this process reaches the command.
#[cfg(unix)]
pub(crate) fn exec(command: &mut Command) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(start_error(command, &error))
}

/// Runs the command to its end and exits with its exit code: Windows cannot replace a process.
#[cfg(not(unix))]
pub(crate) fn exec(command: &mut Command) -> Result<(), Error> {
    let status = command.status().map_err(|error| start_error(command, &error))?;
    std::process::exit(status.code().unwrap_or(1))
}
