//! The pages: create, view, update, and the states between them.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod address_rejected_notice;
mod card;
mod change_list;
mod civilities;
mod conflict;
mod context;
mod create;
mod error_panel;
mod fact_panel;
mod fields;
mod language_prompt;
mod layout;
mod loading;
mod locale_combobox;
mod locales;
mod loyalty_card;
mod navigation;
mod notice;
mod outcome_banner;
mod profile;
mod profile_loader;
mod save_controller;
mod static_element;
mod submission;
mod submit_button;
mod submit_error_banner;
mod unsaved_changes_dialog;
mod update;
mod value;
mod value_formatter;
mod view;

pub use context::AppContext;
pub use create::CreatePage;
pub use error_panel::ErrorPanel;
pub use loading::Loading;
pub use locale_combobox::LocaleCombobox;
pub use locales::Locales;
pub use navigation::Navigator;
pub use outcome_banner::{Outcome, OutcomeBanner};
pub use profile::ProfilePage;
pub use unsaved_changes_dialog::UnsavedChangesDialog;
pub use value_formatter::{DisplayLine, ValueFormatter};
