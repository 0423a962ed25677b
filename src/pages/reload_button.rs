//! The button for a page that is older than the files on its server.

use leptos::prelude::*;

use crate::{
    form::{Button, Weight},
    i18n::I18n,
};

/// A button that loads the host's page again. If there is unsaved input, the browser asks before it does.
#[component]
pub(super) fn ReloadButton() -> impl IntoView {
    let i18n = I18n::expect();
    // A page that cannot be loaded again stays as it is.
    let on_click = Callback::new(|()| _ = window().location().reload());
    view! { <Button weight=Weight::Primary label=i18n.text("loader.reload") on_click /> }
}
