//! The package as a newcomer gets it: packed, installed from the tarball in an empty folder, and used.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cargo,
    command::{Problem, answer, command, run},
    package, places,
};

/// Where the package is once it is installed.
pub(super) fn installed(compiler: &Path) -> Result<PathBuf, Problem> {
    package::make()?;
    let home = cargo::target()?.join("newcomer");
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    fs::create_dir_all(&home)?;
    let npm = || command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    let tarball = answer(
        npm().current_dir(places::package()).args(["pack", "--silent", "--pack-destination"]).arg(&home),
    )
    .ok_or_else(|| Problem::new("npm pack gives no tarball: run it in package/"))?;
    fs::write(home.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    let quiet = ["--silent", "--no-audit", "--no-fund", "--no-update-notifier"];
    run(npm().current_dir(&home).arg("install").args(quiet).arg(home.join(tarball)))?;
    // A server that draws pages imports it too, and has nothing to define an element in.
    run(command("node").current_dir(&home).args([
        "--input-type=module",
        "--eval",
        "await import('carnet-profile'); await import('carnet-profile/carnet-frame.js')",
    ]))?;
    fs::copy(places::root().join("tests/package/host.ts"), home.join("host.ts"))?;
    let strict =
        ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
    run(command(compiler).current_dir(&home).args(strict).arg("host.ts"))?;
    Ok(home.join("node_modules/carnet-profile"))
}
