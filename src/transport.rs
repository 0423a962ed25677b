//! The HTTP transport: `fetch` with a timeout and an abort. Only this module uses `fetch`.

use std::cell::RefCell;

use gloo_net::http as gloo;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use crate::{
    http::{Body, Method, Request, Response},
    json,
};

/// The timeout of a read, in milliseconds, body included.
const READ_TIMEOUT: u32 = 20_000;
/// The timeout of a write, in milliseconds. It is longer, since the outcome of a write that is given up is unknown.
const WRITE_TIMEOUT: u32 = 40_000;

/// An error that leaves a request without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Nothing was sent: the browser is offline, or the request could not be built.
    NotSent,
    /// The connection failed or was lost; whether the vendor processed the request is unknown.
    ConnectionLost,
    /// The timeout passed; whether the vendor processed the request is unknown.
    TimedOut,
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

/// A transport by `fetch`. Closing it aborts reads and not writes, since a save must not be lost with the page.
#[derive(Debug)]
pub struct FetchTransport {
    reads: Option<AbortController>,
    prefetch: RefCell<Option<Prefetch>>,
}

impl FetchTransport {
    /// Returns a transport, with the read that the loader started, if any.
    pub fn new(prefetch: Option<Prefetch>) -> FetchTransport {
        FetchTransport { reads: AbortController::new().ok(), prefetch: RefCell::new(prefetch) }
    }

    /// Aborts every read in progress.
    pub fn close(&self) {
        if let Some(reads) = &self.reads {
            reads.abort();
        }
    }

    /// Sends the request once.
    ///
    /// # Errors
    /// [`TransportError`] if there is no response. A response of any status is not an error.
    pub async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let is_read = request.method == Method::Get;
        if is_read && let Some(promise) = self.take_prefetch(request) {
            // If the prefetch failed, the request is sent as usual.
            if let Ok(response) = JsFuture::from(promise).await
                && let Ok(response) = response.dyn_into::<web_sys::Response>()
            {
                return receive(response.into()).await.map_err(|error| transport_error(&error));
            }
        }
        if !web_sys::window().is_some_and(|window| window.navigator().on_line()) {
            return Err(TransportError::NotSent);
        }
        let timeout = AbortSignal::timeout_with_u32(if is_read { READ_TIMEOUT } else { WRITE_TIMEOUT });
        let signal = match &self.reads {
            Some(reads) if is_read => AbortSignal::any(&js_sys::Array::of2(&timeout, &reads.signal())),
            _ => timeout,
        };
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
            .abort_signal(Some(&signal));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let body = request.body.as_ref().and_then(json::write);
        let built = match body {
            Some(body) => builder.body(body),
            None => builder.build(),
        };
        let sent = built.map_err(|_| TransportError::NotSent)?.send().await;
        match sent {
            Ok(response) => receive(response).await.map_err(|error| transport_error(&error)),
            Err(error) => Err(transport_error(&error)),
        }
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

fn transport_error(error: &gloo_net::Error) -> TransportError {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => TransportError::TimedOut,
        _ => TransportError::ConnectionLost,
    }
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

/// Waits for a number of milliseconds.
pub async fn sleep(milliseconds: u32) {
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
