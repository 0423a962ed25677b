//! The browser's transport: `fetch`, aborted when its future is dropped. Only this module uses `fetch`.
//!
//! Scripts of the host's page may have replaced `fetch`. Whatever theirs throws, rejects with or returns is a response or
//! none; it is called as most scripts call it, with a URL and plain headers.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Date, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestInit};

use super::{LocalFuture, Transport, TransportError};
use crate::{
    http::{Body, Method, Request, Response, content_language},
    json::{self, MAX_BYTES},
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// A read that the loader started before the wasm module was loaded.
#[derive(Debug)]
pub struct Prefetch {
    /// The absolute URL of the request.
    pub url: String,
    /// The headers of the request.
    pub headers: Vec<(String, String)>,
    /// A promise of a `Response`.
    pub response: Promise,
}

/// A transport by `fetch`.
#[derive(Debug)]
pub struct FetchTransport {
    /// The reads in progress.
    reads: Rc<RefCell<Vec<AbortController>>>,
    prefetch: RefCell<Option<Prefetch>>,
}

/// A request in progress. It is aborted when this is dropped; after the response has arrived, that has no effect.
struct InProgress {
    controller: AbortController,
    reads: Rc<RefCell<Vec<AbortController>>>,
}

impl Drop for InProgress {
    fn drop(&mut self) {
        self.controller.abort();
        self.reads.borrow_mut().retain(|read| *read != self.controller);
    }
}

impl Transport for FetchTransport {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Response, TransportError>> {
        Box::pin(self.fetch(request))
    }

    fn sleep(&self, milliseconds: u32) -> LocalFuture<'static, ()> {
        Box::pin(sleep(milliseconds))
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    fn close(&self) {
        // An abort wakes its request only later, so nothing borrows the list meanwhile.
        self.reads.borrow().iter().for_each(AbortController::abort);
    }
}

impl FetchTransport {
    /// Returns a transport, with the read that the loader started, if any.
    pub fn new(prefetch: Option<Prefetch>) -> FetchTransport {
        FetchTransport { reads: Rc::default(), prefetch: RefCell::new(prefetch) }
    }

    async fn fetch(&self, request: &Request) -> Result<Response, TransportError> {
        let is_read = request.method == Method::Get;
        if is_read && let Some(promise) = self.take_prefetch(request) {
            // If the prefetch failed, or the app before a restart has read it, the request is sent as usual.
            if let Some(response) = settled(Ok(promise.into())).await.filter(|response| !response.body_used())
            {
                next_task().await;
                return receive(response).await.ok_or(TransportError::ConnectionLost);
            }
        }
        let controller = AbortController::new().map_err(|_| TransportError::NotSent)?;
        let init = RequestInit::new();
        init.set_method(match request.method {
            Method::Get => "GET",
            Method::Patch => "PATCH",
            Method::Post => "POST",
        });
        // Each read returns the current record, and no cookie is sent with a bearer token.
        init.set_cache(web_sys::RequestCache::NoStore);
        init.set_credentials(web_sys::RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        // No vendor redirects. A redirect could send the token and the body to another server, whose response would be
        // trusted.
        init.set_redirect(web_sys::RequestRedirect::Error);
        init.set_signal(Some(&controller.signal()));
        let headers = Object::new();
        for (name, value) in &request.headers {
            // A plain object accepts any member.
            let _ = Reflect::set(&headers, &(*name).into(), &value.into());
        }
        init.set_headers(&headers);
        if let Some(body) = &request.body {
            init.set_body(&json::write(body).into());
        }
        if is_read {
            self.reads.borrow_mut().push(controller.clone());
        }
        let _in_progress = InProgress { controller, reads: Rc::clone(&self.reads) };
        let response = settled(fetch(&request.url, &init)).await.ok_or(TransportError::ConnectionLost)?;
        receive(response).await.ok_or(TransportError::ConnectionLost)
    }

    /// Takes the prefetched response, if its request was the same.
    fn take_prefetch(&self, request: &Request) -> Option<Promise> {
        let prefetch = self.prefetch.borrow_mut().take()?;
        let is_same = prefetch.url == absolute_url(&request.url)
            && prefetch.headers.len() == request.headers.len()
            && request.headers.iter().all(|(name, value)| {
                prefetch.headers.iter().any(|(other, sent)| other == name && sent == value)
            });
        is_same.then_some(prefetch.response)
    }
}

/// Returns a URL of the page as an absolute one.
pub(crate) fn absolute_url(url: &str) -> String {
    let base =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.base_uri().ok());
    let base = base.flatten().unwrap_or_default();
    web_sys::Url::new_with_base(url, &base).map(|url| url.href()).unwrap_or_default()
}

/// Returns the response that a call of `fetch` ends in; `None` without one. A script that wraps `fetch` may throw the
/// response of an error.
async fn settled(called: Result<JsValue, JsValue>) -> Option<web_sys::Response> {
    let ended = match called {
        Ok(value) => JsFuture::from(Promise::resolve(&value)).await,
        Err(thrown) => Err(thrown),
    };
    let (Ok(value) | Err(value)) = ended;
    // Not the vendor's answer: that of a page to which the request was redirected, by a script or a service worker.
    value.dyn_into::<web_sys::Response>().ok().filter(|response| !response.redirected())
}

/// Reads a response; `None` if the connection breaks.
pub(crate) async fn receive(response: web_sys::Response) -> Option<Response> {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let body = read_body(&response).await?;
    Some(Response {
        status: response.status(),
        retry_after: header("retry-after").and_then(|wait| seconds(&wait, header("date"))),
        language: header("content-language").as_deref().and_then(content_language),
        etag: header("etag"),
        body,
    })
}

/// Reads the body, and no more of it than a document may have.
async fn read_body(response: &web_sys::Response) -> Option<Body> {
    let Some(stream) = response.body() else { return Some(Body::Empty) };
    // A script of the host has read it already.
    if stream.locked() || response.body_used() {
        return Some(Body::Other);
    }
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    // The memory of wasm never shrinks, so no byte of a body that is too large is copied into it.
    let (mut chunks, mut length) = (Vec::new(), 0);
    loop {
        let read = JsFuture::from(reader.read()).await.ok()?;
        let Ok(chunk) = Reflect::get(&read, &"value".into()).ok()?.dyn_into::<Uint8Array>() else { break };
        length += chunk.length() as usize;
        if length > MAX_BYTES {
            // Whether the connection can be given up does not matter: nothing more is read.
            let _ = reader.cancel();
            return Some(Body::Other);
        }
        chunks.push(chunk);
    }
    let mut bytes = vec![0; length];
    let mut rest = bytes.as_mut_slice();
    for chunk in chunks {
        let (part, others) = rest.split_at_mut_checked(chunk.length() as usize)?;
        chunk.copy_to(part);
        rest = others;
    }
    let text = String::from_utf8_lossy(&bytes);
    Some(Body::parse(text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

/// Returns the seconds of a `retry-after` header. A date counts from the date of the response, where CORS exposes it: the
/// clock of this device may be wrong.
fn seconds(retry_after: &str, date: Option<String>) -> Option<u32> {
    let number = retry_after.trim().parse().ok();
    number.or_else(|| {
        let now = date.map_or_else(Date::now, |date| Date::parse(&date));
        let wait = (Date::parse(retry_after) - now) / 1000.0;
        (wait >= 0.0).then_some(wait as u32)
    })
}

/// Goes on in another task of the browser, which can answer a press before it.
pub(crate) async fn next_task() {
    sleep(0).await;
}

async fn sleep(milliseconds: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
            // If the timer cannot be set, the wait ends at once.
            if window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    });
    let _ = JsFuture::from(promise).await;
}
