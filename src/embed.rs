//! The custom element's other half: attributes, credentials and events. Only this file knows the host.
//!
//! The loader (`web/carnet.js`) defines `<carnet-profile>` and calls [`mount`], [`changed`], [`may_leave`] and [`unmount`]:
//! plain functions and a number, so that nothing of ours can be held or re-entered from outside.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{logging::error, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, Storage};

use crate::{
    app::{App, AppOptions},
    client::{Client, Credentials, CredentialsProvider},
    config::{Config, ConfigError, View},
    event::Event,
    i18n::{Fetch, I18n, LanguageTag, Loaders, negotiate},
    pages::Navigator,
    route::Route,
    transport::{FetchTransport, Prefetch},
};

/// Where the choice of locale is kept on this device. It says nothing of the customer.
const LOCALE_STORAGE_KEY: &str = "carnet.locale";

#[wasm_bindgen]
extern "C" {
    /// What the loader has at hand.
    pub type Loader;

    /// The text of a language's catalogue.
    #[wasm_bindgen(method)]
    fn catalogue(this: &Loader, language: &str) -> Promise;

    /// The text of the list of a country's states.
    #[wasm_bindgen(method)]
    fn regions(this: &Loader, country: &str) -> Promise;

    /// The host's own words in a language, as a catalogue's text; nothing where it has none.
    #[wasm_bindgen(method)]
    fn labels(this: &Loader, language: &str) -> Option<String>;

    /// What the host's `credentials` property gives.
    #[wasm_bindgen(method)]
    fn credentials(this: &Loader) -> Promise;

    /// A read that was begun before this code had arrived: `{ url, headers, response }`.
    #[wasm_bindgen(method, getter)]
    fn early(this: &Loader) -> JsValue;
}

/// An element on the page and what runs in it.
struct Mounted {
    element: HtmlElement,
    container: HtmlElement,
    loader: Rc<Loader>,
    id_prefix: String,
    running: Option<MountedApp>,
}

/// The running app. Dropping the handle takes it off the page.
struct MountedApp {
    client: Client,
    i18n: I18n,
    navigator: Navigator,
    #[expect(dead_code, reason = "it is held to be dropped, before its owner")]
    handle: Box<dyn std::any::Any>,
    owner: Owner,
}

impl Drop for MountedApp {
    fn drop(&mut self) {
        self.client.close();
    }
}

thread_local! {
    static MOUNTED: RefCell<(u32, Vec<(u32, Mounted)>)> = const { RefCell::new((0, Vec::new())) };
}

/// Runs the app of `element` in `container` and gives the number it is known by.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, container: HtmlElement, loader: Loader) -> u32 {
    let id = MOUNTED.with_borrow_mut(|(last, _)| {
        *last += 1;
        *last
    });
    // Without a shadow root ids are the whole page's.
    let id_prefix = if element.shadow_root().is_some() { String::new() } else { format!("carnet-{id}-") };
    let mut mounted = Mounted { element, container, loader: Rc::new(loader), id_prefix, running: None };
    mounted.run();
    MOUNTED.with_borrow_mut(|(_, all)| all.push((id, mounted)));
    id
}

/// An attribute, or the property of this name, has another value.
#[wasm_bindgen]
pub fn changed(id: u32, attribute: &str) {
    // Taken out while it is worked on: the host's listeners may call back in here.
    let Some(mut mounted) = take_mounted(id) else { return };
    match (attribute, mounted.config(), &mounted.running) {
        ("locale", Ok(config), Some(running)) => {
            spawn_local(running.i18n.switch(initial_locale(&config, stored_locale().as_ref())));
        }
        ("labels", _, Some(running)) => {
            let i18n = running.i18n;
            spawn_local(async move {
                // A language that is on its way goes on.
                let tag = untrack(|| i18n.pending()).unwrap_or_else(|| i18n.tag_untracked());
                i18n.switch(tag).await;
            });
        }
        // A mistake of the host's is no reason to ask the customer: the page stays as it is until it is put right.
        (_, Err(errors), Some(running)) if untrack(|| running.navigator.is_dirty()) => {
            for ConfigError(sentence) in errors {
                error!("<carnet-profile> goes on as it was: {sentence}");
            }
        }
        // Not from within the app's own question: that would end it while it is answering.
        (_, _, Some(running)) => {
            running.navigator.when_confirmed(move || spawn_local(async move { restart(id) }));
        }
        _ => mounted.run(),
    }
    MOUNTED.with_borrow_mut(|(_, all)| all.push((id, mounted)));
}

/// Begins anew, with the attributes as they are.
fn restart(id: u32) {
    if let Some(mut mounted) = take_mounted(id) {
        mounted.run();
        MOUNTED.with_borrow_mut(|(_, all)| all.push((id, mounted)));
    }
}

/// Asks whether the page around may be left, as the app of this number has something typed on it or not. `done` is told.
#[wasm_bindgen]
pub fn may_leave(id: u32, done: Function) {
    let asked = MOUNTED.with_borrow(|(_, all)| {
        let (_, mounted) = all.iter().find(|(other, _)| *other == id)?;
        let running = mounted.running.as_ref()?;
        // Kept by the app: a function of the host's belongs to this thread.
        Some((running.navigator, running.owner.with(|| StoredValue::new_local(done.clone()))))
    });
    let emit = |done: &Function, answer: bool| {
        // It resolves a promise of the loader's, and throws nothing.
        let _ = done.call1(&JsValue::UNDEFINED, &answer.into());
    };
    match asked {
        Some((navigator, done)) => navigator.confirm_leave(move |answer| {
            done.try_with_value(|done| emit(done, answer));
            done.dispose();
        }),
        None => emit(&done, true),
    }
}

/// Ends the app of this number.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    drop(take_mounted(id));
}

/// Takes an element out of those that run.
fn take_mounted(id: u32) -> Option<Mounted> {
    MOUNTED.with_borrow_mut(|(_, all)| {
        let index = all.iter().position(|(other, _)| *other == id)?;
        Some(all.swap_remove(index).1)
    })
}

impl Mounted {
    fn run(&mut self) {
        self.running = None;
        self.container.set_text_content(None);
        match self.config() {
            Ok(config) => self.running = Some(self.start(config)),
            Err(errors) => self.report_config_errors(&errors),
        }
    }

    /// What the attributes ask for, as they are now.
    fn config(&self) -> Result<Config, Vec<ConfigError>> {
        Config::read(|name| self.element.get_attribute(name))
    }

    /// Says on the page what is wrong with the attributes. It is the page's developer who reads this.
    fn report_config_errors(&self, errors: &[ConfigError]) {
        let lines: Vec<String> = errors.iter().map(|error| error.0.clone()).collect();
        let handle = leptos::mount::mount_to(self.container.clone(), move || {
            let items = lines.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
            view! {
                <div class="c-banner" part="banner" data-kind="bad" role="alert" lang="en">
                    <h1>{"<carnet-profile> cannot start"}</h1>
                    <ul>{items}</ul>
                </div>
            }
        });
        // It stays until the attributes change, which empties the container.
        handle.forget();
    }

    fn start(&self, config: Config) -> MountedApp {
        let kept = stored_locale();
        let tag = initial_locale(&config, kept.as_ref());
        let fetch = |begin: fn(&Loader, &str) -> Promise| -> Fetch {
            let loader = Rc::clone(&self.loader);
            Rc::new(move |name| {
                let promise = begin(&loader, name);
                Box::pin(async move { JsFuture::from(promise).await.ok()?.as_string() })
            })
        };
        let loader = Rc::clone(&self.loader);
        let labels = Rc::new(move |language: &str| loader.labels(language));
        let files = Loaders { catalogue: fetch(Loader::catalogue), regions: fetch(Loader::regions), labels };
        let owner = Owner::new();
        let customer = if let View::View(customer) = &config.task { Some(customer.clone()) } else { None };
        let begin = customer.clone().map_or(Route::Create, Route::Profile);
        let routing = config.routing;
        let element = owner.with(|| StoredValue::new_local(self.element.clone()));
        let transport = FetchTransport::new(prefetch(&self.loader.early()));
        let (i18n, client, navigator) = owner.with(|| {
            let i18n = AppOptions::load_language(tag, files);
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
            let found = if routing { Route::parse(&fragment(), customer.as_ref()) } else { None };
            (i18n, client, Navigator::new(found.unwrap_or(begin)))
        });
        let emit = {
            owner.with(|| {
                Callback::new(move |event: Event| {
                    element.try_with_value(|element| dispatch_event(element, &event));
                })
            })
        };
        let (shared_client, is_chosen) = (client.clone(), kept.is_some());
        let id_prefix = self.id_prefix.clone();
        let options = AppOptions {
            client: shared_client,
            i18n,
            locales: config.locales,
            is_chosen,
            id_prefix,
            navigator,
            emit,
        };
        let handle = owner.with(|| {
            leptos::mount::mount_to(self.container.clone(), move || {
                mark_language(i18n, element);
                confirm_unload(navigator, emit, element);
                if routing {
                    sync_fragment(navigator);
                }
                view! { <App options=options /> }
            })
        });
        MountedApp { client, i18n, navigator, handle: Box::new(handle), owner }
    }
}

/// The locale that was chosen on this device before.
fn stored_locale() -> Option<LanguageTag> {
    let kept = storage()?.get_item(LOCALE_STORAGE_KEY).ok().flatten();
    kept.as_deref().and_then(LanguageTag::parse)
}

/// The locale to begin with.
fn initial_locale(config: &Config, kept: Option<&LanguageTag>) -> LanguageTag {
    let browser: Vec<LanguageTag> = window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| LanguageTag::parse(&tag.as_string()?))
        .collect();
    negotiate(config.locale.as_ref(), kept, &browser, &config.locales).unwrap_or_else(LanguageTag::english)
}

/// Asks the host for credentials, once for all calls that need them at the same time. What it gives is checked
/// here, at the door.
fn credentials_provider(loader: Rc<Loader>) -> CredentialsProvider {
    let asked = Rc::new(RefCell::new(None::<Promise>));
    Box::new(move || {
        let promise = asked.borrow_mut().get_or_insert_with(|| loader.credentials()).clone();
        let asked = Rc::clone(&asked);
        Box::pin(async move {
            let given = JsFuture::from(promise).await;
            asked.replace(None);
            let given = given.ok()?;
            let text =
                |name: &str| Reflect::get(&given, &name.into()).ok().and_then(|value| value.as_string());
            Credentials::new(text("token")?, text("apiKey").unwrap_or_default())
        })
    })
}

/// The read that was begun early, if there was one.
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

/// Tells the host, by an event that leaves the shadow root.
fn dispatch_event(element: &HtmlElement, event: &Event) {
    let detail = Object::new();
    let put = |name: &str, value: &JsValue| {
        // A plain object takes any member.
        let _ = Reflect::set(&detail, &name.into(), value);
    };
    let name = match event {
        Event::Ready => {
            mark_ready();
            "carnet-ready"
        }
        Event::LocaleChange(tag) => {
            if let Some(storage) = storage() {
                // A full or forbidden storage only means that the choice is asked for again.
                let _ = storage.set_item(LOCALE_STORAGE_KEY, tag.as_str());
            }
            put("locale", &tag.as_str().into());
            "carnet-localechange"
        }
        Event::Created(customer) => {
            put("customerId", &customer.as_str().into());
            "carnet-created"
        }
        Event::Saved(fields) => {
            let fields: js_sys::Array = fields.iter().map(|field| JsValue::from_str(field)).collect();
            put("fields", &fields);
            "carnet-saved"
        }
        Event::DirtyChange(is_dirty) => {
            put("dirty", &(*is_dirty).into());
            "carnet-dirtychange"
        }
        Event::TitleChange(title) => {
            put("title", &title.as_str().into());
            "carnet-titlechange"
        }
        Event::Exit => "carnet-exit",
        Event::Failure(kind) => {
            put("kind", &(*kind).into());
            "carnet-failure"
        }
    };
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = element.dispatch_event(&event);
    }
}

/// Marks when the first view has been painted and can be used (User Timing).
fn mark_ready() {
    let mark = Closure::once_into_js(|| {
        if let Some(performance) = window().performance() {
            let _ = performance.mark("carnet-ready");
        }
    });
    let _ = window().request_animation_frame(mark.unchecked_ref());
}

/// Keeps `lang` and `dir` of the element what its words are in.
fn mark_language(i18n: I18n, element: StoredValue<HtmlElement, LocalStorage>) {
    Effect::new(move |_| {
        let lang = i18n.lang();
        let direction = if i18n.is_right_to_left() { "rtl" } else { "ltr" };
        element.with_value(|element| {
            // Both names are good ones, so neither call can fail.
            let _ = element.set_attribute("lang", lang.as_str());
            let _ = element.set_attribute("dir", direction);
        });
    });
}

/// Asks before the page around is left with something typed: the tab by the browser's own question, the host's
/// page when the host asks by a cancellable `carnet-leave`.
fn confirm_unload(
    navigator: Navigator,
    emit: Callback<Event>,
    element: StoredValue<HtmlElement, LocalStorage>,
) {
    let is_dirty = Memo::new(move |_| navigator.is_dirty());
    Effect::new(move |before: Option<()>| {
        let is_dirty_now = is_dirty.get();
        if before.is_some() {
            emit.run(Event::DirtyChange(is_dirty_now));
        }
        // Only while it is needed: a page with this listener is not kept for a quick way back.
        if is_dirty_now {
            let listener = window_event_listener_untyped("beforeunload", move |event| {
                // Just discarded, and the host goes at once: this listener is about to be taken away.
                if is_dirty.get_untracked() {
                    event.prevent_default();
                }
            });
            Owner::on_cleanup(move || listener.remove());
        }
    });
    let leave = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if is_dirty.try_get_untracked() == Some(true) {
            event.prevent_default();
            navigator.when_confirmed(move || emit.run(Event::Exit));
        }
    })
    .into_js_value();
    let leave = StoredValue::new_local(leave.unchecked_into::<Function>());
    element.with_value(|element| {
        leave.with_value(|leave| {
            // A function and a name are all it takes.
            let _ = element.add_event_listener_with_callback("carnet-leave", leave);
        });
    });
    on_cleanup(move || {
        let remove = |element: &HtmlElement, leave: &Function| {
            let _ = element.remove_event_listener_with_callback("carnet-leave", leave);
        };
        element.try_with_value(|element| leave.try_with_value(|leave| remove(element, leave)));
    });
}

/// Keeps the page's fragment and the route the same, both ways.
fn sync_fragment(navigator: Navigator) {
    let write = |wanted: &str, push: bool| {
        if let Ok(history) = window().history() {
            // The first route is where the page already is; each later one is a step to go back over.
            let _ = if push {
                history.push_state_with_url(&JsValue::NULL, "", Some(wanted))
            } else {
                history.replace_state_with_url(&JsValue::NULL, "", Some(wanted))
            };
        }
    };
    Effect::new(move |before: Option<()>| {
        let wanted = navigator.route.with(Route::fragment);
        if fragment() != wanted {
            write(&wanted, before.is_some());
        }
    });
    // Not `hashchange`: where a host changes its query between two steps, going back over them is none.
    let listener = window_event_listener(leptos::ev::popstate, move |_| {
        let Some(now) = navigator.route.try_get_untracked() else { return };
        // A fragment of the host's own, or of another customer, is the host's to follow.
        let Some(found) = Route::parse(&fragment(), now.customer()) else { return };
        if found != now {
            navigator.navigate(found);
            // Asked, and not gone yet: the fragment says where the customer is.
            if navigator.route.get_untracked() == now {
                write(&now.fragment(), true);
            }
        }
    });
    on_cleanup(move || listener.remove());
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn storage() -> Option<Storage> {
    // Reading the property throws where storage is forbidden.
    window().local_storage().ok().flatten()
}
