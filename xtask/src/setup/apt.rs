//! Debian's packages, on systems that have apt.

use std::process::{Command, Stdio};

use crate::{
    command::{Problem, answer, command, run, words},
    places,
};

/// Whether this system installs packages with apt.
pub(super) fn present() -> bool {
    places::on_path("apt-get").is_some()
}

/// Whether we may write to the system's own folders.
fn root() -> bool {
    answer(command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// A command run as the superuser.
pub(super) fn superuser(program: &str) -> Command {
    if root() {
        command(program)
    } else {
        let mut sudo = command("sudo");
        sudo.arg(program);
        sudo
    }
}

fn apt_get() -> Command {
    let mut apt = superuser("env");
    // Another apt may be at work: wait for it instead of failing.
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]);
    apt
}

/// Installs packages, without what they merely recommend.
pub(super) fn install(packages: &[&str]) -> Result<(), Problem> {
    if !root() && places::on_path("sudo").is_none() {
        return Err(Problem::new("only root installs packages, and there is no sudo to become root with"));
    }
    run(apt_get().arg("update"))?;
    // dpkg's account of each package goes to its log; errors come on the other stream.
    run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages).stdout(Stdio::null()))
}

/// The same, as one would type it.
pub(super) fn by_hand(packages: &[&str]) -> String {
    let update = words(superuser("apt-get").arg("update"));
    let install = words(superuser("apt-get").args(["install", "--no-install-recommends"]).args(packages));
    format!("{update} && {install}")
}
