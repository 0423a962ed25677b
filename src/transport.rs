//! Sends a request and brings its answer back: `fetch`, a deadline, an abort. Only this file knows `fetch`.

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

/// How long a read may take, in milliseconds, body included.
const READ_DEADLINE: u32 = 20_000;
/// How long a write may take. Longer: giving up on a write leaves its outcome unknown.
const WRITE_DEADLINE: u32 = 40_000;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Nothing was sent: the browser knows that it has no connection, or the request could not be made.
    NotSent,
    /// The connection failed or was cut; whether the vendor acted is not known.
    ConnectionLost,
    /// The deadline passed; whether the vendor acted is not known.
    TimedOut,
}

/// A read that the page began before this code had arrived.
#[derive(Debug)]
pub struct Prefetch {
    /// The absolute address it was sent to.
    pub url: String,
    /// The headers it was sent with.
    pub headers: Vec<(String, String)>,
    /// The promise of a `Response`.
    pub response: Promise,
}

/// A wire to the vendor. Reads end with it; writes do not, since a save must not be lost with the page.
#[derive(Debug)]
pub struct FetchTransport {
    reads: Option<AbortController>,
    early: RefCell<Option<Prefetch>>,
}

impl FetchTransport {
    /// A wire that may find one answer on its way already.
    pub fn new(early: Option<Prefetch>) -> FetchTransport {
        FetchTransport { reads: AbortController::new().ok(), early: RefCell::new(early) }
    }

    /// Gives up every read that is under way.
    pub fn close(&self) {
        if let Some(reads) = &self.reads {
            reads.abort();
        }
    }

    /// Sends the request once.
    ///
    /// # Errors
    /// When no answer came. An answer of any status is an answer.
    pub async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let read = request.method == Method::Get;
        if read && let Some(promise) = self.take_prefetch(request) {
            // What went wrong early is tried again in the usual way.
            if let Ok(response) = JsFuture::from(promise).await
                && let Ok(response) = response.dyn_into::<web_sys::Response>()
            {
                return receive(response.into()).await.map_err(|error| transport_error(&error));
            }
        }
        if !web_sys::window().is_some_and(|window| window.navigator().on_line()) {
            return Err(TransportError::NotSent);
        }
        let deadline = AbortSignal::timeout_with_u32(if read { READ_DEADLINE } else { WRITE_DEADLINE });
        let signal = match &self.reads {
            Some(reads) if read => AbortSignal::any(&js_sys::Array::of2(&deadline, &reads.signal())),
            _ => deadline,
        };
        let method = match request.method {
            Method::Get => gloo::Method::GET,
            Method::Patch => gloo::Method::PATCH,
            Method::Post => gloo::Method::POST,
        };
        let mut builder = gloo::RequestBuilder::new(&request.url)
            .method(method)
            // The vendor's record is read anew each time, and no cookie goes with a bearer token.
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

    /// The early answer, if it was asked for with just this request.
    fn take_prefetch(&self, request: &Request) -> Option<Promise> {
        let early = self.early.borrow_mut().take()?;
        let same = early.url == absolute_url(&request.url)
            && early.headers.len() == request.headers.len()
            && request.headers.iter().all(|(name, value)| {
                early.headers.iter().any(|(other, sent)| other == name && sent == value)
            });
        same.then_some(early.response)
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

/// Waits this many milliseconds.
pub async fn sleep(milliseconds: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
            // A timer that cannot be set is a wait that ends at once.
            if window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    });
    let _ = JsFuture::from(promise).await;
}
