//! The fields of a profile: the smallest things a change can carry.

use super::enum_map::{EnumKey, named_enum};

named_enum! {
    /// A field that is one line of text.
    pub enum TextField {
        /// The code of a form of address, from the vendor's list.
        Civility = "civility",
        /// Given name.
        FirstName = "first-name",
        /// Second given name.
        SecondName = "second-name",
        /// Third given name.
        ThirdName = "third-name",
        /// Fourth given name.
        FourthName = "fourth-name",
        /// Family name.
        LastName = "last-name",
        /// Form of address in the customer's own script.
        UnicodeCivility = "unicode-civility",
        /// Given name in the customer's own script.
        UnicodeFirstName = "unicode-first-name",
        /// Second given name in the customer's own script.
        UnicodeSecondName = "unicode-second-name",
        /// Third given name in the customer's own script.
        UnicodeThirdName = "unicode-third-name",
        /// Fourth given name in the customer's own script.
        UnicodeFourthName = "unicode-fourth-name",
        /// Family name in the customer's own script.
        UnicodeLastName = "unicode-last-name",
        /// Town of birth.
        BirthCity = "birth-city",
        /// Country of birth, ISO 3166-1 alpha-2.
        BirthCountry = "birth-country",
        /// E-mail address.
        Email = "email",
        /// Language of letters and messages, an upper-case ISO 639-1 code; not the language of the page.
        Language = "language",
    }
}

named_enum! {
    /// The smallest thing a change carries. An address and a list are sent whole: the vendors do not document whether
    /// they merge or replace what is inside one, and a whole field is right under both readings.
    ///
    /// [`Field::name`] is the name in the host's `carnet-saved` event: a public contract.
    ///
    /// ```
    /// use carnet::domain::{Field, TextField};
    ///
    /// assert_eq!(Field::Text(TextField::FirstName).name(), "first-name");
    /// assert_eq!(Field::NationalId.name(), "national-id");
    /// ```
    pub enum Field {
        /// One line of text.
        each Text(TextField),
        /// Date of birth.
        Birthdate = "birthdate",
        /// National identifier: its number and its kind.
        NationalId = "national-id",
        /// Every phone, in order.
        Phones = "phones",
        /// The whole postal address.
        Address = "address",
        /// Every opt-in.
        OptIns = "opt-ins",
        /// Whether personal data may be used.
        DataUse = "data-use",
    }
}

impl Field {
    /// Every field, in its order on screen: the lines of text first.
    ///
    /// ```
    /// use carnet::domain::{Field, TextField};
    ///
    /// assert_eq!(Field::all().next(), Some(Field::Text(TextField::Civility)));
    /// assert_eq!(Field::all().last(), Some(Field::DataUse));
    /// ```
    pub fn all() -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fields_are_at_their_index() {
        for (index, text) in TextField::ALL.iter().enumerate() {
            assert_eq!(text.index(), index);
            assert_eq!(Field::ALL[index], Field::Text(*text));
        }
        for (index, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.index(), index);
        }
    }

    /// Hosts compare the `fields` of `carnet-saved` with these names: a name can be added and none can change.
    #[test]
    fn field_names_are_the_public_contract() {
        let names: Vec<&str> = Field::all().map(Field::name).collect();
        assert_eq!(
            names,
            [
                "civility",
                "first-name",
                "second-name",
                "third-name",
                "fourth-name",
                "last-name",
                "unicode-civility",
                "unicode-first-name",
                "unicode-second-name",
                "unicode-third-name",
                "unicode-fourth-name",
                "unicode-last-name",
                "birth-city",
                "birth-country",
                "email",
                "language",
                "birthdate",
                "national-id",
                "phones",
                "address",
                "opt-ins",
                "data-use",
            ]
        );
    }
}
