//! One call to a vendor, from its arrival to its answer: written down, perhaps failed on order, opened to its origin.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    cors::{self, Allowed},
    cut::Cut,
    faults,
    sandbox::Shared,
    switches::Etag,
    vendor::Vendor,
};

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
    let allowed = allowed(shared.switches().etag);
    let mut response = match body {
        _ if preflight => cors::preflight(allowed),
        Err(_) => vendor.failure(StatusCode::PAYLOAD_TOO_LARGE, &headers, None),
        Ok(body) => {
            let work = next.run(Request::from_parts(parts, Body::from(body)));
            let fault = shared.faults().take(&method, uri.path());
            match fault {
                Some(fault) => faults::answer(fault, vendor, &headers, work).await,
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

/// `if-match` is let through only while profiles carry an `ETag`: the documents name no such header.
fn allowed(etag: Etag) -> Allowed {
    let (headers, exposed) = match etag {
        Etag::Off => ("authorization, x-api-key, accept-language, content-type, accept", "retry-after"),
        Etag::On => {
            ("authorization, x-api-key, accept-language, content-type, accept, if-match", "retry-after, etag")
        }
    };
    Allowed { methods: "GET, PATCH, POST", headers, exposed }
}
