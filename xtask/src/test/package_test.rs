//! The test of the npm package: packed, installed from the tarball into an empty folder, imported and type-checked.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cargo,
    command::{command, run, stdout},
    error::Error,
    package, paths,
};

/// Installs the package and checks it with the TypeScript compiler. Returns the folder of the installed package.
pub(super) fn run_all(compiler: &Path) -> Result<PathBuf, Error> {
    package::build()?;
    let folder = cargo::target()?.join("package-test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let npm = || command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    let tarball = stdout(
        npm().current_dir(paths::package()).args(["pack", "--silent", "--pack-destination"]).arg(&folder),
    )
    .ok_or_else(|| Error::new("npm pack failed: run npm pack in package/ to see the reason"))?;
    fs::write(folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    let quiet = ["--silent", "--no-audit", "--no-fund", "--no-update-notifier"];
    run(npm().current_dir(&folder).arg("install").args(quiet).arg(folder.join(tarball)))?;
    // A server that renders pages imports the scripts too, without a registry of custom elements.
    run(command("node").current_dir(&folder).args([
        "--input-type=module",
        "--eval",
        "await import('carnet-profile'); await import('carnet-profile/carnet-frame.js')",
    ]))?;
    fs::copy(paths::root().join("tests/package/host.ts"), folder.join("host.ts"))?;
    let strict =
        ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
    run(command(compiler).current_dir(&folder).args(strict).arg("host.ts"))?;
    Ok(folder.join("node_modules/carnet-profile"))
}
