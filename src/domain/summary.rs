//! The summary of a profile: what its header shows before the details.

/// The picture and the standing of a customer, as far as the vendor returns them. Read only. A vendor whose tiers are
/// known has a [`Loyalty`](super::Loyalty) instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The address of the customer's picture (`https:`).
    pub picture: Option<String>,
    /// The tier in the main programme, as the vendor writes it.
    pub tier: Option<String>,
    /// The points that can be spent.
    pub points: Option<f64>,
    /// The next tier and what it takes. Only the vendor knows it: it is never computed from points.
    pub next_tier: Option<NextTier>,
    /// The time of the last change of the record, as the vendor writes it.
    pub changed: Option<String>,
}

/// The next tier of a programme.
#[derive(Clone, Debug, PartialEq)]
pub struct NextTier {
    /// Its name, as the vendor writes it.
    pub name: String,
    /// The amount that is missing, in the unit that the programme counts; `None` if the vendor does not return it.
    pub missing: Option<f64>,
}
