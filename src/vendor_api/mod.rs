//! The vendors' APIs: an operation becomes a request, and a response becomes a profile. Only this module knows the
//! vendors: their JSON, their fields, their limits and their codes.
//!
//! The functions here are pure: they send nothing, and are tested without a browser (`tests/contract`). A new vendor is
//! a file beside `clubmed.rs` with a [`Spec`], and its place in [`Vendor::ALL`]. No vendor's module imports another's.

mod capillary;
mod clubmed;
mod fact_reader;
mod imprint;
mod patch;
mod query;
mod response;
mod spec;

use std::fmt;

pub use patch::{members, put, rest_of, with_rest};
pub use query::Query;
use query::{Parameter, ParameterType};
pub use response::status_error;
use response::{document, object, version};
pub use spec::{Access, Creation, Hint, ReadCivilities, ReadProfile, ReadQuery, Spec};

use crate::{
    domain::{Changes, Civility, CustomerId, Field, FormRules, Profile, Record, TextField},
    error::ApiError,
    http::{Body, Request, Response},
    json::Json,
};

/// A vendor: the system that owns the record. A handle of its [`Spec`].
#[derive(Clone, Copy)]
pub struct Vendor(&'static Spec);

impl PartialEq for Vendor {
    fn eq(&self, other: &Vendor) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.name)
    }
}

/// An operation of a vendor's API.
#[derive(Clone, Copy, Debug)]
pub enum Operation<'a> {
    /// Reads a profile.
    View(&'a CustomerId),
    /// Sends a sparse patch.
    Update {
        /// The customer whose profile is changed.
        customer: &'a CustomerId,
        /// The change; must not be empty.
        changes: &'a Changes,
        /// The version of the record that the write is conditional on, if the vendor returned one.
        version: Option<&'a str>,
        /// Whether to accept an address that the vendor does not know; only after the customer confirmed it.
        force_address: bool,
    },
    /// Creates a customer.
    Create {
        /// The record of the new customer.
        record: &'a Record,
        /// Whether to accept an address that the vendor does not know; only after the customer confirmed it.
        force_address: bool,
    },
    /// Reads the list of forms of address.
    Civilities,
}

/// The parts of every request besides its operation: the base URL, the credentials, the language and the query.
#[derive(Clone, Copy, Debug)]
pub struct RequestContext<'a> {
    /// The base URL of the vendor's routes, without a trailing slash.
    pub base_url: &'a str,
    /// The bearer token.
    pub token: &'a str,
    /// The API key of the application; empty if the vendor has none.
    pub api_key: &'a str,
    /// The language tag that the customer chose (BCP 47).
    pub language: &'a str,
    /// The query parameters that the host set.
    pub query: &'a Query,
}

impl Vendor {
    /// Club Med: create, view, update.
    pub const CLUBMED: Vendor = Vendor(&clubmed::SPEC);
    /// Capillary: view.
    pub const CAPILLARY: Vendor = Vendor(&capillary::SPEC);
    /// Imprint: view.
    pub const IMPRINT: Vendor = Vendor(&imprint::SPEC);

    /// Every vendor that a host can name.
    pub const ALL: &'static [Vendor] = &[Vendor::CLUBMED, Vendor::CAPILLARY, Vendor::IMPRINT];

    /// Returns the vendor of a spec that is not in [`Vendor::ALL`]: `tests/contract` has one.
    pub const fn new(spec: &'static Spec) -> Vendor {
        Vendor(spec)
    }

    /// Returns the vendor with this name: the value of the element's `vendor` attribute.
    pub fn parse(name: &str) -> Option<Vendor> {
        Vendor::ALL.iter().copied().find(|vendor| vendor.0.name == name.trim())
    }

    /// Returns every name that [`Vendor::parse`] accepts.
    pub fn names() -> Vec<&'static str> {
        Vendor::ALL.iter().map(|vendor| vendor.0.name).collect()
    }

    /// Whether the id has the format of this vendor's customer ids.
    pub fn accepts(self, customer: &CustomerId) -> bool {
        (self.0.accepts_id)(customer.as_str())
    }

    /// Reads the vendor's query parameters from the host's attributes.
    ///
    /// # Errors
    /// A sentence for each attribute that is missing or invalid.
    pub fn query(self, attribute: impl Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
        self.0.read_query.map_or_else(|| Ok(Query::default()), |read| read(&attribute))
    }

    /// Whether the vendor translates text in its responses: then the profile is read again in another language.
    pub fn localizes_responses(self) -> bool {
        self.0.localizes_responses
    }

    /// Whether the vendor has a list of forms of address.
    pub fn has_civilities(self) -> bool {
        self.0.read_civilities.is_some()
    }

    /// The codes of the tiers of the vendor's loyalty programme, lowest first; `None` if it has no programme in which
    /// every customer has a standing.
    pub fn loyalty_tiers(self) -> Option<&'static [&'static str]> {
        self.0.loyalty_tiers
    }

    /// The rules that a form follows.
    pub fn form_rules(self) -> &'static FormRules {
        &self.0.form_rules
    }

    /// Returns the catalogue key of the vendor's hint under the control of a line of text. `is_new` is whether the form
    /// creates a customer.
    pub fn hint(self, text: TextField, is_new: bool) -> Option<&'static str> {
        let mut hints = self.0.hints.iter();
        hints.find(|hint| hint.text == text && (is_new || !hint.is_for_creation)).map(|hint| hint.key)
    }

    /// Whether a record at this vendor has the field.
    pub fn supports(self, field: Field) -> bool {
        match (self.0.access)(field) {
            Access::Absent => false,
            Access::ReadOnly | Access::Write { .. } => true,
        }
    }

    /// Whether a customer can change the field at this vendor. A read-only vendor has no such field.
    pub fn writes(self, field: Field) -> bool {
        matches!((self.0.access)(field), Access::Write { .. })
    }

    /// Whether the customer can change any of these fields.
    pub fn writes_any(self, mut fields: impl Iterator<Item = Field>) -> bool {
        fields.any(|field| self.writes(field))
    }

    /// Whether a change can empty the field at this vendor.
    pub fn clears(self, field: Field) -> bool {
        matches!((self.0.access)(field), Access::Write { can_clear: true, .. })
    }

    /// Whether a new customer can set the field at this vendor. A read-only vendor has no such field.
    pub fn accepts_on_create(self, field: Field) -> bool {
        self.creation(field) != Creation::Omitted
    }

    /// Whether the field is required for every customer of this vendor. Of some pairs one is enough in an update:
    /// [`Vendor::requires_in_update`].
    pub fn requires(self, field: Field) -> bool {
        self.creation(field) == Creation::Required
    }

    /// Whether the field is required in an update, in which `is_filled` returns whether another line of text has a
    /// value. Of a pair such as first and last name, either may be emptied while the other is filled in.
    pub fn requires_in_update(self, field: Field, is_filled: impl Fn(TextField) -> bool) -> bool {
        let other = |pair: &[TextField; 2]| match *pair {
            [one, other] | [other, one] if Field::Text(one) == field => Some(other),
            _ => None,
        };
        let is_replaced = || self.0.alternatives.iter().filter_map(other).any(is_filled);
        self.requires(field) && !is_replaced()
    }

    fn creation(self, field: Field) -> Creation {
        match (self.0.access)(field) {
            Access::Absent | Access::ReadOnly => Creation::Omitted,
            Access::Write { creation, .. } => creation,
        }
    }
}

impl Query {
    /// Requests the page of a list that begins after `offset` items.
    pub fn set_offset(&mut self, vendor: Vendor, offset: u32) {
        if let Some(parameter) = vendor.0.offset_parameter {
            self.set(parameter, offset.to_string());
        }
    }
}

/// Returns the request of an operation; `None` if the vendor has no such operation. An update with a version is
/// conditional on it (`If-Match`; RFC 9110, 13.1.1), whether or not the vendor documents versions.
pub fn request(vendor: Vendor, call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let mut request = (vendor.0.request)(call, access)?;
    if let Operation::Update { version: Some(version), .. } = call {
        request.headers.push(("if-match", version.to_owned()));
    }
    Some(request)
}

/// Checks a response to any operation.
///
/// # Errors
/// The error that the response reports, in its status or in its body.
pub fn check(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    (vendor.0.check)(response)
}

/// Reads the profile in the response to [`Operation::View`], with its version. If the response has several, it is the
/// one that `query` selects.
///
/// # Errors
/// As [`check`], and [`ApiError::Unreadable`] for a body that is no profile. A member of the wrong type is no error.
/// [`ApiError::Offline`] if the code that reads the vendor's profiles cannot be loaded.
pub async fn read_profile_async(
    vendor: Vendor,
    query: &Query,
    response: &Response,
) -> Result<Profile, ApiError> {
    check(vendor, response)?;
    let profile = (vendor.0.read_profile)(query, object(response)?).await?;
    Ok(Profile { version: version(response), ..profile })
}

/// [`read_profile_async`] where every chunk is part of the program: outside of a browser.
///
/// # Errors
/// As [`read_profile_async`].
#[cfg(not(target_arch = "wasm32"))]
pub fn read_profile(vendor: Vendor, query: &Query, response: &Response) -> Result<Profile, ApiError> {
    use std::{future::Future as _, pin::pin, task};
    match pin!(read_profile_async(vendor, query, response))
        .poll(&mut task::Context::from_waker(task::Waker::noop()))
    {
        task::Poll::Ready(profile) => profile,
        task::Poll::Pending => Err(ApiError::Offline),
    }
}

/// Checks the response to [`Operation::Update`]: any success, with a JSON document or no body.
///
/// # Errors
/// As [`check`]; [`ApiError::OutcomeUnknown`] for a page of HTML, which is no response of the vendor, but of a proxy in
/// between; [`ApiError::NotAllowed`] for a read-only vendor.
pub fn read_saved(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    if !vendor.writes_any(Field::all()) {
        return Err(ApiError::NotAllowed);
    }
    check(vendor, response)?;
    if response.body == Body::Other { Err(ApiError::OutcomeUnknown) } else { Ok(()) }
}

/// Reads the id of the new customer in the response to [`Operation::Create`].
///
/// # Errors
/// As [`check`], [`ApiError::Unreadable`] for a body without an id, and [`ApiError::NotAllowed`] for a vendor that
/// creates no customers.
pub fn read_created(vendor: Vendor, response: &Response) -> Result<CustomerId, ApiError> {
    let read = vendor.0.read_created.ok_or(ApiError::NotAllowed)?;
    check(vendor, response)?;
    read(object(response)?).ok_or(ApiError::Unreadable { reason: "the response to the creation has no id" })
}

/// Reads the list in the response to [`Operation::Civilities`].
///
/// # Errors
/// As [`check`], [`ApiError::Unreadable`] for a body that is no list, and [`ApiError::NotAllowed`] for a vendor without
/// such a list.
pub fn read_civilities(vendor: Vendor, response: &Response) -> Result<Vec<Civility>, ApiError> {
    let read = vendor.0.read_civilities.ok_or(ApiError::NotAllowed)?;
    check(vendor, response)?;
    let Json::List(civilities) = document(response)? else {
        return Err(ApiError::Unreadable { reason: "the response is JSON but not an array" });
    };
    Ok(read(civilities))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: Body) -> Response {
        Response { status, retry_after: None, language: None, etag: None, body }
    }

    #[test]
    fn read_saved_with_page_of_html_is_outcome_unknown() {
        assert_eq!(read_saved(Vendor::CLUBMED, &response(204, Body::Empty)), Ok(()));
        assert_eq!(read_saved(Vendor::CLUBMED, &response(200, Body::Json(Json::Members(vec![])))), Ok(()));
        let page = response(200, Body::Other);
        assert_eq!(read_saved(Vendor::CLUBMED, &page), Err(ApiError::OutcomeUnknown));
    }

    #[test]
    fn one_of_two_names_is_enough_in_an_update() {
        let [first, last] = [TextField::FirstName, TextField::LastName];
        let requires = |text, filled: &[TextField]| {
            Vendor::CLUBMED.requires_in_update(Field::Text(text), |other| filled.contains(&other))
        };
        assert!(requires(first, &[]) && requires(last, &[]));
        assert!(!requires(first, &[last]) && !requires(last, &[first]));
        assert!(requires(first, &[first]) && requires(last, &[last]), "the other one counts");
        assert!(requires(TextField::Civility, &[first, last]) && !requires(TextField::Email, &[]));
    }

    #[test]
    fn hint_for_new_customers_is_not_shown_in_an_update() {
        let hint = |text, is_new| Vendor::CLUBMED.hint(text, is_new);
        assert_eq!(hint(TextField::LastName, true), Some("hint.one-name"));
        assert_eq!(hint(TextField::LastName, false), None);
        assert_eq!(hint(TextField::Email, false), hint(TextField::Email, true));
    }
}
