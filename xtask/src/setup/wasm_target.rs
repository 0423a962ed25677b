//! A Rust toolchain for wasm32: the one of rustup, or, if rustup's server cannot be reached, Debian's with a standard
//! library built here.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{apt, step};
use crate::{
    command::{command, run, run_with_timeout, stdout},
    error::Error,
};

const TARGET: &str = "wasm32-unknown-unknown";
/// The name of Debian's toolchain in rustup.
const DEBIAN: &str = "debian";
const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-clippy", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Returns the name of the toolchain for wasm32, or `None` for the default one, and installs it if it is missing.
///
/// # Errors
///
/// rustup is missing, or neither toolchain can be installed.
pub(super) fn ensure() -> Result<Option<&'static str>, Error> {
    if rustup_has_target()? {
        return Ok(None);
    }
    if debian_has_std() && debian_has_clippy() {
        return Ok(Some(DEBIAN));
    }
    let manual_command = format!("rustup target add {TARGET}");
    let result = step("adding the wasm32 target with rustup", "half a minute", &manual_command, || {
        let mut rustup = command("rustup");
        run_with_timeout(
            Duration::from_secs(180),
            rustup.args(["target", "add", TARGET]).env("RUST_BACKTRACE", "0"),
        )
    });
    let Err(error) = result else { return Ok(None) };
    if !apt::is_available() {
        return Err(error);
    }
    eprintln!("setup: rustup's server cannot be reached; using Debian's Rust toolchain for wasm32 instead");
    install_debian()?;
    Ok(Some(DEBIAN))
}

fn rustup_has_target() -> Result<bool, Error> {
    stdout(command("rustup").args(["target", "list", "--installed"]))
        .map(|list| list.lines().any(|line| line == TARGET))
        .ok_or_else(|| {
            Error::new(format!(
                "setup: rustup is missing: install rustup, then run rustup target add {TARGET}"
            ))
        })
}

fn install_debian() -> Result<(), Error> {
    step(
        "installing Debian's Rust toolchain with apt",
        "2 minutes",
        &apt::manual_command(&PACKAGES),
        || apt::install(&PACKAGES),
    )?;
    step("linking it in rustup", "a second", &format!("rustup toolchain link {DEBIAN} /usr"), || {
        run(command("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))
    })?;
    if debian_has_std() {
        return Ok(());
    }
    let manual_command = format!(
        "RUSTC_BOOTSTRAP=1 RUSTFLAGS='-C embed-bitcode=yes' cargo +{DEBIAN} build --release --target \
                           {TARGET} -Z build-std in an empty crate, then copy its .rlib files to /usr/lib/rustlib/{TARGET}/lib"
    );
    step("building Rust's standard library for wasm32", "2 minutes", &manual_command, build_std)
}

/// Whether Debian's toolchain has a standard library built by the compiler that is installed now.
fn debian_has_std() -> bool {
    let Some(version) = debian_version() else { return false };
    debian_sysroot()
        .is_ok_and(|sysroot| fs::read_to_string(stamp(&sysroot)).is_ok_and(|built_by| built_by == version))
}

fn debian_has_clippy() -> bool {
    stdout(command("cargo").env("RUSTUP_TOOLCHAIN", DEBIAN).args(["clippy", "--version"])).is_some()
}

fn debian_version() -> Option<String> {
    stdout(command("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).arg("-vV"))
}

fn debian_sysroot() -> Result<PathBuf, Error> {
    stdout(command("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).args(["--print", "sysroot"]))
        .map(PathBuf::from)
        .ok_or_else(|| Error::new("Debian's rustc does not run: try rustc +debian -vV"))
}

fn stamp(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("made-by")
}

/// Builds the standard library from the installed sources, as a dependency of an empty crate, and copies it to rustc's
/// folder.
fn build_std() -> Result<(), Error> {
    let version =
        debian_version().ok_or_else(|| Error::new("Debian's rustc does not run: try rustc +debian -vV"))?;
    let sysroot = debian_sysroot()?;
    let work = env::temp_dir().join(format!("carnet-std-{}", std::process::id()));
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    run(command("cargo")
        .current_dir(&work)
        .env("RUSTUP_TOOLCHAIN", DEBIAN)
        // Enables -Z flags on a stable compiler. The bitcode is required for link-time optimisation with the app.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .args(["build", "--release", "--target", TARGET])
        .args(["-Z", "build-std=std,panic_abort,panic_unwind,test,proc_macro"]))?;

    let built = work.join("built");
    fs::create_dir_all(built.join("lib"))?;
    for entry in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            fs::copy(&file, built.join("lib").join(&name))?;
        }
    }
    fs::write(built.join("made-by"), version)?;

    // The stamp is copied last, so an interrupted copy is not mistaken for a complete one.
    let target_folder = sysroot.join("lib/rustlib").join(TARGET);
    run(apt::as_root("rm").arg("-rf").arg(&target_folder))?;
    run(apt::as_root("mkdir").arg("-p").arg(&target_folder))?;
    run(apt::as_root("cp").arg("-r").arg(built.join("lib")).arg(&target_folder))?;
    run(apt::as_root("cp").arg(built.join("made-by")).arg(&target_folder))?;
    fs::remove_dir_all(&work)?;
    Ok(())
}
