//! Club Med: reads, updates and creates customer profiles, and lists the titles and locales for forms.

mod address;
mod auth;
mod create;
mod error;
mod fields;
mod reference;
mod response;
mod routes;
mod seed;
mod store;
mod update;
mod validate;

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use rusqlite::Connection;
use serde_json::Value;

use crate::{
    cors::CorsPolicy,
    faults::Fault,
    seeds::Seed,
    switches::{Etag, Switches},
    vendor::{ListedCustomer, Vendor},
    vendor_api::VendorApi,
};
use seed::SEEDS;

pub(crate) use routes::routes;

/// Club Med, as shared code sees it.
pub(crate) struct ClubMed;

impl VendorApi for ClubMed {
    fn vendor(&self) -> Vendor {
        Vendor::ClubMed
    }

    fn schema(&self) -> &'static str {
        store::SCHEMA
    }

    fn openapi(&self) -> Value {
        reference::openapi()
    }

    fn api_key(&self) -> Option<&'static str> {
        Some(auth::API_KEY)
    }

    fn can_create(&self) -> bool {
        true
    }

    /// `if-match` is allowed, and `etag` exposed, only while profiles have an `ETag`: the documents name neither.
    fn cors_policy(&self, switches: &Switches) -> CorsPolicy {
        let (allow_headers, expose_headers) = match switches.etag {
            Etag::Off => ("authorization, x-api-key, accept-language, content-type, accept", "retry-after"),
            Etag::On => (
                "authorization, x-api-key, accept-language, content-type, accept, if-match",
                "retry-after, etag",
            ),
        };
        CorsPolicy { allow_methods: "GET, PATCH, POST", allow_headers, expose_headers }
    }

    fn error_response(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        errors: Option<Value>,
        _: &Switches,
    ) -> Response {
        error::error_response(status, headers, errors)
    }

    fn seed(&self, connection: &Connection) -> rusqlite::Result<()> {
        seed::insert_missing(connection)
    }

    fn delete_all(&self, connection: &Connection) -> rusqlite::Result<()> {
        store::delete_all(connection)
    }

    fn exists(&self, connection: &Connection, customer_id: &str) -> rusqlite::Result<bool> {
        store::exists(connection, customer_id)
    }

    /// The names are those of the stored profiles, which may differ from the seeds.
    fn list(&self, connection: &Connection) -> rusqlite::Result<Vec<ListedCustomer>> {
        let customers = store::list(connection)?.into_iter().map(|(id, profile)| {
            let names = ["first_name", "last_name"].map(|field| profile[field].as_str().unwrap_or_default());
            let seed = SEEDS.find(&id);
            ListedCustomer {
                vendor: Vendor::ClubMed,
                name: names.join(" ").trim().to_owned(),
                about: seed.map_or("Created here.", |seed| seed.about.as_str()).to_owned(),
                is_failing: seed.is_some_and(Seed::is_failing),
                customer_id: id,
            }
        });
        Ok(customers.collect())
    }

    fn session_seconds(&self, customer_id: &str) -> Option<u32> {
        SEEDS.session_seconds(customer_id)
    }

    fn permanent_faults(&self) -> Vec<Fault> {
        SEEDS.permanent_faults(Vendor::ClubMed)
    }
}
