//! Plain elements: a tree of tags, attributes and texts, and the nodes of the page that it becomes.

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

/// An element or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Element(Tag),
    Text(String),
}

/// An element with its attributes and children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// Returns an element with a class, and with the part of the same name if there is one. An empty class is none.
pub(super) fn tag(name: &'static str, class: &'static str, part: &'static str) -> Tag {
    let named = [("class", class), ("part", part)].into_iter().filter(|(_, value)| !value.is_empty());
    let attributes = named.map(|(name, value)| (name, value.to_owned())).collect();
    Tag { name, attributes, children: Vec::new() }
}

impl Tag {
    /// Adds an attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Tag {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute without a value, if the condition holds.
    pub(super) fn flag(self, name: &'static str, holds: bool) -> Tag {
        if holds { self.with(name, "") } else { self }
    }

    /// Adds a text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Tag {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// Adds elements.
    pub(super) fn holding(mut self, elements: impl IntoIterator<Item = Tag>) -> Tag {
        self.children.extend(elements.into_iter().map(Node::Element));
        self
    }

    /// Creates the element on the page.
    ///
    /// # Errors
    /// None with the names that the preview uses.
    pub(super) fn create(&self, document: &Document) -> Result<Element, JsValue> {
        let element = document.create_element(self.name)?;
        for (name, value) in &self.attributes {
            element.set_attribute(name, value)?;
        }
        for child in &self.children {
            match child {
                Node::Element(child) => element.append_child(&*child.create(document)?)?,
                Node::Text(text) => element.append_child(&document.create_text_node(text))?,
            };
        }
        Ok(element)
    }
}
