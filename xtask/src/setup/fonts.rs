//! Fonts for every script of the catalogues. Without them the texts in pictures of pages are empty boxes.

use super::{apt, step};
use crate::{
    command::{command, stdout},
    error::Error,
    paths,
};

/// A language of each script, as named by fontconfig.
const LANGUAGES: [&str; 7] = ["en", "ar", "he", "ja", "ko", "zh-cn", "zh-tw"];

pub(super) fn ensure() -> Result<(), Error> {
    // Other systems have fonts for these scripts, and no fontconfig.
    if !apt::is_available() || missing().is_empty() {
        return Ok(());
    }
    let packages = ["fontconfig", "fonts-noto-core", "fonts-noto-cjk"];
    step("installing fonts with apt", "a minute", &apt::manual_command(&packages), || {
        apt::install(&packages)
    })?;
    match missing() {
        none if none.is_empty() => Ok(()),
        missing => Err(Error::new(format!(
            "the installed fonts have no letters for {}: install a font for them",
            missing.join(", ")
        ))),
    }
}

/// Returns the languages that no installed font supports.
fn missing() -> Vec<&'static str> {
    let has = |language: &&str| {
        let fonts = paths::on_path("fc-list")
            .and_then(|list| stdout(command(list).arg(format!(":lang={language}")).arg("family")));
        fonts.is_some_and(|fonts| !fonts.is_empty())
    };
    LANGUAGES.into_iter().filter(|language| !has(language)).collect()
}
