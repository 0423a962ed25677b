//! Where things stand: the repository, and the machine's own place for tools, which a fresh clone finds filled.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::command::Problem;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// What npm publishes.
pub(crate) fn package() -> PathBuf {
    root().join("package")
}

/// The user's cache of tools that have no other home.
pub(crate) fn tools() -> Result<PathBuf, Problem> {
    let named = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| Problem::new("no home directory to keep tools in: set XDG_CACHE_HOME"))?;
    Ok(cache.join("carnet").join("tools"))
}

/// Cargo's own folder: the programs it installs, the sources of crates.
pub(crate) fn cargo_home() -> Result<PathBuf, Problem> {
    let set = env::var_os("CARGO_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    set.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| Problem::new("no home directory for cargo: set CARGO_HOME"))
}

/// The file of this name in the first folder of PATH that has one.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|file| file.is_file())
}
