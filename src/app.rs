//! The app: what every page has at hand, and the page the route leads to.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::Api,
    event::Event,
    form::Ground,
    i18n::{Files, I18n, LanguageTag},
    journey::{CreatePage, Desk, LeaveQuestion, Loading, LocaleSelector, Locales, News, ProfilePage, Way},
};

/// What the host gives the app to begin with.
pub struct Setting {
    /// The way to the vendor.
    pub api: Api,
    /// The language of the page, in the locale it begins with.
    pub i18n: I18n,
    /// The locales on offer.
    pub locales: Vec<LanguageTag>,
    /// Whether the customer has chosen a locale before.
    pub is_chosen: bool,
    /// What every id on the page begins with, where others have ids on it.
    pub id_prefix: String,
    /// Where the customer is; followed by the host's address bar where it wants that.
    pub way: Way,
    /// Tells the host.
    pub tell: Callback<Event>,
}

impl Setting {
    /// The language of the page, not yet spoken: [`App`] begins to.
    pub fn speak(tag: LanguageTag, files: Files) -> I18n {
        I18n::new(tag, files)
    }
}

/// The whole app.
#[component]
pub fn App(
    /// What it begins with.
    setting: Setting,
) -> impl IntoView {
    let Setting { api, i18n, locales, is_chosen, id_prefix, way, tell } = setting;
    let ground = NodeRef::<html::Div>::new();
    provide_context(i18n);
    provide_context(Ground::new(ground, id_prefix));
    let (api, news) = (StoredValue::new_local(api), RwSignal::new(None::<News>));
    provide_context(Desk { api, way, news, locales: Locales::new(locales, is_chosen), tell });
    spawn_local(i18n.switch(i18n.tag_untracked()));

    let customer = Memo::new(move |_| way.route.with(|route| route.customer().cloned()));
    view! {
        <div class="c-app" node_ref=ground>
            <LocaleSelector />
            <LeaveQuestion way=way />
            {move || match customer.get() {
                Some(customer) => view! { <ProfilePage customer=customer /> }.into_any(),
                None => {
                    view! {
                        <Show when=move || i18n.is_settled() fallback=Loading>
                            <CreatePage />
                        </Show>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
