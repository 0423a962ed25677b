//! The sections of a profile: the fields that are shown and edited together.

use super::{EnumKey, Field, FieldGroup};

/// A section of a profile, with its own heading. Every field is in exactly one section.
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

    /// The stable name, as it is in the fragment of a page's address.
    ///
    /// ```
    /// use carnet::domain::Section;
    ///
    /// assert_eq!(Section::Identity.slug(), "identity");
    /// assert_eq!(Section::Preferences.slug(), "preferences");
    /// ```
    pub fn slug(self) -> &'static str {
        match self {
            Section::Identity => "identity",
            Section::Contact => "contact",
            Section::Address => "address",
            Section::Preferences => "preferences",
        }
    }

    /// Returns the section with this name.
    ///
    /// ```
    /// use carnet::domain::Section;
    ///
    /// assert_eq!(Section::parse("contact"), Some(Section::Contact));
    /// assert_eq!(Section::parse("nothing"), None);
    /// ```
    pub fn parse(slug: &str) -> Option<Section> {
        Section::ALL.iter().copied().find(|section| section.slug() == slug)
    }

    /// Returns the section of a field.
    ///
    /// ```
    /// use carnet::domain::{Field, Section};
    ///
    /// assert_eq!(Section::of(Field::Birthdate), Section::Identity);
    /// ```
    pub fn of(field: Field) -> Section {
        FieldGroup::of(field).section()
    }

    /// Returns the rows of the section, in their order on screen.
    pub fn groups(self) -> impl Iterator<Item = FieldGroup> {
        FieldGroup::ALL.iter().copied().filter(move |group| group.section() == self)
    }

    /// Returns the fields of the section, in their order on screen.
    ///
    /// ```
    /// use carnet::domain::{Field, Section};
    ///
    /// assert_eq!(Section::Address.fields().collect::<Vec<_>>(), [Field::Address]);
    /// ```
    pub fn fields(self) -> impl Iterator<Item = Field> {
        self.groups().flat_map(FieldGroup::fields)
    }
}
