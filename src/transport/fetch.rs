//! The browser's transport: `fetch`, aborted when its future is dropped. Only this module uses `fetch`.

use std::{cell::RefCell, rc::Rc};

use gloo_net::http as gloo;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::{LocalFuture, Transport, TransportError};
use crate::{
    http::{Body, Method, Request, Response},
    json,
};

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
            // If the prefetch failed, the request is sent as usual.
            if let Ok(response) = JsFuture::from(promise).await
                && let Ok(response) = response.dyn_into::<web_sys::Response>()
            {
                return receive(response.into()).await.map_err(|_| TransportError::ConnectionLost);
            }
        }
        if !web_sys::window().is_some_and(|window| window.navigator().on_line()) {
            return Err(TransportError::NotSent);
        }
        let controller = AbortController::new().map_err(|_| TransportError::NotSent)?;
        let method = match request.method {
            Method::Get => gloo::Method::GET,
            Method::Patch => gloo::Method::PATCH,
            Method::Post => gloo::Method::POST,
        };
        let mut builder = gloo::RequestBuilder::new(&request.url)
            .method(method)
            // Each read returns the current record, and no cookie is sent with a bearer token.
            .cache(web_sys::RequestCache::NoStore)
            .credentials(web_sys::RequestCredentials::Omit)
            // No vendor redirects. A redirect could send the token and the body to another server, whose response would
            // be trusted.
            .redirect(web_sys::RequestRedirect::Error)
            .abort_signal(Some(&controller.signal()));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let body = request.body.as_ref().and_then(json::write);
        let built = match body {
            Some(body) => builder.body(body),
            None => builder.build(),
        };
        let built = built.map_err(|_| TransportError::NotSent)?;
        if is_read {
            self.reads.borrow_mut().push(controller.clone());
        }
        let _in_progress = InProgress { controller, reads: Rc::clone(&self.reads) };
        let response = built.send().await.map_err(|_| TransportError::ConnectionLost)?;
        receive(response).await.map_err(|_| TransportError::ConnectionLost)
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

fn absolute_url(url: &str) -> String {
    let base =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.base_uri().ok());
    let base = base.flatten().unwrap_or_default();
    web_sys::Url::new_with_base(url, &base).map(|url| url.href()).unwrap_or_default()
}

async fn receive(response: gloo::Response) -> Result<Response, gloo_net::Error> {
    let headers = response.headers();
    let (status, text) = (response.status(), response.text().await?);
    let body = if text.is_empty() { Body::Empty } else { json::parse(&text).map_or(Body::Other, Body::Json) };
    Ok(Response {
        status,
        retry_after: headers.get("retry-after").and_then(|wait| wait.trim().parse().ok()),
        language: headers.get("content-language"),
        etag: headers.get("etag"),
        body,
    })
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
