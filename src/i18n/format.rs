//! Values as a person writes them, by the browser's own `Intl`: no locale data is shipped.

use js_sys::{Array, Date, Function, Intl, JsString, RegExp};
use wasm_bindgen::{JsCast, JsValue};

use super::LanguageTag;
use crate::domain::DateParts;

/// Dates are stored and typed in one calendar, and everything in one kind of digits: what is read is to be what is typed,
/// also where a browser has others for a country (Arabic's).
const GREGORIAN_LATIN_DIGITS: &str = "-u-ca-gregory-nu-latn";

fn locales(tag: &LanguageTag) -> Array {
    // English behind it, for a tag that is well formed but that no browser knows.
    Array::of2(&[tag.canonical(), GREGORIAN_LATIN_DIGITS].concat().into(), &"en".into())
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// A number, grouped as the language groups digits.
pub(super) fn number(tag: &LanguageTag, value: f64) -> String {
    let options = Intl::NumberFormatOptions::new();
    // What a point is worth may be small.
    options.set_maximum_fraction_digits(6);
    let format = Intl::NumberFormat::new(&locales(tag), options.unchecked_ref());
    call(&format.format(), &value.into()).unwrap_or_default()
}

/// A list within a sentence: `a, b, and c`.
pub(super) fn list(tag: &LanguageTag, names: &[String]) -> String {
    let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    Intl::ListFormat::new(&locales(tag), &js_sys::Object::new()).format(&names).into()
}

/// How long from now, in whole seconds, minutes or hours: `in 30 seconds`. Never less than it is.
pub(super) fn relative_time(tag: &LanguageTag, seconds: f64) -> String {
    let (field, length) = match seconds {
        ..120.0 => ("second", 1.0),
        ..7200.0 => ("minute", 60.0),
        _ => ("hour", 3600.0),
    };
    let format = Intl::RelativeTimeFormat::new(&locales(tag), &js_sys::Object::new());
    format.format((seconds / length).ceil(), field).into()
}

/// The plural category of a count: `one`, `few`, `other`, …
pub(super) fn plural(tag: &LanguageTag, count: f64) -> String {
    Intl::PluralRules::new(&locales(tag), &js_sys::Object::new()).select(count).into()
}

/// A date, as far as it is known. It is formatted in the one zone it was put into, so that no zone ever
/// moves it to another day.
pub(super) fn date(tag: &LanguageTag, parts: DateParts) -> Option<String> {
    if parts == DateParts::default() {
        return None;
    }
    let options = Intl::DateTimeFormatOptions::new();
    options.set_time_zone("UTC");
    if parts.year.is_some() {
        options.set_year(Intl::YearFormat::Numeric);
    }
    if parts.month.is_some() {
        options.set_month(Intl::MonthFormat::Long);
    }
    if parts.day.is_some() {
        options.set_day(Intl::DayFormat::Numeric);
    }
    let date = Date::new(&JsValue::from_f64(0.0));
    let month = f64::from(parts.month.unwrap_or(1)) - 1.0;
    // A year of 366 days, for a day of no known year.
    date.set_utc_full_year_with_month_date(
        parts.year.unwrap_or(2000).into(),
        month as i32,
        parts.day.unwrap_or(1).into(),
    );
    let format = Intl::DateTimeFormat::new(&locales(tag), options.unchecked_ref());
    call(&format.format(), &date)
}

/// An instant, to the minute, in the zone of this device, which is named. `None` unless it is written as RFC 3339 has it,
/// or with a space between day and time.
pub(super) fn timestamp(tag: &LanguageTag, written: &str) -> Option<String> {
    let (day, time) = written.split_once(['T', ' '])?;
    // Two browsers may read anything else differently.
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = Date::new(&[day, time].join("T").into());
    if !is_day || date.get_time().is_nan() {
        return None;
    }
    let options = Intl::DateTimeFormatOptions::new();
    options.set_year(Intl::YearFormat::Numeric);
    options.set_month(Intl::MonthFormat::Long);
    options.set_day(Intl::DayFormat::Numeric);
    options.set_hour(Intl::NumericFormat::Numeric);
    options.set_minute(Intl::NumericFormat::TwoDigit);
    options.set_time_zone_name(Intl::TimeZoneNameFormat::Short);
    let format = Intl::DateTimeFormat::new(&locales(tag), options.unchecked_ref());
    call(&format.format(), &date)
}

/// The parts of a date in the order the language writes them.
pub(super) fn date_order(tag: &LanguageTag) -> Vec<String> {
    let format = Intl::DateTimeFormat::new(&locales(tag), &js_sys::Object::new());
    let parts = format.format_to_parts(&Date::new(&JsValue::from_f64(0.0)));
    parts
        .iter()
        .filter_map(|part| js_sys::Reflect::get(&part, &"type".into()).ok()?.as_string())
        .filter(|kind| matches!(kind.as_str(), "year" | "month" | "day"))
        .collect()
}

/// What a code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A country, ISO 3166-1 alpha-2.
    Region,
    /// A language tag.
    Language,
}

/// Finds the names of many codes in one language.
#[derive(Debug)]
pub struct DisplayNames(Intl::DisplayNames);

impl DisplayNames {
    /// Names in this language.
    pub fn new(tag: &LanguageTag, named: NameKind) -> DisplayNames {
        let options = Intl::DisplayNamesOptions::new();
        options.set_type(match named {
            NameKind::Region => Intl::DisplayNamesType::Region,
            NameKind::Language => Intl::DisplayNamesType::Language,
        });
        DisplayNames(Intl::DisplayNames::new(&locales(tag), options.unchecked_ref()))
    }

    /// The name, or the code itself where the browser knows none.
    pub fn of(&self, code: &str) -> String {
        // `of` throws at a code that is not even formed like one.
        let of =
            js_sys::Reflect::get(&self.0, &"of".into()).ok().and_then(|of| of.dyn_into::<Function>().ok());
        let name = of.and_then(|of| of.call1(&self.0, &code.into()).ok()).and_then(|name| name.as_string());
        name.unwrap_or_else(|| code.to_owned())
    }
}

/// Sorts by what a reader of the language looks under. Each is put where it belongs among those before it: the
/// standard library's sort would be many times as much code.
pub(super) fn sorted(tag: &LanguageTag, entries: Vec<(String, String)>) -> Vec<(String, String)> {
    let compare = Intl::Collator::new(&locales(tag), &js_sys::Object::new()).compare();
    let comes_after = |a: &str, b: &JsValue| {
        let order = compare.call2(&JsValue::UNDEFINED, &a.into(), b);
        order.ok().and_then(|order| order.as_f64()).is_some_and(|order| order > 0.0)
    };
    let mut sorted: Vec<(String, String)> = Vec::new();
    for entry in entries {
        let name = JsValue::from_str(&entry.1);
        let index = sorted.partition_point(|(_, other)| !comes_after(other, &name));
        sorted.insert(index, entry);
    }
    sorted
}

/// Tells whether a text has this one somewhere in it, but for capitals and accents.
pub(super) fn contains_ignoring_accents(part: &str) -> impl Fn(&str) -> bool + use<> {
    let (marks, dotless) = (RegExp::new("\\p{M}", "gu"), RegExp::new("ı", "g"));
    let plain = move |text: &str| {
        let text = JsString::from(text.trim()).normalize("NFD").to_lower_case();
        text.replace_by_pattern(&marks, "").replace_by_pattern(&dotless, "i")
    };
    let part = String::from(plain(part));
    move |text| plain(text).includes(&part, 0)
}

/// Tells whether a text says the same as this one, but for capitals and accents, whatever the language.
pub(super) fn equals_ignoring_accents(text: &str) -> impl Fn(&str) -> bool {
    let options = Intl::CollatorOptions::new();
    options.set_sensitivity(Intl::CollatorSensitivity::Base);
    let compare = Intl::Collator::new(&Array::of1(&"und".into()), options.unchecked_ref()).compare();
    let text = JsValue::from_str(text);
    move |other| {
        let order = compare.call2(&JsValue::UNDEFINED, &text, &other.into());
        order.ok().and_then(|order| order.as_f64()) == Some(0.0)
    }
}
