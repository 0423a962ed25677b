//! Where a customer stands in a loyalty programme. Read only.

/// A standing in a loyalty programme. Tiers are the vendor's codes: new ones may appear any day, and a
/// tier is never computed from points (contracts: an `EXCLUDED` customer may hold 1200 points).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loyalty {
    /// Code of the tier (`TURQUOISE`, `SILVER`, `GOLD`, `PLATINUM`, `NONE`, …).
    pub tier: Option<String>,
    /// Code of the tier before.
    pub previous_tier: Option<String>,
    /// Points to spend.
    pub points: Option<f64>,
    /// Whether the top tier was granted for life.
    pub for_life: Option<bool>,
    /// Since when it was granted for life, as the vendor writes the date.
    pub for_life_since: Option<String>,
}
