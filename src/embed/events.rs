//! The messages between the app and its host: credentials in, events out, and the guard of unsaved changes.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use super::{Loader, storage::store_locale};
use crate::{
    client::{Credentials, CredentialsProvider},
    event::Event,
    store::Store,
};

/// A request for credentials. When it is answered or given up, the next one asks the host again.
struct Answered(Rc<RefCell<Option<Promise>>>);

impl Drop for Answered {
    fn drop(&mut self) {
        self.0.replace(None);
    }
}

/// Returns a provider that requests credentials from the host, once for all calls that need them at the same time.
/// What the host returns is checked here.
pub(super) fn credentials_provider(loader: Rc<Loader>) -> CredentialsProvider {
    let pending = Rc::new(RefCell::new(None::<Promise>));
    Box::new(move || {
        let promise = pending.borrow_mut().get_or_insert_with(|| loader.credentials()).clone();
        let answered = Answered(Rc::clone(&pending));
        Box::pin(async move {
            let result = JsFuture::from(promise).await;
            drop(answered);
            let credentials = result.ok()?;
            let text = |name: &str| {
                Reflect::get(&credentials, &name.into()).ok().and_then(|value| value.as_string())
            };
            Credentials::new(text("token")?, text("apiKey").unwrap_or_default())
        })
    })
}

/// Dispatches an event to the host. It bubbles, and leaves the shadow root.
pub(super) fn dispatch_event(element: &HtmlElement, event: &Event) {
    let detail = Object::new();
    let put = |name: &str, value: &JsValue| {
        // A plain object accepts any member.
        let _ = Reflect::set(&detail, &name.into(), value);
    };
    let name = match event {
        Event::Ready => {
            mark_ready();
            "carnet-ready"
        }
        Event::LocaleChange(tag) => {
            store_locale(tag);
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

/// Marks the moment the first view has been painted and can be used (User Timing).
fn mark_ready() {
    let mark = Closure::once_into_js(|| {
        if let Some(performance) = window().performance() {
            let _ = performance.mark("carnet-ready");
        }
    });
    let _ = window().request_animation_frame(mark.unchecked_ref());
}

/// Asks for confirmation before the page is left with unsaved changes. The browser asks before the tab closes; the app
/// asks when the host dispatches a cancellable `carnet-leave`.
pub(super) fn confirm_unload(
    store: Store,
    emit: Callback<Event>,
    element: StoredValue<HtmlElement, LocalStorage>,
) {
    let is_dirty = Memo::new(move |_| store.is_dirty());
    Effect::new(move |previous: Option<()>| {
        let is_dirty_now = is_dirty.get();
        if previous.is_some() {
            emit.run(Event::DirtyChange(is_dirty_now));
        }
        // Only while it is needed: browsers keep no page with this listener in the back/forward cache.
        if is_dirty_now {
            let listener = window_event_listener_untyped("beforeunload", move |event| {
                // After the changes were discarded the host may leave before this effect removes the listener.
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
            store.confirm_leave(move |may_leave| {
                if may_leave {
                    emit.run(Event::Exit);
                }
            });
        }
    })
    .into_js_value();
    let leave = StoredValue::new_local(leave.unchecked_into::<Function>());
    element.with_value(|element| {
        leave.with_value(|leave| {
            // Neither argument can be rejected.
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
