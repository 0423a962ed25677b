//! Applies a validated patch to a stored profile.

use serde_json::{Map, Value};

use super::{address, error::Error};
use crate::{
    merge::merge_patch,
    switches::{AddressPatch, Storage, Switches},
};

/// Returns the profile after `patch`.
///
/// # Errors
/// Returns 400 if the patch changes the address to an unknown one and `force_address` is not set.
pub(super) fn apply(
    stored: &Value,
    mut patch: Value,
    force_address: bool,
    switches: &Switches,
) -> Result<Value, Error> {
    match switches.stores {
        Storage::AsSent => {}
        Storage::UpperCase => names_and_address_to_upper_case(&mut patch),
        Storage::Nothing => return Ok(stored.clone()),
    }
    let mut updated = stored.clone();
    if switches.address == AddressPatch::Replace && patch["address"].is_object() {
        // Emptied, not removed, so that the fields of the profile keep their order.
        updated["address"] = Value::Object(Map::new());
    }
    merge_patch(&mut updated, &patch);
    let needs_check = !force_address && updated["address"] != stored["address"];
    match address::check(&updated["address"]) {
        Some(problem) if needs_check => Err(Error::invalid_values(vec![problem])),
        _ => Ok(updated),
    }
}

fn names_and_address_to_upper_case(patch: &mut Value) {
    let Value::Object(fields) = patch else { return };
    for (name, value) in fields {
        match value {
            Value::Object(_) if name == "address" => address_to_upper_case(value),
            Value::String(text) if name.ends_with("_name") || name == "birth_city" => {
                *text = trimmed_upper_case(text);
            }
            _ => {}
        }
    }
}

fn address_to_upper_case(address: &mut Value) {
    for value in address.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Value::String(text) = value {
            *text = trimmed_upper_case(text);
        }
    }
}

fn trimmed_upper_case(text: &str) -> String {
    text.trim().to_uppercase()
}
