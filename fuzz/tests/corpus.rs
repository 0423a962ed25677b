//! The inputs that are kept pass the checks, and so do mutations of them: a short run without libFuzzer.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use carnet_fuzz::TARGETS;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::RngSeed,
};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The inputs of a target, with the names of their files.
fn inputs(target: &str) -> Vec<(String, String)> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(corpus().join(target)).expect("a folder of the corpus") {
        let file = entry.expect("an entry").path();
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        inputs.push((name, fs::read_to_string(&file).expect("a text")));
    }
    inputs.sort();
    inputs
}

#[test]
fn kept_input_passes_its_check() {
    for (target, check) in TARGETS {
        let inputs = inputs(target);
        assert!(inputs.len() > 3, "corpus/{target} has inputs");
        for (name, text) in inputs {
            let outcome = catch_unwind(AssertUnwindSafe(|| check(&text)));
            assert!(outcome.is_ok(), "corpus/{target}/{name} does not pass, see above");
        }
    }
}

/// A kept input of which some parts are replaced by parts of others.
fn mutated(texts: &[String]) -> impl Strategy<Value = String> + use<> {
    let part = || (any::<Index>(), 0..20_usize);
    let cut = (part(), select(texts.to_vec()), part());
    (select(texts.to_vec()), vec(cut, 1..6)).prop_map(|(text, cuts)| {
        let mut letters: Vec<char> = text.chars().collect();
        for ((at, removed), other, (from, taken)) in cuts {
            let other: Vec<char> = other.chars().collect();
            let (at, from) = (at.index(letters.len() + 1), from.index(other.len() + 1));
            let end = letters.len().min(at + removed);
            letters.splice(at..end, other[from..].iter().take(taken).copied());
        }
        letters.into_iter().collect()
    })
}

#[test]
fn mutated_input_passes_its_check() {
    for (target, check) in TARGETS {
        let texts: Vec<String> = inputs(target).into_iter().map(|(_, text)| text).collect();
        // An input that fails is printed: it belongs into the corpus. The same mutations each time, so that it fails for
        // nobody who has changed nothing; `cargo xtask fuzz` looks for others.
        let (failure_persistence, rng_seed) = (None, RngSeed::Fixed(1));
        let config = ProptestConfig { failure_persistence, rng_seed, ..ProptestConfig::default() };
        proptest!(config, |(text in mutated(&texts))| check(&text));
    }
}

#[test]
fn every_folder_of_the_corpus_has_a_target() {
    let mut folders: Vec<String> = fs::read_dir(corpus())
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    assert_eq!(folders, TARGETS.map(|(name, _)| name));
}
