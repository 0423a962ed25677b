//! The root component: the contexts that every page uses, and the page of the current route.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    client::Client,
    event::Event,
    form::AppRoot,
    i18n::{I18n, LanguageTag},
    pages::{
        AppContext, CreatePage, Loading, LocaleCombobox, Locales, Navigator, Outcome, ProfilePage,
        UnsavedChangesDialog,
    },
};

/// The values that the app is started with.
pub struct AppOptions {
    /// The client of the vendor's API.
    pub client: Client,
    /// The language of the page, with the locale to begin with. [`App`] loads its catalogue.
    pub i18n: I18n,
    /// The locales the customer can choose from.
    pub locales: Vec<LanguageTag>,
    /// Whether the customer has chosen a locale before.
    pub is_chosen: bool,
    /// The prefix of every DOM id; empty within a shadow root.
    pub id_prefix: String,
    /// The navigator. Its route follows the page's fragment where the host asks for routing.
    pub navigator: Navigator,
    /// Emits an event to the host.
    pub emit: Callback<Event>,
}

/// The whole app.
#[component]
pub fn App(
    /// The values it is started with.
    options: AppOptions,
) -> impl IntoView {
    let AppOptions { client, i18n, locales, is_chosen, id_prefix, navigator, emit } = options;
    let root = NodeRef::<html::Div>::new();
    provide_context(i18n);
    provide_context(AppRoot::new(root, id_prefix));
    let (client, outcome) = (StoredValue::new_local(client), RwSignal::new(None::<Outcome>));
    provide_context(AppContext {
        client,
        navigator,
        outcome,
        locales: Locales::new(locales, is_chosen),
        emit,
    });
    spawn_local(i18n.switch(i18n.tag_untracked()));

    let customer = Memo::new(move |_| navigator.route.with(|route| route.customer().cloned()));
    view! {
        <div class="c-app" node_ref=root>
            <LocaleCombobox />
            <UnsavedChangesDialog navigator=navigator />
            {move || match customer.get() {
                Some(customer) => view! { <ProfilePage customer=customer /> }.into_any(),
                None => {
                    view! {
                        <Show when=move || i18n.is_ready() fallback=Loading>
                            <CreatePage />
                        </Show>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
