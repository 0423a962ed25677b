//! Where in a profile something stands that a problem can point at.

use super::{AddressLine, Field, TextField};

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePart {
    /// The year, four digits.
    Year,
    /// The month, 1 to 12.
    Month,
    /// The day of the month.
    Day,
}

/// One control's worth of a profile. Client rules and the vendor's refusals both point here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldPath {
    /// A line of text.
    Text(TextField),
    /// The date of birth, as a whole or one part of it.
    Birthdate(Option<DatePart>),
    /// The number of the national identifier.
    NationalNumber,
    /// The kind of the national identifier.
    NationalKind,
    /// The list of phones.
    Phones,
    /// The number of the phone at this position, counted from zero.
    PhoneNumber(usize),
    /// The kind of the phone at this position.
    PhoneKind(usize),
    /// The address as a whole.
    Address,
    /// A line of the address.
    Line(AddressLine),
    /// The list of opt-ins.
    OptIns,
    /// The opt-in at this position.
    OptIn(usize),
    /// Whether personal data may be used.
    DataUse,
}

impl FieldPath {
    /// The field this is a part of.
    pub fn field(self) -> Field {
        match self {
            FieldPath::Text(text) => Field::Text(text),
            FieldPath::Birthdate(_) => Field::Birthdate,
            FieldPath::NationalNumber | FieldPath::NationalKind => Field::NationalId,
            FieldPath::Phones | FieldPath::PhoneNumber(_) | FieldPath::PhoneKind(_) => Field::Phones,
            FieldPath::Address | FieldPath::Line(_) => Field::Address,
            FieldPath::OptIns | FieldPath::OptIn(_) => Field::OptIns,
            FieldPath::DataUse => Field::DataUse,
        }
    }
}
