//! The context of the pages: values that every page can read without getting them as props.

use leptos::prelude::*;

use super::{built_cards::BuiltCards, locales::Locales, value_formatter::ValueFormatter};
use crate::{event::Event, store::Store, vendor_api::Vendor};

/// The values that every page can read.
#[derive(Clone, Copy, Debug)]
pub struct AppContext {
    /// The state of the journey, and the way to send it a message.
    pub store: Store,
    /// The vendor of the profile.
    pub vendor: Vendor,
    /// Formats values in the language of the page.
    pub formatter: ValueFormatter,
    /// The locales the customer can choose from.
    pub locales: Locales,
    /// The cards of the profile's page that are built.
    pub built_cards: BuiltCards,
    /// The URL of the host's support; empty if the host has none.
    pub support_url: StoredValue<String>,
    /// Emits an event to the host.
    pub emit: Callback<Event>,
    /// Whether the server has no longer the files of this build, so that only a reload helps.
    pub is_outdated: Callback<(), bool>,
}

impl AppContext {
    /// Returns the context, which the app provides once. Call it in the body of a component.
    pub fn expect() -> AppContext {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }
}
