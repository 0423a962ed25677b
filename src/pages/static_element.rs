//! An element without behaviour, of one type whatever its tag: each type of element counts in the bundle.

use leptos::{prelude::*, tachys::html::element::custom};

/// An element that has a class and children and nothing else. One type for all of them, where a page is made of many:
/// in the bundle each type of element counts (ARCHITECTURE.md, "Size").
pub fn static_element(tag: &'static str, class: &'static str, children: Vec<AnyView>) -> AnyView {
    let part = match class {
        "c-actions" => Some("actions"),
        "c-fact" => Some("fact"),
        "c-facts" => Some("facts"),
        "c-listbox-empty" => Some("list"),
        _ => None,
    };
    custom(tag).class(class).attr("part", part).child(children).into_any()
}
