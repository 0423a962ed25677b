//! The states of a country by name: one file a country beside the wasm, made by `addresses/make.py`.

use crate::json::{self, Json};

/// A state, province or district, in every way it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    // Its code; its name, where that is another; its name in Latin letters, where that is another.
    spellings: Vec<String>,
}

impl Region {
    /// The list in this JSON text, an array of arrays of text; `None` if it is none.
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

    /// Its name, in Latin letters or in its own.
    pub fn name(&self, in_latin: bool) -> &str {
        let name =
            if in_latin { self.spellings.last() } else { self.spellings.get(1).or(self.spellings.first()) };
        name.map_or("", String::as_str)
    }

    /// Every way it is written.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str)
    }

    /// Whether it is written in this way, letter by letter.
    pub fn has_spelling(&self, text: &str) -> bool {
        self.spellings().any(|spelling| spelling == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_named_in_its_own_letters_and_in_latin_ones() {
        let list = r#"[["AL","Alabama"],["東京都","東京都","Tokyo"],["Kowloon","九龍","Kowloon"],["Salta"]]"#;
        let regions = Region::parse(list).expect("a list");
        let names = |in_latin| regions.iter().map(|region| region.name(in_latin)).collect::<Vec<_>>();
        assert_eq!(names(true), ["Alabama", "Tokyo", "Kowloon", "Salta"]);
        assert_eq!(names(false), ["Alabama", "東京都", "九龍", "Salta"]);
        assert!(regions[0].has_spelling("AL") && !regions[0].has_spelling("al"));
    }

    #[test]
    fn what_is_no_list_of_names_is_no_list() {
        for text in ["", "<html>", "{}", "[1]", "[[]]", "[[1]]", r#"["AL"]"#] {
            assert_eq!(Region::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_list_that_is_shipped_can_be_read() {
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
