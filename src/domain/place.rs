//! Where in a profile something stands that a problem can point at.

use super::{Line, Text, Unit};

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
pub enum Place {
    /// A line of text.
    Text(Text),
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
    Line(Line),
    /// The list of opt-ins.
    OptIns,
    /// The opt-in at this position.
    OptIn(usize),
    /// Whether personal data may be used.
    DataUse,
}

impl Place {
    /// The unit this is a part of.
    pub fn unit(self) -> Unit {
        match self {
            Place::Text(text) => Unit::Text(text),
            Place::Birthdate(_) => Unit::Birthdate,
            Place::NationalNumber | Place::NationalKind => Unit::NationalId,
            Place::Phones | Place::PhoneNumber(_) | Place::PhoneKind(_) => Unit::Phones,
            Place::Address | Place::Line(_) => Unit::Address,
            Place::OptIns | Place::OptIn(_) => Unit::OptIns,
            Place::DataUse => Unit::DataUse,
        }
    }
}
