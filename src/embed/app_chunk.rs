//! The app in its element: a chunk of its own, so that the main module has only what is needed before.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::{Object, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::{
    Loader,
    events::{confirm_unload, credentials_provider, dispatch_event},
    history::{fragment, sync_fragment},
    mark_language,
};
use crate::{
    app::{App, AppOptions},
    chunk::in_chunk,
    client::Client,
    config::{Config, View},
    event::Event,
    form::AppRoot,
    i18n::{I18n, LanguageTag},
    preview::Preview,
    route::Route,
    store::Store,
    transport::{FetchTransport, Prefetch},
};

/// The values that the app is started with.
pub(super) struct Start {
    pub(super) config: Rc<Config>,
    /// Whether the customer has chosen a locale before.
    pub(super) is_chosen: bool,
    pub(super) i18n: I18n,
    pub(super) element: HtmlElement,
    pub(super) container: HtmlElement,
    pub(super) loader: Rc<Loader>,
    pub(super) id_prefix: String,
    /// The preview, which the app takes the place of.
    pub(super) preview: Rc<RefCell<Option<Preview>>>,
    /// Gone if the element is gone, or has been started again.
    pub(super) alive: Weak<()>,
    /// The owner of the app's signals.
    pub(super) owner: Owner,
}

/// A running app, as its element needs it. Dropping it removes it from the page.
pub(super) trait RunningApp {
    /// Switches to another locale.
    fn switch_locale(&self, tag: LanguageTag);

    /// Asks the host for its own texts again.
    fn reload_texts(&self);

    /// Whether it has unsaved changes.
    fn is_dirty(&self) -> bool;

    /// Calls `on_answer` with whether the page may be left: at once without unsaved changes, else with the customer's
    /// answer.
    fn confirm_leave(&self, on_answer: Box<dyn FnOnce(bool)>);

    /// Forgets the credentials: the next request asks the host for them.
    fn forget_credentials(&self);
}

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

impl RunningApp for MountedApp {
    fn switch_locale(&self, tag: LanguageTag) {
        spawn_local(self.i18n.switch(tag));
    }

    fn reload_texts(&self) {
        let i18n = self.i18n;
        spawn_local(async move {
            // A switch that is under way continues, with the new labels.
            let tag = untrack(|| i18n.pending()).unwrap_or_else(|| i18n.tag_untracked());
            i18n.switch(tag).await;
        });
    }

    fn is_dirty(&self) -> bool {
        untrack(|| self.store.is_dirty())
    }

    fn confirm_leave(&self, on_answer: Box<dyn FnOnce(bool)>) {
        self.store.confirm_leave(on_answer);
    }

    fn forget_credentials(&self) {
        self.client.forget_credentials();
    }
}

in_chunk! {
    app: /// Mounts the app in the container; returns `None` if it is not wanted any more.
    pub(super) fn start_app(start: Start) -> Option<Rc<dyn RunningApp>> {
        start.alive.upgrade().map(|_| -> Rc<dyn RunningApp> { Rc::new(mount_app(start)) })
    }
}

fn mount_app(start: Start) -> MountedApp {
    let Start { config, is_chosen, i18n, element, container, loader, id_prefix, preview, owner, .. } = start;
    let is_behind_preview = preview.borrow().is_some();
    // The skeleton; a preview stays until the app shows the profile.
    if !is_behind_preview {
        container.set_text_content(None);
    }
    let customer = if let View::View(customer) = &config.task { Some(customer.clone()) } else { None };
    let initial = customer.clone().map_or(Route::Create, Route::Profile);
    let routing = config.routing;
    let transport = FetchTransport::new(prefetch(&loader.early()));
    let provider = credentials_provider(Rc::clone(&loader));
    let target = container.clone();
    let (element, container, loader, preview) = owner.with(|| {
        let loader = StoredValue::new_local(loader);
        let preview = StoredValue::new_local(preview);
        (StoredValue::new_local(element), StoredValue::new_local(container), loader, preview)
    });
    let is_ready = owner.with(|| StoredValue::new(false));
    let dispatch = move |event: &Event| element.try_with_value(|element| dispatch_event(element, event));
    let emit = owner.with(|| {
        Callback::new(move |event: Event| {
            let is_hidden = preview.try_with_value(|preview| preview.borrow().is_some());
            // Behind a preview the app is ready once it has taken its place.
            if matches!(event, Event::Ready) && is_hidden.unwrap_or_default() {
                is_ready.set_value(true);
            } else {
                dispatch(&event);
            }
        })
    });
    let is_outdated = owner.with(|| {
        Callback::new(move |()| loader.try_with_value(|loader| loader.is_outdated()).unwrap_or_default())
    });
    let node = owner.with(NodeRef::<html::Div>::new);
    let on_shown = owner.with(|| {
        Callback::new(move |()| {
            let shown = preview.try_with_value(|preview| preview.take()).flatten();
            if let (Some(preview), Some(app)) = (shown, node.get_untracked()) {
                preview.hand_over(&app);
            }
            if is_ready.try_get_value().unwrap_or_default() {
                dispatch(&Event::Ready);
            }
        })
    });
    let (client, root, store) = owner.with(|| {
        let language = Box::new(move || {
            i18n.try_tag_untracked().map_or_else(String::new, |tag| tag.as_str().to_owned())
        });
        let Config { vendor, base_url, query, .. } = &*config;
        let client = Client::new(*vendor, base_url.clone(), query.clone(), transport, provider, language);
        let linked = if routing { Route::parse(&fragment(), customer.as_ref()) } else { None };
        let root = AppRoot::new(node, id_prefix);
        let store = Store::new(client.clone(), linked.unwrap_or(initial), root, emit);
        (client, root, store)
    });
    let options = AppOptions {
        store,
        i18n,
        locales: config.locales.clone(),
        is_chosen,
        support_url: config.support_url.clone(),
        root: (root, node),
        emit,
        is_outdated,
        is_behind_preview,
        on_shown,
    };
    let handle = owner.with(|| {
        leptos::mount::mount_to(target, move || {
            for marked in [element, container] {
                // A host that renders its markup again takes off what it did not write on the element.
                Effect::new(move |_| marked.with_value(|marked| mark_language(marked, i18n)));
            }
            confirm_unload(store, emit, element);
            if routing {
                sync_fragment(store);
            }
            view! { <App options=options /> }
        })
    });
    MountedApp { client, i18n, store, handle: Box::new(handle), owner }
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
