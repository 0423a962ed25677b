//! Compressed copies: a `.br` and a `.gz` next to each text and wasm file, at the highest compression level.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::error::Error;

/// The extensions of files to compress. Images are missing, because their formats are compressed already.
const EXTENSIONS: [&str; 9] = ["css", "html", "js", "json", "map", "svg", "txt", "wasm", "webmanifest"];

/// Writes the compressed copies of every file in the folder that has one of the extensions.
pub(super) fn compress_folder(folder: &Path) -> Result<(), Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_compressible = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| EXTENSIONS.contains(&extension));
        if is_compressible && path.is_file() {
            files.push(path);
        }
    }
    for file in files {
        let content = fs::read(&file)?;
        fs::write(copy_path(&file, "br"), brotli(&content)?)?;
        fs::write(copy_path(&file, "gz"), gzip(&content)?)?;
    }
    Ok(())
}

/// Returns the path of a compressed copy: `name.ext.encoding` for `name.ext`.
fn copy_path(file: &Path, encoding: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(encoding);
    PathBuf::from(name)
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    const TEXT: &[u8] = b"the vendor the vendor the vendor the vendor the vendor the vendor";

    #[test]
    fn compressed_copy_decompresses_to_same_bytes() -> io::Result<()> {
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut &*brotli(TEXT)?, &mut from_brotli)?;
        flate2::read::GzDecoder::new(&*gzip(TEXT)?).read_to_end(&mut from_gzip)?;
        assert_eq!((from_brotli.as_slice(), from_gzip.as_slice()), (TEXT, TEXT));
        assert!(brotli(TEXT)?.len() < TEXT.len());
        Ok(())
    }

    #[test]
    fn copy_path_keeps_whole_name() {
        assert_eq!(copy_path(Path::new("a/b.js"), "br"), Path::new("a/b.js.br"));
    }
}
