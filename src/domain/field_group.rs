//! The groups of fields that are one row of the profile, and the scope of an edit: a row, or a whole section.

use super::{
    Field, Section, TextField,
    enum_map::{EnumKey, named_enum},
};

named_enum! {
    /// The fields that are shown in one row and edited together. Every field is in exactly one group.
    ///
    /// The name is part of the address of a page (`#/customers/123/edit/email`): a public contract.
    pub enum FieldGroup {
        /// Form of address and names.
        Name = "name",
        /// Names in the customer's own script.
        NativeName = "native-name",
        /// Date, town and country of birth.
        Birth = "birth",
        /// National identifier.
        NationalId = "national-id",
        /// E-mail address.
        Email = "email",
        /// Phones.
        Phones = "phones",
        /// Postal address.
        Address = "postal-address",
        /// Language of letters and messages.
        Language = "language",
        /// Opt-ins.
        OptIns = "opt-ins",
        /// Whether personal data may be used.
        DataUse = "data-use",
    }
}

impl FieldGroup {
    /// Returns the group of a field.
    ///
    /// ```
    /// use carnet::domain::{Field, FieldGroup};
    ///
    /// assert_eq!(FieldGroup::of(Field::Birthdate), FieldGroup::Birth);
    /// ```
    pub fn of(field: Field) -> FieldGroup {
        match field {
            Field::Text(text) => match text {
                TextField::Civility
                | TextField::FirstName
                | TextField::SecondName
                | TextField::ThirdName
                | TextField::FourthName
                | TextField::LastName => FieldGroup::Name,
                TextField::UnicodeCivility
                | TextField::UnicodeFirstName
                | TextField::UnicodeSecondName
                | TextField::UnicodeThirdName
                | TextField::UnicodeFourthName
                | TextField::UnicodeLastName => FieldGroup::NativeName,
                TextField::BirthCity | TextField::BirthCountry => FieldGroup::Birth,
                TextField::Email => FieldGroup::Email,
                TextField::Language => FieldGroup::Language,
            },
            Field::Birthdate => FieldGroup::Birth,
            Field::NationalId => FieldGroup::NationalId,
            Field::Phones => FieldGroup::Phones,
            Field::Address => FieldGroup::Address,
            Field::OptIns => FieldGroup::OptIns,
            Field::DataUse => FieldGroup::DataUse,
        }
    }

    /// Returns the fields of the group, in their order on screen.
    ///
    /// ```
    /// use carnet::domain::{Field, FieldGroup};
    ///
    /// assert_eq!(FieldGroup::Phones.fields().collect::<Vec<_>>(), [Field::Phones]);
    /// ```
    pub fn fields(self) -> impl Iterator<Item = Field> {
        // The date of birth comes before the place, though the lines of text come first in `Field::all`.
        let (first, rest): (Vec<_>, Vec<_>) = Field::all()
            .filter(|field| FieldGroup::of(*field) == self)
            .partition(|field| *field == Field::Birthdate);
        first.into_iter().chain(rest)
    }

    /// Returns the section of the group.
    pub fn section(self) -> Section {
        match self {
            FieldGroup::Name | FieldGroup::NativeName | FieldGroup::Birth | FieldGroup::NationalId => {
                Section::Identity
            }
            FieldGroup::Email | FieldGroup::Phones => Section::Contact,
            FieldGroup::Address => Section::Address,
            FieldGroup::Language | FieldGroup::OptIns | FieldGroup::DataUse => Section::Preferences,
        }
    }
}

/// The part of a profile that one edit covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditScope {
    /// One row, edited in its place on the profile.
    Row(FieldGroup),
    /// A whole section, edited on a page of its own and reviewed before it is sent.
    Section(Section),
}

impl EditScope {
    /// Every scope.
    pub fn all() -> impl Iterator<Item = EditScope> {
        let rows = FieldGroup::ALL.iter().copied().map(EditScope::Row);
        rows.chain(Section::ALL.iter().copied().map(EditScope::Section))
    }

    /// The stable name, as it is in the fragment of a page's address.
    pub fn slug(self) -> &'static str {
        match self {
            EditScope::Row(group) => group.name(),
            EditScope::Section(section) => section.slug(),
        }
    }

    /// Returns the scope with this name.
    ///
    /// ```
    /// use carnet::domain::{EditScope, FieldGroup, Section};
    ///
    /// assert_eq!(EditScope::parse("email"), Some(EditScope::Row(FieldGroup::Email)));
    /// assert_eq!(EditScope::parse("contact"), Some(EditScope::Section(Section::Contact)));
    /// assert_eq!(EditScope::parse("nothing"), None);
    /// ```
    pub fn parse(slug: &str) -> Option<EditScope> {
        EditScope::all().find(|scope| scope.slug() == slug)
    }

    /// The smallest scope that covers these fields; `None` if no single one does.
    ///
    /// ```
    /// use carnet::domain::{EditScope, Field, FieldGroup, Section, TextField};
    ///
    /// let (email, phones) = (Field::Text(TextField::Email), Field::Phones);
    /// assert_eq!(EditScope::of_fields(&[email]), Some(EditScope::Row(FieldGroup::Email)));
    /// assert_eq!(EditScope::of_fields(&[email, phones]), Some(EditScope::Section(Section::Contact)));
    /// assert_eq!(EditScope::of_fields(&[email, Field::Address]), None);
    /// ```
    pub fn of_fields(fields: &[Field]) -> Option<EditScope> {
        EditScope::all().find(|scope| !fields.is_empty() && fields.iter().all(|field| scope.has(*field)))
    }

    /// Whether the scope covers a field.
    pub fn has(self, field: Field) -> bool {
        match self {
            EditScope::Row(group) => FieldGroup::of(field) == group,
            EditScope::Section(section) => Section::of(field) == section,
        }
    }

    /// Returns the fields that the scope covers, in their order on screen.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        FieldGroup::ALL.iter().copied().flat_map(FieldGroup::fields).filter(move |field| self.has(*field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_its_group_and_its_section() {
        for field in Field::all() {
            let group = FieldGroup::of(field);
            assert!(group.fields().any(|other| other == field), "{field:?}");
            assert_eq!(group.section(), Section::of(field), "{field:?}");
        }
    }

    #[test]
    fn every_scope_has_a_name_of_its_own() {
        for scope in EditScope::all() {
            assert_eq!(EditScope::parse(scope.slug()), Some(scope));
        }
    }
}
