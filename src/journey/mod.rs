//! What happens to a profile, without a page: reading, writing, reading back. Neither leptos nor web-sys is used here,
//! so that all of it runs in tests without a browser.

mod save;

pub use save::{
    Confirmation, Conflict, PendingWrite, Resolution, SaveReport, SaveRequest, SaveResult, check_pending,
    save,
};
