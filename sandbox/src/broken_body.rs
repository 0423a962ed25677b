//! Response bodies that fail, so that the connection breaks and the client sees a network error.
//!
//! A body that fails before its first byte makes hyper close the connection with nothing written: hyper has buffered
//! the head by then and not sent it. `tests/sandbox/process.rs` checks this with a raw socket. A router that is called
//! in process has no connection; there, reading the body returns the error.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    http::{StatusCode, header},
    response::Response,
};
use http_body::{Body as HttpBody, Frame};
use http_body_util::BodyExt as _;

/// A marker, in the response's extensions, for a response of which the client receives nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConnectionCut;

/// Returns a response of which the client receives no byte.
pub(crate) fn cut_connection() -> Response {
    let body = BrokenBody { data: None, pending_polls: 0 };
    let mut response = Response::new(Body::new(body.map_err(axum::Error::new)));
    response.extensions_mut().insert(ConnectionCut);
    response
}

/// Returns a response of which the client receives the head of `complete` and the first half of its body.
pub(crate) async fn truncate(complete: Response) -> Response {
    let (mut parts, body) = complete.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let bytes = if bytes.is_empty() { Bytes::from_static(b"{\"status\": \"trunc") } else { bytes };
    if parts.status == StatusCode::NO_CONTENT {
        parts.status = StatusCode::OK;
    }
    parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
    let first_half = bytes.slice(..bytes.len() / 2);
    // One pending poll after the data, so that hyper flushes it before it meets the error.
    let body = BrokenBody { data: Some(first_half), pending_polls: 1 };
    Response::from_parts(parts, Body::new(body.map_err(axum::Error::new)))
}

/// A body that yields `data`, if any, and then fails.
struct BrokenBody {
    data: Option<Bytes>,
    /// The number of polls between the data and the error that return `Pending`.
    pending_polls: u8,
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.pending_polls > 0 {
            self.pending_polls -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::new(
            io::ErrorKind::ConnectionReset,
            "the connection was cut by a configured fault",
        ))))
    }
}
