//! Values formatted by the browser's own `Intl`, so that no locale data is shipped.
//!
//! A browser may lack a class of `Intl`. The loader starts no app without those that format dates and numbers and sort;
//! the others are found by their name, and have a plain form in their place.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect, RegExp};
use wasm_bindgen::{JsCast, JsValue};

use super::LanguageTag;
use crate::domain::DateParts;

/// The Unicode extension that sets the calendar and digits. Dates are stored and typed in the Gregorian calendar, and
/// numbers in ASCII digits; a page must show what is typed, also where a locale's default differs, as for Arabic.
const GREGORIAN_LATIN_DIGITS: &str = "-u-ca-gregory-nu-latn";

fn locales(tag: &LanguageTag) -> Array {
    // English is the fallback for a well-formed tag that the browser does not know.
    Array::of2(&[tag.canonical(), GREGORIAN_LATIN_DIGITS].concat().into(), &"en".into())
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// Calls a method of a new object of a class of `Intl`; `None` if the browser lacks it, or it throws.
fn with_class(
    class: &str,
    tag: &LanguageTag,
    options: &Object,
    method: &str,
    arguments: &Array,
) -> Option<String> {
    let object = create(class, tag, options)?;
    let method: Function = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(&object, arguments).ok()?.as_string()
}

/// Creates an object of a class of `Intl`; `None` if the browser lacks it.
fn create(class: &str, tag: &LanguageTag, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&locales(tag).into(), options)).ok()
}

/// Formats a number, with the digit grouping of the language, and a minus sign where the language has a hyphen.
pub(super) fn number(tag: &LanguageTag, value: f64) -> String {
    let options = Intl::NumberFormatOptions::new();
    // The value of one loyalty point may be small.
    options.set_maximum_fraction_digits(6);
    let format = Intl::NumberFormat::new(&locales(tag), options.unchecked_ref());
    call(&format.format(), &value.into()).unwrap_or_default().replace('-', "\u{2212}")
}

/// Formats a list within a sentence: `a, b, and c`.
pub(super) fn list(tag: &LanguageTag, names: &[String]) -> String {
    let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    let list = with_class("ListFormat", tag, &Object::new(), "format", &Array::of1(&names));
    list.unwrap_or_else(|| names.join(", ").into())
}

/// Formats a time from now in whole seconds, minutes or hours, rounded up: `in 30 seconds`.
pub(super) fn relative_time(tag: &LanguageTag, seconds: f64) -> String {
    let (field, length) = match seconds {
        ..120.0 => ("second", 1.0),
        ..7200.0 => ("minute", 60.0),
        _ => ("hour", 3600.0),
    };
    let count = (seconds / length).ceil();
    let arguments = Array::of2(&count.into(), &field.into());
    let time = with_class("RelativeTimeFormat", tag, &Object::new(), "format", &arguments);
    // The time of day, which needs no words.
    time.unwrap_or_else(|| {
        let then = Date::new(&(Date::now() + seconds * 1000.0).into());
        then.to_locale_time_string(tag.canonical()).into()
    })
}

/// Returns the plural category of a count: `one`, `few`, `other`, …
pub(super) fn plural(tag: &LanguageTag, count: f64) -> String {
    let category = with_class("PluralRules", tag, &Object::new(), "select", &Array::of1(&count.into()));
    category.unwrap_or_else(|| "other".to_owned())
}

/// Formats a date from the parts that are known; `None` without any. It is created and formatted in UTC, so that no
/// time zone moves it to another day.
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
    // The default year is a leap year, so that February 29 without a year is valid.
    date.set_utc_full_year_with_month_date(
        parts.year.unwrap_or(2000).into(),
        month as i32,
        parts.day.unwrap_or(1).into(),
    );
    let format = Intl::DateTimeFormat::new(&locales(tag), options.unchecked_ref());
    call(&format.format(), &date)
}

/// Formats a timestamp to the minute, in the time zone of this device, with the zone's name. `None` unless the text is
/// in the format of RFC 3339, or that with a space between date and time.
pub(super) fn timestamp(tag: &LanguageTag, written: &str) -> Option<String> {
    let (day, time) = written.split_once(['T', ' '])?;
    // Browsers parse any other format differently.
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

/// Returns the parts of a date in the order the language writes them: `year`, `month`, `day`.
pub(super) fn date_order(tag: &LanguageTag) -> Vec<String> {
    let format = Intl::DateTimeFormat::new(&locales(tag), &js_sys::Object::new());
    let parts = format.format_to_parts(&Date::new(&JsValue::from_f64(0.0)));
    parts
        .iter()
        .filter_map(|part| js_sys::Reflect::get(&part, &"type".into()).ok()?.as_string())
        .filter(|kind| matches!(kind.as_str(), "year" | "month" | "day"))
        .collect()
}

/// The kind of a code that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A country, ISO 3166-1 alpha-2.
    Region,
    /// A language tag.
    Language,
}

/// The names of codes in one language; without names, if the browser has none.
#[derive(Debug)]
pub struct DisplayNames(Option<JsValue>);

impl DisplayNames {
    /// Creates the names of this kind in this language.
    pub fn new(tag: &LanguageTag, kind: NameKind) -> DisplayNames {
        let kind = match kind {
            NameKind::Region => "region",
            NameKind::Language => "language",
        };
        let options = Object::new();
        // A plain object accepts any member.
        let _ = Reflect::set(&options, &"type".into(), &kind.into());
        DisplayNames(create("DisplayNames", tag, &options))
    }

    /// Returns the name, or the code itself if the browser knows no name.
    pub fn of(&self, code: &str) -> String {
        // `of` throws if the code is not well formed.
        let name = self.0.as_ref().and_then(|names| {
            let of: Function = Reflect::get(names, &"of".into()).ok()?.dyn_into().ok()?;
            of.call1(names, &code.into()).ok()?.as_string()
        });
        name.unwrap_or_else(|| code.to_owned())
    }
}

/// Sorts codes and names by name, in the collation order of the language. An insertion sort, since the standard
/// library's sort is many times as much code.
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

/// Returns a function that finds this part in a text, ignoring case and accents: where it begins.
pub(super) fn find_ignoring_accents(part: &str) -> impl Fn(&str) -> Option<u32> + use<> {
    let (marks, dotless) = (RegExp::new("\\p{M}", "gu"), RegExp::new("ı", "g"));
    let plain = move |text: &str| {
        let text = JsString::from(text.trim()).normalize("NFD").to_lower_case();
        text.replace_by_pattern(&marks, "").replace_by_pattern(&dotless, "i")
    };
    let part = String::from(plain(part));
    move |text| u32::try_from(plain(text).index_of(&part, 0)).ok()
}

/// Returns a function that tells whether a text equals this one, ignoring case and accents, in any language.
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
