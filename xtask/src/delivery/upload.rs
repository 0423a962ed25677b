//! The upload manifest, `dist.upload.json` beside `dist/`: each file with what an object store or a CDN has to be told
//! about it, in the order in which the files are uploaded.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Delivery, ENCODINGS, is_hashed};
use crate::{error::Error, fingerprint::hex, paths};

/// A file to upload.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The name in `dist/`, and the last part of the object's key.
    pub(crate) file: String,
    pub(crate) delivery: Delivery,
    /// The value of `content-encoding`, for a compressed copy.
    pub(crate) encoding: Option<&'static str>,
    bytes: u64,
    sha256: String,
}

/// Writes the manifest of the repository's `dist/`.
pub(crate) fn write() -> Result<(), Error> {
    let uploads = Upload::all(&paths::root().join("dist"))?;
    let files: Vec<Value> = uploads.iter().map(Upload::to_json).collect();
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files });
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| Error::new(format!("cannot write the upload manifest: {error}")))?;
    fs::write(paths::upload_manifest(), text + "\n")?;
    Ok(())
}

impl Upload {
    /// Returns the files of a folder in the order of upload: first those that nothing names yet, at last the pages. So
    /// no page and no script names a file that is not there.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, or a file has no rule.
    pub(crate) fn all(dist: &Path) -> Result<Vec<Self>, Error> {
        let mut uploads = Vec::new();
        for entry in fs::read_dir(dist)? {
            let path = entry?.path();
            uploads.push(Self::of(&path)?);
        }
        uploads.sort_by_key(|upload| (upload.rank(), upload.file.clone()));
        Ok(uploads)
    }

    fn of(path: &Path) -> Result<Self, Error> {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = fs::read(path)?;
        let copy = ENCODINGS.into_iter().find_map(|(ending, encoding)| {
            Some((file.strip_suffix(ending)?.strip_suffix('.')?.to_owned(), encoding))
        });
        let (name, encoding) = copy.map_or((file.clone(), None), |(name, encoding)| (name, Some(encoding)));
        Ok(Self {
            delivery: Delivery::of(&name)?,
            encoding,
            bytes: content.len() as u64,
            sha256: sha256(&content),
            file,
        })
    }

    /// Returns the position of the file's kind in the order of upload.
    fn rank(&self) -> u8 {
        let name = self.name();
        // A compressed copy has to be there before a server can be asked for it.
        let is_whole = u8::from(self.encoding.is_none());
        match name {
            _ if is_hashed(name) => 0,
            _ if name.ends_with(".html") => 4 + is_whole,
            _ => 2 + is_whole,
        }
    }

    /// Returns the name of the file without the ending of a compressed copy.
    pub(crate) fn name(&self) -> &str {
        let Some(encoding) = self.encoding else { return &self.file };
        let ending =
            ENCODINGS.into_iter().find(|(_, value)| *value == encoding).map_or("", |(ending, _)| ending);
        self.file.strip_suffix(ending).and_then(|name| name.strip_suffix('.')).unwrap_or(&self.file)
    }

    fn to_json(&self) -> Value {
        let mut entry = json!({
            "file": self.file,
            "contentType": self.delivery.content_type,
            "cacheControl": self.delivery.cache_control,
            "bytes": self.bytes,
            "sha256": self.sha256,
        });
        if let Some(encoding) = self.encoding {
            entry["contentEncoding"] = encoding.into();
            entry["copyOf"] = self.name().into();
        }
        entry
    }
}

/// Returns the SHA-256 of the content, in hexadecimal.
pub(crate) fn sha256(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::fixture::Folder;

    fn uploads(names: &[&str]) -> Result<Vec<Upload>, Error> {
        let files: Vec<_> = names.iter().map(|name| (*name, "content")).collect();
        Upload::all(Folder::new(&files).path())
    }

    #[test]
    fn upload_order_has_no_name_before_its_file() -> Result<(), Error> {
        let uploads = uploads(&[
            "embed.html",
            "embed.html.br",
            "carnet.js",
            "carnet.js.gz",
            "zz-0123456789abcdef.json",
            "aa-0123456789abcdef.js.br",
        ])?;
        let order: Vec<_> = uploads.iter().map(|upload| &*upload.file).collect();
        assert_eq!(
            order,
            [
                "aa-0123456789abcdef.js.br",
                "zz-0123456789abcdef.json",
                "carnet.js.gz",
                "carnet.js",
                "embed.html.br",
                "embed.html"
            ]
        );
        Ok(())
    }

    #[test]
    fn compressed_copy_has_type_and_caching_of_its_file() -> Result<(), Error> {
        let [copy] = &uploads(&["carnet-0123456789abcdef.wasm.br"])?[..] else { panic!("one file") };
        let json = copy.to_json();
        assert_eq!(json["contentType"], "application/wasm");
        assert_eq!(json["cacheControl"], "public, max-age=31536000, immutable");
        assert_eq!(json["contentEncoding"], "br");
        assert_eq!(json["copyOf"], "carnet-0123456789abcdef.wasm");
        // The hash of "content".
        assert_eq!(json["sha256"], "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
        Ok(())
    }

    #[test]
    fn file_without_rule_is_an_error() {
        assert!(uploads(&["carnet.js", "readme.md"]).is_err());
    }
}
