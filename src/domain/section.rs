//! The sections of a profile: what is read together and changed together.

use super::{Text, Unit};

/// A part of a profile with a heading of its own. Every unit is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Names, birth and national identifier.
    Identity,
    /// E-mail and phones.
    Contact,
    /// Postal address.
    Address,
    /// Language of letters, opt-ins and the use of data.
    Preferences,
}

impl Section {
    /// Every section, in its order on screen.
    pub const ALL: &'static [Section] =
        &[Section::Identity, Section::Contact, Section::Address, Section::Preferences];

    /// Its name in a fragment.
    pub fn slug(self) -> &'static str {
        match self {
            Section::Identity => "identity",
            Section::Contact => "contact",
            Section::Address => "address",
            Section::Preferences => "preferences",
        }
    }

    /// The section of this name.
    pub fn parse(slug: &str) -> Option<Section> {
        Section::ALL.iter().copied().find(|section| section.slug() == slug)
    }

    /// The section a unit is in.
    pub fn of(unit: Unit) -> Section {
        match unit {
            Unit::Text(Text::Email) | Unit::Phones => Section::Contact,
            Unit::Text(Text::Language) | Unit::OptIns | Unit::DataUse => Section::Preferences,
            Unit::Text(_) | Unit::Birthdate | Unit::NationalId => Section::Identity,
            Unit::Address => Section::Address,
        }
    }

    /// Its units, in their order on screen.
    pub fn units(self) -> impl Iterator<Item = Unit> {
        Unit::all().filter(move |unit| Section::of(*unit) == self)
    }
}
