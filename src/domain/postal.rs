//! How addresses are written in a country: which lines, in which order, under which names, and which of them an address
//! there cannot be without. The table is made by `addresses/make.py` from published data; none of it is typed by hand.

use super::{Address, Line, script::is_latin, table::Key};

/// A kind of address in a line: its format, and after a `;` the one in Latin letters; what it cannot be without; what its
/// members are called, where not as usual; the countries.
const TABLE: &str = include_str!("../../addresses/formats.txt");

/// Where no country is known: everything a vendor keeps, in a common order.
const ANYWHERE: &str = "H R|D|Z C|S";

/// How addresses are written in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Postal {
    rows: &'static str,
    required: &'static str,
    names: &'static str,
}

impl Postal {
    /// How they are written in this country, ISO 3166-1 alpha-2: in Latin letters or in the country's own, which can be
    /// the other way round. Without a country, or in one nobody knows, any line may be there and none must.
    pub fn of(country: &str, in_latin: bool) -> Postal {
        for kind in TABLE.lines() {
            let mut columns = kind.split('\t');
            let mut column = || columns.next().unwrap_or_default();
            let (formats, required, names, countries) = (column(), column(), column(), column());
            if !country.is_empty() && countries.split(' ').any(|code| code == country) {
                let mut formats = formats.split(';');
                let own = formats.next().unwrap_or_default();
                return Postal { rows: formats.next().filter(|_| in_latin).unwrap_or(own), required, names };
            }
        }
        Postal { rows: ANYWHERE, required: "", names: "" }
    }

    /// The lines as they stand on an envelope: each with what is written between it and the one before it, where that is
    /// in the same row. The lines that say more of the place in the street follow the row of the street.
    pub fn lines(self) -> Vec<(Option<&'static str>, Line)> {
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
                lines.extend([Line::AddOn, Line::Additional1, Line::Additional2].map(|line| (None, line)));
            }
        }
        lines
    }

    /// The same, with the lines that no address there has: a place within the city stands before the city, the others
    /// come last.
    pub fn every_line(self) -> Vec<(Option<&'static str>, Line)> {
        let mut lines = self.lines();
        for &line in Line::ALL {
            if matches!(line, Line::Country | Line::CountryCode) || self.has(line) {
                continue;
            }
            let before =
                lines.iter().position(|(_, other)| line == Line::Town && *other == Line::Additional2);
            lines.insert(before.map_or(lines.len(), |index| index + 1), (None, line));
        }
        lines
    }

    /// Whether an address there has such a line.
    pub fn has(self, line: Line) -> bool {
        line == Line::CountryCode || self.lines().iter().any(|(_, other)| *other == line)
    }

    /// Whether an address there cannot be without this line; for the street, without one of those that say where in a
    /// street it is: a house may have a name and no street.
    pub fn requires(self, line: Line) -> bool {
        let letter = match line {
            Line::Street => 'A',
            Line::City => 'C',
            Line::State => 'S',
            Line::ZipCode => 'Z',
            _ => return false,
        };
        self.required.contains(letter)
    }

    /// The lines that are missing from an address that is written there, in their order.
    pub fn missing(self, address: &Address) -> Vec<Line> {
        let is_there = |line: Line| address.lines[line].is_some();
        let in_street = [Line::Number, Line::Street, Line::AddOn, Line::Additional1, Line::Additional2];
        let mut missing: Vec<Line> = self.every_line().into_iter().map(|(_, line)| line).collect();
        missing.retain(|line| {
            let is_given =
                if *line == Line::Street { in_street.into_iter().any(is_there) } else { is_there(*line) };
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
fn member(letter: u8) -> Option<Line> {
    Some(match letter {
        b'H' => Line::Number,
        b'R' => Line::Street,
        b'D' => Line::Town,
        b'C' => Line::City,
        b'S' => Line::State,
        b'Z' => Line::ZipCode,
        _ => return None,
    })
}

impl Address {
    /// The rows of the address as they are written in its country, without the country; none of it is left out.
    pub fn rows(&self, postal: Postal) -> Vec<String> {
        let mut rows = vec![String::new()];
        for (sign, line) in postal.every_line() {
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
        let lines = self.lines.iter().filter(|(line, _)| !matches!(line, Line::Country | Line::CountryCode));
        lines.filter_map(|(_, text)| is_latin(text.as_deref()?)).reduce(|one, other| one && other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::COUNTRIES;

    fn address(lines: &[(Line, &str)]) -> Address {
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
                let postal = Postal::of(country, in_latin);
                assert_ne!(postal.required, "", "{country} is in the table");
                let mut lines: Vec<Line> = postal.lines().into_iter().map(|(_, line)| line).collect();
                let count = lines.len();
                lines.sort();
                lines.dedup();
                assert_eq!(lines.len(), count, "{country}: no line twice");
                for line in Line::ALL {
                    assert!(
                        !postal.requires(*line) || postal.has(*line),
                        "{country} needs {line:?} and has none"
                    );
                }
                assert!(postal.has(Line::Street) && postal.has(Line::AddOn), "{country}");
                assert!(!postal.lists_states() || postal.has(Line::State), "{country}");
            }
        }
    }

    #[test]
    fn an_address_is_written_as_its_country_writes_it() {
        let full = address(&[
            (Line::Number, "12"),
            (Line::Street, "Main"),
            (Line::AddOn, "2nd floor"),
            (Line::ZipCode, "10115"),
            (Line::City, "Town"),
        ]);
        for (country, rows) in [
            ("FR", ["12 Main", "2nd floor", "10115 Town"].as_slice()),
            ("DE", &["Main 12", "2nd floor", "10115 Town"]),
            ("US", &["12 Main", "2nd floor", "Town 10115"]),
            ("GB", &["12 Main", "2nd floor", "Town", "10115"]),
            ("HU", &["Town", "Main 12", "2nd floor", "10115"]),
        ] {
            assert_eq!(full.rows(Postal::of(country, true)), rows, "{country}");
        }
        let state = address(&[(Line::City, "Denver"), (Line::State, "Colorado"), (Line::ZipCode, "80202")]);
        assert_eq!(state.rows(Postal::of("US", true)), ["Denver, Colorado 80202"]);
        assert_eq!(
            state.rows(Postal::of("FR", true)),
            ["80202 Denver", "Colorado"],
            "none of it is left out"
        );
    }

    #[test]
    fn japan_is_written_from_large_to_small_in_its_own_letters() {
        let order = |in_latin| {
            let more = [Line::AddOn, Line::Additional1, Line::Additional2];
            let lines = Postal::of("JP", in_latin).lines().into_iter().map(|(_, line)| line);
            lines.filter(|line| !more.contains(line)).collect::<Vec<_>>()
        };
        assert_eq!(order(false), [Line::ZipCode, Line::State, Line::City, Line::Street, Line::Number]);
        assert_eq!(order(true), [Line::Number, Line::Street, Line::City, Line::State, Line::ZipCode]);
        assert_eq!(address(&[(Line::City, "渋谷区"), (Line::Number, "1")]).is_latin(), Some(false));
        assert_eq!(address(&[(Line::City, "Łódź"), (Line::Street, "Quai d’Orsay")]).is_latin(), Some(true));
        assert_eq!(address(&[(Line::Number, "1-2"), (Line::Country, "日本")]).is_latin(), None);
    }

    #[test]
    fn no_country_is_made_to_give_what_it_has_not() {
        let requires = |country: &str| {
            let postal = Postal::of(country, true);
            Line::ALL.iter().copied().filter(|line| postal.requires(*line)).collect::<Vec<_>>()
        };
        assert_eq!(requires("HK"), [Line::Street, Line::State]);
        assert_eq!(requires("IE"), [Line::Street, Line::City]);
        assert_eq!(requires("JP"), [Line::Street, Line::ZipCode, Line::State]);
        assert_eq!(requires("BR"), [Line::Street, Line::ZipCode, Line::City, Line::State]);
        assert_eq!(requires("DE"), [Line::Street, Line::ZipCode, Line::City]);
        assert_eq!(requires("US"), [Line::Street, Line::ZipCode, Line::City, Line::State]);
        assert_eq!(requires(""), [], "and none is where no country is");
    }

    #[test]
    fn a_house_with_a_name_needs_no_street() {
        let farm =
            address(&[(Line::AddOn, "Hof am Berg"), (Line::ZipCode, "6020"), (Line::City, "Innsbruck")]);
        assert_eq!(Postal::of("AT", true).missing(&farm), []);
        let bare = address(&[(Line::City, "Innsbruck")]);
        assert_eq!(Postal::of("AT", true).missing(&bare), [Line::Street, Line::ZipCode]);
    }
}
