//! The upload manifest as `cargo xtask dist` writes it: an entry for each file, with the values that the servers are
//! compared with, in an order in which nothing names a missing file.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{
    delivery::{self, Upload, sha256},
    error::Error,
    paths,
};

pub(super) fn check(dist: &Path) -> Result<(), Error> {
    delivery::write_upload_manifest()?;
    let manifest: Value = serde_json::from_str(&fs::read_to_string(paths::upload_manifest())?)
        .map_err(|error| Error::new(format!("the upload manifest is no JSON: {error}")))?;
    let entries = manifest["files"].as_array().cloned().unwrap_or_default();
    let text = |entry: &Value, member: &str| entry[member].as_str().unwrap_or_default().to_owned();
    let listed: Vec<_> = entries.iter().map(|entry| text(entry, "file")).collect();
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(dist)? {
        files.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    if listed.len() != files.len() || listed.iter().cloned().collect::<BTreeSet<_>>() != files {
        return Err(Error::new(format!("the upload manifest lists {listed:?}, and dist/ has {files:?}")));
    }
    let mut uploaded = BTreeSet::new();
    for (entry, upload) in entries.iter().zip(Upload::all(dist)?) {
        let name = text(entry, "file");
        let content = fs::read(dist.join(&name))?;
        let is_equal = name == upload.file
            && text(entry, "contentType") == upload.delivery.content_type
            && text(entry, "cacheControl") == upload.delivery.cache_control
            && entry["contentEncoding"].as_str() == upload.encoding
            && entry["bytes"].as_u64() == Some(content.len() as u64)
            && text(entry, "sha256") == sha256(&content);
        if !is_equal {
            return Err(Error::new(format!("the upload manifest has {entry} for {upload:?}")));
        }
        // A page or a script with a name of its own names files with a hash: these are there already.
        if upload.encoding.is_none() && !delivery::is_hashed(&name) {
            let text = String::from_utf8_lossy(&content);
            let missing = files.iter().find(|file| {
                delivery::is_hashed(file) && text.contains(file.as_str()) && !uploaded.contains(*file)
            });
            if let Some(missing) = missing {
                return Err(Error::new(format!("{name} is uploaded before {missing}, which it names")));
            }
        }
        uploaded.insert(name);
    }
    Ok(())
}
