//! The made-up customers a new database begins with, from `seed.json`.

use std::sync::LazyLock;

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::table;
use crate::{merge::merge_patch, seeds::Seeds};

/// Which keys a seeded customer is answered with.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SeedKeys {
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

pub(crate) static SEEDS: LazyLock<Seeds<SeedKeys>> = LazyLock::new(|| Seeds::read(include_str!("seed.json")));

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

pub(super) fn keys(id: &str) -> Keys {
    match SEEDS.find(id) {
        Some(seed) => match seed.manner {
            SeedKeys::Seeded => Keys::Seeded(&seed.profile),
            SeedKeys::Old => Keys::Old,
            SeedKeys::All => Keys::All,
        },
        None => Keys::All,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SEEDS;

    #[test]
    fn seeded_ids_are_digits_and_differ() {
        let ids: HashSet<_> = SEEDS.iter().map(|seed| seed.id.as_str()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        assert!(ids.iter().all(|id| !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())));
    }
}
