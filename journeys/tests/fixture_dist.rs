//! The folder that a journey's sandbox serves: the built app, with a script of the tests before those of the page.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::sandbox::path_from_env;

/// Records console messages. The host page of another origin has it too.
pub(crate) const CONSOLE_RECORDER: &str = include_str!("console_recorder.js");

/// The beginning of each page: the script goes after it.
const CHARSET: &str = "<meta charset=\"utf-8\">";

/// A copy of `dist/` in which only the pages differ. It is removed at the end of the journey.
#[derive(Debug)]
pub(crate) struct FixtureDist(pub(crate) PathBuf);

impl FixtureDist {
    /// The app with the console recorder and, after it, this script.
    pub(crate) fn with(script: &str) -> FixtureDist {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dist-{}-{number}", std::process::id());
        let fixture = FixtureDist(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        let dist = path_from_env("CARNET_DIST", "dist");
        link(&dist, &fixture.0);
        let files =
            fs::read_dir(&dist).expect("the app is built").map(|entry| entry.expect("an entry").file_name());
        let pages = files.filter_map(|name| name.into_string().ok().filter(|name| name.ends_with(".html")));
        for name in pages {
            let page = fs::read_to_string(dist.join(&name)).expect("the page can be read");
            let with_script =
                page.replacen(CHARSET, &format!("{CHARSET}<script src=\"/first.js\"></script>"), 1);
            assert_ne!(with_script, page, "{name} has a place for a script");
            for compressed in [".br", ".gz"] {
                let _ = fs::remove_file(fixture.0.join(format!("{name}{compressed}")));
            }
            // The hard link is removed first: writing through it would change the built file.
            fs::remove_file(fixture.0.join(&name)).expect("the link can be removed");
            fs::write(fixture.0.join(&name), with_script).expect("the page can be written");
        }
        let first = format!("{CONSOLE_RECORDER}{script}");
        fs::write(fixture.0.join("first.js"), first).expect("the script can be written");
        fixture
    }
}

impl Drop for FixtureDist {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn link(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be created");
    for entry in fs::read_dir(from).expect("the app is built") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            link(&entry.path(), &target);
        } else if fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target).expect("the file can be copied");
        }
    }
}
