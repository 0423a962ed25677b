//! The customer's profile and its changes, independent of any vendor. Standard library only; imports no other module.

mod address;
mod address_format;
mod change;
mod codes;
mod contact;
mod enum_map;
mod fact;
mod field;
mod field_group;
mod field_path;
mod form_rules;
mod loyalty;
mod partial_date;
mod profile;
mod script;
mod section;
mod summary;

pub use address::{Address, AddressLine};
pub use address_format::AddressFormat;
pub use change::{Change, Changes, Rebased, between};
pub use codes::{COUNTRIES, alpha_2};
pub use contact::{NationalId, OptIn, Phone};
pub use enum_map::{EnumKey, EnumMap};
pub use fact::{Fact, FactLabel, FactName, FactValue, Progress};
pub use field::{Field, TextField};
pub use field_group::{EditScope, FieldGroup};
pub use field_path::{DatePart, FieldPath};
pub use form_rules::FormRules;
pub use loyalty::Loyalty;
pub use partial_date::{DateFormat, DateParts, PartialDate};
pub use profile::{Civility, CustomerId, Pagination, Profile, Record, VendorMessage};
pub use script::{has_invisible, is_cjk, is_latin, trim_invisible, visible_difference};
pub use section::Section;
pub use summary::{NextTier, Summary};
