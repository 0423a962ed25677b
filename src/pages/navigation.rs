//! Navigation: the current route, and the guard of unsaved input.

use std::{fmt, sync::Arc};

use leptos::prelude::*;

use crate::route::Route;

/// The input on a page that would be lost if the customer left it.
#[derive(Clone, Copy, Debug)]
struct UnsavedInput {
    is_dirty: Signal<bool>,
    discard: Callback<()>,
}

/// A navigation that waits for the customer's answer: whether the page may be left.
#[derive(Clone)]
struct PendingNavigation(Arc<dyn Fn(bool) + Send + Sync>);

impl fmt::Debug for PendingNavigation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingNavigation")
    }
}

/// The current route and the guard of unsaved input, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Navigator {
    /// The current route. Only [`Navigator::navigate`] and [`Navigator::navigate_now`] set it.
    pub route: RwSignal<Route>,
    unsaved: RwSignal<Option<UnsavedInput>>,
    pending: RwSignal<Option<PendingNavigation>>,
}

impl Navigator {
    /// A navigator that starts at this route.
    pub fn new(route: Route) -> Navigator {
        Navigator { route: RwSignal::new(route), unsaved: RwSignal::default(), pending: RwSignal::default() }
    }

    /// Guards the input of a page until the page is removed. Call it in the page's body.
    pub fn guard_unsaved(self, is_dirty: Signal<bool>, discard: Callback<()>) {
        self.unsaved.set(Some(UnsavedInput { is_dirty, discard }));
        on_cleanup(move || {
            self.unsaved.try_set(None);
        });
    }

    /// Whether leaving the page would lose input. Tracked.
    pub fn is_dirty(self) -> bool {
        self.unsaved.get().and_then(|unsaved| unsaved.is_dirty.try_get()).unwrap_or_default()
    }

    /// Calls `navigate` once the page may be left: at once if no input would be lost, else if the customer agrees.
    pub fn when_confirmed(self, navigate: impl Fn() + Send + Sync + 'static) {
        self.confirm_leave(move |may_leave| {
            if may_leave {
                navigate();
            }
        });
    }

    /// Calls `on_answer` with whether the page may be left: at once if no input would be lost, else with the
    /// customer's answer. A question that is still open is answered with no.
    pub fn confirm_leave(self, on_answer: impl Fn(bool) + Send + Sync + 'static) {
        if untrack(|| self.is_dirty()) {
            let replaced =
                self.pending.try_update(|pending| pending.replace(PendingNavigation(Arc::new(on_answer))));
            if let Some(PendingNavigation(on_answer)) = replaced.flatten() {
                on_answer(false);
            }
        } else {
            on_answer(true);
        }
    }

    /// Navigates once the page may be left: asks first if input would be lost.
    pub fn navigate(self, route: Route) {
        self.when_confirmed(move || self.navigate_now(route.clone()));
    }

    /// Navigates without asking: the input was saved, or there is none.
    pub fn navigate_now(self, route: Route) {
        self.route.set(route);
    }

    /// Whether a navigation waits for the customer's answer. Tracked.
    pub(super) fn is_leave_pending(self) -> bool {
        self.pending.with(Option::is_some)
    }

    /// Cancels the pending navigation: the customer stays.
    pub(super) fn cancel(self) {
        if let Some(PendingNavigation(on_answer)) = self.pending.try_update(Option::take).flatten() {
            on_answer(false);
        }
    }

    /// Discards the input and carries out the pending navigation.
    pub(super) fn discard(self) {
        let pending = self.pending.try_update(Option::take).flatten();
        if let Some(unsaved) = self.unsaved.get_untracked() {
            unsaved.discard.run(());
        }
        if let Some(PendingNavigation(on_answer)) = pending {
            on_answer(true);
        }
    }
}
