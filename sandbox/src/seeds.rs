//! The seeded customers, in the format that the `seed.json` files of all vendors share.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{faults::Fault, vendor::Vendor};

/// One customer of a vendor's `seed.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed<Behaviour> {
    pub(crate) id: String,
    /// The kind of customer, in one sentence.
    pub(crate) about: String,
    /// The deviations of this customer's responses from the default.
    #[serde(default)]
    pub(crate) behaviour: Behaviour,
    /// The length of the customer's sessions, if it differs from the default.
    session_seconds: Option<u32>,
    /// The fault that applies to every request of a failing customer.
    permanent_fault: Option<Fault>,
    pub(crate) profile: Value,
}

impl<Behaviour> Seed<Behaviour> {
    /// Returns whether requests for this customer, or their session, fail on purpose.
    pub(crate) fn is_failing(&self) -> bool {
        self.permanent_fault.is_some() || self.session_seconds.is_some()
    }
}

/// All seeds of a vendor, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Seeds<Behaviour>(Vec<Seed<Behaviour>>);

impl<Behaviour: DeserializeOwned + Default> Seeds<Behaviour> {
    /// Parses an embedded `seed.json`.
    pub(crate) fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("the embedded seed.json files are valid"))
    }
}

impl<Behaviour> Seeds<Behaviour> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Seed<Behaviour>> {
        self.0.iter()
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Seed<Behaviour>> {
        self.iter().find(|seed| seed.id == id)
    }

    /// Returns the seeded session length of a customer, in seconds.
    pub(crate) fn session_seconds(&self, id: &str) -> Option<u32> {
        self.find(id).and_then(|seed| seed.session_seconds)
    }

    /// Returns the faults of the failing customers.
    pub(crate) fn permanent_faults(&self, vendor: Vendor) -> Vec<Fault> {
        let faults =
            self.iter().filter_map(|seed| Some(seed.permanent_fault.clone()?.for_customer(vendor, &seed.id)));
        faults.collect()
    }
}
