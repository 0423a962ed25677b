//! A call to the vendor, and its answer.

use crate::{
    client::Client,
    domain::{Changes, Civility, CustomerId, Profile, Record},
    error::ApiError,
};

/// The number of a call. An answer to a call that nobody waits for any more is dropped.
pub type Ticket = u32;

/// A call to the vendor.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Reads a profile.
    Read {
        /// The customer.
        customer: CustomerId,
        /// The number of items before the page of the profile's long list, if another page is wanted. Later reads ask
        /// for the same page.
        offset: Option<u32>,
    },
    /// Sends a change to a profile.
    Write {
        /// The customer.
        customer: CustomerId,
        /// The change; never empty.
        changes: Box<Changes>,
        /// The version that the write is conditional on.
        version: Option<String>,
        /// Whether the vendor is told to accept an address that it does not know.
        force_address: bool,
    },
    /// Creates a customer.
    Create {
        /// The record of the new customer.
        record: Box<Record>,
        /// Whether the vendor is told to accept an address that it does not know.
        force_address: bool,
    },
    /// Reads the forms of address.
    Civilities,
}

/// The answer to a call.
#[derive(Debug)]
pub enum Answer {
    /// The answer to [`Call::Read`].
    Read(Result<Box<Profile>, ApiError>),
    /// The answer to [`Call::Write`].
    Written {
        /// What the vendor answered.
        result: Result<(), ApiError>,
        /// Whether a preflight may have blocked the write ([`Client::may_block_if_match`]).
        may_block_if_match: bool,
    },
    /// The answer to [`Call::Create`]: the id of the new customer.
    Created(Result<CustomerId, ApiError>),
    /// The answer to [`Call::Civilities`].
    Civilities(Result<Vec<Civility>, ApiError>),
}

/// An error, and the call that ended with it: the same error of a later call is shown anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure<E> {
    /// The number of the call.
    pub ticket: Ticket,
    /// The error.
    pub error: E,
}

/// Makes a call and returns the answer.
pub async fn perform(client: &Client, call: Call) -> Answer {
    match call {
        Call::Read { customer, offset } => {
            if let Some(offset) = offset {
                client.set_offset(offset);
            }
            Answer::Read(client.read_profile(&customer).await.map(Box::new))
        }
        Call::Write { customer, changes, version, force_address } => {
            let result = client.update(&customer, &changes, version.as_deref(), force_address).await;
            Answer::Written { result, may_block_if_match: client.may_block_if_match() }
        }
        Call::Create { record, force_address } => {
            Answer::Created(client.create(&record, force_address).await)
        }
        Call::Civilities => Answer::Civilities(client.civilities().await),
    }
}
