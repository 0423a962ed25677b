//! What a customer comes to do: create, view, update, and the states around them.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod banner;
mod card;
mod changes;
mod clash;
mod create;
mod facts;
mod failure;
mod fields;
mod locales;
mod loyalty;
mod offer;
mod profile;
mod save;
mod saver;
mod selector;
mod sending;
mod update;
mod value;
mod view;
mod way;
mod words;

pub use banner::{Banner, News};
pub use create::CreatePage;
pub use failure::FailurePanel;
pub use locales::Locales;
pub use profile::{Loading, ProfilePage};
pub use save::{Plan, Proof, Report};
pub use selector::LocaleSelector;
pub use way::{LeaveQuestion, Way};
pub use words::{Shown, Words};

use leptos::prelude::*;

use crate::{api::Api, event::Event};

/// What every page has at hand.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The way to the vendor.
    pub api: StoredValue<Api, LocalStorage>,
    /// Where the customer is.
    pub way: Way,
    /// What the customer is told at the top of the profile.
    pub news: RwSignal<Option<News>>,
    /// The locales there are to choose from.
    pub locales: Locales,
    /// Tells the host.
    pub tell: Callback<Event>,
}

impl Desk {
    /// Provided once by the app; read in the body of a component.
    pub fn expect() -> Desk {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }
}
