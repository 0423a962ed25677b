//! How addresses are written in a country: which lines, in which order, under which names, and which of them an address
//! there cannot be without. The table is made by `addresses/make.py` from published data; none of it is typed by hand.

use super::{Address, Line, table::Key};

/// A kind of address in a line: its format, and after a `;` the one in Latin letters; what it cannot be without; what its
/// members are called, where not as usual; the countries.
const TABLE: &str = include_str!("../../addresses/formats.txt");

/// Where no country is known: everything a vendor keeps, in a common order.
const ANYWHERE: &str = "H R|D|Z C|S";

/// What a country calls the parts it is divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaName {
    /// As usual.
    Province,
    /// Hong Kong's three.
    Area,
    /// Ireland's and Taiwan's.
    County,
    /// Colombia's.
    Department,
    /// Nauru's and Peru's.
    District,
    /// South Korea's do and si.
    DoSi,
    /// The United Arab Emirates'.
    Emirate,
    /// Those of countries made of islands.
    Island,
    /// Russia's and Ukraine's.
    Oblast,
    /// Barbados' and Jamaica's.
    Parish,
    /// Japan's.
    Prefecture,
    /// Of a federation.
    State,
}

/// What a country calls the place a letter goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityName {
    /// As usual.
    City,
    /// Where a city is the larger thing.
    District,
    /// The town whose post office it is.
    PostTown,
    /// Australia's.
    Suburb,
}

/// What a country calls a place within a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TownName {
    /// As usual.
    Suburb,
    /// China's and South Korea's.
    District,
    /// Brazil's, Iran's and Mexico's.
    Neighborhood,
    /// Ireland's.
    Townland,
    /// Malaysia's.
    VillageTownship,
}

/// What a country calls its postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeName {
    /// As usual.
    Postal,
    /// Ireland's.
    Eircode,
    /// India's.
    Pin,
    /// The United States'.
    Zip,
}

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
        let known = TABLE.lines().find_map(|kind| {
            let mut columns = kind.split('\t');
            let (formats, required, names) = (columns.next()?, columns.next()?, columns.next()?);
            let is_it = !country.is_empty() && columns.next()?.split(' ').any(|code| code == country);
            is_it.then(|| {
                let mut formats = formats.split(';');
                let own = formats.next().unwrap_or(ANYWHERE);
                Postal { rows: formats.next().filter(|_| in_latin).unwrap_or(own), required, names }
            })
        });
        known.unwrap_or(Postal { rows: ANYWHERE, required: "", names: "" })
    }

    /// The lines as they stand on an envelope: rows, and in a row members with the signs before them. The lines that say
    /// more of the place in the street follow the street.
    pub fn rows(self) -> impl Iterator<Item = Vec<(&'static str, Line)>> {
        self.rows.split('|').flat_map(|row| {
            let (mut members, mut start) = (Vec::new(), 0);
            for (index, letter) in row.bytes().enumerate() {
                if let Some(line) = member(letter) {
                    members.push((row.get(start..index).unwrap_or_default(), line));
                    start = index + 1;
                }
            }
            let is_street = members.iter().any(|(_, line)| *line == Line::Street);
            let more =
                if is_street { [Line::AddOn, Line::Additional1, Line::Additional2].as_slice() } else { &[] };
            std::iter::once(members).chain(more.iter().map(|line| vec![("", *line)]))
        })
    }

    /// Whether an address there has such a line.
    pub fn has(self, line: Line) -> bool {
        line == Line::CountryCode || self.rows().flatten().any(|(_, member)| member == line)
    }

    /// Whether an address there cannot be without this line, nor without one of those that say where in a street it is: a
    /// house may have a name and no street.
    pub fn requires(self, line: Line) -> bool {
        let letter = match line {
            Line::Street => 'A',
            Line::City => 'C',
            Line::State => 'S',
            Line::ZipCode => 'Z',
            Line::Number
            | Line::AddOn
            | Line::Town
            | Line::Country
            | Line::CountryCode
            | Line::Additional1
            | Line::Additional2 => return false,
        };
        self.required.contains(letter)
    }

    /// The lines that are missing from an address that is written there.
    pub fn missing(self, address: &Address) -> impl Iterator<Item = Line> {
        let is_there = |line: Line| address.lines[line].is_some();
        let is_street_there = [Line::Number, Line::Street, Line::AddOn, Line::Additional1, Line::Additional2]
            .into_iter()
            .any(is_there);
        let is_missing = move |line: &Line| {
            self.requires(*line) && !(is_there(*line) || *line == Line::Street && is_street_there)
        };
        Line::ALL.iter().copied().filter(is_missing).collect::<Vec<_>>().into_iter()
    }

    /// Whether the names of its states can be had.
    pub fn lists_states(self) -> bool {
        self.calls("listed")
    }

    /// What it calls its parts.
    pub fn area_name(self) -> AreaName {
        let names = [
            ("state", AreaName::State),
            ("area", AreaName::Area),
            ("county", AreaName::County),
            ("department", AreaName::Department),
            ("do_si", AreaName::DoSi),
            ("emirate", AreaName::Emirate),
            ("island", AreaName::Island),
            ("oblast", AreaName::Oblast),
            ("parish", AreaName::Parish),
            ("prefecture", AreaName::Prefecture),
            ("district", AreaName::District),
        ];
        self.named(&names).unwrap_or(AreaName::Province)
    }

    /// What it calls the place a letter goes to.
    pub fn city_name(self) -> CityName {
        let names = [
            ("city:district", CityName::District),
            ("post_town", CityName::PostTown),
            ("city:suburb", CityName::Suburb),
        ];
        self.named(&names).unwrap_or(CityName::City)
    }

    /// What it calls a place within a city.
    pub fn town_name(self) -> TownName {
        let names = [
            ("town:district", TownName::District),
            ("neighborhood", TownName::Neighborhood),
            ("townland", TownName::Townland),
            ("village_township", TownName::VillageTownship),
        ];
        self.named(&names).unwrap_or(TownName::Suburb)
    }

    /// What it calls its postal code.
    pub fn code_name(self) -> CodeName {
        let names = [("zip", CodeName::Zip), ("eircode", CodeName::Eircode), ("pin", CodeName::Pin)];
        self.named(&names).unwrap_or(CodeName::Postal)
    }

    fn named<T: Copy>(self, names: &[(&str, T)]) -> Option<T> {
        names.iter().find(|(word, _)| self.calls(word)).map(|(_, name)| *name)
    }

    fn calls(self, word: &str) -> bool {
        self.names.split(' ').any(|name| name == word)
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
    /// The rows of the address as they are written in its country, without the country.
    pub fn rows(&self, postal: Postal) -> Vec<String> {
        let mut rows = Vec::new();
        let mut rest: Vec<Line> = Line::ALL.to_vec();
        for members in postal.rows() {
            let mut row = String::new();
            for (sign, line) in members {
                rest.retain(|other| *other != line);
                if let Some(text) = &self.lines[line] {
                    if !row.is_empty() {
                        row.push_str(sign);
                    }
                    row.push_str(text);
                }
            }
            rows.push(row);
        }
        // What no address of the country has, and this one has.
        rest.retain(|line| !matches!(line, Line::Country | Line::CountryCode));
        rows.extend(rest.into_iter().filter_map(|line| self.lines[line].clone()));
        rows.retain(|row| !row.is_empty());
        rows
    }

    /// Whether it is written in Latin letters; `None` if nothing is written that would tell.
    pub fn is_latin(&self) -> Option<bool> {
        let lines = self.lines.iter().filter(|(line, _)| !matches!(line, Line::Country | Line::CountryCode));
        let mut letters = lines.filter_map(|(_, text)| text.as_deref()).flat_map(str::chars).filter(|c| {
            // A digit or a sign is of no script; names of letters would bring a table of them.
            c.is_ascii_alphabetic() || !c.is_ascii()
        });
        let first = letters.next()?;
        // Greek is the first script behind Latin; further Latin letters stand before the general punctuation.
        let is_other = |letter: char| matches!(u32::from(letter), 0x370..0x1E00 | 0x2E80..);
        Some(!is_other(first) && !letters.any(is_other))
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
                let mut lines: Vec<Line> = postal.rows().flatten().map(|(_, line)| line).collect();
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
    fn every_word_of_the_table_is_known() {
        let words = TABLE.lines().flat_map(|kind| kind.split('\t').nth(2).unwrap_or_default().split(' '));
        for word in words.filter(|word| !word.is_empty()) {
            let postal = Postal { rows: "", required: "", names: word };
            let is_known = postal.lists_states()
                || postal.area_name() != AreaName::Province
                || postal.city_name() != CityName::City
                || postal.town_name() != TownName::Suburb
                || postal.code_name() != CodeName::Postal;
            assert!(is_known, "{word}");
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
            let rows = Postal::of("JP", in_latin).rows();
            rows.flatten()
                .map(|(_, line)| line)
                .filter(|line| !matches!(line, Line::AddOn | Line::Additional1 | Line::Additional2))
                .collect::<Vec<_>>()
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
        assert_eq!(Postal::of("AT", true).missing(&farm).count(), 0);
        let bare = address(&[(Line::City, "Innsbruck")]);
        assert_eq!(Postal::of("AT", true).missing(&bare).collect::<Vec<_>>(), [Line::Street, Line::ZipCode]);
    }
}
