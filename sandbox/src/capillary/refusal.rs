//! How Capillary says no: a list of errors with codes, or 400 and nothing at all.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    call,
    switches::{ErrorStatus, Stranger, Switches},
};

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No identifier of any use: the documented blank 400.
    Blank,
    InvalidSource,
    NoAccount,
    UnknownAccount,
    NotInSource,
    UnknownCustomer,
    /// A parameter that cannot be what it is.
    Parameter(&'static str),
    Broken(StatusCode),
}

impl Refusal {
    fn code(&self) -> u32 {
        match self {
            Self::InvalidSource => 8003,
            Self::NoAccount | Self::UnknownAccount => 8045,
            Self::NotInSource => 8065,
            Self::UnknownCustomer => 8015,
            // The vendor's is not public.
            Self::Parameter(_) | Self::Blank => 400,
            Self::Broken(status) => status.as_u16().into(),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::InvalidSource => "Invalid source".to_owned(),
            Self::NoAccount => "Account id is not passed".to_owned(),
            Self::UnknownAccount => "No such account id in this source".to_owned(),
            Self::NotInSource => "Customer not found in this source".to_owned(),
            Self::UnknownCustomer => "Customer not found for the given identifiers".to_owned(),
            Self::Parameter(name) => format!("Invalid value for {name}"),
            Self::Blank => "Bad request".to_owned(),
            Self::Broken(status) => status.canonical_reason().unwrap_or("Error").to_owned(),
        }
    }

    pub(super) fn say(self, switches: &Switches) -> Response {
        let status = match (&self, switches.capillary_errors) {
            (Self::Broken(status), _) => *status,
            // Documented as not supported: the one thing the switch leaves alone.
            (Self::Parameter(_), _) | (_, ErrorStatus::BadRequest) => StatusCode::BAD_REQUEST,
            (_, ErrorStatus::Fine) => StatusCode::OK,
        };
        match self {
            Self::Blank => blank(StatusCode::BAD_REQUEST),
            Self::UnknownCustomer if switches.capillary_unknown == Stranger::Blank => {
                blank(StatusCode::BAD_REQUEST)
            }
            other => {
                (status, Json(json!({"warnings": [], "errors": [error(other.code(), &other.message())]})))
                    .into_response()
            }
        }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Broken(call::broken(&error))
    }
}

/// A status and no body.
pub(super) fn blank(status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain")], "").into_response()
}

/// A failure on order, or of the gateway's.
pub(crate) fn failure(status: StatusCode, errors: Option<Value>) -> Response {
    // Only 403 is documented, with a code of its own.
    let (code, message) = match status.as_u16() {
        401 => (401, "The token is missing or not known"),
        403 => (4000, "Not authorized. Access is denied!"),
        404 => (404, "There is nothing at this address"),
        429 => (429, "Too many requests"),
        other => (other.into(), status.canonical_reason().unwrap_or("Error")),
    };
    let errors = errors.unwrap_or_else(|| json!([error(code, message)]));
    let mut response = (status, Json(json!({"warnings": [], "errors": errors}))).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn error(code: u32, message: &str) -> Value {
    json!({"status": false, "code": code, "message": message})
}
