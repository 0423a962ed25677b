//! The state that all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    database::Db, faults::Faults, request_log::RequestLog, switches::Switches, vendor::Vendor,
    vendor_api::RegisteredVendor, violations::Violations,
};

/// The shared state: the database, the registered vendors, and what the control routes configure.
pub(crate) struct AppState {
    pub(crate) db: Db,
    /// Whether the development token is accepted for every customer.
    pub(crate) accepts_development_token: bool,
    /// Whether the gateways stand in front of the vendors that need one.
    pub(crate) has_gateways: bool,
    vendors: Vec<RegisteredVendor>,
    faults: Mutex<Faults>,
    request_log: Mutex<RequestLog>,
    switches: Mutex<Switches>,
    violations: Mutex<Violations>,
}

// A poisoned lock is still usable: each mutex holds a list or plain settings, which a panic cannot leave half-written.
impl AppState {
    pub(crate) fn new(
        db: Db,
        accepts_development_token: bool,
        has_gateways: bool,
        vendors: Vec<RegisteredVendor>,
    ) -> Self {
        let permanent = vendors.iter().flat_map(|vendor| vendor.permanent_faults()).collect();
        Self {
            db,
            accepts_development_token,
            has_gateways,
            vendors,
            faults: Mutex::new(Faults::with_permanent(permanent)),
            request_log: Mutex::default(),
            switches: Mutex::default(),
            violations: Mutex::default(),
        }
    }

    /// Returns all vendors, in the order in which they are listed.
    pub(crate) fn vendors(&self) -> &[RegisteredVendor] {
        &self.vendors
    }

    /// Returns the implementation of `vendor`.
    pub(crate) fn vendor(&self, vendor: Vendor) -> RegisteredVendor {
        let found = self.vendors.iter().find(|registered| registered.vendor() == vendor);
        *found.expect("every vendor is registered in sandbox.rs")
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn request_log(&self) -> MutexGuard<'_, RequestLog> {
        self.request_log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn switches(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn violations(&self) -> MutexGuard<'_, Violations> {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
