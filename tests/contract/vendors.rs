//! The table of vendors that the contract tests run over, with a fixture for each.

use std::{collections::BTreeSet, ops::Deref};

use axum::Router;
use carnet::{
    domain::{Address, AddressLine, EnumMap, Field, FieldPath, Record, TextField},
    error::ApiError,
    form::Draft,
    http::{Request, Response},
    vendor_api::{Operation, Query, RequestContext, Vendor},
};
use serde_json::Value;

use crate::{capillary, clubmed, imprint, sample};

/// All vendors: those of the app, and one that only these tests have.
pub(crate) const VENDORS: &[&Fixture] =
    &[&clubmed::FIXTURE.fixture, &capillary::FIXTURE, &imprint::FIXTURE, &sample::FIXTURE.fixture];

/// The vendors that a customer can write to.
pub(crate) const WRITERS: &[&Writer] = &[&clubmed::FIXTURE, &sample::FIXTURE];

/// Typed lines of an address.
pub(crate) type Lines = Vec<(AddressLine, &'static str)>;

/// The data of one vendor that the tests need.
pub(crate) struct Fixture {
    pub(crate) vendor: Vendor,
    /// Opens a new server that imitates the vendor: its routes, and those of the sandbox under `/sandbox/`.
    pub(crate) server: fn() -> Router,
    /// Its name in the element's attribute, in the sandbox's session route and as the prefix of its routes.
    pub(crate) name: &'static str,
    /// The host's attributes: enough that each response contains the customer completely.
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    /// The id of a customer with every member filled in.
    pub(crate) full: &'static str,
    /// The id of a customer with almost no members.
    pub(crate) sparse: &'static str,
    /// A valid id that no customer has.
    pub(crate) unknown_id: &'static str,
    /// The fields of a record at this vendor.
    pub(crate) fields: fn() -> Vec<Field>,
    /// The sandbox's switches for each documented format of a response body.
    pub(crate) body_switches: fn() -> Vec<Value>,
    /// The seeded customers whose every read fails, with the error.
    pub(crate) failing_customers: fn() -> Vec<(&'static str, ApiError)>,
    /// The error of a response that this vendor uses differently from all others.
    pub(crate) special_error: fn(&Response) -> Option<ApiError>,
    /// The documented request of an operation. `None` if the vendor does not have the operation.
    pub(crate) documented: fn(Operation<'_>, RequestContext<'_>) -> Option<Documented>,
    /// Member names for generated documents.
    pub(crate) names: &'static [&'static str],
    /// Texts with a meaning in the vendor's responses, for generated documents.
    pub(crate) texts: &'static [&'static str],
    /// A member that may hold any JSON, if there is one.
    pub(crate) free_form_member: Option<&'static str>,
    /// Returns whether the value at this path of a response is shown in another form, or repeats another value.
    pub(crate) shown_elsewhere: fn(&str) -> bool,
}

/// The data of a vendor that a customer can write to.
pub(crate) struct Writer {
    pub(crate) fixture: Fixture,
    /// The id of a customer with values that today's rules would reject.
    pub(crate) legacy: &'static str,
    /// The sandbox's switches for each switches of what an update does.
    pub(crate) update_switches: fn() -> Vec<Value>,
    /// The sandbox's switches for each way in which the vendor may store an address of a patch.
    pub(crate) address_switches: fn() -> Vec<Value>,
    /// Whether the vendor documents versions, and rejects an update without one.
    pub(crate) requires_version: bool,
    /// The sandbox's switches for each format of an error's path.
    pub(crate) error_path_switches: fn() -> Vec<Value>,
    /// The sandbox's switches for each response to a creation.
    pub(crate) create_switches: fn() -> Vec<Value>,
    /// The members of a profile that an update of the field changes. The first one is sent.
    pub(crate) members: fn(Field) -> &'static [&'static str],
    /// Types another valid value into the field, different from the current one.
    pub(crate) edit: fn(&mut Draft, Field),
    /// The value that a patch sends to clear the field; `None` if the form cannot clear it.
    pub(crate) cleared: fn(Field) -> Option<Value>,
    /// Addresses that the vendor rejects: the typed lines, and the rejected one.
    pub(crate) rejected_addresses: fn() -> Vec<(Lines, FieldPath)>,
    /// Returns whether the vendor validates the field.
    pub(crate) checks: fn(Field) -> bool,
    /// The read-only members of a profile: no patch may name them.
    pub(crate) read_only: &'static [&'static str],
    /// The query string of a view for each date format.
    pub(crate) date_queries: fn() -> Vec<&'static str>,
    /// Returns whether the request forces the vendor to accept an unknown address.
    pub(crate) forces_address: fn(&Request) -> bool,
}

/// A documented request.
pub(crate) struct Documented {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Fixture {
    /// The query of the host's attributes.
    pub(crate) fn query(&self) -> Query {
        parse_query(self.vendor, self.attributes).expect("valid attributes")
    }
}

/// Parses these attributes as the vendor's query.
pub(crate) fn parse_query(vendor: Vendor, attributes: &[(&str, &str)]) -> Result<Query, Vec<String>> {
    vendor.query(|name| {
        let found = attributes.iter().find(|(attribute, _)| *attribute == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

impl Writer {
    /// The member that is sent for the field.
    pub(crate) fn member(&self, field: Field) -> &'static str {
        (self.members)(field)[0]
    }

    /// The fields that a customer can change.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        Field::all().filter(|field| self.vendor.writes(*field))
    }

    /// The lines of text that a customer can change.
    pub(crate) fn texts(&self) -> impl Iterator<Item = TextField> {
        self.fields().filter_map(|field| if let Field::Text(text) = field { Some(text) } else { None })
    }

    /// Whether the vendor's addresses have the line.
    pub(crate) fn has_line(&self, line: AddressLine) -> bool {
        (self.vendor.form_rules().line_length)(line).is_some()
    }

    /// The part of a record that this vendor can store.
    pub(crate) fn restrict(&self, record: &Record) -> Record {
        let mut restricted = Record::default();
        self.fields().for_each(|field| restricted.copy_field_from(field, record));
        restricted.address = restricted.address.and_then(|mut address| {
            let lines = EnumMap::new(|line| address.lines[line].take().filter(|_| self.has_line(line)));
            Address { lines }.non_empty()
        });
        restricted
    }
}

impl Deref for Writer {
    type Target = Fixture;

    fn deref(&self) -> &Fixture {
        &self.fixture
    }
}

#[test]
fn fixtures_cover_every_vendor() {
    let in_app = || VENDORS.iter().filter(|fixture| fixture.vendor != sample::VENDOR);
    let names: Vec<&str> = in_app().map(|fixture| fixture.name).collect();
    assert_eq!(names, Vendor::names());
    for fixture in in_app() {
        assert_eq!(Vendor::parse(fixture.name), Some(fixture.vendor));
    }
    assert_eq!(Vendor::parse(sample::FIXTURE.name), None, "the app does not have the vendor of the tests");
}

#[test]
fn writers_are_the_vendors_with_writable_fields() {
    let can_write = |vendor: Vendor| Field::all().any(|field| vendor.writes(field));
    let able = VENDORS.iter().filter(|fixture| can_write(fixture.vendor)).map(|fixture| fixture.name);
    let writers: Vec<&str> = WRITERS.iter().map(|writer| writer.name).collect();
    assert_eq!(able.collect::<Vec<_>>(), writers);
}

#[test]
fn vendor_with_forms_of_address_has_their_list() {
    for Fixture { vendor, name, .. } in VENDORS {
        let has_field = vendor.supports(Field::Text(TextField::Civility));
        // Capillary and Imprint have neither.
        assert_eq!(has_field, vendor.has_civilities(), "{name}");
    }
}

#[test]
fn lists_of_codes_have_no_duplicates() {
    for Fixture { vendor, name, .. } in VENDORS {
        let rules = vendor.form_rules();
        let tiers = vendor.loyalty_tiers().unwrap_or_default();
        for list in [rules.phone_kinds, rules.national_id_kinds, rules.languages, tiers] {
            assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len(), "{name}: {list:?}");
        }
    }
}

#[test]
fn vendor_supports_the_documented_fields() {
    for fixture in VENDORS {
        let has: Vec<Field> = Field::all().filter(|field| fixture.vendor.supports(*field)).collect();
        assert_eq!(has, (fixture.fields)(), "{}", fixture.name);
    }
}
