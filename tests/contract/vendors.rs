//! The vendors the suite is held against, and what is particular about each.

use carnet::{
    domain::{Line, Place, Unit},
    failure::Failure,
    form::Draft,
    http::Request,
    vendor::{Access, Call, Vendor},
};
use serde_json::Value;

use crate::clubmed;

/// Every vendor there is.
pub(crate) const VENDORS: &[Fixture] = &[clubmed::FIXTURE];

/// Lines of an address as they are typed.
pub(crate) type Lines = Vec<(Line, &'static str)>;

/// One vendor, as the suite needs to know it.
pub(crate) struct Fixture {
    pub(crate) vendor: Vendor,
    /// Its name in the element's attribute, in the sandbox's session route and as the prefix of its routes.
    pub(crate) name: &'static str,
    /// A customer with everything filled in.
    pub(crate) full: &'static str,
    /// A customer of whom next to nothing is known.
    pub(crate) bare: &'static str,
    /// A customer whose values today's rules would refuse.
    pub(crate) legacy: &'static str,
    /// Switches for each reading of what a profile's body may look like.
    pub(crate) bodies: fn() -> Vec<Value>,
    /// Switches for each reading of what a change does.
    pub(crate) readings: fn() -> Vec<Value>,
    /// Switches for each spelling of the place of an error.
    pub(crate) spellings: fn() -> Vec<Value>,
    /// Switches for each answer to a creation.
    pub(crate) creations: fn() -> Vec<Value>,
    /// Customers whose every read fails, and how.
    pub(crate) sentinels: fn() -> Vec<(&'static str, Failure)>,
    /// The members of a stored profile that a change of the unit touches. The first is the one that is sent.
    pub(crate) members: fn(Unit) -> &'static [&'static str],
    /// Types another valid value into the unit. What a draft holds afterwards differs from what it held.
    pub(crate) edit: fn(&mut Draft, Unit),
    /// What a patch says to empty the unit; `None` where a form cannot.
    pub(crate) cleared: fn(Unit) -> Option<Value>,
    /// Refused addresses: what is typed, and the line that is refused.
    pub(crate) refused: fn() -> Vec<(Lines, Place)>,
    /// Whether the vendor has rules for what the unit may say.
    pub(crate) checks: fn(Unit) -> bool,
    /// The members of a profile that are the vendor's own: no patch may name them.
    pub(crate) read_only: &'static [&'static str],
    /// What to put after the address of a read for each way of writing dates.
    pub(crate) dates: fn() -> Vec<&'static str>,
    /// The request as the vendor's documents have it: method, path and query, headers.
    pub(crate) documented: fn(Call<'_>, Access<'_>) -> Documented,
    /// Whether the request would force the vendor to take an unknown address.
    pub(crate) forces: fn(&Request) -> bool,
}

/// A request as documents describe it.
pub(crate) struct Documented {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Fixture {
    /// The member that carries the unit.
    pub(crate) fn member(&self, unit: Unit) -> &'static str {
        (self.members)(unit)[0]
    }

    /// The units a customer can change.
    pub(crate) fn units(&self) -> impl Iterator<Item = Unit> {
        Unit::all().filter(|unit| self.vendor.writes(*unit))
    }
}
