//! The field names in `carnet-saved` are public. `contract_tables.rs` compares them with the contract.

use std::collections::BTreeSet;

use carnet::domain::Field;

#[test]
fn carnet_saved_field_names_are_unique_and_kebab_case() {
    let names: Vec<String> = Field::all().map(|field| field.name().to_owned()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    for name in names {
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(name.split('-').all(is_word), "{name}");
    }
}
