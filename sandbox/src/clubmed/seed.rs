//! The seeded customers, from `seed.json`.

use std::sync::LazyLock;

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store;
use crate::{merge::merge_patch, seeds::Seeds};

/// The keys of a seeded customer's profile in a response, while the switch `body` is `own`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SeedKeys {
    #[default]
    All,
    /// The keys of `profile` in `seed.json`.
    Seeded,
    /// The keys of the oldest documented response.
    Legacy,
}

/// The keys of a profile in a response.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keys {
    /// All documented keys.
    All,
    /// The keys that have a value.
    WithValue,
    /// The keys of this seed.
    Seeded(&'static Value),
    /// The keys of the oldest documented response.
    Legacy,
}

pub(super) static SEEDS: LazyLock<Seeds<SeedKeys>> =
    LazyLock::new(|| Seeds::parse(include_str!("seed.json")));

/// Inserts the seeded customers that are missing.
pub(super) fn insert_missing(connection: &Connection) -> rusqlite::Result<()> {
    for seed in SEEDS.iter() {
        // Merging into an empty object removes the members that are null.
        let mut profile = json!({});
        merge_patch(&mut profile, &seed.profile);
        store::insert_if_missing(connection, &seed.id, &profile)?;
    }
    Ok(())
}

/// Returns the customer's own keys: those that the seed specifies, and all keys for a created customer.
pub(super) fn keys_of(id: &str) -> Keys {
    match SEEDS.find(id) {
        Some(seed) => match seed.behaviour {
            SeedKeys::Seeded => Keys::Seeded(&seed.profile),
            SeedKeys::Legacy => Keys::Legacy,
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
    fn seeds_have_unique_numeric_ids() {
        let ids: HashSet<_> = SEEDS.iter().map(|seed| seed.id.as_str()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        assert!(ids.iter().all(|id| !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())));
    }
}
