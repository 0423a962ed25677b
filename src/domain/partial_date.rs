//! A date in the calendar, all or part of it known: a date of birth or of expiry. It has no clock and no time zone.

/// The format in which a vendor writes a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFormat {
    /// `19840101`
    Compact,
    /// `1984-01-01`
    Dashed,
}

/// The known parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year.
    pub year: Option<u16>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month, 1 to 31.
    pub day: Option<u8>,
}

/// A date as it is written in the record, byte for byte, and its known parts.
///
/// ```
/// use carnet::domain::PartialDate;
///
/// let date = PartialDate::from_stored("1984-02".to_owned());
/// let parts = date.parts().expect("a known format");
/// assert_eq!((parts.year, parts.month, parts.day), (Some(1984), Some(2), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate {
    written: String,
    parts: Option<DateParts>,
}

impl PartialDate {
    /// Returns the date that the vendor wrote. Any text is accepted; [`PartialDate::parts`] is `None` if its format is
    /// unknown.
    ///
    /// ```
    /// use carnet::domain::PartialDate;
    ///
    /// let date = PartialDate::from_stored("3/4".to_owned());
    /// assert_eq!((date.as_str(), date.parts()), ("3/4", None));
    /// ```
    pub fn from_stored(written: String) -> PartialDate {
        let parts = parse(&written);
        PartialDate { written, parts }
    }

    /// Returns the date of a year, a month and a day. A missing part is never filled in. `written` is the text of all
    /// parts: it is shown if they are no valid date.
    ///
    /// Returns `None` if `written` is empty and no part is given.
    ///
    /// ```
    /// use carnet::domain::PartialDate;
    ///
    /// let leap_day = PartialDate::from_parts([None, Some(2), Some(29)], "2-29".to_owned()).expect("a date");
    /// assert_eq!(leap_day.parts().and_then(|parts| parts.day), Some(29));
    /// let no_day = PartialDate::from_parts([Some(1990), Some(2), Some(29)], "1990-2-29".to_owned()).expect("a date");
    /// assert_eq!((no_day.as_str(), no_day.parts()), ("1990-2-29", None));
    /// ```
    pub fn from_parts(parts: [Option<u16>; 3], written: String) -> Option<PartialDate> {
        let [year, month, day] = parts;
        let small = |part: Option<u16>| part.and_then(|part| u8::try_from(part).ok());
        let known = DateParts { year, month: small(month), day: small(day) };
        // A missing part is taken as one that makes the others possible: 29 February is a day of some year.
        let (some_year, some_month) = (year.unwrap_or(2000), month.map_or(Some(1), |_| known.month));
        let is_day = some_month
            .zip(day.map_or(Some(1), |_| known.day))
            .is_some_and(|(month, day)| exists(some_year, month, day));
        (!written.is_empty() || known != DateParts::default())
            .then(|| PartialDate { written, parts: is_day.then_some(known) })
    }

    /// Returns a whole date in the vendor's format, or `None` if the Gregorian calendar has no such day.
    ///
    /// ```
    /// use carnet::domain::{DateFormat, PartialDate};
    ///
    /// let date = PartialDate::new(1984, 1, 31, DateFormat::Dashed).expect("a day");
    /// assert_eq!(date.as_str(), "1984-01-31");
    /// assert_eq!(PartialDate::new(1984, 2, 30, DateFormat::Dashed), None);
    /// ```
    pub fn new(year: u16, month: u8, day: u8, format: DateFormat) -> Option<PartialDate> {
        if !exists(year, month, day) {
            return None;
        }
        let written = match format {
            DateFormat::Compact => format!("{year:04}{month:02}{day:02}"),
            DateFormat::Dashed => format!("{year:04}-{month:02}-{day:02}"),
        };
        Some(PartialDate::from_stored(written))
    }

    /// The date as it is stored or sent.
    ///
    /// ```
    /// use carnet::domain::PartialDate;
    ///
    /// let date = PartialDate::from_stored("1984-02".to_owned());
    /// assert_eq!(date.as_str(), "1984-02");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The format the date is written in: a changed date is written back in it. `None` if it cannot be told: of an
    /// unknown format, and of a year alone.
    ///
    /// ```
    /// use carnet::domain::{DateFormat, PartialDate};
    ///
    /// assert_eq!(PartialDate::from_stored("19840131".to_owned()).format(), Some(DateFormat::Compact));
    /// assert_eq!(PartialDate::from_stored("1984".to_owned()).format(), None);
    /// ```
    pub fn format(&self) -> Option<DateFormat> {
        self.parts?.month.map(|_| date_format(&self.written))
    }

    /// The known parts; `None` if the format is unknown or the calendar has no such day.
    ///
    /// ```
    /// use carnet::domain::{DateParts, PartialDate};
    ///
    /// let date = PartialDate::from_stored("1984-02".to_owned());
    /// assert_eq!(date.parts(), Some(DateParts { year: Some(1984), month: Some(2), day: None }));
    /// assert_eq!(PartialDate::from_stored("19830229".to_owned()).parts(), None);
    /// ```
    pub fn parts(&self) -> Option<DateParts> {
        self.parts
    }
}

/// Returns the format of a written date.
fn date_format(written: &str) -> DateFormat {
    if written.contains('-') { DateFormat::Dashed } else { DateFormat::Compact }
}

/// Parses a written date: `YYYYMMDD`, `YYYYMM`, `YYYY`, the same with dashes, or an ISO 8601 date and time, whose time
/// is ignored. Returns `None` for any other format.
fn parse(written: &str) -> Option<DateParts> {
    let date = written.split(['T', ' ']).next().unwrap_or_default();
    let digits: String = match date_format(written) {
        DateFormat::Compact => date.to_owned(),
        DateFormat::Dashed => {
            let mut fields = date.split('-');
            let lengths_fit =
                fields.clone().map(str::len).eq([4, 2, 2]) || fields.clone().map(str::len).eq([4, 2]);
            if !lengths_fit {
                return None;
            }
            fields.by_ref().collect()
        }
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = digits.split_at_checked(4)?;
    let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
    let parts = match rest.len() {
        0 => DateParts { year: year.parse().ok(), month: None, day: None },
        2 => DateParts { year: year.parse().ok(), month: Some(month(rest)?), day: None },
        4 => {
            let (month_digits, day) = rest.split_at_checked(2)?;
            let (year, month, day) = (year.parse().ok()?, month(month_digits)?, day.parse().ok()?);
            if !exists(year, month, day) {
                return None;
            }
            DateParts { year: Some(year), month: Some(month), day: Some(day) }
        }
        _ => return None,
    };
    Some(parts)
}

/// Whether the Gregorian calendar has this day.
fn exists(year: u16, month: u8, day: u8) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    year >= 1 && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(written: &str) -> Option<(Option<u16>, Option<u8>, Option<u8>)> {
        PartialDate::from_stored(written.into()).parts().map(|parts| (parts.year, parts.month, parts.day))
    }

    #[test]
    fn parts_with_known_format_are_parsed() {
        let whole = Some((Some(1984), Some(2), Some(29)));
        for written in ["19840229", "1984-02-29", "1984-02-29T00:00:00Z", "1984-02-29 00:00:00+02:00"] {
            assert_eq!(parts(written), whole, "{written}");
        }
        assert_eq!(parts("198402"), Some((Some(1984), Some(2), None)));
        assert_eq!(parts("1984-02"), Some((Some(1984), Some(2), None)));
        assert_eq!(parts("1984"), Some((Some(1984), None, None)));
    }

    #[test]
    fn parts_with_unknown_format_are_none() {
        for written in ["", "84", "3/4", "19841301", "19830229", "1984-2-9", "１９８４０１０１", "unknown"]
        {
            assert_eq!(parts(written), None, "{written}");
        }
    }

    #[test]
    fn from_parts_with_missing_parts_keeps_the_known_ones() {
        let known = |parts| PartialDate::from_parts(parts, "as it came".into()).and_then(|date| date.parts());
        for parts in [[Some(1990), None, None], [None, Some(2), Some(29)], [None, None, Some(31)]] {
            let found = known(parts).expect("it is known");
            assert_eq!([found.year, found.month.map(u16::from), found.day.map(u16::from)], parts);
        }
        for none in [[Some(1990), Some(13), None], [Some(1990), Some(2), Some(29)], [None, None, Some(300)]] {
            assert_eq!(known(none), None, "{none:?}");
        }
        assert_eq!(PartialDate::from_parts([None; 3], String::new()), None);
    }

    #[test]
    fn new_with_impossible_day_returns_none() {
        assert_eq!(PartialDate::new(1900, 2, 29, DateFormat::Compact), None);
        assert_eq!(PartialDate::new(2000, 0, 1, DateFormat::Compact), None);
        assert_eq!(PartialDate::new(2000, 4, 31, DateFormat::Compact), None);
    }

    #[test]
    fn new_with_format_of_stored_date_writes_the_same() {
        for stored in ["19840131", "1984-01-31"] {
            let read = PartialDate::from_stored(stored.into());
            let written = read.format().and_then(|format| PartialDate::new(1984, 1, 31, format));
            let written = written.map(|date| date.as_str().to_owned());
            assert_eq!(written.as_deref(), Some(stored));
        }
    }
}
