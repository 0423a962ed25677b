//! The seeded customers, from `seed.json`. A seed holds all blocks that can be requested; a response is assembled from
//! them.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    seeds::Seeds,
    switches::{GapPlacement, RenewShape, Switches, UpgradeKeySpelling, UpgradeValuesShape},
};

/// The deviations of a customer's responses from the default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Behaviour {
    /// A fixed response to every valid request.
    pub(super) response: Option<FixedResponse>,
    pub(super) gaps: GapPlacement,
    pub(super) spelling: UpgradeKeySpelling,
    pub(super) renew: RenewShape,
    pub(super) values: UpgradeValuesShape,
}

/// A complete response.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixedResponse {
    pub(super) status: u16,
    /// The JSON body; `None` for a response without a body.
    pub(super) body: Option<Value>,
}

/// The formats of the gaps to a tier in a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct TierFormats {
    pub(super) gaps: GapPlacement,
    pub(super) spelling: UpgradeKeySpelling,
    pub(super) renew: RenewShape,
    pub(super) values: UpgradeValuesShape,
}

impl TierFormats {
    /// Returns the formats that the switches select. A switch with the value `own` selects the customer's seed.
    pub(super) fn for_customer(id: &str, switches: &Switches) -> Self {
        let selected = Self {
            gaps: switches.capillary_gaps,
            spelling: switches.capillary_spelling,
            renew: switches.capillary_renew,
            values: switches.capillary_values,
        };
        let Some(own) = SEEDS.find(id).map(|seed| &seed.behaviour) else { return selected };
        Self {
            gaps: if selected.gaps == GapPlacement::Own { own.gaps } else { selected.gaps },
            spelling: if selected.spelling == UpgradeKeySpelling::Own {
                own.spelling
            } else {
                selected.spelling
            },
            renew: if selected.renew == RenewShape::Own { own.renew } else { selected.renew },
            values: if selected.values == UpgradeValuesShape::Own { own.values } else { selected.values },
        }
    }
}

pub(crate) static SEEDS: LazyLock<Seeds<Behaviour>> =
    LazyLock::new(|| Seeds::parse(include_str!("seed.json")));

/// Returns the name in the first profile that has one.
pub(crate) fn customer_name(record: &Value) -> String {
    let profiles = record["customer"]["profiles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut names = profiles.iter().map(|profile| {
        let text = |member: &str| profile[member].as_str().unwrap_or_default();
        format!("{} {}", text("firstName"), text("lastName")).trim().to_owned()
    });
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SEEDS;

    #[test]
    fn seeds_have_unique_integer_ids() {
        let ids: HashSet<_> = SEEDS.iter().filter_map(|seed| seed.id.parse::<i64>().ok()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        for seed in SEEDS.iter().filter(|seed| seed.behaviour.response.is_none()) {
            assert_eq!(seed.profile["customer"]["id"].to_string(), seed.id);
        }
    }
}
