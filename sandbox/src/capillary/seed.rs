//! The made-up customers, from `seed.json`: each is kept as what can be asked for, and put together when it is.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    seeds::Seeds,
    switches::{Gaps, Renew, Spelling, Switches, Values},
};

/// How the vendor answers for a customer, where it is not as for everybody.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Manner {
    /// An answer that stands as it is, whatever is asked.
    pub(super) says: Option<Said>,
    pub(super) gaps: Gaps,
    pub(super) spelling: Spelling,
    pub(super) renew: Renew,
    pub(super) values: Values,
}

/// A whole answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) status: u16,
    /// Blank without one.
    pub(super) body: Option<Value>,
}

/// The forms that what is missing for a tier has in an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms {
    pub(super) gaps: Gaps,
    pub(super) spelling: Spelling,
    pub(super) renew: Renew,
    pub(super) values: Values,
}

impl Forms {
    /// As switched, else as the customer's own.
    pub(super) fn of(id: &str, switches: &Switches) -> Self {
        let switched = Self {
            gaps: switches.capillary_gaps,
            spelling: switches.capillary_spelling,
            renew: switches.capillary_renew,
            values: switches.capillary_values,
        };
        let Some(own) = SEEDS.find(id).map(|seed| &seed.manner) else { return switched };
        Self {
            gaps: if switched.gaps == Gaps::Own { own.gaps } else { switched.gaps },
            spelling: if switched.spelling == Spelling::Own { own.spelling } else { switched.spelling },
            renew: if switched.renew == Renew::Own { own.renew } else { switched.renew },
            values: if switched.values == Values::Own { own.values } else { switched.values },
        }
    }
}

pub(crate) static SEEDS: LazyLock<Seeds<Manner>> = LazyLock::new(|| Seeds::read(include_str!("seed.json")));

/// The name of the first profile that has one.
pub(crate) fn name(record: &Value) -> String {
    let profiles = record["customer"]["profiles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut names = profiles.iter().map(|profile| {
        let part = |member: &str| profile[member].as_str().unwrap_or_default();
        format!("{} {}", part("firstName"), part("lastName")).trim().to_owned()
    });
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::SEEDS;

    #[test]
    fn seeded_ids_are_whole_numbers_and_differ() {
        let ids: HashSet<_> = SEEDS.iter().filter_map(|seed| seed.id.parse::<i64>().ok()).collect();
        assert_eq!(ids.len(), SEEDS.iter().count());
        for seed in SEEDS.iter().filter(|seed| seed.manner.says.is_none()) {
            assert_eq!(seed.profile["customer"]["id"].to_string(), seed.id);
        }
    }
}
