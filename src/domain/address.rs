//! A postal address as the vendor stores it: named lines, each of which may be empty.

use super::enum_map::{EnumKey, EnumMap, named_enum};

named_enum! {
    /// A line of an address.
    ///
    /// [`AddressLine::name`] is the id of the line's control. [`AddressLine::Country`] has no control: an error
    /// against it points at the control of [`AddressLine::CountryCode`], and both have one name.
    pub enum AddressLine {
        /// House number.
        Number = "house-number",
        /// Street.
        Street = "street",
        /// Floor, staircase, building.
        AddOn = "add-on",
        /// Locality within the city.
        Town = "town",
        /// Postal code.
        ZipCode = "zip-code",
        /// City.
        City = "city",
        /// State, province or district.
        State = "state",
        /// The country's name as the vendor shows it: a label that follows the code, never typed.
        Country = "country",
        /// The country, ISO 3166-1 alpha-2.
        CountryCode = "country",
        /// First line of additional information.
        Additional1 = "additional-1",
        /// Second line of additional information.
        Additional2 = "additional-2",
    }
}

/// A postal address. `None` is an empty line. [`AddressFormat`](super::AddressFormat) is the order of the lines in a
/// country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The text of each line, byte for byte as stored or typed.
    pub lines: EnumMap<AddressLine, Option<String>>,
}

impl Address {
    /// Returns the address, or `None` if every line is empty.
    ///
    /// ```
    /// use carnet::domain::{Address, AddressLine};
    ///
    /// assert_eq!(Address::default().non_empty(), None);
    /// let mut address = Address::default();
    /// address.lines[AddressLine::City] = Some("Paris".to_owned());
    /// assert!(address.non_empty().is_some());
    /// ```
    pub fn non_empty(self) -> Option<Address> {
        if self.lines.iter().any(|(_, line)| line.is_some()) { Some(self) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_lines_are_at_their_index() {
        for (index, line) in AddressLine::ALL.iter().enumerate() {
            assert_eq!(line.index(), index);
        }
    }

    #[test]
    fn non_empty_with_empty_lines_returns_none() {
        assert_eq!(Address::default().non_empty(), None);
    }
}
