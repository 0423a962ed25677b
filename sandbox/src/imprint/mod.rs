//! Imprint: reads a card holder, always with all members.

mod error;
mod routes;
mod seed;

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use rusqlite::Connection;
use serde_json::Value;

use crate::{
    cors::CorsPolicy,
    faults::Fault,
    openapi, records,
    switches::Switches,
    vendor::{ListedCustomer, Vendor},
    vendor_api::VendorApi,
};
use seed::SEEDS;

pub(crate) use routes::routes;

/// Imprint, as shared code sees it.
pub(crate) struct Imprint;

impl VendorApi for Imprint {
    fn vendor(&self) -> Vendor {
        Vendor::Imprint
    }

    fn schema(&self) -> &'static str {
        records::SCHEMA
    }

    fn openapi(&self) -> Value {
        openapi::parse_part(include_str!("openapi.json"))
    }

    fn cors_policy(&self, _: &Switches) -> CorsPolicy {
        CorsPolicy {
            allow_methods: "GET",
            allow_headers: "authorization, content-type, accept",
            expose_headers: "retry-after",
        }
    }

    fn error_response(
        &self,
        status: StatusCode,
        _: &HeaderMap,
        errors: Option<Value>,
        switches: &Switches,
    ) -> Response {
        error::error_response(status, errors, switches)
    }

    fn seed(&self, connection: &Connection) -> rusqlite::Result<()> {
        records::replace_all(connection, Vendor::Imprint, &SEEDS)
    }

    fn delete_all(&self, connection: &Connection) -> rusqlite::Result<()> {
        records::delete_all(connection, Vendor::Imprint)
    }

    fn exists(&self, connection: &Connection, customer_id: &str) -> rusqlite::Result<bool> {
        records::exists(connection, Vendor::Imprint, customer_id)
    }

    fn list(&self, _: &Connection) -> rusqlite::Result<Vec<ListedCustomer>> {
        Ok(records::list(Vendor::Imprint, &SEEDS, seed::customer_name))
    }

    fn session_seconds(&self, customer_id: &str) -> Option<u32> {
        SEEDS.session_seconds(customer_id)
    }

    fn permanent_faults(&self) -> Vec<Fault> {
        SEEDS.permanent_faults(Vendor::Imprint)
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, http::Request, routing::get};
    use tower::ServiceExt as _;

    use super::Imprint;
    use crate::gateway::{AuthSchemes, Gateway, Secret};

    #[tokio::test]
    async fn request_to_vendor_without_secret_returns_401() {
        let secret = Secret { header: "x-partner", value: "secret" };
        let gateway = Gateway { vendor: &Imprint, schemes: AuthSchemes::Bearer, secret };
        let vendor: Router = gateway.require_secret(Router::new().route("/", get(async || "ok")));
        for (name, value, status) in
            [("x-partner", "secret", 200), ("x-partner", "guess", 401), ("authorization", "secret", 401)]
        {
            let request =
                Request::builder().uri("/").header(name, value).body(Body::empty()).expect("a request");
            let response = vendor.clone().oneshot(request).await.expect("the router responds");
            assert_eq!(response.status(), status, "{name}: {value}");
        }
    }
}
