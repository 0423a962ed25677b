//! The made-up customers a new database begins with, from `seed.json`.

use std::sync::LazyLock;

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::table;
use crate::{faults::Fault, merge::merge_patch};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    id: String,
    /// What kind of customer this is, in one sentence.
    about: String,
    #[serde(default)]
    keys: SeedKeys,
    /// How long a session lasts unless the caller says.
    session_seconds: Option<u32>,
    /// A sentinel: each of their calls meets this fault.
    always: Option<Fault>,
    profile: Value,
}

/// Which keys a seeded customer is answered with.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SeedKeys {
    #[default]
    All,
    /// Those of `profile` as it stands in `seed.json`.
    Seeded,
    Old,
}

/// Which keys an answer has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keys {
    All,
    Filled,
    Seeded(&'static Value),
    Old,
}

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("seed.json")).expect("seed.json is part of the program")
});

fn find(id: &str) -> Option<&'static Seed> {
    SEEDS.iter().find(|seed| seed.id == id)
}

/// Puts those in that are not there yet.
pub(crate) fn seed(connection: &Connection) -> rusqlite::Result<()> {
    for seed in SEEDS.iter() {
        // Merging into nothing leaves out the members that are null.
        let mut profile = json!({});
        merge_patch(&mut profile, &seed.profile);
        table::keep_or_insert(connection, &seed.id, &profile)?;
    }
    Ok(())
}

pub(super) fn about(id: &str) -> Option<&'static str> {
    find(id).map(|seed| seed.about.as_str())
}

pub(super) fn keys(id: &str) -> Keys {
    match find(id) {
        Some(Seed { keys: SeedKeys::Seeded, profile, .. }) => Keys::Seeded(profile),
        Some(Seed { keys: SeedKeys::Old, .. }) => Keys::Old,
        Some(Seed { keys: SeedKeys::All, .. }) | None => Keys::All,
    }
}

pub(crate) fn session_seconds(id: &str) -> Option<u32> {
    find(id).and_then(|seed| seed.session_seconds)
}

/// The faults of the sentinels.
pub(crate) fn standing_faults() -> Vec<Fault> {
    SEEDS.iter().filter_map(|seed| Some(seed.always.clone()?.of(&seed.id))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SEEDS;

    #[test]
    fn seeded_ids_are_digits_and_differ() {
        let ids: HashSet<_> = SEEDS.iter().map(|seed| seed.id.as_str()).collect();
        assert_eq!(ids.len(), SEEDS.len());
        assert!(ids.iter().all(|id| !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())));
    }
}
