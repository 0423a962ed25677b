//! What a person fills in: the draft and the controls that show it. Blind to the network.
#![allow(unreachable_pub, reason = "the component macro expands to names that are not exported")]

mod address;
mod button;
mod date;
mod draft;
mod field;
mod ground;
mod opt_ins;
mod phones;
mod rows;
mod state;
mod states;
mod summary;

pub use address::AddressField;
pub use button::{Button, Weight};
pub use date::DateField;
pub use draft::{Date, Draft, OptInDraft, PhoneDraft, Problem};
pub use field::{CheckField, Frame, Input, Label, SelectField, TextField};
pub use ground::Ground;
pub use opt_ins::OptInsField;
pub use phones::PhonesField;
pub use rows::Rows;
pub use state::{Form, Notice, OptInRow, PhoneRow};
pub use summary::{Summary, problems};
