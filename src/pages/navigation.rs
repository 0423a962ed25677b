//! The customer's way: where they are, and the question before something typed is left behind.

use std::{fmt, sync::Arc};

use leptos::prelude::*;

use crate::route::Route;

/// Something typed on a page, that leaving the page would lose.
#[derive(Clone, Copy, Debug)]
struct UnsavedInput {
    is_dirty: Signal<bool>,
    discard: Callback<()>,
}

/// What happens once the customer has answered: whether the page may be left.
#[derive(Clone)]
struct PendingNavigation(Arc<dyn Fn(bool) + Send + Sync>);

impl fmt::Debug for PendingNavigation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingNavigation")
    }
}

/// Where the customer is, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Navigator {
    /// The page they are on. Set by [`Way::go`] and [`Way::arrive`] alone.
    pub route: RwSignal<Route>,
    unsaved: RwSignal<Option<UnsavedInput>>,
    pending: RwSignal<Option<PendingNavigation>>,
}

impl Navigator {
    /// A way that begins here.
    pub fn new(route: Route) -> Navigator {
        Navigator { route: RwSignal::new(route), unsaved: RwSignal::default(), pending: RwSignal::default() }
    }

    /// Guards what is typed on a page, as long as the page is there. Called in its body.
    pub fn guard_unsaved(self, is_dirty: Signal<bool>, discard: Callback<()>) {
        self.unsaved.set(Some(UnsavedInput { is_dirty, discard }));
        on_cleanup(move || {
            self.unsaved.try_set(None);
        });
    }

    /// Whether leaving would lose something. Tracked.
    pub fn is_dirty(self) -> bool {
        self.unsaved.get().and_then(|unsaved| unsaved.is_dirty.try_get()).unwrap_or_default()
    }

    /// Does this once the page may be left: at once where nothing is lost, else when the customer says so.
    pub fn when_confirmed(self, navigate: impl Fn() + Send + Sync + 'static) {
        self.confirm_leave(move |may_leave| {
            if may_leave {
                navigate();
            }
        });
    }

    /// Tells whether the page may be left: at once where nothing is lost, else what the customer answers. Who is asked anew
    /// has stayed.
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

    /// Goes somewhere, once the page may be left.
    pub fn navigate(self, route: Route) {
        self.when_confirmed(move || self.navigate_now(route.clone()));
    }

    /// Goes somewhere without asking: what was typed is saved.
    pub fn navigate_now(self, route: Route) {
        self.route.set(route);
    }

    /// Whether a navigation waits for the customer's answer. Tracked.
    pub(super) fn is_leave_pending(self) -> bool {
        self.pending.with(Option::is_some)
    }

    /// The customer stays: cancels the pending navigation.
    pub(super) fn cancel(self) {
        if let Some(PendingNavigation(on_answer)) = self.pending.try_update(Option::take).flatten() {
            on_answer(false);
        }
    }

    /// The customer leaves: discards what was typed, and carries out the pending navigation.
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
