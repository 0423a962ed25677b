//! The form: the draft a customer types, and the controls that show it. It makes no request.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod address_input;
mod button;
mod checkbox;
mod combobox;
mod country_input;
mod data_use_input;
mod date_input;
mod dom;
mod doubt;
mod draft;
mod field_frame;
mod form_state;
mod national_id_input;
mod opt_ins_input;
mod phones_input;
mod region_select;
mod select;
mod stable_rows;
mod summary;
mod text_input;

pub use address_input::AddressInput;
pub use button::{Button, Weight};
pub use checkbox::Checkbox;
pub use combobox::{Combobox, ComboboxOption};
pub use country_input::CountryInput;
pub use data_use_input::DataUseInput;
pub use date_input::DateInput;
pub use dom::AppRoot;
pub use doubt::Doubt;
pub use draft::{Date, Draft, OptInDraft, PhoneDraft, ValidationError};
pub use field_frame::{FieldFrame, Label};
pub use form_state::{FieldMessage, Form, OptInRow, PhoneRow};
pub use national_id_input::{MASK, NationalIdInput};
pub use opt_ins_input::OptInsInput;
pub use phones_input::PhonesInput;
pub use select::Select;
pub use stable_rows::StableRows;
pub use summary::{Summary, form_messages};
pub use text_input::{Input, TextInput};
