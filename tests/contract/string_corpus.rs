//! Strings for tests: the Big List of Naughty Strings, and further names and scripts.
//!
//! `blns.json` is the unmodified Big List of Naughty Strings 1.0.0 by Max Woolf; its licence is in `blns.LICENSE`.

use std::sync::LazyLock;

/// A few common values, so that two generated records often agree.
pub(crate) const COMMON: &[&str] =
    &[" ", "a", "a ", "MOBILE", "FR", "tom@example.com", "1984-01-01", "19840101", "19840229", "1984"];

/// Cases that the list leaves out: emoji of many code points, right-to-left scripts with and without controls, the same
/// text in two normal forms, and very short names.
const FURTHER: &[&str] = &[
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "👩🏽\u{200d}🚒 🏳\u{fe0f}\u{200d}🌈",
    "🇫🇷🇧🇷🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "محمد عبد الرحمن",
    "בן־ציון",
    "\u{202e}moT\u{202c} \u{2067}Tom\u{2069}\u{200f}",
    "Zo\u{e9} \u{c5}ngstr\u{f6}m",
    "Zoe\u{301} A\u{30a}ngstro\u{308}m",
    "Nguy\u{1ec5}n",
    "Nguye\u{302}\u{303}n",
    "\u{ac01}",
    "\u{1100}\u{1161}\u{11a8}",
    "Z\u{351}\u{36b}a\u{363}l\u{334}\u{321}g\u{321}\u{28}o",
    "Ø",
    "名",
    "ﬁ ẞ İ ı ς",
    "a\u{0}b",
    "\u{feff}Tom\u{ad}my\u{200b}",
    "Tom\r\nSmith\t\u{85}\u{2028}x",
];

/// All naughty strings, and strings at the length limits.
pub(crate) static NAUGHTY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let list: Vec<String> = serde_json::from_str(include_str!("blns.json")).expect("a list of texts");
    let longest =
        [100, 101].into_iter().flat_map(|length| ["Ñ".repeat(length), "👨\u{1f3fd}".repeat(length / 2)]);
    list.into_iter().chain(FURTHER.iter().map(|text| (*text).to_owned())).chain(longest).collect()
});

/// The naughty strings that can be stored: all but the empty one, which means no value.
pub(crate) static STORABLE: LazyLock<Vec<String>> =
    LazyLock::new(|| NAUGHTY.iter().filter(|text| !text.is_empty()).cloned().collect());
