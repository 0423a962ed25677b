//! The folders of the repository and of this machine that the commands use.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The folder that npm publishes.
pub(crate) fn package() -> PathBuf {
    root().join("package")
}

/// The upload manifest of `dist/`.
pub(crate) fn upload_manifest() -> PathBuf {
    root().join("dist.upload.json")
}

/// The user's cache folder for tools that have no other home. It is outside the repository, so a fresh clone finds the
/// tools installed.
///
/// # Errors
///
/// No variable names a cache folder and the home directory is unknown.
pub(crate) fn tools() -> Result<PathBuf, Error> {
    let set = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| Error::new("no home directory to keep tools in: set XDG_CACHE_HOME"))?;
    Ok(cache.join("carnet").join("tools"))
}

/// Cargo's home folder, with installed programs and the sources of crates.
///
/// # Errors
///
/// `CARGO_HOME` is not set and the home directory is unknown.
pub(crate) fn cargo_home() -> Result<PathBuf, Error> {
    let set = env::var_os("CARGO_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    set.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| Error::new("no home directory for cargo: set CARGO_HOME"))
}

/// Returns the program's file in the first folder of PATH that has one.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|file| file.is_file())
}
