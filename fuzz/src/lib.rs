//! What fuzzing checks of everything that the app reads: a vendor's answers, the host's attributes, tags of languages,
//! fragments, catalogues.
//!
//! An input is a text, and a check panics if something is wrong that a customer, a host or a vendor would notice.
//! `cargo xtask fuzz` runs the checks with libFuzzer; `tests/corpus.rs` runs them over the inputs that are kept.

mod catalogue;
mod config;
mod fragment;
mod json;
#[path = "../../tests/contract/reading_laws.rs"]
mod reading_laws;
mod tag;
mod vendor;

use carnet::vendor_api::Vendor;

/// A check of one input.
pub type Check = fn(&str);

/// The fuzz targets: name and check. Each has a file in `fuzz_targets/` and a folder in `corpus/`.
pub const TARGETS: [(&str, Check); 8] = [
    ("capillary", |text| vendor::check(Vendor::CAPILLARY, text)),
    ("catalogue", catalogue::check),
    ("clubmed", |text| vendor::check(Vendor::CLUBMED, text)),
    ("config", config::check),
    ("fragment", fragment::check),
    ("imprint", |text| vendor::check(Vendor::IMPRINT, text)),
    ("json", json::check),
    ("tag", tag::check),
];

/// Runs the check of a target. Panics if there is no such target.
pub fn check(target: &str, text: &str) {
    let found = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, check) = found.unwrap_or_else(|| panic!("no fuzz target {target}"));
    check(text);
}
