//! The pages: create, view, update, and the states between them.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod address_rejected_notice;
mod card;
mod change_list;
mod chunk_view;
mod chunks;
mod conflict;
mod context;
mod create;
mod editable_row;
mod error_banner;
mod error_panel;
mod fact_panel;
mod fields;
mod language_prompt;
mod layout;
mod line_diff;
mod loading;
mod locale_combobox;
mod locales;
mod loyalty;
mod notice;
mod outcome_banner;
mod profile_header;
mod reload_button;
mod review;
mod row_change;
mod section_card;
mod section_form;
mod section_nav;
mod static_element;
mod submit_button;
mod unsaved_changes_dialog;
mod value;
mod value_formatter;
mod view;

pub use chunks::{answers_view, conflict_view, create_view, review_view, section_form_view};
pub use context::AppContext;
pub use error_panel::ErrorPanel;
pub use loading::{LoadErrorPage, Loading};
pub use locale_combobox::LocaleCombobox;
pub use locales::Locales;
pub use unsaved_changes_dialog::UnsavedChangesDialog;
pub use value_formatter::{DisplayLine, ValueFormatter};
pub use view::ViewPage;
