//! The journey of a profile: load, view, edit, review, save, resolve a conflict, undo, create.
//!
//! `state.rs` has what can be, `message.rs` what can happen, and [`update`] in `machine.rs` what follows: it takes the
//! state and a message, and returns the next state and the effects. Nothing here uses leptos or web-sys, so that all of
//! it runs in tests without a browser. The pages show the state and send messages; `store.rs` holds the state and runs
//! the effects.

mod conflict;
mod creation;
mod machine;
mod message;
mod open_profile;
mod reading;
mod save_report;
mod saving;
mod state;
mod vendor_call;

pub use conflict::{Conflict, Resolution};
pub use creation::Creation;
pub use machine::update;
pub use message::{Effect, Focus, FormSnapshot, Message};
pub use reading::Reading;
pub use save_report::{Confirmation, SaveReport};
pub use saving::{PendingWrite, SaveRequest, SaveResult, SaveStep, Saving};
pub use state::{Leaving, Open, Outcome, Page, Save, Stage, State, Stop, Task};
pub use vendor_call::{Answer, Call, Failure, Ticket, perform};
