//! The made-up customers, from `seed.json`, each as it is answered.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::seeds::Seeds;

/// How the vendor answers for a customer, where it is not as for everybody.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Manner {
    /// So many entries of metadata more than stand in the file.
    pub(super) metadata: usize,
    /// An error of the vendor's, whatever is asked.
    pub(super) says: Option<Said>,
}

/// An error, in whatever shape errors are switched to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) status: u16,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) message: String,
}

pub(crate) static SEEDS: LazyLock<Seeds<Manner>> = LazyLock::new(|| Seeds::read(include_str!("seed.json")));

pub(crate) fn name(record: &Value) -> String {
    let part = |member: &str| record[member].as_str().unwrap_or_default();
    format!("{} {}", part("first_name"), part("last_name")).trim().to_owned()
}

/// Fills the metadata up.
pub(super) fn fill(record: &mut Value, entries: usize) {
    if entries == 0 {
        return;
    }
    let mut metadata = record["metadata"].as_object().cloned().unwrap_or_else(Map::new);
    metadata
        .extend((1..=entries).map(|number| (format!("entry_{number:05}"), format!("Value {number}").into())));
    record["metadata"] = metadata.into();
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SEEDS;

    #[test]
    fn seeded_ids_differ_and_are_the_records_own() {
        let ids: HashSet<_> = SEEDS.iter().map(|seed| seed.id.as_str()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        for seed in SEEDS.iter() {
            assert_eq!(seed.profile["id"], seed.id.as_str());
        }
    }
}
