//! The vendors the suite is held against, and what is particular about each.

use std::ops::Deref;

use carnet::{
    domain::{AddressLine, Field, FieldPath},
    error::ApiError,
    form::Draft,
    http::{Request, Response},
    vendor_api::{Operation, Query, RequestContext, Vendor},
};
use serde_json::Value;

use crate::{capillary, clubmed, imprint};

/// Every vendor there is.
pub(crate) const VENDORS: &[&Fixture] = &[&clubmed::FIXTURE.fixture, &capillary::FIXTURE, &imprint::FIXTURE];

/// Those of them that can be written to.
pub(crate) const WRITERS: &[&Writer] = &[&clubmed::FIXTURE];

/// Lines of an address as they are typed.
pub(crate) type Lines = Vec<(AddressLine, &'static str)>;

/// One vendor, as the suite needs to know it.
pub(crate) struct Fixture {
    pub(crate) vendor: Vendor,
    /// Its name in the element's attribute, in the sandbox's session route and as the prefix of its routes.
    pub(crate) name: &'static str,
    /// What the host asks for beside the customer, as attributes: enough that every customer is in the answer, whole.
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    /// A customer with everything filled in.
    pub(crate) full: &'static str,
    /// A customer of whom next to nothing is known.
    pub(crate) bare: &'static str,
    /// A key this vendor could have given, and has not.
    pub(crate) unknown: &'static str,
    /// The fields a record at this vendor has.
    pub(crate) fields: fn() -> Vec<Field>,
    /// Switches for each reading of what the body of an answer may look like.
    pub(crate) bodies: fn() -> Vec<Value>,
    /// Customers whose every read fails, and how.
    pub(crate) sentinels: fn() -> Vec<(&'static str, ApiError)>,
    /// What this vendor means by an answer that means something else everywhere else.
    pub(crate) own_failure: fn(&Response) -> Option<ApiError>,
    /// The request as the vendor's documents have it: method, address, headers. `None` where they have no such call.
    pub(crate) documented: fn(Operation<'_>, RequestContext<'_>) -> Option<Documented>,
    /// Names of its members, for documents of any shape.
    pub(crate) names: &'static [&'static str],
    /// Texts that mean something in its documents.
    pub(crate) texts: &'static [&'static str],
    /// A member that may hold anything, where the documents have one.
    pub(crate) open: Option<&'static str>,
    /// Whether what stands at these names of an answer is told in other words, or says what another says.
    pub(crate) told_otherwise: fn(&str) -> bool,
}

/// A vendor whose records a customer can change.
pub(crate) struct Writer {
    pub(crate) fixture: Fixture,
    /// A customer whose values today's rules would refuse.
    pub(crate) legacy: &'static str,
    /// Switches for each reading of what a change does.
    pub(crate) readings: fn() -> Vec<Value>,
    /// Switches for each spelling of the place of an error.
    pub(crate) spellings: fn() -> Vec<Value>,
    /// Switches for each answer to a creation.
    pub(crate) creations: fn() -> Vec<Value>,
    /// The members of a stored profile that a change of the field touches. The first is the one that is sent.
    pub(crate) members: fn(Field) -> &'static [&'static str],
    /// Types another valid value into the field. What a draft holds afterwards differs from what it held.
    pub(crate) edit: fn(&mut Draft, Field),
    /// What a patch says to empty the field; `None` where a form cannot.
    pub(crate) cleared: fn(Field) -> Option<Value>,
    /// Refused addresses: what is typed, and the line that is refused.
    pub(crate) refused: fn() -> Vec<(Lines, FieldPath)>,
    /// Whether the vendor has rules for what the field may say.
    pub(crate) checks: fn(Field) -> bool,
    /// The members of a profile that are the vendor's own: no patch may name them.
    pub(crate) read_only: &'static [&'static str],
    /// What to put after the address of a read for each way of writing dates.
    pub(crate) dates: fn() -> Vec<&'static str>,
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
    /// What the host asks for beside the customer.
    pub(crate) fn query(&self) -> Query {
        asked(self.vendor, self.attributes).expect("attributes that are right")
    }
}

/// What a vendor makes of these attributes.
pub(crate) fn asked(vendor: Vendor, attributes: &[(&str, &str)]) -> Result<Query, Vec<String>> {
    vendor.query(|name| {
        let found = attributes.iter().find(|(attribute, _)| *attribute == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

impl Writer {
    /// The member that carries the field.
    pub(crate) fn member(&self, field: Field) -> &'static str {
        (self.members)(field)[0]
    }

    /// The fields a customer can change.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        Field::all().filter(|field| self.vendor.writes(*field))
    }
}

impl Deref for Writer {
    type Target = Fixture;

    fn deref(&self) -> &Fixture {
        &self.fixture
    }
}

#[test]
fn every_name_of_a_vendor_is_held_against_the_suite() {
    let names: Vec<&str> = VENDORS.iter().map(|fixture| fixture.name).collect();
    assert_eq!(names, Vendor::NAMES);
    for fixture in VENDORS {
        assert_eq!(Vendor::parse(fixture.name), Some(fixture.vendor));
    }
}

#[test]
fn the_writers_are_those_at_which_a_customer_can_set_something() {
    let can_write = |vendor: Vendor| Field::all().any(|field| vendor.writes(field));
    let able = VENDORS.iter().filter(|fixture| can_write(fixture.vendor)).map(|fixture| fixture.name);
    let writers: Vec<&str> = WRITERS.iter().map(|writer| writer.name).collect();
    assert_eq!(able.collect::<Vec<_>>(), writers);
}

#[test]
fn a_record_has_the_units_of_the_vendors_documents() {
    for fixture in VENDORS {
        let has: Vec<Field> = Field::all().filter(|field| fixture.vendor.supports(*field)).collect();
        assert_eq!(has, (fixture.fields)(), "{}", fixture.name);
    }
}
