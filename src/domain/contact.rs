//! The small compound fields: a phone, an opt-in, a national identifier.

/// A phone, as the vendor keeps it. Two phones may share a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phone {
    /// The number as stored or typed: local or international, with or without spaces.
    pub number: Option<String>,
    /// The vendor's code of its kind (`HOME`, `MOBILE`, `OFFICE`, or one we do not know yet).
    pub kind: Option<String>,
    /// What else the vendor keeps with it, in the vendor's own spelling: a phone nobody touched goes back
    /// with all it came with.
    pub rest: Option<String>,
}

/// Whether the customer agreed to be reached over one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptIn {
    /// The vendor's code of the channel (`EMAIL`, `SMS`, …, an open list).
    pub channel: String,
    /// The customer's answer; `None` when the record holds no readable one.
    pub agreed: Option<bool>,
    /// The answer for the vendor's partners, where the record has one.
    pub partners: Option<bool>,
    /// What else the vendor keeps with it, in the vendor's own spelling: an opt-in nobody touched goes back
    /// with all it came with.
    pub rest: Option<String>,
}

/// A number by which a state knows the customer. Sensitive: masked unless asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NationalId {
    /// The number.
    pub number: Option<String>,
    /// The vendor's code of its kind (`CPF`, `DNI`, …, an open list).
    pub kind: Option<String>,
}
