//! A file of `dist/` whose name has a hash of its content, with the integrity that browsers check.

use std::{fs, io, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256, Sha384};

use crate::fingerprint::hex;

/// A finished file of `dist/`.
pub(super) struct Asset {
    pub(super) name: String,
    pub(super) integrity: String,
    pub(super) content: Vec<u8>,
}

impl Asset {
    /// Creates the file `stem-<hash>.extension`. The hash is the first 8 bytes of SHA-256, in hexadecimal.
    pub(super) fn new(stem: &str, extension: &str, content: Vec<u8>) -> Self {
        let hash = hex(&Sha256::digest(&content)[..8]);
        Self { name: format!("{stem}-{hash}.{extension}"), integrity: integrity(&content), content }
    }

    /// Writes the file into this folder.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join(&self.name), &self.content)
    }
}

/// Returns the value of an `integrity` attribute, with the hash that Subresource Integrity recommends.
fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_of_specification_example_is_equal() {
        // https://www.w3.org/TR/sri-2/#integrity-metadata-description
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn name_with_other_content_differs() {
        let [one, same, other] =
            ["a", "a", "b"].map(|content| Asset::new("host", "css", content.into()).name);
        // The first 8 bytes of sha256("a").
        assert_eq!(one, "host-ca978112ca1bbdca.css");
        assert_eq!(one, same);
        assert_ne!(one, other);
    }
}
