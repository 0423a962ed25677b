//! The script a language is written in, and the direction it runs in.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::LanguageTag;

/// The scripts in use today that run from right to left, by ISO 15924 code (Unicode CLDR, `scriptMetadata.txt`). The
/// demonstration has the same list from `web/contract.json`.
///
/// Scripts and not languages, so that a new language needs no entry. `Intl.Locale.prototype.getTextInfo()` would return
/// the direction itself, but not every engine has it, while `maximize()` is in all of them.
pub const RIGHT_TO_LEFT: [&str; 13] =
    ["Adlm", "Arab", "Aran", "Gara", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"];

const LATIN: &str = "Latn";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Locale;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(tag: &str) -> Result<Locale, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn maximize(this: &Locale) -> Result<Locale, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn script(this: &Locale) -> Option<String>;
}

/// Returns the script of a language that has a catalogue and is not written in Latin letters.
fn usual_script(language: &str) -> Option<String> {
    let languages = [("ar", "Arab"), ("he", "Hebr"), ("ja", "Jpan"), ("ko", "Kore"), ("zh", "Hans")];
    languages.iter().find(|(own, _)| *own == language).map(|(_, script)| (*script).to_owned())
}

/// The properties of a script that the page depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// Whether it is the Latin script.
    pub is_latin: bool,
    /// Whether it runs from right to left.
    pub is_right_to_left: bool,
}

impl Script {
    /// Returns the script that the tag names, or else the usual one of its language. An unknown script counts as Latin.
    ///
    /// Outside a browser there is no `Intl`: there the script is the one the tag names (`ar-Arab`), or else Latin.
    pub fn of(tag: &LanguageTag) -> Script {
        let code = if cfg!(target_arch = "wasm32") {
            let maximized = Locale::new(tag.canonical()).and_then(|locale| locale.maximize());
            // A browser without `Intl.Locale` still shows the catalogues in their own direction.
            maximized.map_or_else(|_| usual_script(tag.language()), |locale| locale.script())
        } else {
            tag.script_subtag().map(str::to_owned)
        };
        let code = code.as_deref().unwrap_or(LATIN);
        Script { is_latin: code == LATIN, is_right_to_left: RIGHT_TO_LEFT.contains(&code) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_outside_a_browser_is_the_one_in_the_tag() {
        for (text, is_latin, is_right_to_left) in [
            ("pl", true, false),
            ("sr-Cyrl-RS", false, false),
            ("ar-Arab", false, true),
            ("x-private", true, false),
        ] {
            let tag = LanguageTag::parse(text).expect("it is well formed");
            assert_eq!(Script::of(&tag), Script { is_latin, is_right_to_left }, "{text}");
        }
    }
}
