//! The sandbox: built for this machine, and started for the tests that need one.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    cargo::{self, cargo},
    command::{command, run},
    error::Error,
    paths,
};

/// Builds the sandbox and returns its binary.
pub(crate) fn build() -> Result<PathBuf, Error> {
    run(&mut cargo(&["build", "--quiet", "--package", "carnet-sandbox"]))?;
    Ok(cargo::target()?.join("debug").join(format!("carnet-sandbox{}", env::consts::EXE_SUFFIX)))
}

/// Returns a command that starts the sandbox with the repository's `dist/`.
pub(crate) fn serve_command(binary: &Path) -> Command {
    let mut sandbox = command(binary);
    sandbox.arg("--dist").arg(paths::root().join("dist"));
    sandbox
}

/// A running sandbox on a free port. It is killed when the value is dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

impl Running {
    /// Starts the sandbox and waits for the line with its address.
    pub(crate) fn start(binary: &Path) -> Result<Self, Error> {
        Self::start_with(binary, &[])
    }

    /// Starts the sandbox as [`start`](Self::start) does, with more flags.
    pub(crate) fn start_with(binary: &Path, flags: &[&str]) -> Result<Self, Error> {
        let mut child = serve_command(binary)
            .args(["--ephemeral", "--port", "0"])
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or_else(|| Error::new("the sandbox has no output"))?;
        let mut running = Self { child, address: String::new() };
        for line in BufReader::new(output).lines() {
            if let Some(address) = address(&line?) {
                running.address = address;
                return Ok(running);
            }
        }
        Err(Error::new(format!(
            "the sandbox ended without printing its address: run {} --ephemeral to see the reason",
            binary.display()
        )))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail if it has ended already, and then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the first http address in a line, without a slash at its end.
fn address(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let address = line[start..].split_whitespace().next()?;
    Some(address.trim_end_matches(['/', '.', ',']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn address_in_line_is_found() {
        assert_eq!(
            address("Carnet is at http://127.0.0.1:4711/ (Ctrl-C ends)"),
            Some("http://127.0.0.1:4711".into())
        );
        assert_eq!(address("starting"), None);
    }
}
