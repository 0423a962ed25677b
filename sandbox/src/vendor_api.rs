//! The interface that each vendor module implements, so that shared code does not import the vendor modules.

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use rusqlite::Connection;
use serde_json::Value;

use crate::{
    cors::CorsPolicy,
    faults::Fault,
    switches::Switches,
    vendor::{ListedCustomer, Vendor},
};

/// A registered vendor; `sandbox.rs` has the list.
pub(crate) type RegisteredVendor = &'static dyn VendorApi;

/// The operations that shared code needs from a vendor. The vendor's routes are registered beside it.
pub(crate) trait VendorApi: Sync {
    /// Returns the vendor's identity.
    fn vendor(&self) -> Vendor;

    /// Returns the SQL that creates the vendor's tables where they do not exist.
    fn schema(&self) -> &'static str;

    /// Returns the vendor's part of the OpenAPI document.
    fn openapi(&self) -> Value;

    /// Returns the API key that a session includes beside its token, for a vendor that requires one.
    fn api_key(&self) -> Option<&'static str> {
        None
    }

    /// Returns whether the vendor has a route that creates customers.
    fn can_create(&self) -> bool {
        false
    }

    /// Returns the CORS policy for pages of other origins.
    fn cors_policy(&self, switches: &Switches) -> CorsPolicy;

    /// Returns an error in the vendor's format, for configured faults and for errors outside the vendor's handlers.
    ///
    /// `errors` replaces the vendor's own list of errors.
    fn error_response(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        errors: Option<Value>,
        switches: &Switches,
    ) -> Response;

    /// Inserts the seeded customers. Customers that can be changed are inserted only if they are missing.
    fn seed(&self, connection: &Connection) -> rusqlite::Result<()>;

    /// Deletes all of the vendor's customers.
    fn delete_all(&self, connection: &Connection) -> rusqlite::Result<()>;

    /// Returns whether a customer exists.
    fn exists(&self, connection: &Connection, customer_id: &str) -> rusqlite::Result<bool>;

    /// Returns all customers, seeded customers before created ones.
    fn list(&self, connection: &Connection) -> rusqlite::Result<Vec<ListedCustomer>>;

    /// Returns the seeded session length of a customer, in seconds, if it differs from the default.
    fn session_seconds(&self, customer_id: &str) -> Option<u32>;

    /// Returns the faults of the failing customers.
    fn permanent_faults(&self) -> Vec<Fault>;
}
