//! The seeded customers, from `seed.json`. A response is the seeded record, unless `behaviour` changes it.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::seeds::Seeds;

/// The deviations of a customer's responses from the default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Behaviour {
    /// The number of generated metadata entries beside those of the file.
    pub(super) generated_metadata: usize,
    /// A fixed error for every request.
    pub(super) error: Option<FixedError>,
}

/// An error. The switches select its format.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixedError {
    pub(super) status: u16,
    #[serde(rename = "type")]
    pub(super) error_type: String,
    pub(super) message: String,
}

pub(crate) static SEEDS: LazyLock<Seeds<Behaviour>> =
    LazyLock::new(|| Seeds::parse(include_str!("seed.json")));

/// Returns the first and last name of a record.
pub(crate) fn customer_name(record: &Value) -> String {
    let text = |member: &str| record[member].as_str().unwrap_or_default();
    format!("{} {}", text("first_name"), text("last_name")).trim().to_owned()
}

/// Adds generated entries to the metadata.
pub(super) fn generate_metadata(record: &mut Value, entries: usize) {
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
    fn seeds_have_unique_ids_that_match_their_records() {
        let ids: HashSet<_> = SEEDS.iter().map(|seed| seed.id.as_str()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        for seed in SEEDS.iter() {
            assert_eq!(seed.profile["id"], seed.id.as_str());
        }
    }
}
