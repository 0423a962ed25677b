//! Saving a profile: read, rebase, write, read back. Independent of the pages: neither leptos nor web-sys is used here,
//! so that all of it runs in tests without a browser.

mod save;

pub use save::{
    Confirmation, Conflict, PendingWrite, Resolution, SaveReport, SaveRequest, SaveResult, check_pending,
    save,
};
