//! A connection that breaks: the client sees a network error and no status.
//!
//! The answer's body fails before its first byte. hyper has buffered the head by then and not sent it, so it
//! closes the connection with nothing written; `tests/` pins this with a raw socket. A router used in process
//! has no connection: there, reading the body is what fails.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use http_body::{Body as HttpBody, Frame};
use http_body_util::BodyExt as _;

/// Marks an answer that no client gets to read in full.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

/// An answer of which nothing arrives.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::new(Broken { sent: None, waits: 0 }.map_err(axum::Error::new)));
    response.extensions_mut().insert(Cut);
    response
}

/// The answer `whole`, whose head and first half arrive.
pub(crate) async fn half(whole: Response) -> Response {
    let (mut parts, body) = whole.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let bytes = if bytes.is_empty() { Bytes::from_static(b"{\"status\": \"trunc") } else { bytes };
    if parts.status == axum::http::StatusCode::NO_CONTENT {
        parts.status = axum::http::StatusCode::OK;
    }
    parts.headers.insert(axum::http::header::CONTENT_LENGTH, bytes.len().into());
    let first = bytes.slice(..bytes.len() / 2);
    // One pause after the half, so that hyper flushes it before it meets the error.
    Response::from_parts(parts, Body::new(Broken { sent: Some(first), waits: 1 }.map_err(axum::Error::new)))
}

struct Broken {
    sent: Option<Bytes>,
    waits: u8,
}

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.sent.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.waits > 0 {
            self.waits -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::new(
            io::ErrorKind::ConnectionReset,
            "the connection was cut on order",
        ))))
    }
}
