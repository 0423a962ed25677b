//! The compressed twins: beside each text or wasm its `.br` and `.gz`, made once and as small as they get.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::command::Problem;

/// Files that shrink; images are compressed by their own format.
const TEXT: [&str; 9] = ["css", "html", "js", "json", "map", "svg", "txt", "wasm", "webmanifest"];

/// Compresses every file of the folder that is worth it.
pub(super) fn folder(folder: &Path) -> Result<(), Problem> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let text = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| TEXT.contains(&extension));
        if text && path.is_file() {
            files.push(path);
        }
    }
    for file in files {
        let content = fs::read(&file)?;
        fs::write(twin(&file, "br"), brotli(&content)?)?;
        fs::write(twin(&file, "gz"), gzip(&content)?)?;
    }
    Ok(())
}

/// `name.ext` → `name.ext.encoding`.
pub(crate) fn twin(file: &Path, encoding: &str) -> PathBuf {
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
    fn a_twin_unpacks_to_the_same_bytes() -> io::Result<()> {
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut &*brotli(TEXT)?, &mut from_brotli)?;
        flate2::read::GzDecoder::new(&*gzip(TEXT)?).read_to_end(&mut from_gzip)?;
        assert_eq!((from_brotli.as_slice(), from_gzip.as_slice()), (TEXT, TEXT));
        assert!(brotli(TEXT)?.len() < TEXT.len());
        Ok(())
    }

    #[test]
    fn a_twin_s_name_keeps_the_whole_name() {
        assert_eq!(twin(Path::new("a/b.js"), "br"), Path::new("a/b.js.br"));
    }
}
