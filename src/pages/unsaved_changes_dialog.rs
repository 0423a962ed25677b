//! The question before something typed is left behind.

use leptos::{html, prelude::*};

use super::navigation::Navigator;
use crate::{
    form::{AppRoot, Button, Weight},
    i18n::I18n,
};

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
        let is_pending = navigator.is_leave_pending();
        let Some(dialog) = node.get() else { return };
        if !is_pending {
            dialog.close();
        } else if !dialog.open() {
            // It is on the page and not open, so this cannot fail.
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
                <Button weight=Weight::Primary label=i18n.text("leave.stay") press=on_stay />
                <Button weight=Weight::Secondary label=i18n.text("leave.discard") press=on_discard />
            </div>
        </dialog>
    }
}
