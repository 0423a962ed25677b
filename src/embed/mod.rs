//! The Rust half of the custom element: the apps that are mounted on the page. Only this module knows the host.
//!
//! The loader (`web/carnet.js`) defines `<carnet-profile>` and calls [`mount`], [`preview`], [`changed`], [`may_leave`],
//! [`leave`] and [`unmount`]. They are functions that take a number, and not a class, so that the page cannot hold an object of the
//! app or call back into one that is at work.

mod app_chunk;
mod events;
mod history;
mod storage;

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use leptos::{logging::error, prelude::*};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::HtmlElement;

use self::{
    app_chunk::{RunningApp, Start, start_app},
    history::fragment,
    storage::stored_locale,
};
use crate::{
    config::{Config, ConfigError, View},
    i18n::{Fetch, I18n, LanguageTag, Loaders, negotiate},
    preview::{EarlyResponse, Options, Preview},
    route::Route,
    transport::next_task,
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

/// An element on the page.
struct Mounted {
    element: HtmlElement,
    container: HtmlElement,
    loader: Rc<Loader>,
    id_prefix: String,
    /// What runs in it; `None` while the attributes have errors.
    run: Option<Run>,
}

/// The app in its element, from the attributes that it was started with.
struct Run {
    config: Rc<Config>,
    /// Whether the customer has chosen a locale before.
    is_chosen: bool,
    i18n: I18n,
    /// Resolves once the texts are there, or cannot be loaded.
    texts: Promise,
    /// The app; `None` while its code loads.
    app: Option<Rc<dyn RunningApp>>,
    /// The preview, until the app shows the profile.
    preview: Rc<RefCell<Option<Preview>>>,
    /// Gone with the run: what is under way for it is then in vain.
    alive: Rc<()>,
    /// What owns the signals. It is dropped last.
    owner: Owner,
}

impl Mounted {
    /// The running app, if there is one.
    fn app(&self) -> Option<Rc<dyn RunningApp>> {
        self.run.as_ref()?.app.clone()
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
    let mut mounted = Mounted { element, container, loader: Rc::new(loader), id_prefix, run: None };
    mounted.run(id);
    put_back(id, mounted);
    id
}

/// Handles a new value of an attribute, or of the property `labels`.
#[wasm_bindgen]
pub fn changed(id: u32, attribute: &str) {
    // Not borrowed but taken out: the host's listeners may call back into this module.
    let Some(mut mounted) = take_mounted(id) else { return };
    match (attribute, mounted.config(), mounted.app()) {
        ("locale", Ok(config), Some(app)) => {
            app.switch_locale(initial_locale(&config, stored_locale().as_ref()));
        }
        ("labels", _, Some(app)) => app.reload_texts(),
        // The host's mistake must not cost the customer their unsaved changes: the app stays until it is corrected.
        (_, Err(errors), Some(app)) if app.is_dirty() => {
            for ConfigError(message) in errors {
                error!("<carnet-profile> goes on as it was: {message}");
            }
        }
        // Spawned, since this may run inside the app's own dialog, which must not be dropped while it answers.
        (_, _, Some(app)) => {
            app.confirm_leave(Box::new(move |may_leave| {
                if may_leave {
                    spawn_local(async move { restart(id) });
                }
            }));
        }
        _ => mounted.run(id),
    }
    put_back(id, mounted);
}

/// Starts the app again, with the current attributes.
fn restart(id: u32) {
    if let Some(mut mounted) = take_mounted(id) {
        mounted.run(id);
        put_back(id, mounted);
    }
}

/// Calls `done` with whether the host's page may be left: at once where the app has no unsaved changes, else with the
/// customer's answer.
#[wasm_bindgen]
pub fn may_leave(id: u32, done: Function) {
    let answer = move |may_leave: bool| {
        // It resolves a promise of the loader's, and does not throw.
        let _ = done.call1(&JsValue::UNDEFINED, &may_leave.into());
    };
    match with_mounted(id, Mounted::app) {
        Some(app) => app.confirm_leave(Box::new(answer)),
        None => answer(true),
    }
}

/// Prepares the app for the page being left: it forgets its credentials. Returns whether it may be dropped, since it has
/// no unsaved input.
#[wasm_bindgen]
pub fn leave(id: u32) -> bool {
    let Some(app) = with_mounted(id, Mounted::app) else { return true };
    app.forget_credentials();
    !app.is_dirty()
}

/// Drops the app of this number.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    drop(take_mounted(id));
}

/// Returns a value of an element in the registry.
fn with_mounted<T>(id: u32, value: impl FnOnce(&Mounted) -> Option<T>) -> Option<T> {
    MOUNTED.with_borrow(|(_, all)| {
        let (_, mounted) = all.iter().find(|(other, _)| *other == id)?;
        value(mounted)
    })
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
    fn run(&mut self, id: u32) {
        self.run = None;
        match self.config() {
            Ok(config) => self.run = Some(self.start(id, config)),
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

    /// Mounts the app in the container, once its code is there.
    fn start(&self, id: u32, config: Config) -> Run {
        let stored = stored_locale();
        let owner = Owner::new();
        let i18n = owner.with(|| I18n::new(initial_locale(&config, stored.as_ref()), loaders(&self.loader)));
        let texts = future_to_promise(async move {
            i18n.switch(i18n.tag_untracked()).await;
            Ok(JsValue::UNDEFINED)
        });
        let config = Rc::new(config);
        let (preview, alive) = (Rc::new(RefCell::new(None)), Rc::new(()));
        let start = Start {
            config: Rc::clone(&config),
            is_chosen: stored.is_some(),
            i18n,
            element: self.element.clone(),
            container: self.container.clone(),
            loader: Rc::clone(&self.loader),
            id_prefix: self.id_prefix.clone(),
            preview: Rc::clone(&preview),
            alive: Rc::downgrade(&alive),
            owner: owner.clone(),
        };
        spawn_local(async move {
            // The loader reports that the code cannot be loaded: it has asked for it first.
            let Ok(Some(app)) = start_app(start).await else { return };
            let Some(mut mounted) = take_mounted(id) else { return };
            if let Some(run) = &mut mounted.run {
                run.app = Some(app);
            }
            put_back(id, mounted);
        });
        Run { config, is_chosen: stored.is_some(), i18n, texts, app: None, preview, alive, owner }
    }
}

/// Shows a preview of the profile in a response to the loader's early request, if the app would send the same request
/// and does not show anything else by now. Returns whether it does.
#[wasm_bindgen]
pub async fn preview(id: u32, url: String, language: String, response: web_sys::Response) -> bool {
    show_preview(id, EarlyResponse { url, language, response }).await.is_some()
}

async fn show_preview(id: u32, early: EarlyResponse) -> Option<()> {
    let (config, i18n, texts, alive) = with_mounted(id, |mounted| {
        let run = mounted.run.as_ref()?;
        Some((Rc::clone(&run.config), run.i18n, run.texts.clone(), Rc::downgrade(&run.alive)))
    })?;
    let View::View(customer) = &config.task else { return None };
    let linked = if config.routing { Route::parse(&fragment(), Some(customer)) } else { None };
    if linked.is_some_and(|route| route != Route::Profile(customer.clone())) {
        return None;
    }
    let profile = early.profile(&config, customer, &i18n.try_tag_untracked()?).await?;
    JsFuture::from(texts).await.ok()?;
    next_task().await;
    alive.upgrade()?;
    with_mounted(id, |mounted| {
        let run = mounted.run.as_ref()?;
        // Whoever has begun to use the app must not lose the focus. What the vendor says beside the profile is the app's.
        let is_used = mounted.container.query_selector(":focus").ok()?.is_some();
        if is_used || !untrack(|| i18n.is_ready()) || !profile.warnings.is_empty() {
            return None;
        }
        mark_language(&mounted.element, i18n);
        mark_language(&mounted.container, i18n);
        // The skeleton; what the app renders stays behind the preview.
        if run.app.is_none() {
            mounted.container.set_text_content(None);
        }
        let options = Options {
            profile: &profile,
            vendor: config.vendor,
            i18n,
            id_prefix: &mounted.id_prefix,
            offered: &config.locales,
            is_chosen: run.is_chosen,
        };
        let shown = run.owner.with(|| Preview::show(&mounted.container, &options))?;
        run.preview.replace(Some(shown));
        Some(())
    })
}

/// Returns the functions that fetch texts.
fn loaders(loader: &Rc<Loader>) -> Loaders {
    let fetch = |method: fn(&Loader, &str) -> Promise| -> Fetch {
        let loader = Rc::clone(loader);
        Rc::new(move |name| {
            let promise = method(&loader, name);
            Box::pin(async move { JsFuture::from(promise).await.ok()?.as_string() })
        })
    };
    let of_host = Rc::clone(loader);
    let labels = Rc::new(move |language: &str| of_host.labels(language));
    Loaders { catalogue: fetch(Loader::catalogue), regions: fetch(Loader::regions), labels }
}

/// Gives an element the language and the direction of the app's texts. Tracked.
fn mark_language(element: &HtmlElement, i18n: I18n) {
    // Both names are valid, so neither call can fail.
    let _ = element.set_attribute("lang", i18n.lang().as_str());
    let _ = element.set_attribute("dir", if i18n.is_right_to_left() { "rtl" } else { "ltr" });
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
