//! Values formatted by the browser's own `Intl`, so that no locale data is shipped. To create an object of `Intl` takes a
//! browser about a thousand times as long as to use it, so there is one for each language and kind.
//!
//! A browser may lack a class of `Intl`. The loader starts no app without those that format dates and numbers and sort;
//! the others are found by their name, and have a plain form in their place.

use std::cell::RefCell;

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

/// What an object of `Intl` is for.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    /// A date of which the year, the month and the day are known or not.
    Date([bool; 3]),
    Timestamp,
    DateOrder,
    Collator,
    Names(NameKind),
    /// One of the classes that a browser may lack, without options.
    Class(&'static str),
}

thread_local! {
    /// The objects of `Intl`, each with its language and kind. They are few: a linear search is enough.
    static OBJECTS: RefCell<Vec<(String, Kind, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// Returns the object of this kind for this language, which the function creates when it is first needed.
fn object<T: JsCast>(tag: &LanguageTag, kind: Kind, create: impl FnOnce() -> Option<T>) -> Option<T> {
    let known = OBJECTS.with_borrow(|objects| {
        let mut objects = objects.iter();
        let found = objects.find(|(language, other, _)| *other == kind && language == tag.canonical());
        found.map(|(_, _, object)| object.clone())
    });
    if let Some(known) = known {
        return Some(known.unchecked_into());
    }
    let object = create()?;
    let entry = (tag.canonical().to_owned(), kind, object.unchecked_ref::<JsValue>().clone());
    OBJECTS.with_borrow_mut(|objects| objects.push(entry));
    Some(object)
}

/// Calls a method of an object of a class of `Intl`, without options; `None` if the browser lacks it, or it throws.
fn with_class(class: &'static str, tag: &LanguageTag, method: &str, arguments: &Array) -> Option<String> {
    let object = object(tag, Kind::Class(class), || create(class, tag, &Object::new()))?;
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
    let format = object(tag, Kind::Number, || {
        let options = Intl::NumberFormatOptions::new();
        // The value of one loyalty point may be small.
        options.set_maximum_fraction_digits(6);
        Some(Intl::NumberFormat::new(&locales(tag), options.unchecked_ref()).format())
    });
    let number = format.and_then(|format| call(&format, &value.into()));
    number.unwrap_or_default().replace('-', "\u{2212}")
}

/// Formats a list within a sentence: `a, b, and c`.
pub(super) fn list(tag: &LanguageTag, names: &[String]) -> String {
    let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    let list = with_class("ListFormat", tag, "format", &Array::of1(&names));
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
    let time = with_class("RelativeTimeFormat", tag, "format", &arguments);
    // The time of day, which needs no words.
    time.unwrap_or_else(|| {
        let then = Date::new(&(Date::now() + seconds * 1000.0).into());
        then.to_locale_time_string(tag.canonical()).into()
    })
}

/// Returns the plural category of a count: `one`, `few`, `other`, …
pub(super) fn plural(tag: &LanguageTag, count: f64) -> String {
    let category = with_class("PluralRules", tag, "select", &Array::of1(&count.into()));
    category.unwrap_or_else(|| "other".to_owned())
}

/// Formats a date from the parts that are known; `None` without any. It is created and formatted in UTC, so that no
/// time zone moves it to another day.
pub(super) fn date(tag: &LanguageTag, parts: DateParts) -> Option<String> {
    if parts == DateParts::default() {
        return None;
    }
    let date = Date::new(&JsValue::from_f64(0.0));
    let month = f64::from(parts.month.unwrap_or(1)) - 1.0;
    // The default year is a leap year, so that February 29 without a year is valid.
    date.set_utc_full_year_with_month_date(
        parts.year.unwrap_or(2000).into(),
        month as i32,
        parts.day.unwrap_or(1).into(),
    );
    let kind = Kind::Date([parts.year.is_some(), parts.month.is_some(), parts.day.is_some()]);
    let format = object(tag, kind, || {
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
        Some(Intl::DateTimeFormat::new(&locales(tag), options.unchecked_ref()).format())
    });
    call(&format?, &date)
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
    let format = object(tag, Kind::Timestamp, || {
        let options = Intl::DateTimeFormatOptions::new();
        options.set_year(Intl::YearFormat::Numeric);
        options.set_month(Intl::MonthFormat::Long);
        options.set_day(Intl::DayFormat::Numeric);
        options.set_hour(Intl::NumericFormat::Numeric);
        options.set_minute(Intl::NumericFormat::TwoDigit);
        options.set_time_zone_name(Intl::TimeZoneNameFormat::Short);
        Some(Intl::DateTimeFormat::new(&locales(tag), options.unchecked_ref()).format())
    });
    call(&format?, &date)
}

/// Returns the parts of a date in the order the language writes them: `year`, `month`, `day`.
pub(super) fn date_order(tag: &LanguageTag) -> Vec<String> {
    let format = object(tag, Kind::DateOrder, || {
        Some(Intl::DateTimeFormat::new(&locales(tag), &js_sys::Object::new()))
    });
    let parts = format.map(|format| format.format_to_parts(&Date::new(&JsValue::from_f64(0.0))));
    parts
        .unwrap_or_default()
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
    /// Returns the names of this kind in this language.
    pub fn new(tag: &LanguageTag, kind: NameKind) -> DisplayNames {
        DisplayNames(object(tag, Kind::Names(kind), || {
            let name = match kind {
                NameKind::Region => "region",
                NameKind::Language => "language",
            };
            let options = Object::new();
            // A plain object accepts any member.
            let _ = Reflect::set(&options, &"type".into(), &name.into());
            create("DisplayNames", tag, &options)
        }))
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
    let compare = object(tag, Kind::Collator, || {
        Some(Intl::Collator::new(&locales(tag), &js_sys::Object::new()).compare())
    });
    let comes_after = |a: &str, b: &JsValue| {
        let order =
            compare.as_ref().and_then(|compare| compare.call2(&JsValue::UNDEFINED, &a.into(), b).ok());
        order.and_then(|order| order.as_f64()).is_some_and(|order| order > 0.0)
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
