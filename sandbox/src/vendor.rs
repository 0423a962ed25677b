//! The vendors the sandbox plays: a closed list, by name and by path prefix.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clubmed;

/// One of the systems that own customer records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vendor {
    ClubMed,
}

impl Vendor {
    /// The name in control bodies, in the path and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ClubMed => "clubmed",
        }
    }

    /// A failure in the vendor's own words, for the faults that are ordered from outside.
    pub(crate) fn failure(self, status: StatusCode, headers: &HeaderMap, errors: Option<Value>) -> Response {
        match self {
            Self::ClubMed => clubmed::failure(status, headers, errors),
        }
    }
}

/// The customer a vendor's path speaks of: the segment after `customers`.
pub(crate) fn customer_in(path: &str) -> Option<&str> {
    let mut segments = path.split('/');
    segments.find(|segment| *segment == "customers")?;
    segments.next().filter(|id| !id.is_empty())
}
