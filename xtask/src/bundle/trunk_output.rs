//! The two files that trunk builds: the wasm and the glue, its JavaScript from wasm-bindgen.

use std::{fs, path::Path};

use super::{asset::Asset, split::Chunks};
use crate::error::Error;

/// The app: its wasm with the chunks of it that are loaded later, and the text of the glue.
pub(super) struct App {
    pub(super) glue: String,
    pub(super) wasm: Asset,
    pub(super) chunks: Chunks,
}

/// Removes the two files from trunk's staging folder and returns the app. They get names made from
/// their final content: trunk names them after the input of wasm-bindgen and wasm-opt.
///
/// # Errors
///
/// A file is missing, there are two of a kind, or there is a script that the bundler does not know.
pub(super) fn take(staging: &Path) -> Result<App, Error> {
    let mut glue = None;
    let mut wasm = None;
    for entry in fs::read_dir(staging)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let slot = match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => {
                return Err(Error::new(format!(
                    "trunk built a folder, {name}/: the bundler does not support JavaScript written inside Rust \
                     (wasm-bindgen snippets): move it to web/"
                )));
            }
            Some("js") if name.starts_with("carnet-") => &mut glue,
            Some("wasm") if name.starts_with("carnet-") => &mut wasm,
            Some("js" | "wasm") => {
                return Err(Error::new(format!(
                    "trunk built {name}, which the bundler does not know: remove its link from index.html"
                )));
            }
            _ => continue,
        };
        if let Some((other, _)) = slot.replace((name.clone(), path)) {
            return Err(Error::new(format!(
                "trunk built both {other} and {name}: index.html must have one link with data-bin"
            )));
        }
    }
    let (Some((_, glue_path)), Some((wasm_name, wasm_path))) = (glue, wasm) else {
        return Err(Error::new(
            "trunk built no carnet-….js with its carnet-…_bg.wasm: index.html must have a link with \
             data-bin=\"carnet\"",
        ));
    };
    let wasm = Asset::new("carnet", "wasm", fs::read(&wasm_path)?);
    // The glue has the wasm's name, for callers that do not pass the wasm to it.
    let glue = fs::read_to_string(&glue_path)?.replace(&wasm_name, &wasm.name);
    fs::remove_file(glue_path)?;
    fs::remove_file(wasm_path)?;
    Ok(App { glue, wasm, chunks: Chunks::default() })
}
