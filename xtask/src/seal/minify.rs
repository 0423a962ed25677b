//! Minifying is esbuild's work; a development build goes without.

use std::{io::Write, process::Stdio};

use crate::command::{Problem, command};

/// What a text is made of.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Css,
    JavaScript,
}

/// Who minifies, if anyone.
pub(super) enum Minifier {
    /// The text as it is.
    None,
    /// The `esbuild` on PATH, where `cargo xtask` puts it.
    Esbuild,
}

impl Minifier {
    /// The same text in fewer bytes.
    pub(super) fn minify(&self, language: Language, text: String) -> Result<String, Problem> {
        match self {
            Self::None => Ok(text),
            Self::Esbuild => esbuild(language, &text),
        }
    }
}

fn esbuild(language: Language, text: &str) -> Result<String, Problem> {
    let flags: &[&str] = match language {
        Language::Css => &["--loader=css"],
        Language::JavaScript => &["--loader=js", "--format=esm"],
    };
    let mut child = command("esbuild")
        .args(["--minify", "--legal-comments=none", "--charset=utf8", "--log-level=warning"])
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            Problem::new(format!("cannot run esbuild: {error}. `cargo xtask dist` sets it up"))
        })?;
    // esbuild reads all of it before it writes, so neither side waits for the other.
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(Problem::new(format!("esbuild failed ({})", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| Problem::new("esbuild's output is not UTF-8"))
}
