//! The seam: a call becomes a request, an answer becomes a profile. The only room that knows a vendor's JSON.
//!
//! Nothing here sends anything, so all of it is tested without a browser (`tests/contract`). Adding a vendor
//! is a file beside `clubmed.rs` and an arm in each `match` below; no vendor sees another.

mod clubmed;

use std::time::Duration;

use crate::{
    domain::{Changes, Civility, CustomerId, Profile, Record, Unit},
    failure::Failure,
    http::{Request, Response},
};

/// The system that owns the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Club Med: create, view, update.
    ClubMed,
}

/// What is asked of a vendor.
#[derive(Clone, Copy, Debug)]
pub enum Call<'a> {
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
pub struct Access<'a> {
    /// The address the vendor's routes hang under, without a slash at its end.
    pub base_url: &'a str,
    /// The bearer token.
    pub token: &'a str,
    /// The key of the application, where the vendor has one.
    pub api_key: &'a str,
    /// The full language tag the customer chose.
    pub language: &'a str,
}

impl Vendor {
    /// The vendor of this name, as it is written in the element's attribute.
    pub fn parse(name: &str) -> Option<Vendor> {
        match name.trim() {
            "clubmed" => Some(Vendor::ClubMed),
            _ => None,
        }
    }

    /// Every name [`Vendor::parse`] knows.
    pub const NAMES: &'static [&'static str] = &["clubmed"];

    /// Whether this vendor's key for a customer looks like this one.
    pub fn accepts(self, customer: &CustomerId) -> bool {
        match self {
            Vendor::ClubMed => clubmed::accepts(customer),
        }
    }

    /// The units a customer can set at this vendor; none where it can only be read.
    pub fn writes(self, unit: Unit) -> bool {
        match self {
            Vendor::ClubMed => clubmed::writes(unit),
        }
    }

    /// Whether this vendor has a way to say that a unit is to be emptied.
    pub fn clears(self, unit: Unit) -> bool {
        match self {
            Vendor::ClubMed => clubmed::clears(unit),
        }
    }

    /// The units a new customer can set at this vendor.
    pub fn creates_with(self, unit: Unit) -> bool {
        match self {
            Vendor::ClubMed => clubmed::creates_with(unit),
        }
    }

    /// The units without which no customer can exist at this vendor.
    pub fn requires(self, unit: Unit) -> bool {
        match self {
            Vendor::ClubMed => clubmed::requires(unit),
        }
    }
}

/// The request that asks this vendor for this.
pub fn request(vendor: Vendor, call: Call<'_>, access: Access<'_>) -> Request {
    match vendor {
        Vendor::ClubMed => clubmed::request(call, access),
    }
}

/// The profile in the answer to [`Call::View`].
pub fn read_profile(vendor: Vendor, response: &Response) -> Result<Profile, Failure> {
    match vendor {
        Vendor::ClubMed => clubmed::read_profile(response),
    }
}

/// Whether the answer to [`Call::Update`] says that it was carried out.
pub fn read_saved(vendor: Vendor, response: &Response) -> Result<(), Failure> {
    match vendor {
        Vendor::ClubMed => clubmed::read_saved(response),
    }
}

/// The key of the new customer in the answer to [`Call::Create`].
pub fn read_created(vendor: Vendor, response: &Response) -> Result<CustomerId, Failure> {
    match vendor {
        Vendor::ClubMed => clubmed::read_created(response),
    }
}

/// The list in the answer to [`Call::Civilities`].
pub fn read_civilities(vendor: Vendor, response: &Response) -> Result<Vec<Civility>, Failure> {
    match vendor {
        Vendor::ClubMed => clubmed::read_civilities(response),
    }
}

/// What a status other than success means where the body adds nothing; `None` for a success and for the
/// refusals whose reasons only the vendor can read.
fn failure_of(response: &Response) -> Option<Failure> {
    Some(match response.status {
        200..=299 | 400 | 422 => return None,
        401 => Failure::SignedOut,
        403 => Failure::NotAllowed,
        404 => Failure::NotFound,
        409 | 412 => Failure::Overtaken,
        410 => Failure::Deleted,
        429 => Failure::TooMany { wait: response.retry_after.map(|wait| Duration::from_secs(wait.into())) },
        status => Failure::VendorBroken { status },
    })
}
