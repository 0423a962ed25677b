//! What a customer comes to do: create, view, update, and the states around them.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod card;
mod change_list;
mod conflict;
mod create;
mod error_panel;
mod fact_panel;
mod fields;
mod language_prompt;
mod locale_combobox;
mod locales;
mod loyalty_card;
mod navigation;
mod outcome_banner;
mod profile;
mod save;
mod save_controller;
mod submission;
mod update;
mod value;
mod value_formatter;
mod view;

pub use create::CreatePage;
pub use error_panel::ErrorPanel;
pub use locale_combobox::LocaleCombobox;
pub use locales::Locales;
pub use navigation::{Navigator, UnsavedChangesDialog};
pub use outcome_banner::{Outcome, OutcomeBanner};
pub use profile::{Loading, ProfilePage};
pub use save::{Confirmation, SaveReport, SaveRequest};
pub use value_formatter::{DisplayLine, ValueFormatter};

use leptos::prelude::*;

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
