//! The app: what every page has at hand, the locale selector, and the page the route leads to.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::Api,
    event::Event,
    form::{Button, Ground, Weight},
    i18n::{Files, I18n, LanguageTag, Named, Names},
    journey::{CreatePage, Desk, LeaveQuestion, Loading, News, ProfilePage, Way},
};

/// What the host gives the app to begin with.
pub struct Setting {
    /// The way to the vendor.
    pub api: Api,
    /// The language of the page, in the locale it begins with.
    pub i18n: I18n,
    /// The locales on offer.
    pub locales: Vec<LanguageTag>,
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
    let Setting { api, i18n, locales, way, tell } = setting;
    let ground = NodeRef::<html::Div>::new();
    provide_context(i18n);
    provide_context(Ground(ground));
    provide_context(Desk { api: StoredValue::new_local(api), way, news: RwSignal::new(None::<News>), tell });
    spawn_local(i18n.switch(i18n.tag_untracked()));

    let customer = Memo::new(move |_| way.route.with(|route| route.customer().cloned()));
    view! {
        <div class="c-app" node_ref=ground>
            <LocaleSelector locales=locales tell=tell />
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

/// Chooses the language: each named in itself.
#[component]
fn LocaleSelector(locales: Vec<LanguageTag>, tell: Callback<Event>) -> impl IntoView {
    let i18n = I18n::expect();
    let options = locales
        .iter()
        .map(|tag| {
            let (code, chosen) = (tag.as_str().to_owned(), tag.clone());
            let name = Names::new(tag, Named::Language).of(tag.core());
            view! {
                <option value=code.clone() lang=code prop:selected=move || i18n.tag() == chosen>
                    {name}
                </option>
            }
        })
        .collect_view();
    let choose = move |code: String| {
        if let Some(tag) = locales.iter().find(|tag| tag.as_str() == code).cloned() {
            spawn_local(async move {
                i18n.switch(tag.clone()).await;
                if i18n.try_tag_untracked().as_ref() == Some(&tag) {
                    tell.run(Event::LocaleChange(tag));
                }
            });
        }
    };
    let missing = move || {
        i18n.missing().map(|tag| {
            let name = i18n.name(Named::Language, tag.core());
            let words = Signal::derive(move || i18n.fill("locale.missing", &[("language", &name)]));
            let retry = Callback::new(move |()| spawn_local(i18n.switch(tag.clone())));
            view! {
                <p class="c-note" role="alert">
                    {words} " " <Button weight=Weight::Link words=i18n.text("failure.retry") press=retry />
                </p>
            }
        })
    };
    view! {
        <div class="c-bar">
            <div class="c-locale">
                <label for="locale">{i18n.text("locale.label")}</label>
                <select
                    class="c-input"
                    id="locale"
                    on:change:target=move |event| choose(event.target().value())
                >
                    {options}
                </select>
            </div>
            {missing}
        </div>
    }
}
