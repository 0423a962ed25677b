//! A Rust toolchain that builds for wasm32: rustup's where its server answers, else Debian's with a std of our own making.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{apt, step};
use crate::command::{Problem, answer, command, run, run_within};

const TARGET: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows Debian's toolchain.
const DEBIAN: &str = "debian";
const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-clippy", "rust-web-src", "rust-web-llvm", "lld-22"];

/// The toolchain to build for wasm32 with; none when the default one can.
pub(super) fn ready() -> Result<Option<&'static str>, Problem> {
    if rustup_has_target()? {
        return Ok(None);
    }
    if debian_has_std() && debian_lints() {
        return Ok(Some(DEBIAN));
    }
    let add = format!("rustup target add {TARGET}");
    let by_rustup = step("adding the wasm32 target with rustup", "half a minute", &add, || {
        let mut rustup = command("rustup");
        run_within(
            Duration::from_secs(180),
            rustup.args(["target", "add", TARGET]).env("RUST_BACKTRACE", "0"),
        )
    });
    let Err(problem) = by_rustup else { return Ok(None) };
    if !apt::present() {
        return Err(problem);
    }
    eprintln!("set-up: rustup's server does not answer; taking Debian's Rust toolchain for wasm32 instead");
    debian()?;
    Ok(Some(DEBIAN))
}

fn rustup_has_target() -> Result<bool, Problem> {
    answer(command("rustup").args(["target", "list", "--installed"]))
        .map(|list| list.lines().any(|line| line == TARGET))
        .ok_or_else(|| Problem::new(format!("set-up: Carnet builds with rustup's Rust. By hand: install rustup, then rustup target add {TARGET}")))
}

fn debian() -> Result<(), Problem> {
    step("installing Debian's Rust toolchain with apt", "2 minutes", &apt::by_hand(&PACKAGES), || {
        apt::install(&PACKAGES)
    })?;
    step("showing it to rustup", "at once", &format!("rustup toolchain link {DEBIAN} /usr"), || {
        run(command("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))
    })?;
    if debian_has_std() {
        return Ok(());
    }
    let by_hand = format!(
        "RUSTC_BOOTSTRAP=1 RUSTFLAGS='-C embed-bitcode=yes' cargo +{DEBIAN} build --release --target \
                           {TARGET} -Z build-std in an empty crate, then copy its .rlib files to /usr/lib/rustlib/{TARGET}/lib"
    );
    step("building Rust's standard library for wasm32", "2 minutes", &by_hand, build_std)
}

/// Whether Debian's toolchain has a std made by the very compiler that is installed now.
fn debian_has_std() -> bool {
    let Some(version) = debian_version() else { return false };
    debian_sysroot()
        .is_ok_and(|sysroot| fs::read_to_string(stamp(&sysroot)).is_ok_and(|made_by| made_by == version))
}

fn debian_lints() -> bool {
    answer(command("cargo").env("RUSTUP_TOOLCHAIN", DEBIAN).args(["clippy", "--version"])).is_some()
}

fn debian_version() -> Option<String> {
    answer(command("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).arg("-vV"))
}

fn debian_sysroot() -> Result<PathBuf, Problem> {
    answer(command("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).args(["--print", "sysroot"]))
        .map(PathBuf::from)
        .ok_or_else(|| Problem::new("Debian's rustc does not answer"))
}

fn stamp(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("made-by")
}

/// Builds std from the installed sources, as a dependency of an empty crate, and puts it where rustc looks.
fn build_std() -> Result<(), Problem> {
    let version = debian_version().ok_or_else(|| Problem::new("Debian's rustc does not answer"))?;
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
        // -Z flags on a stable compiler; and without its bitcode a std cannot take part in our LTO.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .args(["build", "--release", "--target", TARGET])
        .args(["-Z", "build-std=std,panic_abort,panic_unwind,test,proc_macro"]))?;

    let made = work.join("made");
    fs::create_dir_all(made.join("lib"))?;
    for entry in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            fs::copy(&file, made.join("lib").join(&name))?;
        }
    }
    fs::write(made.join("made-by"), version)?;

    // The stamp travels with the files, so a copy that was cut short is not taken for a whole one.
    let home = sysroot.join("lib/rustlib").join(TARGET);
    run(apt::superuser("rm").arg("-rf").arg(&home))?;
    run(apt::superuser("mkdir").arg("-p").arg(&home))?;
    run(apt::superuser("cp").arg("-r").arg(made.join("lib")).arg(&home))?;
    run(apt::superuser("cp").arg(made.join("made-by")).arg(&home))?;
    fs::remove_dir_all(&work)?;
    Ok(())
}
