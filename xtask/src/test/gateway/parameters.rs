//! The query parameters that the gateways of `deploy/` let through are those of `web/contract.json`, for each vendor.

use std::{collections::BTreeSet, fs};

use crate::{contract::Contract, error::Error, paths};

/// The names in the pattern of the allowed query, which begins behind `before`.
fn allowed_names(file: &str, before: &str) -> Result<BTreeSet<String>, Error> {
    let text = fs::read_to_string(paths::root().join(file))?;
    let list = text.split_once(before).and_then(|(_, rest)| rest.split_once(")="));
    let (list, _) = list.ok_or_else(|| Error::new(format!("{file} has no {before:?}")))?;
    Ok(list.split('|').map(str::to_owned).collect())
}

/// Returns the names of a vendor's query parameters, which are the attributes' names in camel case.
fn parameter_names(vendor: &str) -> Result<BTreeSet<String>, Error> {
    let contract = Contract::read(&paths::root())?;
    let entry = contract.entries("vendors").find(|entry| entry["name"] == vendor);
    let parameters = entry.and_then(|entry| entry["parameters"].as_array());
    let parameters =
        parameters.ok_or_else(|| Error::new(format!("the contract has no parameters of {vendor}")))?;
    let camel_case = |name: &str| {
        let mut words = name.split('-');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..])
    };
    Ok(parameters.iter().filter_map(|entry| entry["name"].as_str()).map(camel_case).collect())
}

#[test]
fn gateways_let_through_the_parameters_of_the_contract() -> Result<(), Error> {
    for (file, before) in [
        ("deploy/haproxy.cfg", "acl is_query query -m reg ^(("),
        ("deploy/apache-gateway.conf", "RewriteCond %{QUERY_STRING} \"!^(("),
    ] {
        assert_eq!(allowed_names(file, before)?, parameter_names("capillary")?, "{file}");
    }
    // Both refuse every query to Imprint.
    assert_eq!(parameter_names("imprint")?, BTreeSet::new());
    Ok(())
}
