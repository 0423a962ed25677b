//! The vendors' APIs: an operation becomes a request, and a response becomes a profile. Only this module knows the
//! vendors' JSON.
//!
//! The functions here are pure: they send nothing, and are tested without a browser (`tests/contract`). A new vendor is
//! a file beside `clubmed.rs` and an arm in each `match` below. No vendor's module imports another's.

mod capillary;
mod clubmed;
mod fact_reader;
mod imprint;
mod query;

use std::time::Duration;

pub use query::Query;
use query::{Parameter, ParameterType};

use crate::{
    domain::{Changes, Civility, CustomerId, Field, Profile, Record},
    error::ApiError,
    http::{Body, Request, Response},
    json::Json,
};

/// A vendor: the system that owns the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Club Med: create, view, update.
    ClubMed,
    /// Capillary: view.
    Capillary,
    /// Imprint: view.
    Imprint,
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
    /// Returns the vendor with this name: the value of the element's `vendor` attribute.
    pub fn parse(name: &str) -> Option<Vendor> {
        match name.trim() {
            "clubmed" => Some(Vendor::ClubMed),
            "capillary" => Some(Vendor::Capillary),
            "imprint" => Some(Vendor::Imprint),
            _ => None,
        }
    }

    /// Every name that [`Vendor::parse`] accepts.
    pub const NAMES: &'static [&'static str] = &["clubmed", "capillary", "imprint"];

    /// Whether the id has the format of this vendor's customer ids.
    pub fn accepts(self, customer: &CustomerId) -> bool {
        match self {
            Vendor::ClubMed => clubmed::accepts(customer),
            Vendor::Capillary => capillary::accepts(customer),
            Vendor::Imprint => imprint::accepts(customer),
        }
    }

    /// Reads the vendor's query parameters from the host's attributes.
    ///
    /// # Errors
    /// A sentence for each attribute that is missing or invalid.
    pub fn query(self, attribute: impl Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
        match self {
            Vendor::ClubMed | Vendor::Imprint => Ok(Query::default()),
            Vendor::Capillary => capillary::query(attribute),
        }
    }

    /// Whether the vendor translates text in its responses: then the profile is read again in another language.
    pub fn localizes_responses(self) -> bool {
        match self {
            Vendor::ClubMed | Vendor::Imprint => false,
            Vendor::Capillary => true,
        }
    }

    /// Whether a record at this vendor has the field.
    pub fn supports(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => true,
            Vendor::Capillary => capillary::supports(field),
            Vendor::Imprint => imprint::supports(field),
        }
    }

    /// Whether the vendor has one loyalty programme, in which every customer has a standing.
    pub fn has_loyalty(self) -> bool {
        match self {
            Vendor::ClubMed => true,
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// Whether a customer can change the field at this vendor. A read-only vendor has no such field.
    pub fn writes(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::writes(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// Whether a change can empty the field at this vendor.
    pub fn clears(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::clears(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// Whether a new customer can set the field at this vendor. A read-only vendor has no such field.
    pub fn accepts_on_create(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::accepts_on_create(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// Whether the field is required for every customer of this vendor.
    pub fn requires(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::requires(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }
}

impl Query {
    /// Requests the page of a list that begins after `offset` items.
    pub fn set_offset(&mut self, vendor: Vendor, offset: u32) {
        match vendor {
            Vendor::ClubMed | Vendor::Imprint => {}
            Vendor::Capillary => capillary::set_offset(self, offset),
        }
    }
}

/// Returns the request of an operation; `None` if the vendor has no such operation.
pub fn request(vendor: Vendor, call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    match vendor {
        Vendor::ClubMed => Some(clubmed::request(call, access)),
        Vendor::Capillary => capillary::request(call, access),
        Vendor::Imprint => imprint::request(call, access),
    }
}

/// Checks a response to any operation.
///
/// # Errors
/// The error that the response reports, in its status or in its body.
pub fn check(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::check(response),
        Vendor::Capillary => capillary::check(response),
        Vendor::Imprint => imprint::check(response),
    }
}

/// Reads the profile in the response to [`Operation::View`]. If the response has several, it is the one that `query`
/// selects.
///
/// # Errors
/// As [`check`], and [`ApiError::Unreadable`] for a body that is no profile. A member of the wrong type is no error.
pub fn read_profile(vendor: Vendor, query: &Query, response: &Response) -> Result<Profile, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_profile(response),
        Vendor::Capillary => capillary::read_profile(query, response),
        Vendor::Imprint => imprint::read_profile(response),
    }
}

/// Checks the response to [`Operation::Update`].
///
/// # Errors
/// As [`check`], and [`ApiError::NotAllowed`] for a read-only vendor.
pub fn read_saved(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_saved(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// Reads the id of the new customer in the response to [`Operation::Create`].
///
/// # Errors
/// As [`check`], [`ApiError::Unreadable`] for a body without an id, and [`ApiError::NotAllowed`] for a read-only
/// vendor.
pub fn read_created(vendor: Vendor, response: &Response) -> Result<CustomerId, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_created(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// Reads the list in the response to [`Operation::Civilities`].
///
/// # Errors
/// As [`check`], [`ApiError::Unreadable`] for a body that is no list, and [`ApiError::NotAllowed`] for a read-only
/// vendor.
pub fn read_civilities(vendor: Vendor, response: &Response) -> Result<Vec<Civility>, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_civilities(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// Returns the JSON document of a response.
fn document(response: &Response) -> Result<&Json, ApiError> {
    match &response.body {
        Body::Json(json) => Ok(json),
        Body::Empty => Err(ApiError::Unreadable { reason: "the response has no body" }),
        Body::Other => Err(ApiError::Unreadable { reason: "the response is not JSON" }),
    }
}

/// Returns the JSON document of a response if it is an object.
fn object(response: &Response) -> Result<&Json, ApiError> {
    let document = document(response)?;
    if !document.is_object() {
        return Err(ApiError::Unreadable { reason: "the response is JSON but not an object" });
    }
    Ok(document)
}

/// Returns the error of a status, independent of the body; `None` for a success, and for the 400 and 422 whose
/// reasons are in the vendor's body.
fn status_error(response: &Response) -> Option<ApiError> {
    Some(match response.status {
        200..=299 | 400 | 422 => return None,
        401 => ApiError::SignedOut,
        403 => ApiError::NotAllowed,
        404 => ApiError::NotFound,
        409 | 412 => ApiError::PreconditionFailed,
        410 => ApiError::Deleted,
        429 => {
            ApiError::RateLimited { wait: response.retry_after.map(|wait| Duration::from_secs(wait.into())) }
        }
        status => ApiError::ServerError { status },
    })
}
