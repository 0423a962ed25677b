//! The paths of controls: what an error can point at.

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

/// The path of one control. Validation errors and the vendor's field errors both point at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldPath {
    /// A line of text.
    Text(TextField),
    /// The date of birth, as a whole (`None`) or one part of it.
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

impl DatePart {
    /// The stable name, in kebab-case.
    ///
    /// ```
    /// use carnet::domain::DatePart;
    ///
    /// assert_eq!(DatePart::Year.name(), "year");
    /// assert_eq!(DatePart::Month.name(), "month");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            DatePart::Year => "year",
            DatePart::Month => "month",
            DatePart::Day => "day",
        }
    }
}

impl FieldPath {
    /// The stable name, in kebab-case: what the DOM id of the control is made of. It does not follow the labels on
    /// screen. The rows of a list share a name: their ids add the row.
    ///
    /// ```
    /// use carnet::domain::{AddressLine, FieldPath};
    ///
    /// assert_eq!(FieldPath::Line(AddressLine::ZipCode).name(), "zip-code");
    /// assert_eq!(FieldPath::PhoneNumber(2).name(), "phone-number");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            FieldPath::NationalNumber => "national-number",
            FieldPath::NationalKind => "national-kind",
            FieldPath::PhoneNumber(_) => "phone-number",
            FieldPath::PhoneKind(_) => "phone-kind",
            FieldPath::Birthdate(Some(part)) => part.name(),
            FieldPath::Line(line) => line.name(),
            FieldPath::Text(_)
            | FieldPath::Birthdate(None)
            | FieldPath::Phones
            | FieldPath::Address
            | FieldPath::OptIns
            | FieldPath::OptIn(_)
            | FieldPath::DataUse => self.field().name(),
        }
    }

    /// Returns the field that the path is a part of.
    ///
    /// ```
    /// use carnet::domain::{Field, FieldPath};
    ///
    /// assert_eq!(FieldPath::PhoneKind(0).field(), Field::Phones);
    /// ```
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EnumKey;

    /// Hosts find controls by the ids that are made of these names.
    #[test]
    fn path_names_are_stable() {
        let parts =
            [DatePart::Year, DatePart::Month, DatePart::Day].map(|part| FieldPath::Birthdate(Some(part)));
        let mut paths = vec![FieldPath::Birthdate(None)];
        paths.extend(parts);
        paths.extend([FieldPath::NationalNumber, FieldPath::NationalKind, FieldPath::Phones]);
        paths.extend([FieldPath::PhoneNumber(0), FieldPath::PhoneKind(0), FieldPath::Address]);
        paths.extend(AddressLine::ALL.iter().map(|line| FieldPath::Line(*line)));
        paths.extend([FieldPath::OptIns, FieldPath::OptIn(0), FieldPath::DataUse]);
        let names: Vec<&str> = paths.into_iter().map(FieldPath::name).collect();
        assert_eq!(
            names,
            [
                "birthdate",
                "year",
                "month",
                "day",
                "national-number",
                "national-kind",
                "phones",
                "phone-number",
                "phone-kind",
                "address",
                "house-number",
                "street",
                "add-on",
                "town",
                "zip-code",
                "city",
                "state",
                "country",
                "country",
                "additional-1",
                "additional-2",
                "opt-ins",
                "opt-ins",
                "data-use",
            ]
        );
        for &text in TextField::ALL {
            assert_eq!(FieldPath::Text(text).name(), text.name());
        }
    }
}
