//! Schemathesis, which tries the sandbox against its own OpenAPI document, in a Python environment of its own.

use std::{fs, path::PathBuf};

use super::{apt, step};
use crate::{
    command::{Problem, answer, command, run, words},
    places,
};

const VERSION: &str = "4.32.5";

pub(super) fn ready() -> Result<PathBuf, Problem> {
    let folder = places::tools()?.join("schemathesis");
    let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = bin.join(if cfg!(windows) { "schemathesis.exe" } else { "schemathesis" });
    if is_right(&program) {
        return Ok(program);
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    if places::on_path(python).is_none()
        || answer(command(python).args(["-c", "import venv, ensurepip"])).is_none()
    {
        let packages = ["python3", "python3-venv"];
        if !apt::present() {
            return Err(Problem::new("set-up: install Python 3 with its venv module, then run this again"));
        }
        let by_hand = apt::by_hand(&packages);
        step("installing Python with apt", "a minute", &by_hand, || apt::install(&packages))?;
    }
    let mut venv = command(python);
    venv.args(["-m", "venv", "--clear"]).arg(&folder);
    let mut pip = command(bin.join("python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &format!("schemathesis=={VERSION}"),
    ]);
    let by_hand = format!("{} && {}", words(&venv), words(&pip));
    step(&format!("installing schemathesis {VERSION} with pip"), "a minute", &by_hand, || {
        fs::create_dir_all(&folder)?;
        run(&mut venv)?;
        run(&mut pip)
    })?;
    if is_right(&program) {
        Ok(program)
    } else {
        Err(Problem::new(format!("schemathesis does not run: {by_hand}")))
    }
}

fn is_right(program: &PathBuf) -> bool {
    let said = answer(command(program).arg("--version")).unwrap_or_default();
    said.split_whitespace().any(|word| word == VERSION)
}
