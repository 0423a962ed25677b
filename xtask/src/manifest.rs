//! The manifest: `web/custom-elements.json`, which describes the public contract of `<carnet-profile>`.

use std::{fs, path::Path};

use serde_json::Value;

use crate::error::Error;

/// The manifest's path in the repository, in the format of the custom elements manifest, version 1.
pub(crate) const PATH: &str = "web/custom-elements.json";

/// Reads the manifest of the repository at `root`.
///
/// # Errors
///
/// The file is missing or is not JSON.
pub(crate) fn read(root: &Path) -> Result<Value, Error> {
    let wrong = |error: &dyn std::fmt::Display| Error::new(format!("cannot read {PATH}: {error}"));
    let text = fs::read_to_string(root.join(PATH)).map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}

/// The declaration of `<carnet-profile>`, the only one in the manifest.
pub(crate) fn element(manifest: &Value) -> &Value {
    &manifest["modules"][0]["declarations"][0]
}

/// The entries of one of the element's lists, such as `attributes`.
pub(crate) fn entries<'a>(manifest: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    element(manifest)[list].as_array().into_iter().flatten()
}
