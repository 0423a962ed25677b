//! The tracked files: a binary file that no text mentions was committed by mistake.

use std::{fs, process::Command};

use crate::source::root;

/// Returns the paths of all files in git's index, or `None` outside a clone, such as in an unpacked archive.
fn tracked_files() -> Option<Vec<String>> {
    // A folder in a clone, a file in a worktree.
    if !root().join(".git").exists() {
        return None;
    }
    let output = Command::new("git").arg("ls-files").arg("-z").current_dir(root()).output();
    let output = output.expect("git is required to list the tracked files: install git");
    assert!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let paths = String::from_utf8(output.stdout).expect("paths are UTF-8");
    Some(paths.split_terminator('\0').map(str::to_owned).collect())
}

/// Returns the content of a text file, or `None` for a binary file: one that has a NUL byte or is not UTF-8.
fn text_of(content: Vec<u8>) -> Option<String> {
    String::from_utf8(content).ok().filter(|text| !text.contains('\0'))
}

/// Whether a text has this file name, and not only as the end of a longer one.
fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"-_.".contains(letter))
    })
}

#[test]
fn tracked_binary_file_is_mentioned_by_a_text_file() {
    let Some(paths) = tracked_files() else { return };
    let (mut texts, mut binaries) = (Vec::new(), Vec::new());
    for path in paths {
        // A file that was deleted and not staged yet is in the index, but not on disk.
        let Ok(content) = fs::read(root().join(&path)) else { continue };
        match text_of(content) {
            Some(text) => texts.push(text),
            None => binaries.push(path),
        }
    }
    let is_mentioned = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        texts.iter().any(|text| mentions(text, name))
    };
    binaries.retain(|path| !is_mentioned(path));
    assert!(
        binaries.is_empty(),
        "no text file mentions these binary files: remove them, or mention them where they are used: {binaries:?}"
    );
}

#[test]
fn content_with_nul_or_invalid_utf8_is_binary() {
    assert_eq!(text_of("é\n".into()).as_deref(), Some("é\n"));
    assert_eq!(text_of(b"PK\x03\x04\0".to_vec()), None);
    assert_eq!(text_of(vec![0xff, 0xfe]), None);
}

#[test]
fn longer_file_name_is_not_a_mention() {
    assert!(mentions("![](docs/images/view.png)", "view.png"));
    assert!(!mentions("![](docs/images/review.png)", "view.png"));
}
