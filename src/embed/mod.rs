//! The Rust half of the custom element: the apps that are mounted on the page. Only this module knows the host.
//!
//! The loader (`web/carnet.js`) defines `<carnet-profile>` and calls [`mount`], [`changed`], [`may_leave`], [`leave`] and
//! [`unmount`]. They are functions that take a number, and not a class, so that the page cannot hold an object of the
//! app or call back into one that is at work.

mod events;
mod history;
mod storage;

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{logging::error, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use self::{
    events::{confirm_unload, credentials_provider, dispatch_event},
    history::{fragment, sync_fragment},
    storage::stored_locale,
};
use crate::{
    app::{App, AppOptions},
    client::Client,
    config::{Config, ConfigError, View},
    event::Event,
    form::AppRoot,
    i18n::{Fetch, I18n, LanguageTag, Loaders, negotiate},
    route::Route,
    store::Store,
    transport::{FetchTransport, Prefetch},
};

#[wasm_bindgen]
extern "C" {
    /// The functions and values the loader provides.
    pub type Loader;

    /// Fetches the text of a language's catalogue.
    #[wasm_bindgen(method)]
    fn catalogue(this: &Loader, language: &str) -> Promise;

    /// Fetches the text of the list of a country's states.
    #[wasm_bindgen(method)]
    fn regions(this: &Loader, country: &str) -> Promise;

    /// Returns the host's own texts in a language, as the text of a catalogue; `None` where it has none.
    #[wasm_bindgen(method)]
    fn labels(this: &Loader, language: &str) -> Option<String>;

    /// Whether the last file that could not be loaded was gone from the server, or had another content.
    #[wasm_bindgen(method, js_name = isOutdated)]
    fn is_outdated(this: &Loader) -> bool;

    /// Renders a page that says that something went wrong.
    #[wasm_bindgen(method)]
    fn refuse(this: &Loader);

    /// Calls the host's `credentials` property.
    #[wasm_bindgen(method)]
    fn credentials(this: &Loader) -> Promise;

    /// The request that the loader sent before this code had loaded: `{ url, headers, response }`.
    #[wasm_bindgen(method, getter)]
    fn early(this: &Loader) -> JsValue;
}

/// An element on the page, and the app that runs in it.
struct Mounted {
    element: HtmlElement,
    container: HtmlElement,
    loader: Rc<Loader>,
    id_prefix: String,
    /// The app; `None` while the attributes have errors.
    app: Option<MountedApp>,
}

/// A running app. Dropping the handle removes it from the page.
struct MountedApp {
    client: Client,
    i18n: I18n,
    store: Store,
    #[expect(dead_code, reason = "held only to be dropped, before its owner")]
    handle: Box<dyn std::any::Any>,
    #[expect(dead_code, reason = "held only to be dropped, with every signal of the app")]
    owner: Owner,
}

impl Drop for MountedApp {
    fn drop(&mut self) {
        self.client.close();
    }
}

thread_local! {
    /// The elements on the page by their numbers, and the last number that was given. There are few: a `Vec` is less
    /// code than a map.
    static MOUNTED: RefCell<(u32, Vec<(u32, Mounted)>)> = const { RefCell::new((0, Vec::new())) };
}

/// Mounts the app of `element` in `container`. Returns the number that the other functions take.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, container: HtmlElement, loader: Loader) -> u32 {
    let id = MOUNTED.with_borrow_mut(|(last, _)| {
        *last += 1;
        *last
    });
    // Without a shadow root, ids must be unique on the whole page.
    let id_prefix = if element.shadow_root().is_some() { String::new() } else { format!("carnet-{id}-") };
    let mut mounted = Mounted { element, container, loader: Rc::new(loader), id_prefix, app: None };
    mounted.run();
    put_back(id, mounted);
    id
}

/// Handles a new value of an attribute, or of the property `labels`.
#[wasm_bindgen]
pub fn changed(id: u32, attribute: &str) {
    // Not borrowed but taken out: the host's listeners may call back into this module.
    let Some(mut mounted) = take_mounted(id) else { return };
    match (attribute, mounted.config(), &mounted.app) {
        ("locale", Ok(config), Some(app)) => {
            spawn_local(app.i18n.switch(initial_locale(&config, stored_locale().as_ref())));
        }
        ("labels", _, Some(app)) => {
            let i18n = app.i18n;
            spawn_local(async move {
                // A switch that is under way continues, with the new labels.
                let tag = untrack(|| i18n.pending()).unwrap_or_else(|| i18n.tag_untracked());
                i18n.switch(tag).await;
            });
        }
        // The host's mistake must not cost the customer their unsaved changes: the app stays until it is corrected.
        (_, Err(errors), Some(app)) if untrack(|| app.store.is_dirty()) => {
            for ConfigError(message) in errors {
                error!("<carnet-profile> goes on as it was: {message}");
            }
        }
        // Spawned, since this may run inside the app's own dialog, which must not be dropped while it answers.
        (_, _, Some(app)) => {
            app.store.confirm_leave(move |may_leave| {
                if may_leave {
                    spawn_local(async move { restart(id) });
                }
            });
        }
        _ => mounted.run(),
    }
    put_back(id, mounted);
}

/// Starts the app again, with the current attributes.
fn restart(id: u32) {
    if let Some(mut mounted) = take_mounted(id) {
        mounted.run();
        put_back(id, mounted);
    }
}

/// Calls `done` with whether the host's page may be left: at once where the app has no unsaved changes, else with the
/// customer's answer.
#[wasm_bindgen]
pub fn may_leave(id: u32, done: Function) {
    let found = MOUNTED.with_borrow(|(_, all)| {
        let (_, mounted) = all.iter().find(|(other, _)| *other == id)?;
        Some(mounted.app.as_ref()?.store)
    });
    let answer = move |may_leave: bool| {
        // It resolves a promise of the loader's, and does not throw.
        let _ = done.call1(&JsValue::UNDEFINED, &may_leave.into());
    };
    match found {
        Some(store) => store.confirm_leave(answer),
        None => answer(true),
    }
}

/// Prepares the app for the page being left: it forgets its credentials. Returns whether it may be dropped, since it has
/// no unsaved input.
#[wasm_bindgen]
pub fn leave(id: u32) -> bool {
    MOUNTED.with_borrow(|(_, all)| {
        let found = all.iter().find(|(other, _)| *other == id);
        let Some(app) = found.and_then(|(_, mounted)| mounted.app.as_ref()) else { return true };
        app.client.forget_credentials();
        !untrack(|| app.store.is_dirty())
    })
}

/// Drops the app of this number.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    drop(take_mounted(id));
}

/// Removes an element from the registry.
fn take_mounted(id: u32) -> Option<Mounted> {
    MOUNTED.with_borrow_mut(|(_, all)| {
        let index = all.iter().position(|(other, _)| *other == id)?;
        Some(all.swap_remove(index).1)
    })
}

/// Returns an element to the registry.
fn put_back(id: u32, mounted: Mounted) {
    MOUNTED.with_borrow_mut(|(_, all)| all.push((id, mounted)));
}

impl Mounted {
    /// Starts the app with the current attributes, or reports what is wrong with them.
    fn run(&mut self) {
        self.app = None;
        self.container.set_text_content(None);
        match self.config() {
            Ok(config) => self.app = Some(self.start(config)),
            Err(errors) => self.report_config_errors(&errors),
        }
    }

    /// Reads the current attributes.
    fn config(&self) -> Result<Config, Vec<ConfigError>> {
        Config::read(|name| self.element.get_attribute(name))
    }

    /// Says in the console, for the developer of the page, what is wrong with the attributes. A customer can do nothing
    /// about it: the page shows that something went wrong.
    fn report_config_errors(&self, errors: &[ConfigError]) {
        for ConfigError(message) in errors {
            error!("<carnet-profile> cannot start: {message}");
        }
        self.loader.refuse();
    }

    /// Mounts the app in the container.
    fn start(&self, config: Config) -> MountedApp {
        let stored = stored_locale();
        let tag = initial_locale(&config, stored.as_ref());
        let fetch = |method: fn(&Loader, &str) -> Promise| -> Fetch {
            let loader = Rc::clone(&self.loader);
            Rc::new(move |name| {
                let promise = method(&loader, name);
                Box::pin(async move { JsFuture::from(promise).await.ok()?.as_string() })
            })
        };
        let loader = Rc::clone(&self.loader);
        let labels = Rc::new(move |language: &str| loader.labels(language));
        let loaders =
            Loaders { catalogue: fetch(Loader::catalogue), regions: fetch(Loader::regions), labels };
        let owner = Owner::new();
        let customer = if let View::View(customer) = &config.task { Some(customer.clone()) } else { None };
        let initial = customer.clone().map_or(Route::Create, Route::Profile);
        let routing = config.routing;
        let element = owner.with(|| StoredValue::new_local(self.element.clone()));
        let container = owner.with(|| StoredValue::new_local(self.container.clone()));
        let transport = FetchTransport::new(prefetch(&self.loader.early()));
        let emit = owner.with(|| {
            Callback::new(move |event: Event| {
                element.try_with_value(|element| dispatch_event(element, &event));
            })
        });
        let loader = owner.with(|| StoredValue::new_local(Rc::clone(&self.loader)));
        let is_outdated = owner.with(|| {
            Callback::new(move |()| loader.try_with_value(|loader| loader.is_outdated()).unwrap_or_default())
        });
        let node = owner.with(NodeRef::new);
        let (i18n, client, root, store) = owner.with(|| {
            let i18n = I18n::new(tag, loaders);
            let language = Box::new(move || {
                i18n.try_tag_untracked().map_or_else(String::new, |tag| tag.as_str().to_owned())
            });
            let provider = credentials_provider(Rc::clone(&self.loader));
            let client = Client::new(
                config.vendor,
                config.base_url.clone(),
                config.query,
                transport,
                provider,
                language,
            );
            let linked = if routing { Route::parse(&fragment(), customer.as_ref()) } else { None };
            let root = AppRoot::new(node, self.id_prefix.clone());
            let store = Store::new(client.clone(), linked.unwrap_or(initial), root, emit);
            (i18n, client, root, store)
        });
        let options = AppOptions {
            store,
            i18n,
            locales: config.locales,
            is_chosen: stored.is_some(),
            support_url: config.support_url,
            root: (root, node),
            emit,
            is_outdated,
        };
        let handle = owner.with(|| {
            leptos::mount::mount_to(self.container.clone(), move || {
                mark_language(i18n, element);
                // A host that renders its markup again takes off what it did not write on the element.
                mark_language(i18n, container);
                confirm_unload(store, emit, element);
                if routing {
                    sync_fragment(store);
                }
                view! { <App options=options /> }
            })
        });
        MountedApp { client, i18n, store, handle: Box::new(handle), owner }
    }
}

/// Negotiates the locale to begin with.
fn initial_locale(config: &Config, stored: Option<&LanguageTag>) -> LanguageTag {
    // Not every browser has a list.
    let languages = Reflect::get(&window().navigator(), &"languages".into());
    let languages: js_sys::Array =
        languages.ok().and_then(|languages| languages.dyn_into().ok()).unwrap_or_default();
    let browser: Vec<LanguageTag> =
        languages.iter().filter_map(|tag| LanguageTag::parse(&tag.as_string()?)).collect();
    negotiate(config.locale.as_ref(), stored, &browser, &config.locales).unwrap_or_else(LanguageTag::english)
}

/// Returns the request that the loader sent early, if it sent one.
fn prefetch(early: &JsValue) -> Option<Prefetch> {
    let get = |name: &str| Reflect::get(early, &name.into()).ok();
    let headers: Object = get("headers")?.dyn_into().ok()?;
    let headers = Object::entries(&headers).into_iter().filter_map(|entry| {
        let entry = js_sys::Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    });
    Some(Prefetch {
        url: get("url")?.as_string()?,
        headers: headers.collect(),
        response: get("response")?.dyn_into().ok()?,
    })
}

/// Keeps an element's `lang` and `dir` attributes those of the app's texts.
fn mark_language(i18n: I18n, element: StoredValue<HtmlElement, LocalStorage>) {
    Effect::new(move |_| {
        let lang = i18n.lang();
        let direction = if i18n.is_right_to_left() { "rtl" } else { "ltr" };
        element.with_value(|element| {
            // Both names are valid, so neither call can fail.
            let _ = element.set_attribute("lang", lang.as_str());
            let _ = element.set_attribute("dir", direction);
        });
    });
}
