//! The gateway in front of a vendor whose credentials must not reach a browser. It replaces the customer's token by
//! the vendor's secret: the vendor does not see the token, and the customer does not see the secret.

use std::sync::Arc;

use axum::{
    Router,
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    database::internal_error,
    middleware::handle_vendor_request,
    sessions::{self, TokenStatus},
    state::AppState,
    switches::Switches,
    vendor::customer_id_in,
    vendor_api::RegisteredVendor,
};

/// The credential by which the vendor recognises its partner. It is made up, but treated as a real secret.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Secret {
    /// The name of the header, in lower case.
    pub(crate) header: &'static str,
    /// The complete value of the header. How it is derived from a key is a matter of configuration.
    pub(crate) value: &'static str,
}

/// The authorization schemes in which the gateway accepts the customer's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthSchemes {
    Bearer,
    /// Bearer, or Basic with the token as the user name and an empty password.
    BearerOrBasic,
}

impl AuthSchemes {
    fn token(self, headers: &HeaderMap) -> Option<String> {
        sessions::bearer_token(headers).or_else(|| match self {
            Self::Bearer => None,
            Self::BearerOrBasic => basic_user_name(headers),
        })
    }
}

/// The gateway of one vendor.
#[derive(Clone, Copy)]
pub(crate) struct Gateway {
    pub(crate) vendor: RegisteredVendor,
    pub(crate) schemes: AuthSchemes,
    pub(crate) secret: Secret,
}

impl Gateway {
    /// Wraps the vendor's routes in the gateway, unless the sandbox has none, and in the middleware of all vendor
    /// requests.
    pub(crate) fn wrap(self, routes: Router<Arc<AppState>>, state: &Arc<AppState>) -> Router<Arc<AppState>> {
        let vendor = self.vendor;
        let error = move |status| {
            async move |State(state): State<Arc<AppState>>, headers: HeaderMap| {
                let switches = state.switches().clone();
                vendor.error_response(status, &headers, None, &switches)
            }
        };
        let routes = routes
            .fallback(error(StatusCode::NOT_FOUND))
            .method_not_allowed_fallback(error(StatusCode::METHOD_NOT_ALLOWED));
        let vendor_itself = self.require_secret(routes);
        let wrapped = if state.has_gateways {
            vendor_itself.layer(from_fn_with_state((Arc::clone(state), self), authorize_customer))
        } else {
            vendor_itself
        };
        wrapped.layer(from_fn_with_state((Arc::clone(state), vendor.vendor()), handle_vendor_request))
    }

    /// Wraps the vendor's routes in the vendor's own check: a request without the secret is rejected with 401.
    pub(crate) fn require_secret<S: Clone + Send + Sync + 'static>(self, routes: Router<S>) -> Router<S> {
        routes.layer(from_fn_with_state(self, check_secret))
    }
}

/// Forwards a request if its token is valid for the customer in the path, with the secret in place of the token.
async fn authorize_customer(
    State((state, gateway)): State<(Arc<AppState>, Gateway)>,
    OriginalUri(uri): OriginalUri,
    mut request: Request,
    next: Next,
) -> Response {
    let vendor = gateway.vendor;
    let headers = request.headers().clone();
    let reject = |status| {
        let switches = state.switches().clone();
        vendor.error_response(status, &headers, None, &switches)
    };
    let Some(token) = gateway.schemes.token(&headers) else {
        return reject(StatusCode::UNAUTHORIZED);
    };
    let customer_id = customer_id_in(uri.path()).unwrap_or_default();
    let accepts_development_token = state.accepts_development_token;
    let authorized = state.db.run(move |connection| {
        let status = sessions::find(connection, vendor.vendor(), &token, accepts_development_token)?;
        Ok::<_, rusqlite::Error>(match status {
            TokenStatus::Valid(scope) if scope.includes(&customer_id) => Ok(()),
            // A request for an unknown customer is forwarded: the vendor decides how to respond.
            TokenStatus::Valid(_) if !vendor.exists(connection, &customer_id)? => Ok(()),
            TokenStatus::Valid(_) => Err(StatusCode::FORBIDDEN),
            TokenStatus::Expired | TokenStatus::Unknown => Err(StatusCode::UNAUTHORIZED),
        })
    });
    match authorized.await {
        Ok(Ok(())) => {}
        Ok(Err(status)) => return reject(status),
        Err(error) => return reject(internal_error(&error)),
    }
    let headers = request.headers_mut();
    headers.remove(header::AUTHORIZATION);
    headers.remove(header::COOKIE);
    headers.insert(gateway.secret.header, HeaderValue::from_static(gateway.secret.value));
    next.run(request).await
}

/// Plays the vendor's check of its partner's credential.
async fn check_secret(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let value = request.headers().get(gateway.secret.header);
    if value.is_some_and(|value| value.as_bytes() == gateway.secret.value.as_bytes()) {
        return next.run(request).await;
    }
    gateway.vendor.error_response(StatusCode::UNAUTHORIZED, request.headers(), None, &Switches::default())
}

/// Returns the user name of `authorization: Basic …`, if the password is empty.
fn basic_user_name(headers: &HeaderMap) -> Option<String> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded =
        BASE64_STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let credentials = String::from_utf8(decoded).ok()?;
    credentials.strip_suffix(':').map(str::to_owned)
}
