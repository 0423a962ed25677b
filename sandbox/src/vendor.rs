//! The vendors the sandbox plays: a closed list, and what each has to know how to do.

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use percent_encoding::percent_decode_str;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    capillary, clubmed, cors::Allowed, faults::Fault, imprint, records, sandbox::Shared, switches::Switches,
};

/// One of the systems that own customer records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vendor {
    ClubMed,
    Capillary,
    Imprint,
}

/// A customer one can sign in as.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) vendor: Vendor,
    pub(crate) customer_id: String,
    pub(crate) name: String,
    pub(crate) about: String,
    /// Whether something goes wrong with them on purpose.
    pub(crate) sentinel: bool,
}

impl Vendor {
    pub(crate) const ALL: [Self; 3] = [Self::ClubMed, Self::Capillary, Self::Imprint];

    /// The name in control bodies, in the path and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ClubMed => "clubmed",
            Self::Capillary => "capillary",
            Self::Imprint => "imprint",
        }
    }

    /// The key a session is given beside its token, where the vendor asks its callers for one.
    pub(crate) fn api_key(self) -> Option<&'static str> {
        match self {
            Self::ClubMed => Some(clubmed::API_KEY),
            Self::Capillary | Self::Imprint => None,
        }
    }

    /// Whether a customer can be created here.
    pub(crate) fn creates(self) -> bool {
        match self {
            Self::ClubMed => true,
            Self::Capillary | Self::Imprint => false,
        }
    }

    /// The routes under the vendor's name.
    pub(crate) fn routes(self, shared: &Arc<Shared>) -> Router<Arc<Shared>> {
        match self {
            Self::ClubMed => clubmed::routes(shared),
            Self::Capillary => capillary::routes(shared),
            Self::Imprint => imprint::routes(shared),
        }
    }

    /// What pages of other origins may send.
    pub(crate) fn allowed(self, switches: &Switches) -> Allowed {
        match self {
            Self::ClubMed => clubmed::allowed(switches.etag),
            Self::Capillary => capillary::ALLOWED,
            Self::Imprint => imprint::ALLOWED,
        }
    }

    /// A failure in the vendor's own words, for the faults that are ordered from outside.
    pub(crate) fn failure(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        errors: Option<Value>,
        switches: &Switches,
    ) -> Response {
        match self {
            Self::ClubMed => clubmed::failure(status, headers, errors),
            Self::Capillary => capillary::failure(status, errors),
            Self::Imprint => imprint::failure(status, errors, switches),
        }
    }

    /// Puts the seeded customers in: those that can be changed only where they are not there yet.
    pub(crate) fn seed(self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::ClubMed => clubmed::seed(connection),
            Self::Capillary => records::put_in(connection, self, &capillary::SEEDS),
            Self::Imprint => records::put_in(connection, self, &imprint::SEEDS),
        }
    }

    pub(crate) fn forget_all(self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::ClubMed => clubmed::forget_all(connection),
            Self::Capillary | Self::Imprint => records::forget_all(connection, self),
        }
    }

    pub(crate) fn exists(self, connection: &Connection, id: &str) -> rusqlite::Result<bool> {
        match self {
            Self::ClubMed => clubmed::exists(connection, id),
            Self::Capillary | Self::Imprint => records::exists(connection, self, id),
        }
    }

    /// Everyone, seeded before created.
    pub(crate) fn list(self, connection: &Connection) -> rusqlite::Result<Vec<Listed>> {
        match self {
            Self::ClubMed => clubmed::list(connection),
            Self::Capillary => Ok(records::list(self, &capillary::SEEDS, capillary::name)),
            Self::Imprint => Ok(records::list(self, &imprint::SEEDS, imprint::name)),
        }
    }

    /// How long a session of this customer lasts unless the caller says.
    pub(crate) fn session_seconds(self, id: &str) -> Option<u32> {
        match self {
            Self::ClubMed => clubmed::SEEDS.session_seconds(id),
            Self::Capillary => capillary::SEEDS.session_seconds(id),
            Self::Imprint => imprint::SEEDS.session_seconds(id),
        }
    }

    /// The faults of the sentinels.
    pub(crate) fn standing_faults(self) -> Vec<Fault> {
        match self {
            Self::ClubMed => clubmed::SEEDS.standing_faults(self),
            Self::Capillary => capillary::SEEDS.standing_faults(self),
            Self::Imprint => imprint::SEEDS.standing_faults(self),
        }
    }

    /// The vendor's part of the OpenAPI document.
    pub(crate) fn openapi(self) -> Value {
        match self {
            Self::ClubMed => clubmed::openapi(),
            Self::Capillary => crate::openapi::part(include_str!("capillary/openapi.json")),
            Self::Imprint => crate::openapi::part(include_str!("imprint/openapi.json")),
        }
    }
}

/// The customer a vendor's path speaks of: the segment after `customers`, without its percent signs.
pub(crate) fn customer_in(path: &str) -> Option<String> {
    let mut segments = path.split('/');
    segments.find(|segment| *segment == "customers")?;
    let id = segments.next().filter(|id| !id.is_empty())?;
    Some(percent_decode_str(id).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::customer_in;

    #[test]
    fn the_customer_of_a_path_is_read_as_it_is_meant() {
        for (path, customer) in [
            ("/clubmed/v2/customers/123/profile", Some("123")),
            ("/imprint/v2/customers/CSMR-v1-123%2F4%20%C3%A9", Some("CSMR-v1-123/4 é")),
            ("/clubmed/v1/customers", None),
            ("/clubmed/v1/customers/", None),
            ("/clubmed/v0/locales", None),
        ] {
            assert_eq!(customer_in(path).as_deref(), customer, "{path}");
        }
    }
}
