//! The fuzz target `tag`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|text: &str| carnet_fuzz::check("tag", text));

#[cfg(not(fuzzing))]
fn main() {}
