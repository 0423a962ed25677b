//! The example hosts: installed from the package as it is, and built with their frameworks' own tools.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    command::{Problem, command, run},
    places,
};

/// Builds all of them, and gives the folder they are in.
pub(super) fn built(node: &Path) -> Result<PathBuf, Problem> {
    let home = places::root().join("examples");
    let mut examples: Vec<_> =
        fs::read_dir(&home)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Problem>>()?;
    examples.retain(|example| example.join("package.json").is_file());
    examples.sort();
    if examples.is_empty() {
        return Err(Problem::new("there are no examples"));
    }
    // Before any other: npm and what it runs take the first that they find.
    let folders = node.parent().map(PathBuf::from).into_iter();
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(folders.chain(env::split_paths(&inherited)))
        .map_err(|error| Problem::new(format!("the folder of node cannot stand in PATH: {error}")))?;
    for example in examples {
        build(&example, &path)?;
    }
    Ok(home)
}

fn build(example: &Path, path: &OsStr) -> Result<(), Problem> {
    // npm would keep an older one of the same version.
    let installed = example.join("node_modules");
    for old in [installed.join("carnet-profile"), example.join("dist")] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    let notes = installed.join(".package-lock.json");
    if notes.exists() {
        fs::remove_file(notes)?;
    }
    let npm = || {
        let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(example).env("PATH", path);
        npm
    };
    run(npm().args(["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier"]))?;
    run(npm().args(["run", "build", "--if-present", "--silent"]))
}
