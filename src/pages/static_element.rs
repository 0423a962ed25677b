//! A static element: a tag, a class and children. All of them share one type.

use leptos::{prelude::*, tachys::html::element::custom};

/// An element with a class and children and nothing else. They share one type, because each type of element adds to
/// the bundle (docs/decisions.md, "Size").
pub fn static_element(tag: &'static str, class: &'static str, children: Vec<AnyView>) -> AnyView {
    let part = match class {
        "c-actions" => Some("actions"),
        "c-fact" => Some("fact"),
        "c-facts c-bars" | "c-facts c-tiles" => Some("facts"),
        "c-listbox-empty" => Some("list"),
        _ => None,
    };
    custom(tag).class(class).attr("part", part).child(children).into_any()
}
