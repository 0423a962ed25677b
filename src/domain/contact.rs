//! The small compound values: a phone, an opt-in, a national identifier.

/// A phone as the vendor stores it. Two phones can have the same kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phone {
    /// The number as stored or typed: local or international, with or without spaces.
    pub number: Option<String>,
    /// The vendor's code of its kind (`HOME`, `MOBILE`, `OFFICE`, or a code unknown to Carnet).
    pub kind: Option<String>,
    /// The other members of the vendor's object, as JSON text. They are sent back with a phone that is unchanged, so
    /// that nothing the vendor stores is lost.
    pub rest: Option<String>,
}

/// The customer's consent to be contacted over one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptIn {
    /// The vendor's code of the channel (`EMAIL`, `SMS`, …; an open list).
    pub channel: String,
    /// The customer's answer; `None` if the record has no readable one.
    pub agreed: Option<bool>,
    /// The answer for the vendor's partners, if the record has one.
    pub partners: Option<bool>,
    /// The other members of the vendor's object, as JSON text. They are sent back with an opt-in that is unchanged, so
    /// that nothing the vendor stores is lost.
    pub rest: Option<String>,
}

/// A number that identifies the customer to a state. Sensitive: masked by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NationalId {
    /// The number.
    pub number: Option<String>,
    /// The vendor's code of its kind (`CPF`, `DNI`, …; an open list).
    pub kind: Option<String>,
}
