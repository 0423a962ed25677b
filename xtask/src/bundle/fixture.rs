//! A test fixture: a small repository, the output of trunk, and the file names in a bundle.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A temporary folder, removed when the value is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Creates the folder with these files: path and content.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Self(env::temp_dir().join(format!("carnet-bundle-{}-{count}", process::id())));
        fs::create_dir_all(&folder.0).expect("the temporary folder is writable");
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, and creates its folder.
    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let file = self.0.join(name);
        fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder is writable");
        fs::write(file, content).expect("the folder is writable");
    }

    /// Returns a file's content, with invalid UTF-8 replaced.
    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.0.join(name)).expect("the file is there")).into_owned()
    }

    /// Returns the names of the files in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&self.0)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The files of a repository that the bundler reads.
pub(crate) const SOURCE: &[(&str, &str)] = &[
    ("style/carnet.css", "@import \"frame.css\";\n"),
    ("style/frame.css", ":host { color: black }\n"),
    (
        "locales/en.json",
        "{ \"view.title\": \"Your profile\", \"view.loading\": \"Loading…\", \"loader.unfit\": \"Unfit\", \
         \"loader.failed\": \"Failed\", \"loader.broken\": \"Broken\", \"loader.reload\": \"Reload\", \
         \"part.outdated\": \"Old\", \"part.outdated-text\": \"Reload\", \
         \"loader.blocked\": \"Blocked\", \"loader.copy\": \"Copy\", \
         \"loader.copied\": \"Copied\", \
         \"failure.vendor-broken\": \"Broken\", \"failure.vendor-broken-text\": \"Later\" }",
    ),
    ("locales/en-US.json", "{ \"view.title\": \"Your own profile\" }"),
    ("locales/fr.json", "{ \"save\": \"Enregistrer\", \"email\": \"E-mail\" }"),
    ("locales/fr-CA.json", "{ \"email\": \"Courriel\" }"),
    ("addresses/regions/US.json", "[\n[\"AL\", \"Alabama\"]\n]"),
    (
        "web/carnet.js",
        "import { x } from \"./properties.js\";\nconst ASSETS = {}; // filled in by the bundler\n\
         const CONTRACT = {}; // filled in by the bundler\nconst ENGLISH = {}; // filled in by the bundler\nexport {};\n",
    ),
    ("web/properties.js", "export const x = 1;\n"),
    (
        "web/host.js",
        "const WORDS = {}; // filled in by the bundler\nconst CONTRACT = {}; // filled in by the bundler\n",
    ),
    ("web/host.json", "{ \"en\": { \"choose\": \"Choose\" } }"),
    ("web/host.css", "body { margin: 0 }\n"),
    ("web/embed.html", "<!doctype html><head><!-- bundle:head --></head>"),
    ("web/embed.js", "const CONTRACT = {}; // filled in by the bundler\n"),
    ("web/embed.css", "html { margin: 0 }\n"),
    ("web/account.html", "<!doctype html><head><!-- bundle:head --></head>"),
    (
        "web/account.js",
        "const WORDS = {}; // filled in by the bundler\nconst CONTRACT = {}; // filled in by the bundler\n\
         const SCHEMA = {}; // filled in by the bundler\nconst FILES = {}; // filled in by the bundler\n",
    ),
    ("web/account.json", "{ \"en\": { \"account\": \"Your account\" } }"),
    ("web/account.schema.json", "{}"),
    ("web/account.css", "main { margin: 0 }\n"),
    ("web/node_modules/oauth4webapi/build/index.js", "export const oauth = 1;\n"),
    (
        "web/frame.js",
        "const CONTRACT = {}; // filled in by the bundler\nconst FAILED = {}; // filled in by the bundler\n",
    ),
    (
        "web/contract.json",
        "{ \"members\": [{ \"name\": \"contract\", \"type\": { \"text\": \"1\" } }], \"varieties\": { \
         \"en-US\": { \"of\": \"en\", \"regions\": [\"US\"] }, \"fr-CA\": { \"of\": \"fr\", \"regions\": [\"CA\"] } } }",
    ),
    ("web/playground.html", "<!doctype html><head><!-- bundle:head --></head>"),
    ("web/playground.js", "const CONTRACT = {}; // filled in by the bundler\n"),
    ("web/playground.css", "body { margin: 1px }\n"),
];

/// The files that trunk builds.
pub(crate) const TRUNK_OUTPUT: &[(&str, &str)] = &[
    ("index.html", "<!doctype html><html><head><!-- bundle:head --></head><body></body></html>"),
    (
        "carnet-0123456789abcdef.js",
        "export default new URL('carnet-0123456789abcdef_bg.wasm', import.meta.url);",
    ),
    ("carnet-0123456789abcdef_bg.wasm", "\0asm"),
];

/// Returns the file names with a hash, `stem-<16 hexadecimal digits>.extension`, that a text has.
pub(crate) fn hashed_names(text: &str) -> Vec<&str> {
    let is_hashed = |name: &&str| {
        name.rsplit_once('.')
            .and_then(|(stem, _)| stem.rsplit_once('-'))
            .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-._".contains(letter));
    words.map(|word| word.trim_matches('.')).filter(is_hashed).collect()
}
