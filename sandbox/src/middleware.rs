//! The middleware of every vendor request: logs it, applies a configured fault, adds the CORS headers.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{broken_body::ConnectionCut, cors, faults, state::AppState, vendor::Vendor};

/// The largest accepted body, in bytes. Profiles are far smaller.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// Handles one request to a vendor.
pub(crate) async fn handle_vendor_request(
    State((state, vendor)): State<(Arc<AppState>, Vendor)>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let is_preflight = cors::is_preflight(&method, &headers);
    let body = to_bytes(body, MAX_BODY_BYTES).await;

    let log_id = state.request_log().record(&method, &uri, &headers, body.as_deref().unwrap_or_default());
    let switches = state.switches().clone();
    let api = state.vendor(vendor);
    let policy = api.cors_policy(&switches);
    let mut response = match body {
        _ if is_preflight => cors::preflight_response(policy),
        Err(_) => api.error_response(StatusCode::PAYLOAD_TOO_LARGE, &headers, None, &switches),
        Ok(body) => {
            let handler = next.run(Request::from_parts(parts, Body::from(body)));
            let fault = {
                let mut faults = state.faults();
                let fault = faults.take(vendor, &method, uri.path());
                fault.map(|fault| (fault, faults.release_signal()))
            };
            match fault {
                Some((fault, release)) => {
                    let error_response =
                        |status, errors| api.error_response(status, &headers, errors, &switches);
                    faults::respond(fault, release, error_response, handler).await
                }
                None => handler.await,
            }
        }
    };
    cors::add_headers(headers.get(header::ORIGIN).cloned(), policy, &mut response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let is_cut = response.extensions().get::<ConnectionCut>().is_some();
    state.request_log().set_status(log_id, (!is_cut).then(|| response.status().as_u16()));
    response.into_response()
}
