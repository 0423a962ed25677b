//! The client over a fake transport: what is retried, what is sent once, and after which time. The clock is paused.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::Duration,
};

use carnet::{
    client::{Client, Credentials},
    domain::{CustomerId, Record, TextField, between},
    error::ApiError,
    http::{Method, Request, Response},
    transport::{LocalFuture, Transport, TransportError},
    vendor_api::{Query, Vendor},
};
use tokio::time::Instant;

use crate::test_server::response;

/// What the transport does with a request.
enum Reply {
    Response(Response),
    Error(TransportError),
    /// It never answers.
    Silence,
}

/// What the transport has seen. Shared with the test.
#[derive(Default)]
struct Log {
    requests: RefCell<Vec<Request>>,
    delays: RefCell<Vec<u32>>,
    aborted: Cell<usize>,
    credentials: Cell<usize>,
}

struct FakeTransport {
    replies: RefCell<VecDeque<Reply>>,
    log: Rc<Log>,
}

/// Counts a request whose future is dropped before it answers.
struct Unanswered(Option<Rc<Log>>);

impl Drop for Unanswered {
    fn drop(&mut self) {
        if let Some(log) = &self.0 {
            log.aborted.set(log.aborted.get() + 1);
        }
    }
}

impl Transport for FakeTransport {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Response, TransportError>> {
        self.log.requests.borrow_mut().push(request.clone());
        let reply = self.replies.borrow_mut().pop_front().expect("a reply for each request");
        let log = Rc::clone(&self.log);
        Box::pin(async move {
            let mut guard = Unanswered(Some(log));
            let result = match reply {
                Reply::Response(response) => Ok(response),
                Reply::Error(error) => Err(error),
                Reply::Silence => std::future::pending().await,
            };
            guard.0 = None;
            result
        })
    }

    fn sleep(&self, milliseconds: u32) -> LocalFuture<'static, ()> {
        let log = Rc::clone(&self.log);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
            log.delays.borrow_mut().push(milliseconds);
        })
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn close(&self) {}
}

fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, Rc<Log>) {
    client_of(replies, |call| {
        Box::pin(async move { Credentials::new(format!("token-{call}"), "key".into()) })
    })
}

/// A client whose host answers the call of this number with these credentials.
fn client_of(
    replies: impl IntoIterator<Item = Reply>,
    host: impl Fn(usize) -> LocalFuture<'static, Option<Credentials>> + 'static,
) -> (Client, Rc<Log>) {
    let log = Rc::new(Log::default());
    let transport =
        FakeTransport { replies: RefCell::new(replies.into_iter().collect()), log: Rc::clone(&log) };
    let provided = Rc::clone(&log);
    let provider = Box::new(move || {
        provided.credentials.set(provided.credentials.get() + 1);
        host(provided.credentials.get())
    });
    let language = Box::new(|| "fr-BE".to_owned());
    let url = "https://vendor.example".to_owned();
    (Client::new(Vendor::CLUBMED, url, Query::default(), transport, provider, language), log)
}

fn status(status: u16) -> Reply {
    Reply::Response(response(status, ""))
}

fn profile() -> Reply {
    Reply::Response(response(200, r#"{"id":"301000001","first_name":"Tom"}"#))
}

fn customer() -> CustomerId {
    CustomerId::parse("301000001").expect("an id")
}

/// The tokens of the requests.
fn tokens(log: &Log) -> Vec<String> {
    let requests = log.requests.borrow();
    let headers = requests.iter().flat_map(|request| &request.headers);
    headers.filter(|(name, _)| *name == "authorization").map(|(_, value)| value.clone()).collect()
}

/// Sends a patch that changes the first name.
async fn update(client: &Client) -> Result<(), ApiError> {
    let mut wanted = Record::default();
    wanted.texts[TextField::FirstName] = Some("Tim".into());
    client.update(&customer(), &between(&Record::default(), &wanted), None, false).await
}

#[tokio::test(start_paused = true)]
async fn read_with_transient_errors_is_retried_with_jitter() {
    let (client, log) = client([Reply::Error(TransportError::ConnectionLost), status(503), profile()]);
    assert!(client.read_profile(&customer()).await.is_ok());
    // The random number is 0.5: half of 400 ms, then half of 800 ms.
    assert_eq!(*log.delays.borrow(), [200, 400]);
}

#[tokio::test(start_paused = true)]
async fn read_gives_up_after_three_attempts() {
    let (client, log) = client([status(500), status(502), status(504)]);
    assert_eq!(client.read_profile(&customer()).await, Err(ApiError::ServerError { status: 504 }));
    assert_eq!(log.requests.borrow().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn read_with_permanent_error_is_not_retried() {
    for (code, error) in [(403, ApiError::NotAllowed), (404, ApiError::NotFound), (410, ApiError::Deleted)] {
        let (client, log) = client([status(code)]);
        assert_eq!(client.read_profile(&customer()).await, Err(error));
        assert_eq!(log.requests.borrow().len(), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn read_with_429_waits_for_retry_after_of_up_to_five_seconds() {
    let limited = |seconds| Reply::Response(Response { retry_after: Some(seconds), ..response(429, "") });
    let (waiting, log) = client([limited(5), profile()]);
    let started = Instant::now();
    assert!(waiting.read_profile(&customer()).await.is_ok());
    assert_eq!(
        (started.elapsed(), log.delays.borrow().as_slice()),
        (Duration::from_secs(5), [5000].as_slice())
    );

    let (leaving, log) = client([limited(6)]);
    let wait = Some(Duration::from_secs(6));
    assert_eq!(leaving.read_profile(&customer()).await, Err(ApiError::RateLimited { wait }));
    assert_eq!(log.requests.borrow().len(), 1, "the customer retries");
}

#[tokio::test(start_paused = true)]
async fn request_with_401_is_sent_again_once_with_new_credentials() {
    let (reading, log) = client([status(401), profile()]);
    assert!(reading.read_profile(&customer()).await.is_ok());
    assert_eq!(tokens(&log), ["Bearer token-1", "Bearer token-2"]);

    let (writing, log) = client([status(401), status(204)]);
    assert_eq!(update(&writing).await, Ok(()));
    assert_eq!(log.requests.borrow().len(), 2);

    let (ended, log) = client([status(401), status(401)]);
    assert_eq!(update(&ended).await, Err(ApiError::SignedOut));
    assert_eq!(log.requests.borrow().len(), 2, "only once");
}

#[tokio::test(start_paused = true)]
async fn read_without_response_is_tried_once_with_new_credentials() {
    // A 401 without CORS headers is a lost connection to a script.
    let lost = || Reply::Error(TransportError::ConnectionLost);
    let (hidden, log) = client([lost(), profile()]);
    assert!(hidden.read_profile(&customer()).await.is_ok());
    assert_eq!(tokens(&log), ["Bearer token-1", "Bearer token-2"]);

    // Without a connection the host has no new ones: that is no sign that the session has ended.
    let (offline, log) = client_of([lost(), lost(), lost()], |call| {
        Box::pin(async move { Credentials::new("token".into(), String::new()).filter(|_| call == 1) })
    });
    assert_eq!(offline.read_profile(&customer()).await, Err(ApiError::Offline));
    assert_eq!((log.requests.borrow().len(), log.credentials.get()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn credentials_that_never_come_time_out_after_30_s_and_nothing_is_sent() {
    let (client, log) = client_of([], |_| Box::pin(std::future::pending()));
    let started = Instant::now();
    assert_eq!(client.read_profile(&customer()).await, Err(ApiError::TimedOut));
    assert_eq!(update(&client).await, Err(ApiError::TimedOut), "nothing was sent, so nothing is unknown");
    assert_eq!((started.elapsed(), log.credentials.get()), (Duration::from_secs(60), 2));

    // After a 401 too.
    let (renewing, _) = client_of([status(401)], |call| match call {
        1 => Box::pin(async { Credentials::new("token".into(), String::new()) }),
        _ => Box::pin(std::future::pending()),
    });
    assert_eq!(update(&renewing).await, Err(ApiError::TimedOut));
}

#[tokio::test(start_paused = true)]
async fn forgotten_credentials_are_requested_again() {
    let (client, log) = client([profile(), profile(), profile()]);
    for forgets in [false, true, false] {
        if forgets {
            client.forget_credentials();
        }
        assert!(client.read_profile(&customer()).await.is_ok());
    }
    assert_eq!(log.credentials.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn request_without_api_key_has_no_header_for_it() {
    for (key, value) in [("", None), ("key", Some("key"))] {
        let (client, log) = client_of([profile()], move |_| {
            Box::pin(async move { Credentials::new("token".into(), key.to_owned()) })
        });
        assert!(client.read_profile(&customer()).await.is_ok());
        let requests = log.requests.borrow();
        let header = requests[0].headers.iter().find(|(name, _)| *name == "x-api-key");
        assert_eq!(header.map(|(_, value)| value.as_str()), value);
    }
}

#[tokio::test(start_paused = true)]
async fn conflict_of_a_read_or_a_creation_is_no_outdated_write() {
    for code in [409, 412] {
        let (reading, log) = client([status(code)]);
        assert_eq!(reading.read_profile(&customer()).await, Err(ApiError::ServerError { status: code }));
        assert_eq!(log.requests.borrow().len(), 1, "{code}: it is not tried again");

        let (creating, _) = client([status(code)]);
        let created = creating.create(&Record::default(), false).await;
        assert!(matches!(created, Err(ApiError::Rejected(_))), "{created:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn write_with_gateway_error_is_sent_once_and_its_outcome_is_unknown() {
    for code in [408, 500, 502, 503, 504, 599] {
        let (updating, log) = client([status(code)]);
        assert_eq!(update(&updating).await, Err(ApiError::OutcomeUnknown), "{code}");
        assert_eq!(log.requests.borrow().len(), 1);

        let (creating, log) = client([status(code)]);
        let created = creating.create(&Record::default(), false).await;
        assert_eq!(created, Err(ApiError::OutcomeUnknown), "{code}");
        assert_eq!(log.requests.borrow().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn write_with_4xx_is_rejected() {
    for (code, error) in [
        (403, ApiError::NotAllowed),
        (404, ApiError::NotFound),
        (412, ApiError::PreconditionFailed),
        (429, ApiError::RateLimited { wait: None }),
    ] {
        let (client, log) = client([status(code)]);
        assert_eq!(update(&client).await, Err(error));
        assert_eq!(log.requests.borrow().len(), 1, "{code}: a write is not retried");
    }
}

#[tokio::test(start_paused = true)]
async fn write_with_page_of_html_has_unknown_outcome() {
    let (client, _) = client([Reply::Response(response(200, "<!doctype html>Sign in"))]);
    assert_eq!(update(&client).await, Err(ApiError::OutcomeUnknown));
}

#[tokio::test(start_paused = true)]
async fn read_times_out_after_20_s_and_is_aborted() {
    let (client, log) = client([Reply::Silence, Reply::Silence, Reply::Silence]);
    let started = Instant::now();
    assert_eq!(client.read_profile(&customer()).await, Err(ApiError::TimedOut));
    // Three times 20 s, and the delays between them.
    assert_eq!(started.elapsed(), Duration::from_millis(3 * 20_000 + 200 + 400));
    assert_eq!(log.aborted.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn write_times_out_after_40_s_with_unknown_outcome() {
    let (client, log) = client([Reply::Silence]);
    let started = Instant::now();
    assert_eq!(update(&client).await, Err(ApiError::OutcomeUnknown));
    assert_eq!(started.elapsed(), Duration::from_secs(40));
    assert_eq!((log.requests.borrow().len(), log.aborted.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn closed_client_sends_no_further_read_and_still_sends_writes() {
    let (client, log) = client([status(503), status(204)]);
    let closing = client.clone();
    let read = async { client.read_profile(&customer()).await };
    let close = async {
        // During the delay before the second attempt.
        tokio::time::sleep(Duration::from_millis(100)).await;
        closing.close();
    };
    assert_eq!(tokio::join!(read, close).0, Err(ApiError::Offline));
    assert_eq!(log.requests.borrow().len(), 1);
    assert_eq!(update(&client).await, Ok(()), "a save is not lost with the page");
}

#[tokio::test(start_paused = true)]
async fn if_match_may_be_blocked_until_a_conditional_write_gets_through() {
    for (reply, may_block) in [
        (Reply::Error(TransportError::ConnectionLost), true),
        (Reply::Silence, false),
        (status(503), false),
        (status(412), false),
        (status(204), false),
    ] {
        let (client, _) = client([reply]);
        let mut wanted = Record::default();
        wanted.texts[TextField::FirstName] = Some("Tim".into());
        let changes = between(&Record::default(), &wanted);
        let _ = client.update(&customer(), &changes, Some("\"1\""), false).await;
        assert_eq!(client.may_block_if_match(), may_block);
    }
}

#[tokio::test(start_paused = true)]
async fn write_that_was_not_sent_is_offline() {
    let (client, _) = client([Reply::Error(TransportError::NotSent)]);
    assert_eq!(update(&client).await, Err(ApiError::Offline));
}

#[tokio::test(start_paused = true)]
async fn every_request_carries_the_language_of_the_page() {
    let (client, log) = client([profile(), status(204)]);
    assert!(client.read_profile(&customer()).await.is_ok());
    assert_eq!(update(&client).await, Ok(()));
    for request in log.requests.borrow().iter() {
        let language = request.headers.iter().find(|(name, _)| *name == "accept-language");
        assert_eq!(language.map(|(_, value)| value.as_str()), Some("fr-BE"), "{:?}", request.method);
    }
    let methods: Vec<Method> = log.requests.borrow().iter().map(|request| request.method).collect();
    assert_eq!(methods, [Method::Get, Method::Patch]);
}
