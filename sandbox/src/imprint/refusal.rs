//! How Imprint says no: four shapes of an error in one API.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::seed::Said;
use crate::{
    call,
    switches::{BadRequest, Switches, Wrap},
};

/// An error before it has a shape.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: StatusCode,
    kind: &'static str,
    message: String,
    param: Option<&'static str>,
    /// None, unless they were ordered.
    details: Vec<Value>,
}

impl Refusal {
    /// A status, with the type and the sentence that go with it.
    fn plain(status: StatusCode) -> Self {
        // Those of 403, 404, 405 and 429 are not public.
        let (kind, message) = match status.as_u16() {
            400 => ("INVALID_REQUEST_ERROR", "The request is invalid"),
            403 => ("FORBIDDEN_ERROR", "Access to this customer is denied"),
            404 => ("NOT_FOUND_ERROR", "There is nothing at this address"),
            405 => ("METHOD_NOT_ALLOWED_ERROR", "This resource does not know this method"),
            409 => ("CONFLICT_ERROR", "The request conflicts with the state of the customer"),
            413 => ("INVALID_REQUEST_ERROR", "The body is too large"),
            429 => ("TOO_MANY_REQUESTS_ERROR", "Too many requests"),
            _ => ("API_ERROR", "Something went wrong"),
        };
        Self { status, kind, message: message.to_owned(), param: None, details: Vec::new() }
    }

    pub(super) fn unknown(id: &str) -> Self {
        Self {
            kind: "CUSTOMER_NOT_FOUND_ERROR",
            message: format!("Customer not found for provided ID: {id}"),
            param: Some("customer_id"),
            ..Self::plain(StatusCode::NOT_FOUND)
        }
    }

    /// An id that is no text.
    pub(super) fn unreadable() -> Self {
        Self {
            message: "customer_id is not text".to_owned(),
            param: Some("customer_id"),
            ..Self::plain(StatusCode::BAD_REQUEST)
        }
    }

    pub(super) fn said(said: &'static Said) -> Self {
        let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { kind: &said.kind, message: said.message.clone(), ..Self::plain(status) }
    }

    pub(super) fn say(self, path: &str, switches: &Switches) -> Response {
        if self.status == StatusCode::UNAUTHORIZED {
            // Bearer alone, though Basic is taken: to a challenge of Basic a browser puts a window of its own.
            let challenge = HeaderValue::from_static("Bearer");
            return (self.status, [(header::WWW_AUTHENTICATE, challenge)]).into_response();
        }
        let (status, spring) = (self.status, switches.imprint_bad_request == BadRequest::Spring);
        let body = if status == StatusCode::BAD_REQUEST && spring {
            self.spring(path)
        } else {
            self.typed(switches)
        };
        (status, Json(body)).into_response()
    }

    fn typed(self, switches: &Switches) -> Value {
        let mut error = json!({"type": self.kind, "message": self.message});
        if let Some(param) = self.param {
            error["param"] = param.into();
        }
        if !self.details.is_empty() {
            error["details"] = self.details.into();
        }
        match switches.imprint_errors {
            Wrap::Flat => error,
            Wrap::Wrapped => json!({"error": error}),
        }
    }

    fn spring(self, path: &str) -> Value {
        let sentence = match self.param {
            Some(param) => format!("{param}: {}", self.message),
            None => self.message,
        };
        json!({
            "status": self.status.as_u16(),
            "error": "Bad Request",
            "details": if self.details.is_empty() { json!([sentence]) } else { self.details.into() },
            "path": path,
            "timestamp": Timestamp::now().to_string(),
        })
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::plain(call::broken(&error))
    }
}

/// A failure on order, or of the gateway's.
pub(crate) fn failure(status: StatusCode, errors: Option<Value>, switches: &Switches) -> Response {
    let details = errors.and_then(|errors| errors.as_array().cloned()).unwrap_or_default();
    // Who orders a failure does not know the id.
    Refusal { details, ..Refusal::plain(status) }.say("/v2/customers", switches)
}
