//! The library with which the standalone page signs customers in, and the OpenID provider with which it is tested.

use std::path::PathBuf;

use super::npm::Folder;
use crate::error::Error;

/// Installs the library, which becomes part of `dist/`.
pub(super) fn ensure_library() -> Result<(), Error> {
    Folder { path: "web", package: "oauth4webapi" }.ensure().map(drop)
}

/// Installs the provider. Returns the script that starts it.
pub(super) fn ensure_provider() -> Result<PathBuf, Error> {
    let folder = Folder { path: "xtask/sign-in", package: "oidc-provider" }.ensure()?;
    Ok(folder.join("serve.js"))
}
