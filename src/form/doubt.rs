//! Soft questions: what is surely a slip is asked about at its field. A question refuses nothing.

use js_sys::Date;

/// A question about a value that is accepted as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The key of the question.
    pub key: &'static str,
    /// The value that is probably meant, if there is one.
    pub meant: Option<String>,
}

/// The hosts of email addresses that are mistyped most often. Each has a name of five letters or more: a shorter one is
/// one letter away from many others.
const HOSTS: [&str; 18] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "t-online.de",
    "wanadoo.fr",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.fr",
];

/// Hosts that are one letter away from one of them, and are meant as they are written.
const OTHER_HOSTS: [&str; 3] = ["mail.com", "email.com", "ymail.com"];

/// The question about an email address whose host is one slip away from a common one. `is_typing` is whether the
/// customer may still be typing: then the beginning of a host is no slip.
pub(super) fn email_doubt(email: &str, is_typing: bool) -> Option<Doubt> {
    let (name, host) = email.trim().rsplit_once('@')?;
    let host = host.to_ascii_lowercase();
    if HOSTS.contains(&&*host) || OTHER_HOSTS.contains(&&*host) {
        return None;
    }
    if is_typing && (host.ends_with('.') || HOSTS.iter().any(|common| common.starts_with(&host))) {
        return None;
    }
    let common = HOSTS.iter().find(|common| is_one_slip(&host, common) && !is_national(&host, common))?;
    Some(Doubt { key: "doubt.email", meant: Some([name, "@", common].concat()) })
}

/// Whether the hosts differ in their country alone: `yahoo.es` is no slip for `yahoo.fr`.
fn is_national(host: &str, common: &str) -> bool {
    match (host.rsplit_once('.'), common.rsplit_once('.')) {
        (Some((name, country)), Some((common_name, common_country))) => {
            name == common_name && country.len() == 2 && common_country.len() == 2
        }
        _ => false,
    }
}

/// Whether one letter is missing, too much, another one, or exchanged with the next.
fn is_one_slip(typed: &str, meant: &str) -> bool {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let same = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (&typed[same..], &meant[same..]);
    let rest = |bytes: &[u8], from: usize| bytes.get(from..).map(<[u8]>::to_vec);
    rest(typed, 1) == rest(meant, 1)
        || rest(typed, 0) == rest(meant, 1)
        || rest(typed, 1) == rest(meant, 0)
        || matches!((typed, meant), ([a, b, ..], [c, d, ..]) if a == d && b == c && typed[2..] == meant[2..])
}

/// The question about a date of birth after today or before 1900. Both dates are year, month and day.
pub(super) fn birthdate_doubt(birthdate: (u16, u8, u8), today: (u16, u8, u8)) -> Option<Doubt> {
    let key = match birthdate {
        (..1900, _, _) => "doubt.date-long-ago",
        date if date > today => "doubt.date-future",
        _ => return None,
    };
    Some(Doubt { key, meant: None })
}

/// The question about a name that is emptied.
pub(super) fn name_doubt(stored: &str, name: &str) -> Option<Doubt> {
    let is_emptied = !stored.trim().is_empty() && name.trim().is_empty();
    is_emptied.then_some(Doubt { key: "doubt.name", meant: None })
}

/// The question about a phone number without a digit.
pub(super) fn phone_doubt(number: &str) -> Option<Doubt> {
    let has_digit = number.chars().any(char::is_numeric);
    (!number.trim().is_empty() && !has_digit).then_some(Doubt { key: "doubt.phone", meant: None })
}

/// Today's date on this device: year, month and day.
pub(super) fn today() -> (u16, u8, u8) {
    let now = Date::new_0();
    (now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(email: &str, is_typing: bool) -> Option<String> {
        email_doubt(email, is_typing).and_then(|doubt| doubt.meant)
    }

    #[test]
    fn email_whose_host_is_one_letter_off_is_asked_about() {
        for (typed, host) in [
            ("gmial.com", "gmail.com"),
            ("gmal.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("GMAOL.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.comm", "gmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("yaho.co.uk", "yahoo.co.uk"),
        ] {
            assert_eq!(meant(&format!("a.b@{typed}"), false), Some(format!("a.b@{host}")), "{typed}");
        }
    }

    #[test]
    fn email_that_may_be_meant_is_not_asked_about() {
        for host in [
            "gmail.com",
            "mail.com",
            "ymail.com",
            "yahoo.es",
            "hotmail.de",
            "orange.be",
            "example.com",
            "gmailer.org",
            "",
        ] {
            assert_eq!(meant(&format!("a@{host}"), false), None, "{host}");
        }
        assert_eq!(meant("gmial.com", false), None, "there is no host yet");
    }

    #[test]
    fn beginning_of_a_host_is_no_slip_while_it_is_typed() {
        let host = "yahoo.co.uk";
        for end in 0..=host.len() {
            assert_eq!(meant(&format!("a@{}", &host[..end]), true), None, "{}", &host[..end]);
        }
        assert_eq!(meant("a@gmail.co", true), None);
        assert!(meant("a@gmial.com", true).is_some());
    }

    #[test]
    fn birthdate_after_today_or_before_1900_is_asked_about() {
        let today = (2026, 3, 15);
        let key = |date| birthdate_doubt(date, today).map(|doubt| doubt.key);
        assert_eq!(key((2026, 3, 15)), None);
        assert_eq!(key((2026, 3, 16)), Some("doubt.date-future"));
        assert_eq!(key((2025, 12, 31)), None);
        assert_eq!(key((2097, 1, 1)), Some("doubt.date-future"));
        assert_eq!((key((1900, 1, 1)), key((1899, 12, 31))), (None, Some("doubt.date-long-ago")));
    }

    #[test]
    fn phone_number_without_a_digit_is_asked_about() {
        assert!(phone_doubt("call me").is_some());
        for number in ["", "  ", "06", "call me at 5", "٠٦"] {
            assert_eq!(phone_doubt(number), None, "{number}");
        }
    }

    #[test]
    fn name_that_is_emptied_is_asked_about() {
        assert!(name_doubt("Zoé", "").is_some());
        assert!(name_doubt("Zoé", " ").is_some());
        for (stored, name) in [("Zoé", "Z"), ("", ""), (" ", ""), ("", "Zoé")] {
            assert_eq!(name_doubt(stored, name), None, "{stored:?} {name:?}");
        }
    }
}
