//! Minification with esbuild, in release builds only.

use std::{io::Write, process::Stdio};

use crate::{command::command, error::Error};

/// The language of a text.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Css,
    JavaScript,
}

/// The minifier of a build.
pub(crate) enum Minifier {
    /// Leaves the text unchanged.
    None,
    /// Runs the `esbuild` on PATH, where `cargo xtask` puts it.
    Esbuild,
}

impl Minifier {
    /// Returns the minified text.
    ///
    /// # Errors
    ///
    /// esbuild cannot be started, or rejects the text.
    pub(super) fn minify(&self, language: Language, text: String) -> Result<String, Error> {
        match self {
            Self::None => Ok(text),
            Self::Esbuild => esbuild(language, &text),
        }
    }
}

fn esbuild(language: Language, text: &str) -> Result<String, Error> {
    let flags: &[&str] = match language {
        Language::Css => &["--loader=css"],
        Language::JavaScript => &["--loader=js", "--format=esm", "--tree-shaking=true"],
    };
    let mut child = command("esbuild")
        .args(["--minify", "--legal-comments=none", "--charset=utf8", "--log-level=warning"])
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            Error::new(format!("cannot start esbuild: {error}: run cargo xtask dist, which installs it"))
        })?;
    // No deadlock: esbuild reads all of its input before it writes.
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(Error::new(format!("esbuild failed ({}): its message is above", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| Error::new("esbuild's output is not UTF-8"))
}
