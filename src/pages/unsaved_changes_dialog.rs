//! The dialog that asks before unsaved input is discarded.

use leptos::{html, prelude::*};

use super::navigation::Navigator;
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
};

/// Asks whether to discard unsaved input. It is the browser's `<dialog>`, which keeps the focus inside, closes on
/// Escape and restores the focus.
#[component]
pub fn UnsavedChangesDialog(
    /// The navigator with the pending navigation.
    navigator: Navigator,
) -> impl IntoView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_pending = navigator.is_leave_pending();
        let Some(dialog) = node.get() else { return };
        if !is_pending {
            dialog.close();
        } else if !dialog.open() {
            // `show_modal` fails only if the dialog is open or not on the page.
            let _ = dialog.show_modal();
        }
    });
    let on_stay = Callback::new(move |()| navigator.cancel());
    let on_discard = Callback::new(move |()| navigator.discard());
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
                <Button weight=Weight::Primary label=i18n.text("leave.stay") on_click=on_stay />
                <Button weight=Weight::Secondary label=i18n.text("leave.discard") on_click=on_discard />
            </div>
        </dialog>
    }
}
