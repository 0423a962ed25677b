//! What the journey's sandbox serves: the built app, with a script of ours before its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::sandbox::given;

/// Hears what is said in the console. The host page of another origin has it too.
pub(crate) const EAR: &str = include_str!("ear.js");

/// What comes first in a page.
const FIRST: &str = "<meta charset=\"utf-8\">";

/// A folder like `dist/` that ends with the journey. Its pages alone differ.
#[derive(Debug)]
pub(crate) struct Served(pub(crate) PathBuf);

impl Served {
    /// The app's pages with the ear and, after it, this script.
    pub(crate) fn with(script: &str) -> Served {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dist-{}-{number}", std::process::id());
        let served = Served(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        let dist = given("CARNET_DIST", "dist");
        link(&dist, &served.0);
        let pages =
            fs::read_dir(&dist).expect("the app is built").map(|entry| entry.expect("an entry").file_name());
        let pages = pages.filter_map(|name| name.into_string().ok().filter(|name| name.ends_with(".html")));
        for name in pages {
            let page = fs::read_to_string(dist.join(&name)).expect("a page");
            let heard = page.replacen(FIRST, &format!("{FIRST}<script src=\"/first.js\"></script>"), 1);
            assert_ne!(heard, page, "{name} has a place for a script");
            for packed in [".br", ".gz"] {
                let _ = fs::remove_file(served.0.join(format!("{name}{packed}")));
            }
            // The linked file is the built one itself.
            fs::remove_file(served.0.join(&name)).expect("it is linked");
            fs::write(served.0.join(&name), heard).expect("it is written");
        }
        fs::write(served.0.join("first.js"), format!("{EAR}{script}")).expect("it is written");
        served
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn link(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the app is built") {
        let entry = entry.expect("an entry");
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            link(&entry.path(), &there);
        } else if fs::hard_link(entry.path(), &there).is_err() {
            fs::copy(entry.path(), &there).expect("it is copied");
        }
    }
}
