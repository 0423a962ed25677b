//! The example hosts: the package is installed into each, and each is built with its framework's own tools.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    command::{command, run},
    error::Error,
    paths,
};

/// Builds all examples with this Node and returns their folder.
pub(super) fn build_all(node: &Path) -> Result<PathBuf, Error> {
    let folder = paths::root().join("examples");
    let mut examples: Vec<_> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Error>>()?;
    examples.retain(|example| example.join("package.json").is_file());
    examples.sort();
    if examples.is_empty() {
        return Err(Error::new("no folder in examples/ has a package.json"));
    }
    // Node's folder comes first, because npm and its scripts use the first `node` on PATH.
    let folders = node.parent().map(PathBuf::from).into_iter();
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(folders.chain(env::split_paths(&inherited)))
        .map_err(|error| Error::new(format!("the folder of node cannot be added to PATH: {error}")))?;
    for example in examples {
        build(&example, &path)?;
    }
    Ok(folder)
}

fn build(example: &Path, path: &OsStr) -> Result<(), Error> {
    // npm keeps an installed package of the same version, even if its files have changed, and Next.js what it has built.
    let installed = example.join("node_modules");
    for outdated in [installed.join("carnet-profile"), example.join("dist"), example.join(".next")] {
        if outdated.exists() {
            fs::remove_dir_all(outdated)?;
        }
    }
    let lock = installed.join(".package-lock.json");
    if lock.exists() {
        fs::remove_file(lock)?;
    }
    let npm = || {
        let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(example).env("PATH", path);
        npm
    };
    run(npm().args(["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier"]))?;
    run(npm().args(["run", "build", "--if-present", "--silent"]))
}
