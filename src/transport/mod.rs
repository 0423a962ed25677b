//! The transport seam: how a request reaches the vendor, and how time passes. [`FetchTransport`] is the browser's;
//! tests use a transport that answers by itself.

mod fetch;

use std::{future::Future, pin::Pin};

pub use fetch::{FetchTransport, Prefetch};
pub(crate) use fetch::{absolute_url, next_task, receive};

use crate::http::{Request, Response};

/// A future that stays in its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A way to send requests. Whatever depends on time or chance goes through it, so that tests control both.
pub trait Transport {
    /// Sends the request once. Dropping the future aborts the request.
    ///
    /// # Errors
    /// [`TransportError`] if there is no response. A response of any status is not an error.
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Response, TransportError>>;

    /// Waits this many milliseconds.
    fn sleep(&self, milliseconds: u32) -> LocalFuture<'static, ()>;

    /// Returns a random number from 0 up to, not including, 1.
    fn random(&self) -> f64;

    /// Aborts every read in progress. Writes go on, since a save must not be lost with the page.
    fn close(&self);
}

/// An error that leaves a request without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Nothing was sent: the browser is offline, or the request could not be built.
    NotSent,
    /// The connection failed or was lost; whether the vendor processed the request is unknown.
    ConnectionLost,
}
