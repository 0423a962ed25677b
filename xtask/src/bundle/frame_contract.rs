//! The names that `<carnet-frame>` and the page in its frame may send to each other, from the element's manifest.

use serde_json::{Value, json};

use crate::manifest;

/// Attributes without a meaning in a frame: the address bar is the host's, and the frame isolates like a shadow root.
const NOT_IN_FRAME: [&str; 2] = ["routing", "shadow"];

/// Returns the names as a JSON object with `attributes`, `events` and `properties` (CSS custom properties).
pub(super) fn names(manifest: &Value) -> Value {
    let names = |list: &str| -> Vec<&str> {
        let names = manifest::entries(manifest, list).filter_map(|entry| entry["name"].as_str());
        names.filter(|name| !NOT_IN_FRAME.contains(name)).collect()
    };
    json!({
        "attributes": names("attributes"),
        "events": names("events"),
        "properties": names("cssProperties"),
    })
}
