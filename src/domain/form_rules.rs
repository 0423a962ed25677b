//! The rules of a vendor that a form follows: limits of length, lists of codes, and the format of a new date.

use super::{AddressLine, DateFormat, TextField};

/// The rules of one vendor. The form gets them when it is created, and knows no vendor.
#[derive(Clone, Copy, Debug)]
pub struct FormRules {
    /// Returns the maximum number of characters of a line of text; `None` if it has no limit.
    pub text_length: fn(TextField) -> Option<usize>,
    /// Returns the maximum number of characters of a line of the address; `None` if the vendor's addresses do not have
    /// the line.
    pub line_length: fn(AddressLine) -> Option<usize>,
    /// The codes of the kinds of phone, in their order on screen. A stored kind that is none of them is kept.
    pub phone_kinds: &'static [&'static str],
    /// The codes of the kinds of national identifier, in their order on screen. A stored kind that is none of them is
    /// kept.
    pub national_id_kinds: &'static [&'static str],
    /// The codes of the channels that a customer is offered, in their order on screen. Stored ones that are none of
    /// them come after them.
    pub channels: &'static [&'static str],
    /// The languages that a customer can choose for letters, ISO 639-1, as the vendor writes them.
    pub languages: &'static [&'static str],
    /// The format of a date where none is stored. A changed date keeps the format it is stored in.
    pub date_format: DateFormat,
}

impl FormRules {
    /// No limits and no lists: the rules of a vendor that a customer cannot write to.
    ///
    /// ```
    /// use carnet::domain::{AddressLine, FormRules, TextField};
    ///
    /// assert_eq!((FormRules::UNLIMITED.text_length)(TextField::Email), None);
    /// assert_eq!((FormRules::UNLIMITED.line_length)(AddressLine::City), Some(usize::MAX));
    /// ```
    pub const UNLIMITED: FormRules = FormRules {
        text_length: |_| None,
        line_length: |_| Some(usize::MAX),
        phone_kinds: &[],
        national_id_kinds: &[],
        channels: &[],
        languages: &[],
        date_format: DateFormat::Dashed,
    };
}
