//! The made-up customers a database begins with: what a seed is, whichever vendor it is for.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{faults::Fault, vendor::Vendor};

/// One customer of a vendor's `seed.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed<Manner> {
    pub(crate) id: String,
    /// What kind of customer this is, in one sentence.
    pub(crate) about: String,
    /// How the vendor answers for them, where it is not as for everybody.
    #[serde(default)]
    pub(crate) manner: Manner,
    /// How long a session lasts unless the caller says.
    session_seconds: Option<u32>,
    /// A sentinel: each of their calls meets this fault.
    always: Option<Fault>,
    pub(crate) profile: Value,
}

impl<Manner> Seed<Manner> {
    /// Whether something goes wrong with this customer on purpose.
    pub(crate) fn is_sentinel(&self) -> bool {
        self.always.is_some() || self.session_seconds.is_some()
    }
}

/// All of a vendor's, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Seeds<Manner>(Vec<Seed<Manner>>);

impl<Manner: DeserializeOwned + Default> Seeds<Manner> {
    pub(crate) fn read(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("a seed.json is part of the program"))
    }
}

impl<Manner> Seeds<Manner> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Seed<Manner>> {
        self.0.iter()
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Seed<Manner>> {
        self.iter().find(|seed| seed.id == id)
    }

    pub(crate) fn session_seconds(&self, id: &str) -> Option<u32> {
        self.find(id).and_then(|seed| seed.session_seconds)
    }

    /// The faults of the sentinels.
    pub(crate) fn standing_faults(&self, vendor: Vendor) -> Vec<Fault> {
        self.iter().filter_map(|seed| Some(seed.always.clone()?.of(vendor, &seed.id))).collect()
    }
}
