//! Tools that come as Python packages, each in an environment of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{apt, step};
use crate::{
    command::{Problem, answer, command, run, words},
    places,
};

/// One package to install with pip.
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
}

impl Package<'_> {
    /// The environment's program of this name, `python` or one that comes with the package, installed if need be.
    pub(super) fn ready(&self, program: &str) -> Result<PathBuf, Problem> {
        let folder = places::tools()?.join(self.name);
        let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
        let path = |program: &str| bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        if !self.is_right(&path("python")) {
            self.install(&folder, &path("python"))?;
        }
        Ok(path(program))
    }

    fn install(&self, folder: &Path, in_folder: &Path) -> Result<(), Problem> {
        let python = if cfg!(windows) { "python" } else { "python3" };
        if places::on_path(python).is_none()
            || answer(command(python).args(["-c", "import venv, ensurepip"])).is_none()
        {
            let packages = ["python3", "python3-venv"];
            if !apt::present() {
                return Err(Problem::new(
                    "set-up: install Python 3 with its venv module, then run this again",
                ));
            }
            let by_hand = apt::by_hand(&packages);
            step("installing Python with apt", "a minute", &by_hand, || apt::install(&packages))?;
        }
        let mut venv = command(python);
        venv.args(["-m", "venv", "--clear"]).arg(folder);
        let mut pip = command(in_folder);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{}=={}", self.name, self.version));
        let by_hand = format!("{} && {}", words(&venv), words(&pip));
        step(&format!("installing {} {} with pip", self.name, self.version), "a minute", &by_hand, || {
            fs::create_dir_all(folder)?;
            run(&mut venv)?;
            run(&mut pip)
        })?;
        if self.is_right(in_folder) {
            Ok(())
        } else {
            Err(Problem::new(format!("{} is installed, but not there: {by_hand}", self.name)))
        }
    }

    fn is_right(&self, python: &Path) -> bool {
        let ask = format!("import importlib.metadata as of; print(of.version('{}'))", self.name);
        answer(command(python).args(["-c", &ask])).is_some_and(|version| version == self.version)
    }
}
