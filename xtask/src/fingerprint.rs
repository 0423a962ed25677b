//! The fingerprint of `dist/`: a hash of every file that determines its content, and the stamp that records it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Every file and folder that determines the content of `dist/`: the sources, the bundler, and the modules of xtask
/// that choose the versions and flags of the tools.
const INPUTS: [&str; 20] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "addresses/formats.txt",
    "addresses/regions",
    "index.html",
    "locales",
    "patches",
    "src",
    "style",
    "web",
    "xtask/Cargo.toml",
    "xtask/src/bundle",
    "xtask/src/contract.rs",
    "xtask/src/dist.rs",
    "xtask/src/setup/esbuild.rs",
    "xtask/src/setup/sign_in.rs",
    "xtask/src/setup/trunk.rs",
    "xtask/src/setup/wasm_opt.rs",
];

/// The record of the last build: the fingerprints of its inputs and of its output.
pub(crate) struct Stamp {
    /// The file that has the record.
    pub(crate) file: PathBuf,
    /// `dist/index.html`. It names every other file by its hash, so its own hash identifies all of `dist/`.
    pub(crate) entry: PathBuf,
}

impl Stamp {
    /// Records a build of these inputs.
    pub(crate) fn write(&self, inputs: &str) -> Result<(), Error> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, format!("{inputs}{}", self.output()?))?;
        Ok(())
    }

    /// Whether `dist/` is present and is the build of the current inputs.
    pub(crate) fn is_current(&self, root: &Path) -> Result<bool, Error> {
        let (Ok(recorded), Ok(output)) = (fs::read_to_string(&self.file), self.output()) else {
            return Ok(false);
        };
        Ok(recorded == of_inputs(root)? + &output)
    }

    fn output(&self) -> Result<String, Error> {
        Ok(hex(&Sha256::digest(fs::read(&self.entry)?)))
    }
}

/// Returns the hash of all inputs in the repository at `root`.
///
/// # Errors
///
/// An input is missing or cannot be read.
pub(crate) fn of_inputs(root: &Path) -> Result<String, Error> {
    let mut hash = Sha256::new();
    for file in input_files(root)? {
        let content = fs::read(&file)?;
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    Ok(hex(&hash.finalize()))
}

/// Returns every input file, sorted.
fn input_files(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for input in INPUTS {
        let path = root.join(input);
        // A renamed input must not silently drop out of the fingerprint.
        if !path.exists() {
            return Err(Error::new(format!(
                "{input} is missing: correct INPUTS in xtask/src/fingerprint.rs"
            )));
        }
        collect_files(&path, &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn collect_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    // What npm installs is determined by its lock, which is an input.
    if path.ends_with("node_modules") {
        return Ok(());
    }
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect_files(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// Returns the bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bundle::{
            self,
            fixture::{Folder, TRUNK_OUTPUT},
        },
        paths,
    };

    /// The files that the Rust sources under `folder` include at compile time.
    fn included_files(folder: &Path) -> Vec<PathBuf> {
        let mut sources = Vec::new();
        collect_files(folder, &mut sources).expect("the sources can be listed");
        let mut included = Vec::new();
        for source in
            sources.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        {
            let text = fs::read_to_string(source).expect("a source can be read");
            for name in ["include_str!", "include_bytes!", "include!"] {
                for call in text.split(name).skip(1) {
                    let path = call.split('"').nth(1).expect("the macro has a literal path");
                    let path = source.parent().expect("a file has a folder").join(path);
                    included.push(path.canonicalize().unwrap_or_else(|error| panic!("{path:?}: {error}")));
                }
            }
        }
        included
    }

    #[test]
    fn inputs_contain_every_file_included_by_app() {
        let root = paths::root().canonicalize().expect("the root is there");
        let inputs = input_files(&root).expect("the inputs can be listed");
        let included = included_files(&root.join("src"));
        assert!(!included.is_empty(), "the app includes the address formats and the English texts");
        for file in included {
            assert!(inputs.contains(&file), "{} is not in INPUTS", file.display());
        }
    }

    /// A copy of the repository that has the inputs and no other file.
    fn copy_of_inputs() -> Folder {
        let (root, copy) = (paths::root(), Folder::new(&[]));
        for file in input_files(&root).expect("the inputs can be listed") {
            let name = file.strip_prefix(&root).expect("an input is below the root").to_string_lossy();
            copy.write(&name, &fs::read(&file).expect("an input can be read"));
        }
        copy.write("web/node_modules/oauth4webapi/build/index.js", b"export {};\n");
        copy
    }

    #[test]
    fn inputs_contain_every_file_read_by_bundler() {
        let (source, staged) = (copy_of_inputs(), Folder::new(TRUNK_OUTPUT));
        staged.write("index.html", source.read("index.html").as_bytes());
        // The bundler reads these two folders only, so it fails if a file that it needs is not an input.
        let package = Folder::new(&[]);
        let folders = bundle::Folders { dist: staged.path(), package: package.path() };
        bundle::bundle(source.path(), &folders, "/", &bundle::Minifier::None)
            .unwrap_or_else(|error| panic!("the bundler reads a file that is not in INPUTS: {error}"));
    }

    #[test]
    fn fingerprint_with_changed_input_changes() {
        let copy = copy_of_inputs();
        let mut before = of_inputs(copy.path()).expect("the inputs are there");
        for changed in ["addresses/formats.txt", "addresses/regions/US.json", "web/carnet.js"] {
            copy.write(changed, b"changed");
            let after = of_inputs(copy.path()).expect("the inputs are there");
            assert_ne!(before, after, "{changed}");
            before = after;
        }
    }

    #[test]
    fn fingerprint_with_missing_input_is_an_error() {
        let copy = copy_of_inputs();
        fs::remove_file(copy.path().join("addresses/formats.txt")).expect("the folder is writable");
        assert!(of_inputs(copy.path()).is_err());
    }

    #[test]
    fn stamp_with_changed_input_or_output_is_not_current() -> Result<(), Error> {
        let copy = copy_of_inputs();
        let stamp = Stamp { file: copy.path().join("target/stamp"), entry: copy.path().join("dist.html") };
        assert!(!stamp.is_current(copy.path())?, "nothing is built");
        fs::write(&stamp.entry, "built")?;
        stamp.write(&of_inputs(copy.path())?)?;
        assert!(stamp.is_current(copy.path())?);
        fs::write(&stamp.entry, "built by another command")?;
        assert!(!stamp.is_current(copy.path())?, "the output has changed");
        fs::write(&stamp.entry, "built")?;
        fs::write(copy.path().join("addresses/formats.txt"), "changed")?;
        assert!(!stamp.is_current(copy.path())?, "an input has changed");
        Ok(())
    }
}
