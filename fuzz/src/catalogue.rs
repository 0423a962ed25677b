//! A catalogue: every message of the file is found by its key, and filling one changes its placeholders only.

use std::collections::BTreeMap;

use carnet::i18n::{Catalogue, fill};

pub(crate) fn check(text: &str) {
    let Some(catalogue) = Catalogue::parse(text) else { return };
    // The other parser refuses half of a surrogate pair.
    if let Ok(messages) = serde_json::from_str::<BTreeMap<String, String>>(text) {
        assert!(catalogue.iter().all(|(key, _)| messages.contains_key(key)));
        for (key, message) in &messages {
            assert_eq!(catalogue.get(key), Some(message.as_str()), "{key}");
        }
    }
    for (key, message) in catalogue.iter() {
        assert_eq!(fill(message, &[]), message, "without values nothing changes");
        // What a customer typed may look like a placeholder, and is no placeholder.
        let filled = fill(message, &[("name", "{{count}}"), ("count", "{{name}}")]);
        let written = |text: &str| text.matches("{{").count();
        assert_eq!(written(&filled), written(message), "{key}");
    }
    let own = Catalogue::english().overridden_by(catalogue.clone());
    for (key, _) in catalogue.iter() {
        assert_eq!(own.get(key), catalogue.get(key));
    }
    assert!(Catalogue::english().iter().all(|(key, _)| own.get(key).is_some()));
}
