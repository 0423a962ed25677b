//! The client of a vendor's API: reads, updates and creates a profile, with credentials and retries.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::Poll,
    time::Duration,
};

use crate::{
    domain::{Changes, Civility, CustomerId, Profile, Record},
    error::ApiError,
    http::{Method, Response},
    transport::{LocalFuture, Transport, TransportError},
    vendor_api::{self, Operation, Query, RequestContext, Vendor},
};

/// The number of attempts of a read. Retries are only here, so that they never multiply.
const MAX_ATTEMPTS: u32 = 3;
/// The longest delay before the first retry, in milliseconds; it doubles with each further one.
const FIRST_RETRY_DELAY: u32 = 400;
/// The timeout of a read, in milliseconds, body included.
const READ_TIMEOUT: u32 = 20_000;
/// The timeout of a write, in milliseconds. It is longer, since the outcome of a write that is given up is unknown.
const WRITE_TIMEOUT: u32 = 40_000;
/// How long the host may take to return credentials, in milliseconds. A host that asks the customer to sign in again
/// does so before it is asked, or the customer tries again.
const CREDENTIALS_TIMEOUT: u32 = 30_000;
/// The longest `retry-after` that is waited for. After a longer one, the customer retries.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(5);

/// The credentials of requests. They are held in memory only, and never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    token: String,
    api_key: String,
}

impl Credentials {
    /// Returns the credentials, or `None` if the token is empty or either has characters that a header cannot have.
    pub fn new(token: String, api_key: String) -> Option<Credentials> {
        let fits = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        (!token.is_empty() && fits(&token) && fits(&api_key)).then_some(Credentials { token, api_key })
    }
}

/// Requests credentials from the host; `None` if it has none.
pub type CredentialsProvider = Box<dyn Fn() -> LocalFuture<'static, Option<Credentials>>>;

/// A client of one vendor's API, as a handle: clones share their state.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    vendor: Vendor,
    base_url: String,
    query: RefCell<Query>,
    transport: Box<dyn Transport>,
    provider: CredentialsProvider,
    cached: RefCell<Option<Credentials>>,
    /// Whether a write with `If-Match` got as far as the vendor: then the preflight allows the header.
    is_if_match_allowed: Cell<bool>,
    /// Whether the page is gone. Reads are not sent any more; writes are, since a save must not be lost with the page.
    is_closed: Cell<bool>,
    language: Box<dyn Fn() -> String>,
}

impl Client {
    /// Returns a client. `language` returns the language tag of each request.
    pub fn new(
        vendor: Vendor,
        base_url: String,
        query: Query,
        transport: impl Transport + 'static,
        provider: CredentialsProvider,
        language: Box<dyn Fn() -> String>,
    ) -> Client {
        Client(Rc::new(Inner {
            vendor,
            base_url,
            query: RefCell::new(query),
            transport: Box::new(transport),
            provider,
            cached: RefCell::new(None),
            is_if_match_allowed: Cell::new(false),
            is_closed: Cell::new(false),
            language,
        }))
    }

    /// The vendor of the API.
    pub fn vendor(&self) -> Vendor {
        self.0.vendor
    }

    /// Aborts every read in progress and sends no further one.
    pub fn close(&self) {
        self.0.is_closed.set(true);
        self.0.transport.close();
    }

    /// Forgets the credentials: the next request asks the host for them.
    pub fn forget_credentials(&self) {
        self.0.cached.replace(None);
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Any [`ApiError`] but `OutcomeUnknown`.
    pub async fn read_profile(&self, customer: &CustomerId) -> Result<Profile, ApiError> {
        let response = self.send(Operation::View(customer)).await?;
        // Cloned: another page may be asked for while the code that reads the response loads.
        let query = self.0.query.borrow().clone();
        let profile = vendor_api::read_profile_async(self.0.vendor, &query, &response).await;
        // A read changes nothing, so nothing can be outdated. A vendor's own reason is another error.
        profile.map_err(|error| match error {
            ApiError::PreconditionFailed => ApiError::ServerError { status: response.status },
            other => other,
        })
    }

    /// Makes later reads request the page of a long list that begins after `offset` items.
    pub fn set_offset(&self, offset: u32) {
        self.0.query.borrow_mut().set_offset(self.0.vendor, offset);
    }

    /// Reads the forms of address, in the language of the page.
    ///
    /// # Errors
    /// As [`Client::read_profile`].
    pub async fn civilities(&self) -> Result<Vec<Civility>, ApiError> {
        vendor_api::read_civilities(self.0.vendor, &self.send(Operation::Civilities).await?)
    }

    /// Whether a preflight may block `If-Match`: no write with the header has had a response or a timeout yet. A blocked
    /// write fails at once, like a lost connection.
    pub fn may_block_if_match(&self) -> bool {
        !self.0.is_if_match_allowed.get()
    }

    /// Sends a change, which must not be empty. With a version, the write is conditional on it (`If-Match`).
    ///
    /// # Errors
    /// Any [`ApiError`]; after `OutcomeUnknown` only a read shows whether the change is stored.
    pub async fn update(
        &self,
        customer: &CustomerId,
        changes: &Changes,
        version: Option<&str>,
        force_address: bool,
    ) -> Result<(), ApiError> {
        let response = self.send(Operation::Update { customer, changes, version, force_address }).await?;
        vendor_api::read_saved(self.0.vendor, &response)
    }

    /// Creates a customer, once.
    ///
    /// # Errors
    /// Any [`ApiError`]; after `OutcomeUnknown` the customer may exist.
    pub async fn create(&self, record: &Record, force_address: bool) -> Result<CustomerId, ApiError> {
        let mut response = self.send(Operation::Create { record, force_address }).await?;
        // Nothing of a new customer can be outdated: a conflict is a rejection, with the vendor's reasons.
        if matches!(response.status, 409 | 412) {
            response.status = 400;
        }
        vendor_api::read_created(self.0.vendor, &response).map_err(|error| match error {
            // An unreadable success: the customer may exist, and must not be created twice.
            ApiError::Unreadable { .. } => ApiError::OutcomeUnknown,
            other => other,
        })
    }

    /// Sends the request of an operation. A read is retried after a transient error; a write is sent once. A 401 means
    /// that nothing was done: then either is sent again with new credentials, once.
    ///
    /// A 5xx or 408 in response to a write leaves its outcome unknown: a gateway can respond this way even after the
    /// vendor has stored the change, and no vendor documents otherwise. A 4xx is the vendor's rejection.
    async fn send(&self, call: Operation<'_>) -> Result<Response, ApiError> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let is_read = matches!(call, Operation::View(_) | Operation::Civilities);
            if is_read && self.0.is_closed.get() {
                return Err(ApiError::Offline);
            }
            let mut response = self.send_once(call, self.credentials().await?).await;
            if matches!(&response, Ok(response) if response.status == 401) {
                self.forget_credentials();
                response = self.send_once(call, self.credentials().await?).await;
            }
            let error = match response {
                Err(error) => error,
                Ok(response) if !is_read && (response.status >= 500 || response.status == 408) => {
                    return Err(ApiError::OutcomeUnknown);
                }
                Ok(response) if response.status == 429 || response.status >= 500 => {
                    match vendor_api::check(self.0.vendor, &response) {
                        Err(error) => error,
                        Ok(()) => return Ok(response),
                    }
                }
                Ok(response) => return Ok(response),
            };
            if !is_read || attempts == MAX_ATTEMPTS || !error.is_transient() {
                return Err(error);
            }
            // It may be a 401 that the browser hides, because the response lacks the CORS headers.
            if error == ApiError::Offline && attempts == 1 {
                // Credentials that cannot be renewed without a connection stay.
                let _ = self.request_credentials().await;
            }
            match error {
                ApiError::RateLimited { wait: Some(wait) } if wait > MAX_RETRY_AFTER => return Err(error),
                ApiError::RateLimited { wait: Some(wait) } => {
                    self.0.transport.sleep(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)).await;
                }
                // Full jitter: pages that failed at the same time do not retry at the same time.
                _ => {
                    let longest = f64::from(FIRST_RETRY_DELAY << (attempts - 1));
                    self.0.transport.sleep((self.0.transport.random() * longest) as u32).await;
                }
            }
        }
    }

    /// Returns the credentials: those that the host returned last, or new ones.
    async fn credentials(&self) -> Result<Credentials, ApiError> {
        let cached = self.0.cached.borrow().clone();
        match cached {
            Some(credentials) => Ok(credentials),
            None => self.request_credentials().await,
        }
    }

    /// Requests credentials from the host.
    async fn request_credentials(&self) -> Result<Credentials, ApiError> {
        let given = within((self.0.provider)(), self.0.transport.sleep(CREDENTIALS_TIMEOUT)).await;
        let fresh = given.ok_or(ApiError::TimedOut)?.ok_or(ApiError::SignedOut)?;
        self.0.cached.replace(Some(fresh.clone()));
        Ok(fresh)
    }

    async fn send_once(&self, call: Operation<'_>, credentials: Credentials) -> Result<Response, ApiError> {
        let language = (self.0.language)();
        let query = self.0.query.borrow().clone();
        let access = RequestContext {
            base_url: &self.0.base_url,
            token: &credentials.token,
            api_key: &credentials.api_key,
            language: &language,
            query: &query,
        };
        // No page offers an operation that the vendor does not have.
        let request = vendor_api::request(self.0.vendor, call, access).ok_or(ApiError::NotAllowed)?;
        let timeout = if request.method == Method::Get { READ_TIMEOUT } else { WRITE_TIMEOUT };
        let transport = &self.0.transport;
        let response = within(transport.send(&request), transport.sleep(timeout)).await;
        if matches!(call, Operation::Update { version: Some(_), .. }) && !matches!(response, Some(Err(_))) {
            self.0.is_if_match_allowed.set(true);
        }
        match (request.method, response) {
            // Without a `content-language`, a response is in the language of the request.
            (_, Some(Ok(response))) => {
                Ok(Response { language: response.language.or(Some(language)), ..response })
            }
            (_, Some(Err(TransportError::NotSent))) => Err(ApiError::Offline),
            (Method::Get, Some(Err(TransportError::ConnectionLost))) => Err(ApiError::Offline),
            (Method::Get, None) => Err(ApiError::TimedOut),
            (Method::Patch | Method::Post, Some(Err(TransportError::ConnectionLost)) | None) => {
                Err(ApiError::OutcomeUnknown)
            }
        }
    }
}

/// Returns the output of `future`, or `None` if `limit` ends first; then `future` is dropped.
async fn within<T>(mut future: LocalFuture<'_, T>, mut limit: LocalFuture<'_, ()>) -> Option<T> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}
