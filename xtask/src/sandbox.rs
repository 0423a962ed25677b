//! The sandbox's binary: built for this machine, and started where a test needs one of its own.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    cargo::{self, cargo},
    command::{Problem, command, run},
    places,
};

/// Builds the sandbox and names the binary.
pub(crate) fn built() -> Result<PathBuf, Problem> {
    run(&mut cargo(&["build", "--quiet", "--package", "carnet-sandbox"]))?;
    Ok(cargo::target()?.join("debug").join(format!("carnet-sandbox{}", env::consts::EXE_SUFFIX)))
}

/// The binary, serving our `dist/`.
pub(crate) fn serving(binary: &Path) -> Command {
    let mut sandbox = command(binary);
    sandbox.arg("--dist").arg(places::root().join("dist"));
    sandbox
}

/// A sandbox of our own, on a port of its choice, that ends with us.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

impl Running {
    /// Starts it and waits for the line that names its address.
    pub(crate) fn start(binary: &Path) -> Result<Self, Problem> {
        let mut child = serving(binary)
            .args(["--ephemeral", "--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let printed = child.stdout.take().ok_or_else(|| Problem::new("the sandbox has no output"))?;
        let mut running = Self { child, address: String::new() };
        for line in BufReader::new(printed).lines() {
            if let Some(address) = address(&line?) {
                running.address = address;
                return Ok(running);
            }
        }
        Err(Problem::new("the sandbox ended without naming its address"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is no news here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first http address in a line, without a slash at its end.
fn address(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let address = line[start..].split_whitespace().next()?;
    Some(address.trim_end_matches(['/', '.', ',']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_is_found_in_the_line() {
        assert_eq!(
            address("Carnet is at http://127.0.0.1:4711/ (Ctrl-C ends)"),
            Some("http://127.0.0.1:4711".into())
        );
        assert_eq!(address("starting"), None);
    }
}
