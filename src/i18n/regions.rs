//! The states of a country by name. The lists are made by `addresses/make.py` and fetched when a country needs one.

use crate::json::{self, Json};

/// A state, province or district, with its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The code; the name, if it differs; the name in the Latin script, if that differs.
    spellings: Vec<String>,
}

impl Region {
    /// Parses a list; `None` if the text is not a JSON array of arrays of strings.
    pub(super) fn parse(text: &str) -> Option<Vec<Region>> {
        let Json::List(items) = json::parse(text)? else { return None };
        let region = |item: Json| {
            let Json::List(spellings) = item else { return None };
            let text = |spelling: Json| if let Json::Text(text) = spelling { Some(text) } else { None };
            let spellings: Vec<String> = spellings.into_iter().map(text).collect::<Option<_>>()?;
            (!spellings.is_empty()).then_some(Region { spellings })
        };
        items.into_iter().map(region).collect()
    }

    /// The name, in the Latin script or in its own.
    pub fn name(&self, in_latin: bool) -> &str {
        let name =
            if in_latin { self.spellings.last() } else { self.spellings.get(1).or(self.spellings.first()) };
        name.map_or("", String::as_str)
    }

    /// Iterates over the spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str)
    }

    /// Whether this is one of the spellings, letter by letter.
    pub fn has_spelling(&self, text: &str) -> bool {
        self.spellings().any(|spelling| spelling == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_has_a_name_in_its_own_and_in_latin_script() {
        let list = r#"[["AL","Alabama"],["東京都","東京都","Tokyo"],["Kowloon","九龍","Kowloon"],["Salta"]]"#;
        let regions = Region::parse(list).expect("a list");
        let names = |in_latin| regions.iter().map(|region| region.name(in_latin)).collect::<Vec<_>>();
        assert_eq!(names(true), ["Alabama", "Tokyo", "Kowloon", "Salta"]);
        assert_eq!(names(false), ["Alabama", "東京都", "九龍", "Salta"]);
        assert!(regions[0].has_spelling("AL") && !regions[0].has_spelling("al"));
    }

    #[test]
    fn parse_requires_a_list_of_lists_of_names() {
        for text in ["", "<html>", "{}", "[1]", "[[]]", "[[1]]", r#"["AL"]"#] {
            assert_eq!(Region::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_shipped_list_parses_and_belongs_to_a_country_with_states() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/addresses/regions");
        let mut codes = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the lists are there") {
            let path = entry.expect("an entry").path();
            let regions =
                Region::parse(&std::fs::read_to_string(&path).expect("it is text")).expect("a list");
            assert!(regions.len() > 1, "{}", path.display());
            codes.push(path.file_stem().expect("a name").to_string_lossy().into_owned());
        }
        let listed = |code: &&&str| crate::domain::AddressFormat::for_country(code, true).lists_states();
        codes.sort();
        let expected: Vec<&str> = crate::domain::COUNTRIES.iter().filter(listed).copied().collect();
        assert_eq!(codes, expected);
    }
}
