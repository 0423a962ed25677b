//! The customer's way: where they are, and the question before something typed is left behind.

use std::{fmt, sync::Arc};

use leptos::{html, prelude::*};

use crate::{
    form::{Button, Ground, Weight},
    i18n::I18n,
    route::Route,
};

/// Something typed on a page, that leaving the page would lose.
#[derive(Clone, Copy, Debug)]
struct Typed {
    is_dirty: Signal<bool>,
    discard: Callback<()>,
}

/// What happens once the customer has answered: whether the page may be left.
#[derive(Clone)]
struct Departure(Arc<dyn Fn(bool) + Send + Sync>);

impl fmt::Debug for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Departure")
    }
}

/// Where the customer is, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The page they are on. Set by [`Way::go`] and [`Way::arrive`] alone.
    pub route: RwSignal<Route>,
    typed: RwSignal<Option<Typed>>,
    departure: RwSignal<Option<Departure>>,
}

impl Way {
    /// A way that begins here.
    pub fn new(route: Route) -> Way {
        Way { route: RwSignal::new(route), typed: RwSignal::default(), departure: RwSignal::default() }
    }

    /// Guards what is typed on a page, as long as the page is there. Called in its body.
    pub fn guard(self, is_dirty: Signal<bool>, discard: Callback<()>) {
        self.typed.set(Some(Typed { is_dirty, discard }));
        on_cleanup(move || {
            self.typed.try_set(None);
        });
    }

    /// Whether leaving would lose something. Tracked.
    pub fn is_dirty(self) -> bool {
        self.typed.get().and_then(|typed| typed.is_dirty.try_get()).unwrap_or_default()
    }

    /// Does this once the page may be left: at once where nothing is lost, else when the customer says so.
    pub fn leave(self, then: impl Fn() + Send + Sync + 'static) {
        self.ask(move |may_leave| {
            if may_leave {
                then();
            }
        });
    }

    /// Tells whether the page may be left: at once where nothing is lost, else what the customer answers. Who is asked anew
    /// has stayed.
    pub fn ask(self, then: impl Fn(bool) + Send + Sync + 'static) {
        if untrack(|| self.is_dirty()) {
            let before = self.departure.try_update(|asked| asked.replace(Departure(Arc::new(then))));
            if let Some(Departure(before)) = before.flatten() {
                before(false);
            }
        } else {
            then(true);
        }
    }

    /// Goes somewhere, once the page may be left.
    pub fn go(self, route: Route) {
        self.leave(move || self.arrive(route.clone()));
    }

    /// Goes somewhere without asking: what was typed is saved.
    pub fn arrive(self, route: Route) {
        self.route.set(route);
    }

    fn stay(self) {
        if let Some(Departure(then)) = self.departure.try_update(Option::take).flatten() {
            then(false);
        }
    }

    fn discard(self) {
        let departure = self.departure.try_update(Option::take).flatten();
        if let Some(typed) = self.typed.get_untracked() {
            typed.discard.run(());
        }
        if let Some(Departure(then)) = departure {
            then(true);
        }
    }
}

/// Asks whether what was typed may be lost. The dialog is the browser's: it keeps the focus, closes with Escape,
/// and gives the focus back.
#[component]
pub fn LeaveQuestion(
    /// The way it stands on.
    way: Way,
) -> impl IntoView {
    let (i18n, ground) = (I18n::expect(), Ground::expect());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_asked = way.departure.with(Option::is_some);
        let Some(dialog) = node.get() else { return };
        if !is_asked {
            dialog.close();
        } else if !dialog.open() {
            // It is on the page and not open, so this cannot fail.
            let _ = dialog.show_modal();
        }
    });
    let stay = Callback::new(move |()| way.stay());
    let discard = Callback::new(move |()| way.discard());
    view! {
        <dialog
            class="c-dialog" part="dialog"
            role="alertdialog"
            aria-labelledby=ground.id("leave-title")
            aria-describedby=ground.id("leave-text")
            node_ref=node
            on:close=move |_| way.stay()
        >
            <h2 id=ground.id("leave-title")>{i18n.text("leave.title")}</h2>
            <p id=ground.id("leave-text")>{i18n.text("leave.text")}</p>
            <div class="c-actions" part="actions">
                <Button weight=Weight::Primary words=i18n.text("leave.stay") press=stay />
                <Button weight=Weight::Secondary words=i18n.text("leave.discard") press=discard />
            </div>
        </dialog>
    }
}
