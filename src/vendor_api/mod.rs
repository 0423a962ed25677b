//! The seam: a call becomes a request, an answer becomes a profile. The only room that knows a vendor's JSON.
//!
//! Nothing here sends anything, so all of it is tested without a browser (`tests/contract`). Adding a vendor
//! is a file beside `clubmed.rs` and an arm in each `match` below; no vendor sees another.

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

/// The system that owns the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Club Med: create, view, update.
    ClubMed,
    /// Capillary: view.
    Capillary,
    /// Imprint: view.
    Imprint,
}

/// What is asked of a vendor.
#[derive(Clone, Copy, Debug)]
pub enum Operation<'a> {
    /// Read a profile.
    View(&'a CustomerId),
    /// Send a sparse patch.
    Update {
        /// Whose profile.
        customer: &'a CustomerId,
        /// What is to change; must not be empty.
        changes: &'a Changes,
        /// The version of the record that is to be changed, where the vendor gave one.
        version: Option<&'a str>,
        /// Whether to take an address the vendor does not know. Only on the customer's word.
        force_address: bool,
    },
    /// Create a customer.
    Create {
        /// What is known of them.
        record: &'a Record,
        /// Whether to take an address the vendor does not know. Only on the customer's word.
        force_address: bool,
    },
    /// Read the list of forms of address.
    Civilities,
}

/// What every call needs beside what it asks: where, who, and in which language.
#[derive(Clone, Copy, Debug)]
pub struct RequestContext<'a> {
    /// The address the vendor's routes hang under, without a slash at its end.
    pub base_url: &'a str,
    /// The bearer token.
    pub token: &'a str,
    /// The key of the application, where the vendor has one.
    pub api_key: &'a str,
    /// The full language tag the customer chose.
    pub language: &'a str,
    /// What else the host asks for.
    pub query: &'a Query,
}

impl Vendor {
    /// The vendor of this name, as it is written in the element's attribute.
    pub fn parse(name: &str) -> Option<Vendor> {
        match name.trim() {
            "clubmed" => Some(Vendor::ClubMed),
            "capillary" => Some(Vendor::Capillary),
            "imprint" => Some(Vendor::Imprint),
            _ => None,
        }
    }

    /// Every name [`Vendor::parse`] knows.
    pub const NAMES: &'static [&'static str] = &["clubmed", "capillary", "imprint"];

    /// Whether this vendor's key for a customer looks like this one.
    pub fn accepts(self, customer: &CustomerId) -> bool {
        match self {
            Vendor::ClubMed => clubmed::accepts(customer),
            Vendor::Capillary => capillary::accepts(customer),
            Vendor::Imprint => imprint::accepts(customer),
        }
    }

    /// What the host asks for beside the customer, from its attributes.
    ///
    /// # Errors
    /// A sentence for each attribute that cannot be right.
    pub fn query(self, attribute: impl Fn(&str) -> Option<String>) -> Result<Query, Vec<String>> {
        match self {
            Vendor::ClubMed | Vendor::Imprint => Ok(Query::default()),
            Vendor::Capillary => capillary::query(attribute),
        }
    }

    /// Whether an answer's own words are in the language it is asked for in: then another language is another answer.
    pub fn localizes_responses(self) -> bool {
        match self {
            Vendor::ClubMed | Vendor::Imprint => false,
            Vendor::Capillary => true,
        }
    }

    /// The fields a record at this vendor has.
    pub fn supports(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => true,
            Vendor::Capillary => capillary::supports(field),
            Vendor::Imprint => imprint::supports(field),
        }
    }

    /// Whether every customer of this vendor has a standing in its one loyalty programme, be it none.
    pub fn has_loyalty(self) -> bool {
        match self {
            Vendor::ClubMed => true,
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// The fields a customer can set at this vendor; none where it can only be read.
    pub fn writes(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::writes(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// Whether this vendor has a way to say that a field is to be emptied.
    pub fn clears(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::clears(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// The fields a new customer can set at this vendor; none where no customer can be created.
    pub fn accepts_on_create(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::accepts_on_create(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }

    /// The fields without which no customer can exist at this vendor.
    pub fn requires(self, field: Field) -> bool {
        match self {
            Vendor::ClubMed => clubmed::requires(field),
            Vendor::Capillary | Vendor::Imprint => false,
        }
    }
}

impl Query {
    /// Asks for the page of a list that begins after so many.
    pub fn set_offset(&mut self, vendor: Vendor, offset: u32) {
        match vendor {
            Vendor::ClubMed | Vendor::Imprint => {}
            Vendor::Capillary => capillary::set_offset(self, offset),
        }
    }
}

/// The request that asks this vendor for this; `None` where its documents have no such call.
pub fn request(vendor: Vendor, call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    match vendor {
        Vendor::ClubMed => Some(clubmed::request(call, access)),
        Vendor::Capillary => capillary::request(call, access),
        Vendor::Imprint => imprint::request(call, access),
    }
}

/// The failure an answer to any call reports, if it is no success.
pub fn check(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::check(response),
        Vendor::Capillary => capillary::check(response),
        Vendor::Imprint => imprint::check(response),
    }
}

/// The profile in the answer to [`Call::View`], of all it holds the one that was asked for.
pub fn read_profile(vendor: Vendor, query: &Query, response: &Response) -> Result<Profile, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_profile(response),
        Vendor::Capillary => capillary::read_profile(query, response),
        Vendor::Imprint => imprint::read_profile(response),
    }
}

/// Whether the answer to [`Call::Update`] says that it was carried out.
pub fn read_saved(vendor: Vendor, response: &Response) -> Result<(), ApiError> {
    match vendor {
        // Any 2xx is a save; its body, if there is one, is not looked at (the contract says 204).
        Vendor::ClubMed => clubmed::check(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// The key of the new customer in the answer to [`Call::Create`].
pub fn read_created(vendor: Vendor, response: &Response) -> Result<CustomerId, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_created(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// The list in the answer to [`Call::Civilities`].
pub fn read_civilities(vendor: Vendor, response: &Response) -> Result<Vec<Civility>, ApiError> {
    match vendor {
        Vendor::ClubMed => clubmed::read_civilities(response),
        Vendor::Capillary | Vendor::Imprint => Err(ApiError::NotAllowed),
    }
}

/// The document of an answer.
fn document(response: &Response) -> Result<&Json, ApiError> {
    match &response.body {
        Body::Json(json) => Ok(json),
        Body::Empty => Err(ApiError::Unreadable { reason: "the answer has no body" }),
        Body::Other => Err(ApiError::Unreadable { reason: "the answer is not JSON" }),
    }
}

/// The document of an answer, where that is an object.
fn object(response: &Response) -> Result<&Json, ApiError> {
    let document = document(response)?;
    if !document.is_object() {
        return Err(ApiError::Unreadable { reason: "the answer is JSON but no object" });
    }
    Ok(document)
}

/// What a status other than success means where the body adds nothing; `None` for a success and for the
/// refusals whose reasons only the vendor can read.
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
