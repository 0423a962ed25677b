//! The context of the pages: values that every page can read without getting them as props.

use leptos::prelude::*;

use super::{locales::Locales, navigation::Navigator, outcome_banner::Outcome};
use crate::{client::Client, event::Event};

/// The values that every page can read.
#[derive(Clone, Copy, Debug)]
pub struct AppContext {
    /// The client of the vendor's API.
    pub client: StoredValue<Client, LocalStorage>,
    /// The current route, and the way to change it.
    pub navigator: Navigator,
    /// The outcome shown at the top of the profile.
    pub outcome: RwSignal<Option<Outcome>>,
    /// The locales the customer can choose from.
    pub locales: Locales,
    /// Emits an event to the host.
    pub emit: Callback<Event>,
}

impl AppContext {
    /// Returns the context, which the app provides once. Call it in the body of a component.
    pub fn expect() -> AppContext {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }
}
