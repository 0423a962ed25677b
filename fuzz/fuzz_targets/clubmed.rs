//! The fuzz target `clubmed`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|text: &str| carnet_fuzz::check("clubmed", text));

#[cfg(not(fuzzing))]
fn main() {}
