//! A local server that imitates the vendors' APIs over SQLite, for development, demonstrations and tests.
//!
//! Each vendor has its own folder and path prefix; shared code is in the crate root. The crate imports nothing from
//! the app: with a shared type, a misread contract would be wrong on both sides and no test would notice.

mod broken_body;
mod capillary;
mod changed_body;
mod clock;
mod clubmed;
mod control;
mod cors;
mod database;
mod faults;
mod gateway;
mod imprint;
mod integer;
mod merge;
mod middleware;
mod openapi;
mod records;
mod request;
mod request_log;
mod sandbox;
mod seeds;
mod sessions;
mod slow_body;
mod state;
mod static_files;
mod switches;
mod vendor;
mod vendor_api;
mod violations;

pub use database::{Database, OpenError};
pub use merge::merge_patch;
pub use sandbox::{Options, Sandbox};
