//! Imprint's errors: typed (flat or wrapped), in Spring's format, or 401 without a body.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::seed::FixedError;
use crate::{
    database::internal_error,
    switches::{BadRequestFormat, ErrorWrapping, Switches},
};

/// An error, independent of the format of the response.
#[derive(Debug, Clone)]
pub(super) struct Error {
    status: StatusCode,
    error_type: &'static str,
    message: String,
    param: Option<&'static str>,
    /// The `errors` of a configured fault; otherwise empty.
    details: Vec<Value>,
}

impl Error {
    /// Returns the error of a status, with its default type and message.
    fn from_status(status: StatusCode) -> Self {
        // The vendor does not publish the types of 403, 404, 405 and 429.
        let (error_type, message) = match status.as_u16() {
            400 => ("INVALID_REQUEST_ERROR", "The request is invalid"),
            403 => ("FORBIDDEN_ERROR", "Access to this customer is denied"),
            404 => ("NOT_FOUND_ERROR", "There is nothing at this address"),
            405 => ("METHOD_NOT_ALLOWED_ERROR", "This resource does not know this method"),
            409 => ("CONFLICT_ERROR", "The request conflicts with the state of the customer"),
            413 => ("INVALID_REQUEST_ERROR", "The body is too large"),
            429 => ("TOO_MANY_REQUESTS_ERROR", "Too many requests"),
            _ => ("API_ERROR", "Something went wrong"),
        };
        Self { status, error_type, message: message.to_owned(), param: None, details: Vec::new() }
    }

    pub(super) fn unknown_customer(id: &str) -> Self {
        Self {
            error_type: "CUSTOMER_NOT_FOUND_ERROR",
            message: format!("Customer not found for provided ID: {id}"),
            param: Some("customer_id"),
            ..Self::from_status(StatusCode::NOT_FOUND)
        }
    }

    /// Returns the error for an id that is not valid UTF-8.
    pub(super) fn invalid_customer_id() -> Self {
        Self {
            message: "customer_id is not text".to_owned(),
            param: Some("customer_id"),
            ..Self::from_status(StatusCode::BAD_REQUEST)
        }
    }

    /// Returns the fixed error of a seed.
    pub(super) fn fixed(fixed: &'static FixedError) -> Self {
        let status = StatusCode::from_u16(fixed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { error_type: &fixed.error_type, message: fixed.message.clone(), ..Self::from_status(status) }
    }

    /// Returns the response. `path` is part of Spring's format.
    pub(super) fn into_response(self, path: &str, switches: &Switches) -> Response {
        if self.status == StatusCode::UNAUTHORIZED {
            // Only Bearer, although Basic is accepted: a browser shows its own dialog for a Basic challenge.
            let challenge = HeaderValue::from_static("Bearer");
            return (self.status, [(header::WWW_AUTHENTICATE, challenge)]).into_response();
        }
        let status = self.status;
        let is_spring = switches.imprint_bad_request == BadRequestFormat::Spring;
        let body = if status == StatusCode::BAD_REQUEST && is_spring {
            self.spring(path)
        } else {
            self.typed(switches)
        };
        (status, Json(body)).into_response()
    }

    fn typed(self, switches: &Switches) -> Value {
        let mut error = json!({"type": self.error_type, "message": self.message});
        if let Some(param) = self.param {
            error["param"] = param.into();
        }
        if !self.details.is_empty() {
            error["details"] = self.details.into();
        }
        match switches.imprint_errors {
            ErrorWrapping::Flat => error,
            ErrorWrapping::Wrapped => json!({"error": error}),
        }
    }

    fn spring(self, path: &str) -> Value {
        let detail = match self.param {
            Some(param) => format!("{param}: {}", self.message),
            None => self.message,
        };
        json!({
            "status": self.status.as_u16(),
            "error": "Bad Request",
            "details": if self.details.is_empty() { json!([detail]) } else { self.details.into() },
            "path": path,
            "timestamp": Timestamp::now().to_string(),
        })
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_status(internal_error(&error))
    }
}

/// Returns an error for a configured fault, for the gateway, or for an unknown route.
pub(super) fn error_response(status: StatusCode, errors: Option<Value>, switches: &Switches) -> Response {
    let details = errors.and_then(|errors| errors.as_array().cloned()).unwrap_or_default();
    // The customer id is unknown here, so the path of Spring's format is the collection's.
    Error { details, ..Error::from_status(status) }.into_response("/v2/customers", switches)
}
