//! What a vendor has and does, as one value: facts in tables, and the functions that build its requests and read its
//! responses.

use std::{future::Future, pin::Pin};

use super::{Operation, Query, RequestContext};
use crate::{
    domain::{Civility, CustomerId, Field, FormRules, Profile, TextField},
    error::ApiError,
    http::{Request, Response},
    json::Json,
};

/// The description of one vendor. Nothing outside the vendor's file knows any of it.
///
/// A function that takes a [`Field`] or a [`TextField`] matches it without `_`, so that a new field does not compile
/// before it is decided for each vendor.
pub struct Spec {
    /// The name: the value of the element's `vendor` attribute.
    pub name: &'static str,
    /// Returns whether a text has the format of the vendor's customer ids. `.` and `..` must be rejected, since a URL
    /// treats them as steps however they are escaped (URL standard, dot segments).
    pub accepts_id: fn(&str) -> bool,
    /// Returns what a customer can do with a field.
    pub access: fn(Field) -> Access,
    /// Pairs of required lines of text of which one is enough in an update. A creation needs both.
    pub alternatives: &'static [[TextField; 2]],
    /// The vendor's words under the controls: the catalogue key of each hint.
    pub hints: &'static [Hint],
    /// The rules that a form follows.
    pub form_rules: FormRules,
    /// The codes of the tiers of the loyalty programme in which every customer has a standing, lowest first; `None` if
    /// the vendor has no such programme.
    pub loyalty_tiers: Option<&'static [&'static str]>,
    /// Whether the vendor translates text in its responses: then the profile is read again in another language.
    pub localizes_responses: bool,
    /// The query parameter with the number of items before the page of a long list; `None` if no list has pages.
    pub offset_parameter: Option<&'static str>,
    /// Reads the vendor's query parameters from the host's attributes; `None` if the vendor has no parameters.
    pub read_query: Option<ReadQuery>,
    /// Returns the request of an operation; `None` if the vendor does not have the operation. The version of an update
    /// is added to the request as `If-Match` (`vendor_api::request`).
    pub request: fn(Operation<'_>, RequestContext<'_>) -> Option<Request>,
    /// Returns the error that a response to any operation reports, in its status or in its body.
    pub check: fn(&Response) -> Result<(), ApiError>,
    /// Reads the profile in the document of a successful response, which is an object. If it has several profiles, the
    /// one that the query selects. The version is read from `ETag` (`vendor_api::read_profile`).
    pub read_profile: ReadProfile,
    /// Reads the new customer's id in the document of the response to a creation; `None` if the vendor creates no
    /// customers.
    pub read_created: Option<fn(&Json) -> Option<CustomerId>>,
    /// Reads the list of forms of address, which is an array; `None` if the vendor has no such list. Then it must not
    /// have the field [`TextField::Civility`] either.
    pub read_civilities: Option<ReadCivilities>,
}

/// A function that reads a profile. The code may be in a chunk, whose loading can fail like a request.
pub type ReadProfile =
    for<'a> fn(&'a Query, &'a Json) -> Pin<Box<dyn Future<Output = Result<Profile, ApiError>> + 'a>>;

/// A function that reads query parameters from the attribute of each name. On error it returns a sentence for each
/// attribute that is missing or invalid.
pub type ReadQuery = fn(&dyn Fn(&str) -> Option<String>) -> Result<Query, Vec<String>>;

/// A function that reads the items of a list of forms of address. An item without a code is left out.
pub type ReadCivilities = fn(&[Json]) -> Vec<Civility>;

/// The access of a customer to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A record of this vendor does not have the field.
    Absent,
    /// The field is shown and cannot be changed.
    ReadOnly,
    /// The field can be changed.
    Write {
        /// Whether a change can empty the field.
        can_clear: bool,
        /// The part of the field in the creation of a customer.
        creation: Creation,
    },
}

/// The part of a field in the creation of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// The field cannot be given: it is set after the creation.
    Omitted,
    /// The field can be given.
    Optional,
    /// The field has to be given. It is required for every customer, also in an update.
    Required,
}

/// A hint under the control of a line of text.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// The line of text.
    pub text: TextField,
    /// The key of the hint in the catalogue.
    pub key: &'static str,
    /// Whether the hint is only for new customers.
    pub is_for_creation: bool,
}
