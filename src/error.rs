//! The errors of a vendor's API, each with its own screen.

use std::time::Duration;

use crate::{
    chunk::ChunkError,
    domain::{Address, FieldPath},
};

/// The error of a call to a vendor's API.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// There is no connection: nothing was sent, or a read has no response.
    Offline,
    /// A read took longer than its timeout.
    TimedOut,
    /// A write has no response: whether it is stored is unknown.
    OutcomeUnknown,
    /// The vendor rejected the request (400, 422), with its reasons.
    Rejected(Vec<FieldError>),
    /// The credentials are missing, invalid or expired, and new ones did not help (401).
    SignedOut,
    /// The credentials are valid, but not for this profile (403).
    NotAllowed,
    /// The customer does not exist (404).
    NotFound,
    /// The customer was deleted (410, or by the vendor's message).
    Deleted,
    /// The customer was merged into another.
    Merged,
    /// The vendor does not accept the text as a customer id.
    InvalidCustomerId,
    /// The record changed between the read and the write (409, 412): nothing was written.
    PreconditionFailed,
    /// Too many requests (429).
    RateLimited {
        /// The wait that the vendor requires (`retry-after`), if the response has one.
        wait: Option<Duration>,
    },
    /// The vendor or a proxy failed (5xx, or an undocumented status).
    ServerError {
        /// The status code.
        status: u16,
    },
    /// The response is not the expected document.
    Unreadable {
        /// The reason, for a developer; never a value of the response.
        reason: &'static str,
    },
}

impl ApiError {
    /// Whether the vendor has answered that there is no such profile, or not for this account: trying again rarely helps.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            ApiError::NotAllowed
                | ApiError::NotFound
                | ApiError::Deleted
                | ApiError::Merged
                | ApiError::InvalidCustomerId
        )
    }
}

/// Code that cannot be loaded is a request without a response, and the customer can do the same about it.
impl From<ChunkError> for ApiError {
    fn from(_: ChunkError) -> ApiError {
        ApiError::Offline
    }
}

/// One reason for which the vendor rejected a request.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// The path of the control, if the vendor named one and Carnet knows it.
    pub path: Option<FieldPath>,
    /// The vendor's message, if there is one.
    pub text: Option<String>,
    /// The language of the message, if it is known.
    pub language: Option<String>,
    /// The addresses that the vendor suggests instead.
    pub suggestions: Vec<Address>,
}

impl ApiError {
    /// Whether a read can be retried automatically: the cause may be temporary.
    ///
    /// ```
    /// use carnet::error::ApiError;
    ///
    /// assert!(ApiError::ServerError { status: 503 }.is_transient());
    /// assert!(!ApiError::NotFound.is_transient());
    /// ```
    pub fn is_transient(&self) -> bool {
        matches!(self, ApiError::Offline | ApiError::TimedOut | ApiError::RateLimited { .. })
            || matches!(self, ApiError::ServerError { status } if *status >= 500)
    }

    /// Returns the vendor's reasons; empty for any error but [`ApiError::Rejected`].
    pub fn field_errors(&self) -> &[FieldError] {
        if let ApiError::Rejected(errors) = self { errors } else { &[] }
    }

    /// Whether all reasons are about the address: then the customer can have it saved anyway (`force_address`).
    pub fn is_address_only(&self) -> bool {
        let errors = self.field_errors();
        !errors.is_empty()
            && errors.iter().all(|error| matches!(error.path, Some(FieldPath::Address | FieldPath::Line(_))))
    }
}
