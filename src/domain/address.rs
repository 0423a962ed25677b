//! A postal address as the vendor keeps it: named lines, each of which may be empty.

use super::enum_map::{EnumKey, EnumMap};

/// A line of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressLine {
    /// House number.
    Number,
    /// Street.
    Street,
    /// Floor, staircase, building.
    AddOn,
    /// Locality within the city.
    Town,
    /// Postal code.
    ZipCode,
    /// City.
    City,
    /// State, province or district.
    State,
    /// The country's name as the vendor shows it: a label that follows the code, never typed.
    Country,
    /// The country, ISO 3166-1 alpha-2.
    CountryCode,
    /// First line of additional information.
    Additional1,
    /// Second line of additional information.
    Additional2,
}

impl EnumKey for AddressLine {
    const ALL: &'static [AddressLine] = &[
        AddressLine::Number,
        AddressLine::Street,
        AddressLine::AddOn,
        AddressLine::Town,
        AddressLine::ZipCode,
        AddressLine::City,
        AddressLine::State,
        AddressLine::Country,
        AddressLine::CountryCode,
        AddressLine::Additional1,
        AddressLine::Additional2,
    ];

    fn index(self) -> usize {
        self as usize
    }
}

/// A postal address. `None` is an empty line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// What stands on each line, byte for byte as stored or typed.
    pub lines: EnumMap<AddressLine, Option<String>>,
}

impl Address {
    /// The address, or `None` when every line is empty.
    pub fn non_empty(self) -> Option<Address> {
        if self.lines.iter().any(|(_, line)| line.is_some()) { Some(self) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_at_its_index() {
        for (index, line) in AddressLine::ALL.iter().enumerate() {
            assert_eq!(line.index(), index);
        }
    }

    #[test]
    fn an_address_of_empty_lines_is_no_address() {
        assert_eq!(Address::default().non_empty(), None);
    }
}
