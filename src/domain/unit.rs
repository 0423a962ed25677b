//! The units of a profile: the smallest things a change can carry.

use super::table::Key;

/// A unit that is one line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
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

impl Key for Text {
    const ALL: &'static [Text] = &[
        Text::Civility,
        Text::FirstName,
        Text::SecondName,
        Text::ThirdName,
        Text::FourthName,
        Text::LastName,
        Text::UnicodeCivility,
        Text::UnicodeFirstName,
        Text::UnicodeSecondName,
        Text::UnicodeThirdName,
        Text::UnicodeFourthName,
        Text::UnicodeLastName,
        Text::BirthCity,
        Text::BirthCountry,
        Text::Email,
        Text::Language,
    ];

    fn index(self) -> usize {
        self as usize
    }
}

/// The smallest thing a change carries. An address and a list travel whole: whether a vendor merges or
/// replaces what is inside one is not documented, and a whole unit is right under both readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// One line of text.
    Text(Text),
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

impl Unit {
    /// Every unit, in its order on screen.
    pub fn all() -> impl Iterator<Item = Unit> {
        Unit::ALL.iter().copied()
    }
}

impl Key for Unit {
    const ALL: &'static [Unit] = &[
        Unit::Text(Text::Civility),
        Unit::Text(Text::FirstName),
        Unit::Text(Text::SecondName),
        Unit::Text(Text::ThirdName),
        Unit::Text(Text::FourthName),
        Unit::Text(Text::LastName),
        Unit::Text(Text::UnicodeCivility),
        Unit::Text(Text::UnicodeFirstName),
        Unit::Text(Text::UnicodeSecondName),
        Unit::Text(Text::UnicodeThirdName),
        Unit::Text(Text::UnicodeFourthName),
        Unit::Text(Text::UnicodeLastName),
        Unit::Text(Text::BirthCity),
        Unit::Text(Text::BirthCountry),
        Unit::Text(Text::Email),
        Unit::Text(Text::Language),
        Unit::Birthdate,
        Unit::NationalId,
        Unit::Phones,
        Unit::Address,
        Unit::OptIns,
        Unit::DataUse,
    ];

    fn index(self) -> usize {
        let texts = Text::ALL.len();
        match self {
            Unit::Text(text) => text.index(),
            Unit::Birthdate => texts,
            Unit::NationalId => texts + 1,
            Unit::Phones => texts + 2,
            Unit::Address => texts + 3,
            Unit::OptIns => texts + 4,
            Unit::DataUse => texts + 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_stands_at_its_index() {
        for (index, text) in Text::ALL.iter().enumerate() {
            assert_eq!(text.index(), index);
            assert_eq!(Unit::ALL[index], Unit::Text(*text));
        }
        for (index, unit) in Unit::ALL.iter().enumerate() {
            assert_eq!(unit.index(), index);
        }
    }
}
