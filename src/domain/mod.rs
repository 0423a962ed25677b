//! What a customer is, whoever keeps the record. Standard library only; this room sees nobody.

mod address;
mod birthdate;
mod change;
mod codes;
mod contact;
mod fact;
mod loyalty;
mod place;
mod postal;
mod profile;
mod script;
mod section;
mod table;
mod unit;

pub use address::{Address, Line};
pub use birthdate::{Birthdate, DateParts, DateShape};
pub use change::{Change, Changes, Rebased, between};
pub use codes::{COUNTRIES, LANGUAGES, alpha_2};
pub use contact::{NationalId, OptIn, Phone};
pub use fact::{Fact, FactKind, Name, Progress, Value};
pub use loyalty::Loyalty;
pub use place::{DatePart, Place};
pub use postal::Postal;
pub use profile::{Civility, CustomerId, Pages, Profile, Record, Said};
pub use script::{is_cjk, is_latin};
pub use section::Section;
pub use table::{Key, Table};
pub use unit::{Text, Unit};
