//! Letters for every language there are words in: without them a picture of a page has empty boxes.

use super::{apt, step};
use crate::{
    command::{Problem, answer, command},
    places,
};

/// A language of each script, as fontconfig names it.
const LANGUAGES: [&str; 7] = ["en", "ar", "he", "ja", "ko", "zh-cn", "zh-tw"];

pub(super) fn ready() -> Result<(), Problem> {
    // Other systems have these letters of their own, and no fontconfig.
    if !apt::present() || missing().is_empty() {
        return Ok(());
    }
    let packages = ["fontconfig", "fonts-noto-core", "fonts-noto-cjk"];
    step("installing fonts with apt", "a minute", &apt::by_hand(&packages), || apt::install(&packages))?;
    match missing() {
        none if none.is_empty() => Ok(()),
        missing => Err(Problem::new(format!("fonts are installed, but none for {}", missing.join(", ")))),
    }
}

/// The languages that no font has the letters of.
fn missing() -> Vec<&'static str> {
    let has = |language: &&str| {
        let fonts = places::on_path("fc-list")
            .and_then(|list| answer(command(list).arg(format!(":lang={language}")).arg("family")));
        fonts.is_some_and(|fonts| !fonts.is_empty())
    };
    LANGUAGES.into_iter().filter(|language| !has(language)).collect()
}
