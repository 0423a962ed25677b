//! The customer's way: where they are, and the question before something typed is left behind.

use std::{fmt, sync::Arc};

use leptos::{html, prelude::*};

use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    route::Route,
};

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
        f.write_str("Departure")
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
        self.unsaved.get().and_then(|typed| typed.is_dirty.try_get()).unwrap_or_default()
    }

    /// Does this once the page may be left: at once where nothing is lost, else when the customer says so.
    pub fn when_confirmed(self, then: impl Fn() + Send + Sync + 'static) {
        self.confirm_leave(move |may_leave| {
            if may_leave {
                then();
            }
        });
    }

    /// Tells whether the page may be left: at once where nothing is lost, else what the customer answers. Who is asked anew
    /// has stayed.
    pub fn confirm_leave(self, then: impl Fn(bool) + Send + Sync + 'static) {
        if untrack(|| self.is_dirty()) {
            let before = self.pending.try_update(|asked| asked.replace(PendingNavigation(Arc::new(then))));
            if let Some(PendingNavigation(before)) = before.flatten() {
                before(false);
            }
        } else {
            then(true);
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

    fn cancel(self) {
        if let Some(PendingNavigation(then)) = self.pending.try_update(Option::take).flatten() {
            then(false);
        }
    }

    fn discard(self) {
        let departure = self.pending.try_update(Option::take).flatten();
        if let Some(typed) = self.unsaved.get_untracked() {
            typed.discard.run(());
        }
        if let Some(PendingNavigation(then)) = departure {
            then(true);
        }
    }
}

/// Asks whether what was typed may be lost. The dialog is the browser's: it keeps the focus, closes with Escape,
/// and gives the focus back.
#[component]
pub fn UnsavedChangesDialog(
    /// The way it stands on.
    navigator: Navigator,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_asked = navigator.pending.with(Option::is_some);
        let Some(dialog) = node.get() else { return };
        if !is_asked {
            dialog.close();
        } else if !dialog.open() {
            // It is on the page and not open, so this cannot fail.
            let _ = dialog.show_modal();
        }
    });
    let stay = Callback::new(move |()| navigator.cancel());
    let discard = Callback::new(move |()| navigator.discard());
    view! {
        <dialog
            class="c-dialog" part="dialog"
            role="alertdialog"
            aria-labelledby=root.id("leave-title")
            aria-describedby=root.id("leave-text")
            node_ref=node
            on:close=move |_| navigator.cancel()
        >
            <h2 id=root.id("leave-title")>{i18n.text("leave.title")}</h2>
            <p id=root.id("leave-text")>{i18n.text("leave.text")}</p>
            <div class="c-actions" part="actions">
                <Button weight=Weight::Primary label=i18n.text("leave.stay") on_click=stay />
                <Button weight=Weight::Secondary label=i18n.text("leave.discard") on_click=discard />
            </div>
        </dialog>
    }
}
