//! Debian packages, on systems with apt.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    command::{command, command_line, run, stdout},
    error::Error,
    paths,
};

/// Whether this system has apt.
pub(super) fn is_available() -> bool {
    paths::on_path("apt-get").is_some()
}

/// Returns the line about the version of a package that apt would install; `None` if it knows no such package, or the
/// version is installed already.
pub(super) fn candidate(package: &str) -> Option<String> {
    let policy = stdout(command("apt-cache").env("LC_ALL", "C").args(["policy", package]))?;
    let line =
        |label: &str| policy.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::to_owned);
    line("Candidate:").filter(|candidate| line("Installed:").as_ref() != Some(candidate))
}

fn is_root() -> bool {
    stdout(command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Returns a command that runs as root, with sudo if needed.
pub(super) fn as_root(program: &str) -> Command {
    if is_root() {
        command(program)
    } else {
        let mut sudo = command("sudo");
        sudo.arg(program);
        sudo
    }
}

fn apt_get() -> Command {
    let mut apt = as_root("env");
    // Waits if another apt is running, instead of failing.
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]);
    apt
}

/// Installs packages without their recommended packages.
pub(super) fn install(packages: &[&str]) -> Result<(), Error> {
    if !is_root() && paths::on_path("sudo").is_none() {
        return Err(Error::new("installing packages requires root, and sudo is missing: run this as root"));
    }
    run(apt_get().arg("update"))?;
    // dpkg prints every package to standard output, and errors to standard error.
    run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages).stdout(Stdio::null()))
}

/// Installs packages as [`install`] does, but starts none of their services: a developer's machine must not begin to
/// listen on port 80 because the tests need a server's program.
pub(super) fn install_without_starting(packages: &[&str], services: &[&str]) -> Result<(), Error> {
    // Without systemd nothing is started, or the system has a policy of its own.
    if services.is_empty() || !Path::new("/run/systemd/system").is_dir() {
        return install(packages);
    }
    let systemctl = |action: &[&str]| run(as_root("systemctl").arg("--quiet").args(action).args(services));
    // A unit can be masked before it exists. The mask is gone after a restart at the latest.
    systemctl(&["--runtime", "mask"])?;
    let installed = install(packages);
    let unmasked = systemctl(&["--runtime", "unmask"]);
    installed?;
    unmasked?;
    systemctl(&["disable"])
}

/// Returns the command of [`install`] as it would be typed in a shell.
pub(super) fn manual_command(packages: &[&str]) -> String {
    let update = command_line(as_root("apt-get").arg("update"));
    let install =
        command_line(as_root("apt-get").args(["install", "--no-install-recommends"]).args(packages));
    format!("{update} && {install}")
}
