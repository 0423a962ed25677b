//! Running other programs: quietly to ask, loudly to do, and with a time limit where one is due.

use std::{
    env,
    ffi::OsStr,
    fmt,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A sentence for the person at the terminal, often ending in the command to run by hand.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl Problem {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// A command as typed in a fresh shell: without what `cargo run` put into our environment, which would tie
/// a nested cargo to our compiler and our package, and a foreign compiler to our compiler's libraries.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let ours = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if ours || name == "CARGO" || name == "RUST_RECURSION_COUNT" {
            command.env_remove(&*name);
        }
    }
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        let added_by_cargo = |path: &Path| {
            path.ends_with("deps")
                || path.ends_with("debug")
                || path.components().any(|c| c.as_os_str() == "rustlib")
        };
        let toolchain = |path: &Path| path.components().any(|c| c.as_os_str() == "toolchains");
        let kept = env::split_paths(&paths).filter(|path| !added_by_cargo(path) && !toolchain(path));
        match env::join_paths(kept) {
            Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// What the command prints, if it can be started and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs the command with its output on our terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Problem> {
    match command.status() {
        Ok(status) => succeeded(command, status),
        Err(error) => Err(not_started(command, &error)),
    }
}

/// As [`run`], but ended after a while.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<(), Problem> {
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Err(Problem::new(format!("gave up after {} s: {}", limit.as_secs(), words(command))));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// The command as one would type it.
pub(crate) fn words(command: &Command) -> String {
    let mut words = String::new();
    for (name, value) in command.get_envs() {
        if let Some(value) = value
            && name != "LD_LIBRARY_PATH"
            && name != "PATH"
        {
            words += &format!("{}={} ", name.to_string_lossy(), quoted(&value.to_string_lossy()));
        }
    }
    words += &quoted(&command.get_program().to_string_lossy());
    for argument in command.get_args() {
        words += " ";
        words += &quoted(&argument.to_string_lossy());
    }
    words
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<(), Problem> {
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new(format!("failed ({status}): {}", words(command))))
    }
}

fn not_started(command: &Command, error: &std::io::Error) -> Problem {
    Problem::new(format!("could not start {}: {error}", command.get_program().to_string_lossy()))
}

/// Ends this program by becoming the other one, so that whoever stops us stops it.
#[cfg(unix)]
pub(crate) fn take_over(command: &mut Command) -> Result<(), Problem> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(not_started(command, &error))
}

/// Runs the other program to its end and ends with its answer.
#[cfg(not(unix))]
pub(crate) fn take_over(command: &mut Command) -> Result<(), Problem> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    std::process::exit(status.code().unwrap_or(1))
}
