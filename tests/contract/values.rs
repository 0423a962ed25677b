//! Texts that have broken other programs, and names as people have them.
//!
//! `blns.json` is the Big List of Naughty Strings 1.0.0 by Max Woolf, as it comes; its licence stands beside it.

use std::sync::LazyLock;

/// What a record of other customers may hold too: so few that two records often agree.
pub(crate) const FEW: &[&str] =
    &[" ", "a", "a ", "MOBILE", "FR", "tom@example.com", "1984-01-01", "19840101", "19840229", "1984"];

/// What the list leaves out: emoji of many code points, scripts from right to left with and without their
/// controls, the same text in two normal forms, and the shortest and longest of names.
const MORE: &[&str] = &[
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

/// Every text that is not ordinary.
pub(crate) static NAUGHTY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let list: Vec<String> = serde_json::from_str(include_str!("blns.json")).expect("a list of texts");
    let longest =
        [100, 101].into_iter().flat_map(|length| ["Ñ".repeat(length), "👨\u{1f3fd}".repeat(length / 2)]);
    list.into_iter().chain(MORE.iter().map(|text| (*text).to_owned())).chain(longest).collect()
});

/// Those of them that can be stored: the vendor has one way to say that nothing is there.
pub(crate) static STORED: LazyLock<Vec<String>> =
    LazyLock::new(|| NAUGHTY.iter().filter(|text| !text.is_empty()).cloned().collect());
