//! What an accepted patch does to the stored profile.

use serde_json::Value;

use super::{address, refusal::Refusal};
use crate::{
    merge::merge_patch,
    switches::{Nested, Stores, Switches},
};

/// The profile after `patch`, or why its address is refused.
pub(super) fn apply(
    stored: &Value,
    mut patch: Value,
    force_address: bool,
    switches: &Switches,
) -> Result<Value, Refusal> {
    match switches.stores {
        Stores::AsSent => {}
        Stores::UpperCase => capitals(&mut patch),
        Stores::Nothing => return Ok(stored.clone()),
    }
    let mut next = stored.clone();
    if switches.address == Nested::Replace && patch["address"].is_object() {
        // Emptied in place, so that the members of the profile keep their order.
        next["address"] = Value::Object(serde_json::Map::new());
    }
    merge_patch(&mut next, &patch);
    let checked = !force_address && next["address"] != stored["address"];
    match address::check(&next["address"]) {
        Some(problem) if checked => Err(Refusal::of(vec![problem])),
        _ => Ok(next),
    }
}

fn capitals(patch: &mut Value) {
    let Value::Object(members) = patch else { return };
    for (name, value) in members {
        match value {
            Value::Object(_) if name == "address" => capitals_of_all(value),
            Value::String(text) if name.ends_with("_name") || name == "birth_city" => *text = capital(text),
            _ => {}
        }
    }
}

fn capitals_of_all(address: &mut Value) {
    for value in address.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Value::String(text) = value {
            *text = capital(text);
        }
    }
}

fn capital(text: &str) -> String {
    text.trim().to_uppercase()
}
