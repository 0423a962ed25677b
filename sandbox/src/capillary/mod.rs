//! Capillary: reads a loyalty customer, with the blocks that the request names.

mod error;
mod images;
mod params;
mod response;
mod routes;
mod seed;
mod tier_progress;
mod user_groups;

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

/// Capillary, as shared code sees it.
pub(crate) struct Capillary;

impl VendorApi for Capillary {
    fn vendor(&self) -> Vendor {
        Vendor::Capillary
    }

    fn schema(&self) -> &'static str {
        records::SCHEMA
    }

    fn openapi(&self) -> Value {
        openapi::parse_part(include_str!("openapi.json"))
    }

    /// `language` is the vendor's own request header.
    fn cors_policy(&self, _: &Switches) -> CorsPolicy {
        CorsPolicy {
            allow_methods: "GET",
            allow_headers: "authorization, language, content-type, accept",
            expose_headers: "retry-after",
        }
    }

    fn error_response(
        &self,
        status: StatusCode,
        _: &HeaderMap,
        errors: Option<Value>,
        _: &Switches,
    ) -> Response {
        error::error_response(status, errors)
    }

    fn seed(&self, connection: &Connection) -> rusqlite::Result<()> {
        records::replace_all(connection, Vendor::Capillary, &SEEDS)
    }

    fn delete_all(&self, connection: &Connection) -> rusqlite::Result<()> {
        records::delete_all(connection, Vendor::Capillary)
    }

    fn exists(&self, connection: &Connection, customer_id: &str) -> rusqlite::Result<bool> {
        records::exists(connection, Vendor::Capillary, customer_id)
    }

    fn list(&self, _: &Connection) -> rusqlite::Result<Vec<ListedCustomer>> {
        Ok(records::list(Vendor::Capillary, &SEEDS, seed::customer_name))
    }

    fn session_seconds(&self, customer_id: &str) -> Option<u32> {
        SEEDS.session_seconds(customer_id)
    }

    fn permanent_faults(&self) -> Vec<Fault> {
        SEEDS.permanent_faults(Vendor::Capillary)
    }
}
