//! The customer's standing in a loyalty programme. Read only.

/// A standing in a loyalty programme. A tier is the vendor's code: an open list. It is never computed from points
/// (Club Med's contracts: an `EXCLUDED` customer can hold 1200 points).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loyalty {
    /// Code of the tier (`TURQUOISE`, `SILVER`, `GOLD`, `PLATINUM`, `NONE`, …).
    pub tier: Option<String>,
    /// Code of the previous tier.
    pub previous_tier: Option<String>,
    /// Points that can be spent.
    pub points: Option<f64>,
    /// Whether the top tier was granted for life.
    pub for_life: Option<bool>,
    /// The date it was granted for life, as the vendor writes it.
    pub for_life_since: Option<String>,
}
