//! The fields of a profile: the smallest things a change can carry.

use super::enum_map::EnumKey;

/// A field that is one line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// The code of a form of address, from the vendor's list.
    Civility,
    /// Given name.
    FirstName,
    /// Second given name.
    SecondName,
    /// Third given name.
    ThirdName,
    /// Fourth given name.
    FourthName,
    /// Family name.
    LastName,
    /// Form of address in the customer's own script.
    UnicodeCivility,
    /// Given name in the customer's own script.
    UnicodeFirstName,
    /// Second given name in the customer's own script.
    UnicodeSecondName,
    /// Third given name in the customer's own script.
    UnicodeThirdName,
    /// Fourth given name in the customer's own script.
    UnicodeFourthName,
    /// Family name in the customer's own script.
    UnicodeLastName,
    /// Town of birth.
    BirthCity,
    /// Country of birth, ISO 3166-1 alpha-2.
    BirthCountry,
    /// E-mail address.
    Email,
    /// Language of letters and messages, an upper-case ISO 639-1 code; not the language of the page.
    Language,
}

impl EnumKey for TextField {
    const ALL: &'static [TextField] = &[
        TextField::Civility,
        TextField::FirstName,
        TextField::SecondName,
        TextField::ThirdName,
        TextField::FourthName,
        TextField::LastName,
        TextField::UnicodeCivility,
        TextField::UnicodeFirstName,
        TextField::UnicodeSecondName,
        TextField::UnicodeThirdName,
        TextField::UnicodeFourthName,
        TextField::UnicodeLastName,
        TextField::BirthCity,
        TextField::BirthCountry,
        TextField::Email,
        TextField::Language,
    ];

    fn index(self) -> usize {
        self as usize
    }
}

/// The smallest thing a change carries. An address and a list travel whole: whether a vendor merges or
/// replaces what is inside one is not documented, and a whole field is right under both readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// One line of text.
    Text(TextField),
    /// Date of birth.
    Birthdate,
    /// National identifier: its number and its kind.
    NationalId,
    /// Every phone, in order.
    Phones,
    /// The whole postal address.
    Address,
    /// Every opt-in.
    OptIns,
    /// Whether personal data may be used.
    DataUse,
}

impl Field {
    /// Every field, in its order on screen.
    pub fn all() -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied()
    }
}

impl EnumKey for Field {
    const ALL: &'static [Field] = &[
        Field::Text(TextField::Civility),
        Field::Text(TextField::FirstName),
        Field::Text(TextField::SecondName),
        Field::Text(TextField::ThirdName),
        Field::Text(TextField::FourthName),
        Field::Text(TextField::LastName),
        Field::Text(TextField::UnicodeCivility),
        Field::Text(TextField::UnicodeFirstName),
        Field::Text(TextField::UnicodeSecondName),
        Field::Text(TextField::UnicodeThirdName),
        Field::Text(TextField::UnicodeFourthName),
        Field::Text(TextField::UnicodeLastName),
        Field::Text(TextField::BirthCity),
        Field::Text(TextField::BirthCountry),
        Field::Text(TextField::Email),
        Field::Text(TextField::Language),
        Field::Birthdate,
        Field::NationalId,
        Field::Phones,
        Field::Address,
        Field::OptIns,
        Field::DataUse,
    ];

    fn index(self) -> usize {
        let texts = TextField::ALL.len();
        match self {
            Field::Text(text) => text.index(),
            Field::Birthdate => texts,
            Field::NationalId => texts + 1,
            Field::Phones => texts + 2,
            Field::Address => texts + 3,
            Field::OptIns => texts + 4,
            Field::DataUse => texts + 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_stands_at_its_index() {
        for (index, text) in TextField::ALL.iter().enumerate() {
            assert_eq!(text.index(), index);
            assert_eq!(Field::ALL[index], Field::Text(*text));
        }
        for (index, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.index(), index);
        }
    }
}
