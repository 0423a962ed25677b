//! One call to a vendor, from its arrival to its answer: written down, perhaps failed on order, opened to its origin.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{cors, cut::Cut, faults, sandbox::Shared, vendor::Vendor};

/// No profile comes near it.
const LARGEST_BODY: usize = 256 * 1024;

pub(crate) async fn receive(
    State((shared, vendor)): State<(Arc<Shared>, Vendor)>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let preflight = cors::is_preflight(&method, &headers);
    let body = to_bytes(body, LARGEST_BODY).await;

    let number = shared.journal().arrived(&method, &uri, &headers, body.as_deref().unwrap_or_default());
    let switches = shared.switches().clone();
    let allowed = vendor.allowed(&switches);
    let mut response = match body {
        _ if preflight => cors::preflight(allowed),
        Err(_) => vendor.failure(StatusCode::PAYLOAD_TOO_LARGE, &headers, None, &switches),
        Ok(body) => {
            let work = next.run(Request::from_parts(parts, Body::from(body)));
            let fault = shared.faults().take(vendor, &method, uri.path());
            match fault {
                Some(fault) => faults::answer(fault, vendor, &headers, &switches, work).await,
                None => work.await,
            }
        }
    };
    cors::open(headers.get(header::ORIGIN).cloned(), allowed, &mut response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let cut = response.extensions().get::<Cut>().is_some();
    shared.journal().answered(number, (!cut).then(|| response.status().as_u16()));
    response.into_response()
}

/// What went wrong in here is no business of the caller's.
pub(crate) fn broken(error: &rusqlite::Error) -> StatusCode {
    eprintln!("carnet-sandbox: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Where the caller found the sandbox, for addresses in an answer.
pub(crate) fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}
