//! Every way a call can fail, each with its own screen.

use std::time::Duration;

use crate::domain::{Address, FieldPath};

/// Why a call did not do what it was asked to.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// Nothing went out, or no answer can be had: there is no connection.
    Offline,
    /// A read took longer than its deadline.
    TimedOut,
    /// A write went out and no answer came back: it may or may not have been carried out.
    OutcomeUnknown,
    /// The vendor refused what was asked (400), with the reasons it gave.
    Rejected(Vec<FieldError>),
    /// The credentials are missing, wrong or expired, and fresh ones did not help (401).
    SignedOut,
    /// The credentials are good but not for this profile (403).
    NotAllowed,
    /// There is no such customer (404).
    NotFound,
    /// There was one, and it was deleted (410, or in the vendor's words).
    Deleted,
    /// There was one, and it is part of another now.
    Merged,
    /// The vendor takes this for no customer's key at all.
    InvalidCustomerId,
    /// The record changed between the look and the write (409, 412): nothing was written.
    PreconditionFailed,
    /// Too many calls (429).
    RateLimited {
        /// How long the vendor asks us to wait, where it says so.
        wait: Option<Duration>,
    },
    /// The vendor, or something on the way to it, is broken (5xx or a status no contract names).
    ServerError {
        /// The status code.
        status: u16,
    },
    /// An answer came that cannot be read as what it should be.
    Unreadable {
        /// What is wrong with it, for a developer; never what it holds.
        reason: &'static str,
    },
}

/// One reason for which the vendor refused.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// What it concerns, where the vendor named it in a way we know.
    pub place: Option<FieldPath>,
    /// The vendor's sentence, where it gave one.
    pub text: Option<String>,
    /// The language of that sentence, where the answer says so.
    pub language: Option<String>,
    /// Addresses the vendor would take instead.
    pub suggestions: Vec<Address>,
}

impl ApiError {
    /// Whether a read may be tried again by itself: the cause may be gone by then.
    pub fn is_transient(&self) -> bool {
        matches!(self, ApiError::Offline | ApiError::TimedOut | ApiError::RateLimited { .. })
            || matches!(self, ApiError::ServerError { status } if *status >= 500)
    }

    /// The reasons given, if this is the vendor's refusal.
    pub fn field_errors(&self) -> &[FieldError] {
        if let ApiError::Rejected(refusals) = self { refusals } else { &[] }
    }

    /// Whether the vendor refused the address and nothing but the address: then it can be told to take
    /// it anyway.
    pub fn is_address_only(&self) -> bool {
        let refusals = self.field_errors();
        !refusals.is_empty()
            && refusals
                .iter()
                .all(|refusal| matches!(refusal.place, Some(FieldPath::Address | FieldPath::Line(_))))
    }
}
