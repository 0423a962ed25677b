//! Tools from Python packages, each installed in a virtual environment of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{apt, step};
use crate::{
    command::{command, command_line, run, stdout},
    error::Error,
    paths,
};

/// A package to install with pip.
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
}

impl Package<'_> {
    /// Returns the path of a program in the environment, `python` or one of the package, and installs the package if
    /// the version is missing.
    pub(super) fn ensure(&self, program: &str) -> Result<PathBuf, Error> {
        let folder = paths::tools()?.join(self.name);
        let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
        let path = |program: &str| bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        if !self.has_version(&path("python")) {
            self.install(&folder, &path("python"))?;
        }
        Ok(path(program))
    }

    fn install(&self, folder: &Path, venv_python: &Path) -> Result<(), Error> {
        let python = if cfg!(windows) { "python" } else { "python3" };
        if paths::on_path(python).is_none()
            || stdout(command(python).args(["-c", "import venv, ensurepip"])).is_none()
        {
            let packages = ["python3", "python3-venv"];
            if !apt::is_available() {
                return Err(Error::new(
                    "setup: Python is missing: install Python 3 with its venv module, then run this command again",
                ));
            }
            let manual_command = apt::manual_command(&packages);
            step("installing Python with apt", "a minute", &manual_command, || apt::install(&packages))?;
        }
        let mut venv = command(python);
        venv.args(["-m", "venv", "--clear"]).arg(folder);
        let mut pip = command(venv_python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{}=={}", self.name, self.version));
        let manual_command = format!("{} && {}", command_line(&venv), command_line(&pip));
        step(
            &format!("installing {} {} with pip", self.name, self.version),
            "a minute",
            &manual_command,
            || {
                fs::create_dir_all(folder)?;
                run(&mut venv)?;
                run(&mut pip)
            },
        )?;
        if self.has_version(venv_python) {
            Ok(())
        } else {
            Err(Error::new(format!(
                "{} is installed but cannot be imported: try {manual_command}",
                self.name
            )))
        }
    }

    fn has_version(&self, python: &Path) -> bool {
        let script = format!("import importlib.metadata as of; print(of.version('{}'))", self.name);
        stdout(command(python).args(["-c", &script])).is_some_and(|version| version == self.version)
    }
}
