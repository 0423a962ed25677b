//! The sandbox: the list of vendors, the shared state and the router over it.

use std::{path::PathBuf, sync::Arc};

use axum::Router;

use crate::{
    capillary::{self, Capillary},
    clubmed::{self, ClubMed},
    control,
    database::{Database, Db, OpenError},
    imprint::{self, Imprint},
    state::AppState,
    static_files,
    vendor_api::RegisteredVendor,
};

/// A function that builds a vendor's routes, which are nested under the vendor's name.
type VendorRoutes = fn(&Arc<AppState>) -> Router<Arc<AppState>>;

/// The vendors, in the order in which they are listed. A new vendor is added here and in `vendor.rs`.
const VENDORS: [(RegisteredVendor, VendorRoutes); 3] =
    [(&ClubMed, clubmed::routes), (&Capillary, capillary::routes), (&Imprint, imprint::routes)];

/// The options of a sandbox.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database that holds the customers and tokens.
    pub database: Database,
    /// The folder of the built app, if it is to be served.
    pub dist: Option<PathBuf>,
}

/// An open sandbox.
pub struct Sandbox {
    state: Arc<AppState>,
    dist: Option<PathBuf>,
}

impl Sandbox {
    /// Opens the database and inserts the seeded customers that are missing.
    ///
    /// # Errors
    /// Returns an error if the file belongs to another program, was written by a later version of the sandbox, or
    /// cannot be read or written.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        Self::open_with(options, true)
    }

    /// Opens a sandbox in which Capillary and Imprint are the vendors themselves, to be put behind a real gateway: they
    /// demand their own credentials, and accept no customer's token.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_without_gateways(options: Options) -> Result<Self, OpenError> {
        Self::open_with(options, false)
    }

    fn open_with(options: Options, has_gateways: bool) -> Result<Self, OpenError> {
        let vendors = VENDORS.map(|(vendor, _)| vendor);
        let db = Db::open(&options.database, &vendors)?;
        let accepts_development_token = matches!(options.database, Database::Ephemeral);
        let state = AppState::new(db, accepts_development_token, has_gateways, vendors.to_vec());
        Ok(Self { state: Arc::new(state), dist: options.dist })
    }

    /// Returns all routes: the vendors', the control routes and the app's files.
    pub fn router(&self) -> Router {
        let vendors = VENDORS.into_iter().fold(Router::new(), |router, (vendor, routes)| {
            router.nest(&format!("/{}", vendor.vendor().name()), routes(&self.state))
        });
        vendors
            .merge(control::routes())
            .fallback_service(static_files::router::<()>(self.dist.as_deref()))
            .with_state(Arc::clone(&self.state))
    }
}
