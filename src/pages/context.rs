//! The context of the pages: what every page can reach without being given it.

use leptos::prelude::*;

use super::{locales::Locales, navigation::Navigator, outcome_banner::Outcome};
use crate::{client::Client, event::Event};

/// What every page has at hand.
#[derive(Clone, Copy, Debug)]
pub struct AppContext {
    /// The way to the vendor.
    pub client: StoredValue<Client, LocalStorage>,
    /// Where the customer is.
    pub navigator: Navigator,
    /// What the customer is told at the top of the profile.
    pub outcome: RwSignal<Option<Outcome>>,
    /// The locales there are to choose from.
    pub locales: Locales,
    /// Tells the host.
    pub emit: Callback<Event>,
}

impl AppContext {
    /// Provided once by the app; read in the body of a component.
    pub fn expect() -> AppContext {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }
}
