//! The known addresses: a few cities of a few countries, and one street that is always unknown.

use serde_json::{Value, json};

use super::error::{InvalidValue, Reason};

/// The street that is unknown in every country.
const UNKNOWN_STREET: &str = "UNKNOWN";

struct Country {
    code: &'static str,
    /// The formats of a postcode. `9` matches a digit, `A` a letter, any other character itself.
    zip_code_formats: &'static [&'static str],
    /// The known cities, each with one of its postcodes.
    cities: &'static [(&'static str, &'static str)],
}

const COUNTRIES: &[Country] = &[
    Country {
        code: "FR",
        zip_code_formats: &["99999"],
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
        zip_code_formats: &["9999"],
        cities: &[("Bruxelles", "1000"), ("Liège", "4000"), ("Antwerpen", "2000"), ("Gent", "9000")],
    },
    Country {
        code: "GB",
        zip_code_formats: &["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
        cities: &[
            ("London", "SW1A 1AA"),
            ("Bath", "BA1 1SU"),
            ("Leeds", "LS1 4AP"),
            ("Edinburgh", "EH1 1YZ"),
        ],
    },
    Country {
        code: "US",
        zip_code_formats: &["99999", "99999-9999"],
        cities: &[
            ("New York", "10001"),
            ("Chicago", "60601"),
            ("San Francisco", "94103"),
            ("Boston", "02108"),
        ],
    },
    Country {
        code: "BR",
        zip_code_formats: &["99999-999", "99999999"],
        cities: &[("São Paulo", "01001-000"), ("Rio de Janeiro", "20010-000"), ("ZAZ", "45669-872")],
    },
    Country {
        code: "JP",
        zip_code_formats: &["999-9999", "9999999"],
        cities: &[
            ("東京都千代田区", "100-0001"),
            ("Tokyo", "100-0001"),
            ("大阪市北区", "530-0001"),
            ("Osaka", "530-0001"),
        ],
    },
];

/// The states of the known cities in countries whose addresses have one.
const STATES: &[(&str, &str)] = &[
    ("New York", "New York"),
    ("Chicago", "Illinois"),
    ("San Francisco", "California"),
    ("Boston", "Massachusetts"),
    ("São Paulo", "São Paulo"),
    ("Rio de Janeiro", "Rio de Janeiro"),
];

/// Returns the first unknown part of an address, if any. An address in a country without a list is accepted.
pub(super) fn check(address: &Value) -> Option<InvalidValue> {
    let text = |name: &str| address[name].as_str().unwrap_or_default();
    if text("street").trim().eq_ignore_ascii_case(UNKNOWN_STREET) {
        return Some(InvalidValue::new("address.street", Reason::UnknownStreet));
    }
    let country = COUNTRIES.iter().find(|country| country.code == text("country_code"))?;
    let city = text("city").trim();
    if !city.is_empty() && !country.cities.iter().any(|(name, _)| eq_ignore_case(name, city)) {
        let mut invalid = InvalidValue::new("address.city", Reason::UnknownCity);
        invalid.valid_values = country.suggestions(address);
        return Some(invalid);
    }
    let zip = text("zip_code").trim();
    if !zip.is_empty() && !country.zip_code_formats.iter().any(|format| matches_format(format, zip)) {
        let mut invalid = InvalidValue::new("address.zip_code", Reason::WrongZipCode);
        invalid.valid_values = country.suggestions(address);
        return Some(invalid);
    }
    None
}

impl Country {
    /// Returns the address in at most three known cities: first the city of the same name, then cities with the same
    /// first letter.
    fn suggestions(&self, address: &Value) -> Vec<Value> {
        let first_letter = |text: &str| text.chars().next().map(|first| first.to_lowercase().to_string());
        let city = address["city"].as_str().unwrap_or_default();
        let mut cities: Vec<_> = self.cities.iter().collect();
        cities
            .sort_by_key(|(name, _)| (!eq_ignore_case(name, city), first_letter(name) != first_letter(city)));
        let suggestions = cities.into_iter().take(3).map(|(name, zip)| {
            let mut suggested = address.clone();
            suggested["city"] = json!(name);
            suggested["zip_code"] = json!(zip);
            // A state belongs to its city.
            if let Some((_, state)) = STATES.iter().find(|(city, _)| city == name) {
                suggested["state_or_district"] = json!(state);
            }
            suggested
        });
        suggestions.collect()
    }
}

fn eq_ignore_case(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

fn matches_format(format: &str, text: &str) -> bool {
    format.len() == text.len()
        && format.chars().zip(text.chars()).all(|(expected, actual)| match expected {
            '9' => actual.is_ascii_digit(),
            'A' => actual.is_ascii_alphabetic(),
            other => actual == other,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Reason, check};

    fn rejection(address: &Value) -> Option<(String, Reason)> {
        check(address).map(|invalid| (invalid.key, invalid.reason))
    }

    #[test]
    fn check_with_known_city_in_any_case_passes() {
        assert_eq!(
            rejection(&json!({"city": "aix-EN-provence", "zip_code": "75000", "country_code": "FR"})),
            None
        );
        assert_eq!(rejection(&json!({"city": "Atlantis", "country_code": "XX"})), None);
        assert_eq!(rejection(&json!({})), None);
    }

    #[test]
    fn check_with_unknown_part_names_the_member() {
        let at = |key: &str, reason| Some((key.to_owned(), reason));
        let street = json!({"street": "unknown", "country_code": "FR"});
        assert_eq!(rejection(&street), at("address.street", Reason::UnknownStreet));
        let city = json!({"city": "Atlantis", "country_code": "FR"});
        assert_eq!(rejection(&city), at("address.city", Reason::UnknownCity));
        let zip = json!({"city": "Paris", "zip_code": "7500", "country_code": "FR"});
        assert_eq!(rejection(&zip), at("address.zip_code", Reason::WrongZipCode));
    }

    #[test]
    fn suggested_city_has_its_own_state() {
        let typed = json!({"city": "Sen Francisco", "state_or_district": "New York", "country_code": "US"});
        let invalid = check(&typed).expect("an unknown city");
        let states: Vec<_> = invalid
            .valid_values
            .iter()
            .map(|address| (address["city"].as_str(), address["state_or_district"].as_str()))
            .collect();
        assert_eq!(states[0], (Some("San Francisco"), Some("California")));
        assert!(states.contains(&(Some("New York"), Some("New York"))), "{states:?}");
    }

    #[test]
    fn check_with_suggested_address_passes() {
        let invalid = check(&json!({"city": "Lion", "country_code": "FR"})).expect("an unknown city");
        assert_eq!(invalid.valid_values[0]["city"], "Lyon");
        for address in invalid.valid_values {
            assert_eq!(check(&address), None);
        }
    }
}
