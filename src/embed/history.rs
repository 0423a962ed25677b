//! The fragment of the page's address, kept in step with the route.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{
    journey::{Message, State},
    route::Route,
    store::Store,
};

/// Keeps the page's fragment and the route the same, in both directions.
///
/// A form and its review are entries of their own, so that Back leads from the review to the form and from there to the
/// profile. When an edit ends, its entries are left behind: Back does not open a finished edit again.
pub(super) fn sync_fragment(store: Store) {
    let route = store.select(State::route);
    let trail = Rc::new(RefCell::new(Trail::default()));
    let on_pop = Rc::clone(&trail);
    Effect::new(move |previous: Option<Route>| {
        let current = route.get();
        let mut trail = trail.borrow_mut();
        match &previous {
            // The first route is where the page already is.
            None => trail.write(&current, false),
            // The browser went there itself.
            Some(_) if fragment() == current.fragment() => trail.follow(),
            Some(left) if is_end(left, &current) && trail.go_back(&current) => {}
            Some(left) => {
                // A row that is edited instead of another one replaces it.
                let is_switch = left.scope().is_some() && current.scope().is_some() && !current.is_review();
                trail.write(&current, !is_switch && !is_end(left, &current));
            }
        }
        current
    });
    // Not `hashchange`: it does not fire when the host changed its query between two entries.
    let listener = window_event_listener(leptos::ev::popstate, move |_| {
        let Some(current) = route.try_get_untracked() else { return };
        // A fragment of the host's own, or of another customer, is left to the host.
        let Some(requested) = Route::parse(&fragment(), current.customer()) else { return };
        if requested != current {
            store.send(Message::Go(requested));
            // The navigation waits for the customer's answer, or the form cannot be reviewed: the fragment names the
            // current page.
            if route.get_untracked() == current {
                let mut trail = on_pop.borrow_mut();
                trail.follow();
                trail.write(&current, true);
            }
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether an edit, or the review in an edit, ends between two routes.
fn is_end(left: &Route, current: &Route) -> bool {
    left.scope().is_some() && current.scope().is_none() || left.is_review() && !current.is_review()
}

/// The member of an entry's state that has the entry's position in [`Trail`]. All others are those of the host's router.
const POSITION: &str = "carnet";

/// The fragments of the entries of the browser's history from the first one of the app's up to the current one.
#[derive(Default)]
struct Trail(Vec<String>);

impl Trail {
    /// Adds an entry for a route, or replaces the current one.
    fn write(&mut self, route: &Route, is_new: bool) {
        if !is_new {
            self.0.pop();
        }
        let fragment = route.fragment();
        let state = Object::assign(&Object::new(), &Object::from(state()));
        // A plain object accepts any member.
        let _ = Reflect::set(&state, &POSITION.into(), &JsValue::from_f64(self.0.len() as f64));
        // The whole address: a fragment alone would be resolved against the page's `<base>`.
        let address = window().location().href().unwrap_or_default();
        let address = [address.split('#').next().unwrap_or_default(), &fragment].concat();
        if let Ok(history) = window().history() {
            let _ = if is_new {
                history.push_state_with_url(&state, "", Some(&address))
            } else {
                history.replace_state_with_url(&state, "", Some(&address))
            };
        }
        self.0.push(fragment);
    }

    /// Follows the browser to an entry: one of the app's, or a new one that a link or the address bar has added.
    fn follow(&mut self) {
        let position = Reflect::get(&Object::from(state()), &POSITION.into()).ok();
        let here = fragment();
        match position
            .and_then(|position| position.as_f64())
            .map(|index| index as usize)
            .filter(|index| self.0.get(*index) == Some(&here))
        {
            Some(index) => self.0.truncate(index + 1),
            None => self.0.push(here),
        }
    }

    /// Goes back to the last entry of a route; returns whether there is one. The entries after it are left behind.
    fn go_back(&mut self, route: &Route) -> bool {
        let wanted = route.fragment();
        // The host may have added entries of its own: then the way back is not known.
        let is_known = self.0.last() == Some(&fragment());
        let Some(index) = self.0.iter().rposition(|entry| *entry == wanted).filter(|_| is_known) else {
            return false;
        };
        let steps = self.0.len() - 1 - index;
        self.0.truncate(index + 1);
        window()
            .history()
            .is_ok_and(|history| history.go_with_delta(-i32::try_from(steps).unwrap_or_default()).is_ok())
    }
}

/// Returns the state of the current entry; `null` without one.
fn state() -> JsValue {
    window().history().ok().and_then(|history| history.state().ok()).unwrap_or(JsValue::NULL)
}

/// Returns the page's fragment, with its `#`; empty where it has none.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}
