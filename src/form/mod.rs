//! What a person fills in: the draft and the controls that show it. Blind to the network.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod address;
mod button;
mod date;
mod dom;
mod draft;
mod field;
mod form_state;
mod opt_ins;
mod phones;
mod region_select;
mod stable_rows;
mod summary;

pub use address::AddressInput;
pub use button::{Button, Weight};
pub use date::DateInput;
pub use dom::AppRoot;
pub use draft::{Date, Draft, OptInDraft, PhoneDraft, ValidationError};
pub use field::{Checkbox, FieldFrame, Input, Label, Select, TextInput};
pub use form_state::{FieldMessage, Form, OptInRow, PhoneRow};
pub use opt_ins::OptInsInput;
pub use phones::PhonesInput;
pub use stable_rows::StableRows;
pub use summary::{Summary, form_messages};
