//! How addresses are written in a country: which lines, in which order, under which names, and which of them an address
//! there cannot be without. The table is made by `addresses/make.py` from published data; none of it is typed by hand.

use super::{Address, AddressLine, enum_map::EnumKey, script::is_latin};

/// A kind of address in a line: its format, and after a `;` the one in Latin letters; what it cannot be without; what its
/// members are called, where not as usual; the countries.
const TABLE: &str = include_str!("../../addresses/formats.txt");

/// Where no country is known: everything a vendor keeps, in a common order.
const ANYWHERE: &str = "H R|D|Z C|S";

/// How addresses are written in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressFormat {
    rows: &'static str,
    required: &'static str,
    names: &'static str,
}

impl AddressFormat {
    /// How they are written in this country, ISO 3166-1 alpha-2: in Latin letters or in the country's own, which can be
    /// the other way round. Without a country, or in one nobody knows, any line may be there and none must.
    pub fn for_country(country: &str, in_latin: bool) -> AddressFormat {
        for kind in TABLE.lines() {
            let mut columns = kind.split('\t');
            let mut column = || columns.next().unwrap_or_default();
            let (formats, required, names, countries) = (column(), column(), column(), column());
            if !country.is_empty() && countries.split(' ').any(|code| code == country) {
                let mut formats = formats.split(';');
                let own = formats.next().unwrap_or_default();
                return AddressFormat {
                    rows: formats.next().filter(|_| in_latin).unwrap_or(own),
                    required,
                    names,
                };
            }
        }
        AddressFormat { rows: ANYWHERE, required: "", names: "" }
    }

    /// The lines as they stand on an envelope: each with what is written between it and the one before it, where that is
    /// in the same row. The lines that say more of the place in the street follow the row of the street.
    pub fn lines(self) -> Vec<(Option<&'static str>, AddressLine)> {
        let mut lines = Vec::new();
        for row in self.rows.split('|') {
            let mut start = 0;
            for (index, letter) in row.bytes().enumerate() {
                if let Some(line) = member(letter) {
                    lines.push((row.get(start..index).filter(|_| start > 0), line));
                    start = index + 1;
                }
            }
            if row.contains('R') {
                lines.extend(
                    [AddressLine::AddOn, AddressLine::Additional1, AddressLine::Additional2]
                        .map(|line| (None, line)),
                );
            }
        }
        lines
    }

    /// The same, with the lines that no address there has: a place within the city stands before the city, the others
    /// come last.
    pub fn all_lines(self) -> Vec<(Option<&'static str>, AddressLine)> {
        let mut lines = self.lines();
        for &line in AddressLine::ALL {
            if matches!(line, AddressLine::Country | AddressLine::CountryCode) || self.has(line) {
                continue;
            }
            let before = lines
                .iter()
                .position(|(_, other)| line == AddressLine::Town && *other == AddressLine::Additional2);
            lines.insert(before.map_or(lines.len(), |index| index + 1), (None, line));
        }
        lines
    }

    /// Whether an address there has such a line.
    pub fn has(self, line: AddressLine) -> bool {
        line == AddressLine::CountryCode || self.lines().iter().any(|(_, other)| *other == line)
    }

    /// Whether an address there cannot be without this line; for the street, without one of those that say where in a
    /// street it is: a house may have a name and no street.
    pub fn requires(self, line: AddressLine) -> bool {
        let letter = match line {
            AddressLine::Street => 'A',
            AddressLine::City => 'C',
            AddressLine::State => 'S',
            AddressLine::ZipCode => 'Z',
            AddressLine::Number
            | AddressLine::AddOn
            | AddressLine::Town
            | AddressLine::Country
            | AddressLine::CountryCode
            | AddressLine::Additional1
            | AddressLine::Additional2 => return false,
        };
        self.required.contains(letter)
    }

    /// The lines that are missing from an address that is written there, in their order.
    pub fn missing(self, address: &Address) -> Vec<AddressLine> {
        let is_there = |line: AddressLine| address.lines[line].is_some();
        let in_street = [
            AddressLine::Number,
            AddressLine::Street,
            AddressLine::AddOn,
            AddressLine::Additional1,
            AddressLine::Additional2,
        ];
        let mut missing: Vec<AddressLine> = self.all_lines().into_iter().map(|(_, line)| line).collect();
        missing.retain(|line| {
            let is_given = if *line == AddressLine::Street {
                in_street.into_iter().any(is_there)
            } else {
                is_there(*line)
            };
            self.requires(*line) && !is_given
        });
        missing
    }

    /// Whether the country is known.
    pub fn is_known(self) -> bool {
        !self.required.is_empty()
    }

    /// Whether there is a list of its states.
    pub fn lists_states(self) -> bool {
        self.names().any(|word| word == "listed")
    }

    /// What its members are called, where not as usual, in the words of Google's data.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.names.split(' ')
    }
}

/// The line a letter of the table stands for.
fn member(letter: u8) -> Option<AddressLine> {
    Some(match letter {
        b'H' => AddressLine::Number,
        b'R' => AddressLine::Street,
        b'D' => AddressLine::Town,
        b'C' => AddressLine::City,
        b'S' => AddressLine::State,
        b'Z' => AddressLine::ZipCode,
        _ => return None,
    })
}

impl Address {
    /// The rows of the address as they are written in its country, without the country; none of it is left out.
    pub fn rows(&self, postal: AddressFormat) -> Vec<String> {
        let mut rows = vec![String::new()];
        for (sign, line) in postal.all_lines() {
            if sign.is_none() {
                rows.push(String::new());
            }
            if let (Some(text), Some(row)) = (&self.lines[line], rows.last_mut()) {
                if !row.is_empty() {
                    row.push_str(sign.unwrap_or_default());
                }
                row.push_str(text);
            }
        }
        rows.retain(|row| !row.is_empty());
        rows
    }

    /// Whether it is written in Latin letters; `None` if nothing is written that would tell.
    pub fn is_latin(&self) -> Option<bool> {
        let lines = self
            .lines
            .iter()
            .filter(|(line, _)| !matches!(line, AddressLine::Country | AddressLine::CountryCode));
        lines.filter_map(|(_, text)| is_latin(text.as_deref()?)).reduce(|one, other| one && other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::COUNTRIES;

    fn address(lines: &[(AddressLine, &str)]) -> Address {
        let mut address = Address::default();
        for (line, text) in lines {
            address.lines[*line] = Some((*text).to_owned());
        }
        address
    }

    #[test]
    fn every_country_has_a_format_of_whole_lines() {
        for country in COUNTRIES {
            for in_latin in [true, false] {
                let postal = AddressFormat::for_country(country, in_latin);
                assert_ne!(postal.required, "", "{country} is in the table");
                let mut lines: Vec<AddressLine> = postal.lines().into_iter().map(|(_, line)| line).collect();
                let count = lines.len();
                lines.sort();
                lines.dedup();
                assert_eq!(lines.len(), count, "{country}: no line twice");
                for line in AddressLine::ALL {
                    assert!(
                        !postal.requires(*line) || postal.has(*line),
                        "{country} needs {line:?} and has none"
                    );
                }
                assert!(postal.has(AddressLine::Street) && postal.has(AddressLine::AddOn), "{country}");
                assert!(!postal.lists_states() || postal.has(AddressLine::State), "{country}");
            }
        }
    }

    #[test]
    fn an_address_is_written_as_its_country_writes_it() {
        let full = address(&[
            (AddressLine::Number, "12"),
            (AddressLine::Street, "Main"),
            (AddressLine::AddOn, "2nd floor"),
            (AddressLine::ZipCode, "10115"),
            (AddressLine::City, "Town"),
        ]);
        for (country, rows) in [
            ("FR", ["12 Main", "2nd floor", "10115 Town"].as_slice()),
            ("DE", &["Main 12", "2nd floor", "10115 Town"]),
            ("US", &["12 Main", "2nd floor", "Town 10115"]),
            ("GB", &["12 Main", "2nd floor", "Town", "10115"]),
            ("HU", &["Town", "Main 12", "2nd floor", "10115"]),
        ] {
            assert_eq!(full.rows(AddressFormat::for_country(country, true)), rows, "{country}");
        }
        let state = address(&[
            (AddressLine::City, "Denver"),
            (AddressLine::State, "Colorado"),
            (AddressLine::ZipCode, "80202"),
        ]);
        assert_eq!(state.rows(AddressFormat::for_country("US", true)), ["Denver, Colorado 80202"]);
        assert_eq!(
            state.rows(AddressFormat::for_country("FR", true)),
            ["80202 Denver", "Colorado"],
            "none of it is left out"
        );
    }

    #[test]
    fn japan_is_written_from_large_to_small_in_its_own_letters() {
        let order = |in_latin| {
            let more = [AddressLine::AddOn, AddressLine::Additional1, AddressLine::Additional2];
            let lines = AddressFormat::for_country("JP", in_latin).lines().into_iter().map(|(_, line)| line);
            lines.filter(|line| !more.contains(line)).collect::<Vec<_>>()
        };
        assert_eq!(
            order(false),
            [
                AddressLine::ZipCode,
                AddressLine::State,
                AddressLine::City,
                AddressLine::Street,
                AddressLine::Number
            ]
        );
        assert_eq!(
            order(true),
            [
                AddressLine::Number,
                AddressLine::Street,
                AddressLine::City,
                AddressLine::State,
                AddressLine::ZipCode
            ]
        );
        assert_eq!(
            address(&[(AddressLine::City, "渋谷区"), (AddressLine::Number, "1")]).is_latin(),
            Some(false)
        );
        assert_eq!(
            address(&[(AddressLine::City, "Łódź"), (AddressLine::Street, "Quai d’Orsay")]).is_latin(),
            Some(true)
        );
        assert_eq!(address(&[(AddressLine::Number, "1-2"), (AddressLine::Country, "日本")]).is_latin(), None);
    }

    #[test]
    fn no_country_is_made_to_give_what_it_has_not() {
        let requires = |country: &str| {
            let postal = AddressFormat::for_country(country, true);
            AddressLine::ALL.iter().copied().filter(|line| postal.requires(*line)).collect::<Vec<_>>()
        };
        assert_eq!(requires("HK"), [AddressLine::Street, AddressLine::State]);
        assert_eq!(requires("IE"), [AddressLine::Street, AddressLine::City]);
        assert_eq!(requires("JP"), [AddressLine::Street, AddressLine::ZipCode, AddressLine::State]);
        assert_eq!(
            requires("BR"),
            [AddressLine::Street, AddressLine::ZipCode, AddressLine::City, AddressLine::State]
        );
        assert_eq!(requires("DE"), [AddressLine::Street, AddressLine::ZipCode, AddressLine::City]);
        assert_eq!(
            requires("US"),
            [AddressLine::Street, AddressLine::ZipCode, AddressLine::City, AddressLine::State]
        );
        assert_eq!(requires(""), [], "and none is where no country is");
    }

    #[test]
    fn a_house_with_a_name_needs_no_street() {
        let farm = address(&[
            (AddressLine::AddOn, "Hof am Berg"),
            (AddressLine::ZipCode, "6020"),
            (AddressLine::City, "Innsbruck"),
        ]);
        assert_eq!(AddressFormat::for_country("AT", true).missing(&farm), []);
        let bare = address(&[(AddressLine::City, "Innsbruck")]);
        assert_eq!(
            AddressFormat::for_country("AT", true).missing(&bare),
            [AddressLine::Street, AddressLine::ZipCode]
        );
    }
}
