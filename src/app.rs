//! The app: what every page has at hand, and the page the route leads to.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    client::Client,
    event::Event,
    form::AppRoot,
    i18n::{I18n, LanguageTag, Loaders},
    pages::{
        AppContext, CreatePage, Loading, LocaleCombobox, Locales, Navigator, Outcome, ProfilePage,
        UnsavedChangesDialog,
    },
};

/// What the host gives the app to begin with.
pub struct AppOptions {
    /// The way to the vendor.
    pub client: Client,
    /// The language of the page, in the locale it begins with.
    pub i18n: I18n,
    /// The locales on offer.
    pub locales: Vec<LanguageTag>,
    /// Whether the customer has chosen a locale before.
    pub is_chosen: bool,
    /// What every id on the page begins with, where others have ids on it.
    pub id_prefix: String,
    /// Where the customer is; followed by the host's address bar where it wants that.
    pub navigator: Navigator,
    /// Tells the host.
    pub emit: Callback<Event>,
}

impl AppOptions {
    /// The language of the page, not yet spoken: [`App`] begins to.
    pub fn load_language(tag: LanguageTag, files: Loaders) -> I18n {
        I18n::new(tag, files)
    }
}

/// The whole app.
#[component]
pub fn App(
    /// What it begins with.
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
