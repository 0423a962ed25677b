//! The dialog that asks before unsaved input is discarded.

use leptos::{ev, html, prelude::*};

use super::context::AppContext;
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    journey::Message,
};

/// Asks whether to discard unsaved input. It is the browser's `<dialog>`, which keeps the focus inside, closes on
/// Escape and restores the focus.
#[component]
pub fn UnsavedChangesDialog() -> impl IntoView {
    let (i18n, root, store) = (I18n::expect(), AppRoot::expect(), AppContext::expect().store);
    let is_open = store.select(|state| state.leaving.is_some());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_open = is_open.get();
        let Some(dialog) = node.get() else { return };
        if !is_open {
            dialog.close();
        } else if !dialog.open() {
            // `show_modal` fails only if the dialog is open or not on the page.
            let _ = dialog.show_modal();
        }
    });
    // A dialog of the host's around the element must not close on the same Escape.
    let on_key = |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    let on_stay = store.sender(|| Message::Stay);
    let on_discard = store.sender(|| Message::Discard);
    view! {
        <dialog
            class="c-dialog" part="dialog"
            role="alertdialog"
            aria-labelledby=root.id("leave-title")
            aria-describedby=root.id("leave-text")
            node_ref=node
            on:keydown=on_key
            on:close=move |_| store.send(Message::Stay)
        >
            <h2 id=root.id("leave-title")>{i18n.text("leave.title")}</h2>
            <p id=root.id("leave-text")>{i18n.text("leave.text")}</p>
            <div class="c-actions" part="actions">
                <Button weight=Weight::Primary label=i18n.text("leave.stay") on_click=on_stay />
                <Button weight=Weight::Secondary label=i18n.text("leave.discard") on_click=on_discard />
            </div>
        </dialog>
    }
}
