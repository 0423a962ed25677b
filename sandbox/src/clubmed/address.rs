//! The addresses the vendor knows: a few cities of a few countries, and one street it never knows.

use serde_json::{Value, json};

use super::refusal::{Problem, Reason};

/// A street of this name is refused wherever it is.
const UNKNOWN_STREET: &str = "UNKNOWN";

struct Country {
    code: &'static str,
    /// `9` stands for a digit, `A` for a letter, anything else for itself.
    zip_codes: &'static [&'static str],
    cities: &'static [(&'static str, &'static str)],
}

const COUNTRIES: &[Country] = &[
    Country {
        code: "FR",
        zip_codes: &["99999"],
        cities: &[
            ("Paris", "75001"),
            ("Aix-en-Provence", "13100"),
            ("Lyon", "69001"),
            ("Marseille", "13001"),
            ("Nantes", "44000"),
            ("Toulouse", "31000"),
            ("Lille", "59000"),
            ("Bordeaux", "33000"),
            ("Strasbourg", "67000"),
            ("Nice", "06000"),
            ("Grenoble", "38000"),
            ("Rennes", "35000"),
        ],
    },
    Country {
        code: "BE",
        zip_codes: &["9999"],
        cities: &[("Bruxelles", "1000"), ("Liège", "4000"), ("Antwerpen", "2000"), ("Gent", "9000")],
    },
    Country {
        code: "GB",
        zip_codes: &["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
        cities: &[
            ("London", "SW1A 1AA"),
            ("Bath", "BA1 1SU"),
            ("Leeds", "LS1 4AP"),
            ("Edinburgh", "EH1 1YZ"),
        ],
    },
    Country {
        code: "US",
        zip_codes: &["99999", "99999-9999"],
        cities: &[
            ("New York", "10001"),
            ("Chicago", "60601"),
            ("San Francisco", "94103"),
            ("Boston", "02108"),
        ],
    },
    Country {
        code: "BR",
        zip_codes: &["99999-999", "99999999"],
        cities: &[("São Paulo", "01001-000"), ("Rio de Janeiro", "20010-000"), ("ZAZ", "45669-872")],
    },
    Country {
        code: "JP",
        zip_codes: &["999-9999", "9999999"],
        cities: &[
            ("東京都千代田区", "100-0001"),
            ("Tokyo", "100-0001"),
            ("大阪市北区", "530-0001"),
            ("Osaka", "530-0001"),
        ],
    },
];

/// What is unknown about an address, if anything. Countries without a list are taken on trust.
pub(super) fn check(address: &Value) -> Option<Problem> {
    let line = |name: &str| address[name].as_str().unwrap_or_default();
    if line("street").trim().eq_ignore_ascii_case(UNKNOWN_STREET) {
        return Some(Problem::new("address.street", Reason::UnknownStreet));
    }
    let country = COUNTRIES.iter().find(|country| country.code == line("country_code"))?;
    let city = line("city").trim();
    if !city.is_empty() && !country.cities.iter().any(|(name, _)| same(name, city)) {
        let mut problem = Problem::new("address.city", Reason::UnknownCity);
        problem.valid_values = country.suggestions(address);
        return Some(problem);
    }
    let zip = line("zip_code").trim();
    if !zip.is_empty() && !country.zip_codes.iter().any(|shape| fits(shape, zip)) {
        let mut problem = Problem::new("address.zip_code", Reason::WrongZipCode);
        problem.valid_values = country.suggestions(address);
        return Some(problem);
    }
    None
}

impl Country {
    /// The same address in cities that are known: of the same name or beginning first, three at most.
    fn suggestions(&self, address: &Value) -> Vec<Value> {
        let start = |text: &str| text.chars().next().map(|first| first.to_lowercase().to_string());
        let city = address["city"].as_str().unwrap_or_default();
        let mut cities: Vec<_> = self.cities.iter().collect();
        cities.sort_by_key(|(name, _)| (!same(name, city), start(name) != start(city)));
        let known = cities.into_iter().take(3).map(|(name, zip)| {
            let mut address = address.clone();
            address["city"] = json!(name);
            address["zip_code"] = json!(zip);
            address
        });
        known.collect()
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn fits(shape: &str, text: &str) -> bool {
    shape.len() == text.len()
        && shape.chars().zip(text.chars()).all(|(wanted, found)| match wanted {
            '9' => found.is_ascii_digit(),
            'A' => found.is_ascii_alphabetic(),
            other => found == other,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Reason, check};

    fn refused(address: &Value) -> Option<(String, Reason)> {
        check(address).map(|problem| (problem.key, problem.reason))
    }

    #[test]
    fn known_cities_pass_in_any_case() {
        assert_eq!(
            refused(&json!({"city": "aix-EN-provence", "zip_code": "75000", "country_code": "FR"})),
            None
        );
        assert_eq!(refused(&json!({"city": "Atlantis", "country_code": "XX"})), None);
        assert_eq!(refused(&json!({})), None);
    }

    #[test]
    fn the_place_of_the_error_is_named() {
        let at = |key: &str, reason| Some((key.to_owned(), reason));
        let street = json!({"street": "unknown", "country_code": "FR"});
        assert_eq!(refused(&street), at("address.street", Reason::UnknownStreet));
        let city = json!({"city": "Atlantis", "country_code": "FR"});
        assert_eq!(refused(&city), at("address.city", Reason::UnknownCity));
        let zip = json!({"city": "Paris", "zip_code": "7500", "country_code": "FR"});
        assert_eq!(refused(&zip), at("address.zip_code", Reason::WrongZipCode));
    }

    #[test]
    fn what_is_suggested_is_accepted() {
        let problem = check(&json!({"city": "Lion", "country_code": "FR"})).expect("an unknown city");
        assert_eq!(problem.valid_values[0]["city"], "Lyon");
        for address in problem.valid_values {
            assert_eq!(check(&address), None);
        }
    }
}
