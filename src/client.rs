//! What a journey can ask of the vendor: view, update, create. Credentials and repetition live here.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    time::Duration,
};

use crate::{
    domain::{Changes, Civility, CustomerId, Profile, Record},
    error::ApiError,
    http::{Method, Response},
    transport::{FetchTransport, TransportError, sleep},
    vendor_api::{self, Operation, Query, RequestContext, Vendor},
};

/// How often a read is tried. Only here is anything repeated, so that tries never multiply.
const MAX_ATTEMPTS: u32 = 3;
/// The first wait between two tries, in milliseconds; each further one may be twice as long.
const FIRST_RETRY_DELAY: u32 = 400;
/// A longer wait that a vendor asks for is left to the customer.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(5);

/// What proves to the vendor who is asking. Held in memory only, and never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    token: String,
    api_key: String,
}

impl Credentials {
    /// The credentials, or `None` if there is no token or if either could not stand in a header.
    pub fn new(token: String, api_key: String) -> Option<Credentials> {
        let fits = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        (!token.is_empty() && fits(&token) && fits(&api_key)).then_some(Credentials { token, api_key })
    }
}

/// A future of this thread.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Asks the host for credentials; `None` when it has none to give.
pub type CredentialsProvider = Box<dyn Fn() -> LocalFuture<Option<Credentials>>>;

/// A way to the vendor.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    vendor: Vendor,
    base_url: String,
    query: RefCell<Query>,
    transport: FetchTransport,
    provider: CredentialsProvider,
    cached: RefCell<Option<Credentials>>,
    /// Whether the vendor's preflight allows `if-match`; `None` until a write with it was answered.
    allows_if_match: Cell<Option<bool>>,
    language: Box<dyn Fn() -> String>,
}

impl Client {
    /// A way to this vendor. `language` gives the tag that each request is to carry.
    pub fn new(
        vendor: Vendor,
        base_url: String,
        query: Query,
        transport: FetchTransport,
        provider: CredentialsProvider,
        language: Box<dyn Fn() -> String>,
    ) -> Client {
        Client(Rc::new(Inner {
            vendor,
            base_url,
            query: RefCell::new(query),
            transport,
            provider,
            cached: RefCell::new(None),
            allows_if_match: Cell::new(None),
            language,
        }))
    }

    /// Whose API it is.
    pub fn vendor(&self) -> Vendor {
        self.0.vendor
    }

    /// Gives up every read that is under way.
    pub fn close(&self) {
        self.0.transport.close();
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Any [`Failure`] but `Refused` with places and `OutcomeUnknown`.
    pub async fn read_profile(&self, customer: &CustomerId) -> Result<Profile, ApiError> {
        let response = self.send(Operation::View(customer)).await?;
        vendor_api::read_profile(self.0.vendor, &self.0.query.borrow(), &response)
    }

    /// From now on, reads the page of a long list that begins after so many.
    pub fn set_offset(&self, offset: u32) {
        self.0.query.borrow_mut().set_offset(self.0.vendor, offset);
    }

    /// Reads the forms of address, in the language of the page.
    ///
    /// # Errors
    /// As [`Api::view`].
    pub async fn civilities(&self) -> Result<Vec<Civility>, ApiError> {
        vendor_api::read_civilities(self.0.vendor, &self.send(Operation::Civilities).await?)
    }

    /// Whether no write with `If-Match` was answered yet: then a preflight that does not allow the header looks like a
    /// lost connection.
    pub fn is_if_match_untried(&self) -> bool {
        self.0.allows_if_match.get().is_none()
    }

    /// Sends no `If-Match` from now on.
    pub fn disallow_if_match(&self) {
        self.0.allows_if_match.set(Some(false));
    }

    /// Sends a change, which must not be empty; to this version alone, where there is one.
    ///
    /// # Errors
    /// Any [`Failure`]; after `OutcomeUnknown` only a re-read tells whether it was carried out.
    pub async fn update(
        &self,
        customer: &CustomerId,
        changes: &Changes,
        version: Option<&str>,
        force_address: bool,
    ) -> Result<(), ApiError> {
        let version = version.filter(|_| self.0.allows_if_match.get() != Some(false));
        let response = self.send(Operation::Update { customer, changes, version, force_address }).await?;
        if version.is_some() {
            self.0.allows_if_match.set(Some(true));
        }
        vendor_api::read_saved(self.0.vendor, &response)
    }

    /// Creates a customer, once.
    ///
    /// # Errors
    /// Any [`Failure`]; after `OutcomeUnknown` the customer may exist.
    pub async fn create(&self, record: &Record, force_address: bool) -> Result<CustomerId, ApiError> {
        let response = self.send(Operation::Create { record, force_address }).await?;
        vendor_api::read_created(self.0.vendor, &response).map_err(|failure| match failure {
            // Accepted, in words nobody can read: the customer may exist, and is not to be created twice.
            ApiError::Unreadable { .. } => ApiError::OutcomeUnknown,
            other => other,
        })
    }

    /// Sends a call. A read is tried again while its failure may pass; a write goes out once. A 401 means that
    /// nothing was done: then either is sent once more with fresh credentials.
    async fn send(&self, call: Operation<'_>) -> Result<Response, ApiError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut response = self.send_once(call).await;
            if matches!(&response, Ok(response) if response.status == 401) {
                self.0.cached.replace(None);
                response = self.send_once(call).await;
            }
            let failure = match response {
                Err(failure) => failure,
                Ok(response) if response.status == 429 || response.status >= 500 => {
                    match vendor_api::check(self.0.vendor, &response) {
                        Err(failure) => failure,
                        Ok(()) => return Ok(response),
                    }
                }
                Ok(response) => return Ok(response),
            };
            let read = matches!(call, Operation::View(_) | Operation::Civilities);
            if !read || tries == MAX_ATTEMPTS || !failure.is_transient() {
                return Err(failure);
            }
            match failure {
                ApiError::RateLimited { wait: Some(wait) } if wait > MAX_RETRY_AFTER => return Err(failure),
                ApiError::RateLimited { wait: Some(wait) } => {
                    sleep(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)).await;
                }
                // Full jitter: many pages that failed together do not come back together.
                _ => {
                    let longest = f64::from(FIRST_RETRY_DELAY << (tries - 1));
                    sleep((js_sys::Math::random() * longest) as u32).await;
                }
            }
        }
    }

    async fn send_once(&self, call: Operation<'_>) -> Result<Response, ApiError> {
        let cached = self.0.cached.borrow().clone();
        let credentials = match cached {
            Some(credentials) => credentials,
            None => {
                let fresh = (self.0.provider)().await.ok_or(ApiError::SignedOut)?;
                self.0.cached.replace(Some(fresh.clone()));
                fresh
            }
        };
        let language = (self.0.language)();
        let query = self.0.query.borrow().clone();
        let access = RequestContext {
            base_url: &self.0.base_url,
            token: &credentials.token,
            api_key: &credentials.api_key,
            language: &language,
            query: &query,
        };
        // Nothing offers what the vendor has no call for.
        let request = vendor_api::request(self.0.vendor, call, access).ok_or(ApiError::NotAllowed)?;
        let answer = self.0.transport.send(&request).await;
        // The vendor words its answers in the language they are asked in, unless it says otherwise.
        let worded = answer.map(|answer| Response { language: answer.language.or(Some(language)), ..answer });
        worded.map_err(|fault| match (request.method, fault) {
            (_, TransportError::NotSent) => ApiError::Offline,
            (Method::Get, TransportError::ConnectionLost) => ApiError::Offline,
            (Method::Get, TransportError::TimedOut) => ApiError::TimedOut,
            (Method::Patch | Method::Post, TransportError::ConnectionLost | TransportError::TimedOut) => {
                ApiError::OutcomeUnknown
            }
        })
    }
}
