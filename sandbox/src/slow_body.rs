//! A response body that arrives complete, but in pieces with pauses between them.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Sleep;

use crate::changed_body;

/// The number of pieces of a body, or a little less. With the default pause, they take more than a minute.
const PIECES: usize = 16;

/// Returns `response` with a body that arrives in pieces, or with a JSON object that does if it has no body.
pub(crate) async fn drip(response: Response, pause: Duration) -> Response {
    let (response, mut bytes) = changed_body::take(response).await;
    if bytes.is_empty() {
        bytes = Bytes::from_static(b"{\"status\": \"a slow response\"}");
    }
    let piece_length = bytes.len().div_ceil(PIECES);
    let body = SlowBody { rest: bytes, piece_length, pause, sleep: None };
    changed_body::replace(response, Body::new(body))
}

/// A body that yields `piece_length` bytes, then sleeps for `pause`, and so on until `rest` is empty.
struct SlowBody {
    rest: Bytes,
    piece_length: usize,
    pause: Duration,
    /// The pause before the next piece; `None` before the first one.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for SlowBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(context));
        }
        let length = self.piece_length.min(self.rest.len());
        let piece = self.rest.split_to(length);
        self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    /// The exact size, from which the server sets `content-length`.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
