//! The fuzz target `config`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|text: &str| carnet_fuzz::check("config", text));

#[cfg(not(fuzzing))]
fn main() {}
