//! Capillary's errors: a list of errors with codes, or 400 without a body.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    database::internal_error,
    switches::{ErrorStatus, Switches, UnknownCustomer},
};

/// An error from reading a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Error {
    /// No valid identifier: the documented 400 without a body.
    Blank,
    InvalidSource,
    MissingAccount,
    UnknownAccount,
    NotInSource,
    UnknownCustomer,
    /// An invalid value of the parameter with this name.
    InvalidParameter(&'static str),
    Internal(StatusCode),
}

impl Error {
    fn code(&self) -> u32 {
        match self {
            Self::InvalidSource => 8003,
            Self::MissingAccount | Self::UnknownAccount => 8045,
            Self::NotInSource => 8065,
            Self::UnknownCustomer => 8015,
            // The vendor does not publish this code.
            Self::InvalidParameter(_) | Self::Blank => 400,
            Self::Internal(status) => status.as_u16().into(),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::InvalidSource => "Invalid source".to_owned(),
            Self::MissingAccount => "Account id is not passed".to_owned(),
            Self::UnknownAccount => "No such account id in this source".to_owned(),
            Self::NotInSource => "Customer not found in this source".to_owned(),
            Self::UnknownCustomer => "Customer not found for the given identifiers".to_owned(),
            Self::InvalidParameter(name) => format!("Invalid value for {name}"),
            Self::Blank => "Bad request".to_owned(),
            Self::Internal(status) => status.canonical_reason().unwrap_or("Error").to_owned(),
        }
    }

    pub(super) fn into_response(self, switches: &Switches) -> Response {
        let status = match (&self, switches.capillary_errors) {
            (Self::Internal(status), _) => *status,
            // Documented as 400 (a negative gap is not supported), so the switch does not apply.
            (Self::InvalidParameter(_), _) | (_, ErrorStatus::BadRequest) => StatusCode::BAD_REQUEST,
            (_, ErrorStatus::Ok) => StatusCode::OK,
        };
        match self {
            Self::Blank => blank_response(StatusCode::BAD_REQUEST),
            Self::UnknownCustomer if switches.capillary_unknown == UnknownCustomer::Blank => {
                blank_response(StatusCode::BAD_REQUEST)
            }
            other => (
                status,
                Json(json!({"warnings": [], "errors": [error_object(other.code(), &other.message())]})),
            )
                .into_response(),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Internal(internal_error(&error))
    }
}

/// Returns a response without a body.
pub(super) fn blank_response(status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain")], "").into_response()
}

/// Returns an error for a configured fault, for the gateway, or for an unknown route.
pub(super) fn error_response(status: StatusCode, errors: Option<Value>) -> Response {
    // Only 403 is documented with its own code; the others repeat the status.
    let (code, message) = match status.as_u16() {
        401 => (401, "The token is missing or not known"),
        403 => (4000, "Not authorized. Access is denied!"),
        404 => (404, "There is nothing at this address"),
        429 => (429, "Too many requests"),
        other => (other.into(), status.canonical_reason().unwrap_or("Error")),
    };
    let errors = errors.unwrap_or_else(|| json!([error_object(code, message)]));
    let mut response = (status, Json(json!({"warnings": [], "errors": errors}))).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn error_object(code: u32, message: &str) -> Value {
    json!({"status": false, "code": code, "message": message})
}
