//! The gateway before a vendor whose credentials no browser may see: the customer's token comes in, the vendor's
//! secret goes on, and neither crosses to the other side.

use std::sync::Arc;

use axum::{
    Router,
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    call,
    sandbox::Shared,
    sessions::{self, Standing},
    switches::Switches,
    vendor::{Vendor, customer_in},
};

/// What the vendor knows its partner by. Made up, and kept as if it were not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Secret {
    /// In lower case.
    pub(crate) header: &'static str,
    /// The ready value of the header: how it is made of a key is a matter of configuration.
    pub(crate) value: &'static str,
}

/// How a customer may hand their token over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Bearer,
    /// Also as the user name of `authorization: Basic …`, with an empty password.
    BearerOrBasic,
}

impl Door {
    fn token(self, headers: &HeaderMap) -> Option<String> {
        sessions::bearer(headers).or_else(|| match self {
            Self::Bearer => None,
            Self::BearerOrBasic => user_name(headers),
        })
    }
}

/// A vendor behind its gateway.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gateway {
    pub(crate) vendor: Vendor,
    pub(crate) door: Door,
    pub(crate) secret: Secret,
}

impl Gateway {
    /// Puts the gateway, and what each call to a vendor goes through, before the vendor's routes.
    pub(crate) fn before(self, routes: Router<Arc<Shared>>, shared: &Arc<Shared>) -> Router<Arc<Shared>> {
        let vendor = self.vendor;
        let lost = move |status| {
            async move |State(shared): State<Arc<Shared>>, headers: HeaderMap| {
                let switches = shared.switches().clone();
                vendor.failure(status, &headers, None, &switches)
            }
        };
        routes
            .fallback(lost(StatusCode::NOT_FOUND))
            .method_not_allowed_fallback(lost(StatusCode::METHOD_NOT_ALLOWED))
            .layer(middleware::from_fn_with_state(self, vendors_side))
            .layer(middleware::from_fn_with_state((Arc::clone(shared), self), customers_side))
            .layer(middleware::from_fn_with_state((Arc::clone(shared), vendor), call::receive))
    }
}

/// Lets a call through for the customer the token speaks for.
async fn customers_side(
    State((shared, gateway)): State<(Arc<Shared>, Gateway)>,
    OriginalUri(uri): OriginalUri,
    mut request: Request,
    next: Next,
) -> Response {
    let vendor = gateway.vendor;
    let asked = request.headers().clone();
    let refuse = |status| {
        let switches = shared.switches().clone();
        vendor.failure(status, &asked, None, &switches)
    };
    let Some(token) = gateway.door.token(&asked) else {
        return refuse(StatusCode::UNAUTHORIZED);
    };
    let customer = customer_in(uri.path()).unwrap_or_default();
    let open_to_all = shared.open_to_all;
    let known = shared.store.run(move |store| {
        Ok::<_, rusqlite::Error>(match sessions::find(store, vendor, &token, open_to_all)? {
            // Whom the vendor does not know is for the vendor to say.
            Standing::Valid(reach) if reach.covers(&customer) || !vendor.exists(store, &customer)? => Ok(()),
            Standing::Valid(_) => Err(StatusCode::FORBIDDEN),
            Standing::Expired | Standing::Unknown => Err(StatusCode::UNAUTHORIZED),
        })
    });
    match known.await {
        Ok(Ok(())) => {}
        Ok(Err(status)) => return refuse(status),
        Err(error) => return refuse(call::broken(&error)),
    }
    let headers = request.headers_mut();
    headers.remove(header::AUTHORIZATION);
    headers.remove(header::COOKIE);
    headers.insert(gateway.secret.header, HeaderValue::from_static(gateway.secret.value));
    next.run(request).await
}

/// Is the vendor: it knows its partner by the secret, and nobody without it.
async fn vendors_side(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let shown = request.headers().get(gateway.secret.header);
    if shown.is_some_and(|shown| shown.as_bytes() == gateway.secret.value.as_bytes()) {
        return next.run(request).await;
    }
    gateway.vendor.failure(StatusCode::UNAUTHORIZED, request.headers(), None, &Switches::default())
}

fn user_name(headers: &HeaderMap) -> Option<String> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded =
        BASE64_STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let name = String::from_utf8(decoded).ok()?;
    name.strip_suffix(':').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, http::Request, middleware, routing::get};
    use tower::ServiceExt as _;

    use super::{Door, Gateway, Secret, vendors_side};
    use crate::vendor::Vendor;

    #[tokio::test]
    async fn the_vendor_knows_nobody_without_the_secret() {
        let secret = Secret { header: "x-partner", value: "secret" };
        let gateway = Gateway { vendor: Vendor::Imprint, door: Door::Bearer, secret };
        let vendor = Router::new()
            .route("/", get(async || "in"))
            .layer(middleware::from_fn_with_state(gateway, vendors_side));
        for (name, value, status) in
            [("x-partner", "secret", 200), ("x-partner", "guess", 401), ("authorization", "secret", 401)]
        {
            let call = Request::builder().uri("/").header(name, value).body(Body::empty()).expect("a call");
            let answer = vendor.clone().oneshot(call).await.expect("the router answers");
            assert_eq!(answer.status(), status, "{name}: {value}");
        }
    }
}
