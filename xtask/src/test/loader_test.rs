//! The tests of the scripts in `web/`: bundled with a stand-in for the app, checked for their syntax, and run in Node
//! with a stand-in for the browser (`tests/loader/`).

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    bundle::{self, Folders, Minifier},
    cargo,
    command::{command, run},
    error::Error,
    paths, setup,
};

/// Runs the tests with this Node.
pub(super) fn run_all(node: &Path) -> Result<(), Error> {
    setup::for_scripts()?;
    let (root, folder) = (paths::root(), cargo::target()?.join("loader-test"));
    let package = cargo::target()?.join("loader-test-package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let tests = root.join("tests/loader");
    // As trunk would have built them.
    fs::copy(root.join("index.html"), folder.join("index.html"))?;
    fs::copy(tests.join("app.js"), folder.join("carnet-app.js"))?;
    fs::write(folder.join("carnet-app_bg.wasm"), "\0asm")?;
    bundle::bundle(&root, &Folders { dist: &folder, package: &package }, "/", &Minifier::None)?;
    for folder in [&folder, &package] {
        // Node takes a script for a module only if a package says so.
        fs::write(folder.join("package.json"), "{ \"type\": \"module\" }\n")?;
        for script in files(folder, ".js")? {
            run(command(node).arg("--check").arg(script))?;
        }
    }
    run(command(node)
        .arg("--test")
        .args(files(&tests, ".test.mjs")?)
        .env("CARNET_LOADER_DIST", &folder)
        .env("CARNET_LOADER_PACKAGE", &package))
}

/// Returns the files of a folder whose names have this ending, sorted.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending)) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::new(format!("{} has no file that ends with {ending}", folder.display())));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use crate::{error::Error, setup};

    #[test]
    #[ignore = "a step of cargo xtask test; needs Node. Alone: cargo test -p xtask loader_test -- --ignored"]
    fn loader_alone() -> Result<(), Error> {
        let node = setup::node_for_loader().ok_or_else(|| Error::new("there is no Node on PATH"))?;
        super::run_all(&node)
    }
}
