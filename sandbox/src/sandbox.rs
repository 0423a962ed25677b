//! The sandbox itself: what the requests share, and the router over it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::Router;

use crate::{
    control,
    database::{Database, OpenError, Store},
    faults::Faults,
    journal::Journal,
    pages,
    switches::Switches,
    vendor::Vendor,
    violations::Violations,
};

/// How to open a sandbox.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the customers are kept.
    pub database: Database,
    /// The built app to serve, if any.
    pub dist: Option<PathBuf>,
}

/// An open sandbox.
pub struct Sandbox {
    shared: Arc<Shared>,
    dist: Option<PathBuf>,
}

impl Sandbox {
    /// Opens the database and puts the seeded customers in that are not there yet.
    ///
    /// # Errors
    /// When the file is another program's, a later version's, or cannot be read or written.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        let shared = Shared {
            store: Store::open(&options.database)?,
            open_to_all: matches!(options.database, Database::Ephemeral),
            faults: Mutex::new(Faults::with_standing(
                Vendor::ALL.into_iter().flat_map(Vendor::standing_faults).collect(),
            )),
            journal: Mutex::default(),
            switches: Mutex::default(),
            violations: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared), dist: options.dist })
    }

    /// All routes: the vendors, the sandbox's own, and the pages.
    pub fn router(&self) -> Router {
        let vendors = Vendor::ALL.into_iter().fold(Router::new(), |router, vendor| {
            router.nest(&format!("/{}", vendor.name()), vendor.routes(&self.shared))
        });
        vendors
            .merge(control::routes())
            .fallback_service(pages::pages::<()>(self.dist.as_deref()))
            .with_state(Arc::clone(&self.shared))
    }
}

/// What the requests share.
pub(crate) struct Shared {
    pub(crate) store: Store,
    /// Whether the development token is accepted.
    pub(crate) open_to_all: bool,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    switches: Mutex<Switches>,
    violations: Mutex<Violations>,
}

// A panic while one of these was held leaves it usable: each holds a list or plain settings.
impl Shared {
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn switches(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn violations(&self) -> MutexGuard<'_, Violations> {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
