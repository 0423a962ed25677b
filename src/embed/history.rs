//! The fragment of the page's address, kept in step with the route.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{pages::Navigator, route::Route};

/// Keeps the page's fragment and the route the same, in both directions.
pub(super) fn sync_fragment(navigator: Navigator) {
    let write = |fragment: &str, push: bool| {
        if let Ok(history) = window().history() {
            // The first route is where the page already is; each later one adds an entry to go back over.
            let _ = if push {
                history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
            } else {
                history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
            };
        }
    };
    Effect::new(move |previous: Option<()>| {
        let wanted = navigator.route.with(Route::fragment);
        if fragment() != wanted {
            write(&wanted, previous.is_some());
        }
    });
    // Not `hashchange`: it does not fire when the host changed its query between two entries.
    let listener = window_event_listener(leptos::ev::popstate, move |_| {
        let Some(current) = navigator.route.try_get_untracked() else { return };
        // A fragment of the host's own, or of another customer, is left to the host.
        let Some(requested) = Route::parse(&fragment(), current.customer()) else { return };
        if requested != current {
            navigator.navigate(requested);
            // The navigation waits for the customer's answer: until then the fragment names the current page.
            if navigator.route.get_untracked() == current {
                write(&current.fragment(), true);
            }
        }
    });
    on_cleanup(move || listener.remove());
}

/// Returns the page's fragment, with its `#`; empty where it has none.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}
