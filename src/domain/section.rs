//! The sections of a profile: what is read together and changed together.

use super::{Field, TextField};

/// A part of a profile with a heading of its own. Every field is in exactly one.
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

    /// The section a field is in.
    pub fn of(field: Field) -> Section {
        match field {
            Field::Text(text) => match text {
                TextField::Civility
                | TextField::FirstName
                | TextField::SecondName
                | TextField::ThirdName
                | TextField::FourthName
                | TextField::LastName
                | TextField::UnicodeCivility
                | TextField::UnicodeFirstName
                | TextField::UnicodeSecondName
                | TextField::UnicodeThirdName
                | TextField::UnicodeFourthName
                | TextField::UnicodeLastName
                | TextField::BirthCity
                | TextField::BirthCountry => Section::Identity,
                TextField::Email => Section::Contact,
                TextField::Language => Section::Preferences,
            },
            Field::Birthdate | Field::NationalId => Section::Identity,
            Field::Phones => Section::Contact,
            Field::Address => Section::Address,
            Field::OptIns | Field::DataUse => Section::Preferences,
        }
    }

    /// Its fields, in their order on screen.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::all().filter(move |field| Section::of(*field) == self)
    }
}
