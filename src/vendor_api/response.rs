//! What the vendors' responses have in common: the document, the errors of a status, and the version.

use std::time::Duration;

use crate::{
    error::ApiError,
    http::{Body, Response},
    json::Json,
};

/// Returns the JSON document of a response.
///
/// # Errors
/// [`ApiError::Unreadable`] for a response without one.
pub(super) fn document(response: &Response) -> Result<&Json, ApiError> {
    match &response.body {
        Body::Json(json) => Ok(json),
        Body::Empty => Err(ApiError::Unreadable { reason: "the response has no body" }),
        Body::Other => Err(ApiError::Unreadable { reason: "the response is not JSON" }),
    }
}

/// Returns the JSON document of a response if it is an object.
///
/// # Errors
/// [`ApiError::Unreadable`] for any other body.
pub(super) fn object(response: &Response) -> Result<&Json, ApiError> {
    let document = document(response)?;
    if !document.is_object() {
        return Err(ApiError::Unreadable { reason: "the response is JSON but not an object" });
    }
    Ok(document)
}

/// Returns the version of the record: a strong `ETag`. `If-Match` never matches a weak one (RFC 9110, 13.1.1).
pub(super) fn version(response: &Response) -> Option<String> {
    response.etag.clone().filter(|etag| etag.starts_with('"'))
}

/// Returns the error of a status, independent of the body; `None` for a success, and for the 400 and 422 whose
/// reasons are in the vendor's body.
pub fn status_error(response: &Response) -> Option<ApiError> {
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
