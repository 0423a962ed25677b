//! The identity of a vendor: its name in paths, bodies and the database. This module depends on no other module.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// One of the systems that own customer records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vendor {
    ClubMed,
    Capillary,
    Imprint,
}

impl Vendor {
    /// Returns the name used in control bodies, in the path and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ClubMed => "clubmed",
            Self::Capillary => "capillary",
            Self::Imprint => "imprint",
        }
    }
}

/// A customer for whom a session can be created, as `GET /sandbox/customers` lists them.
#[derive(Debug, Serialize)]
pub(crate) struct ListedCustomer {
    pub(crate) vendor: Vendor,
    pub(crate) customer_id: String,
    pub(crate) name: String,
    pub(crate) about: String,
    /// Whether requests for this customer, or their session, fail on purpose.
    #[serde(rename = "sentinel")]
    pub(crate) is_failing: bool,
}

/// Returns the customer id in a vendor's path: the percent-decoded segment after `customers`.
pub(crate) fn customer_id_in(path: &str) -> Option<String> {
    let mut segments = path.split('/');
    segments.find(|segment| *segment == "customers")?;
    let id = segments.next().filter(|id| !id.is_empty())?;
    Some(percent_decode_str(id).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::customer_id_in;

    #[test]
    fn customer_id_in_path_is_percent_decoded() {
        for (path, customer_id) in [
            ("/clubmed/v2/customers/123/profile", Some("123")),
            ("/imprint/v2/customers/CSMR-v1-123%2F4%20%C3%A9", Some("CSMR-v1-123/4 é")),
            ("/clubmed/v1/customers", None),
            ("/clubmed/v1/customers/", None),
            ("/clubmed/v0/locales", None),
        ] {
            assert_eq!(customer_id_in(path).as_deref(), customer_id, "{path}");
        }
    }
}
