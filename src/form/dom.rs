//! The root the app stands on: its element on the page, through which a control is found by its id, also
//! inside a shadow root, where the document would not find it.

use leptos::{html, prelude::*, tachys::dom::window};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement};

/// The app's outermost element, and what the ids within it begin with: nothing in a shadow root of its own.
#[derive(Clone, Copy, Debug)]
pub struct AppRoot {
    node: NodeRef<html::Div>,
    prefix: StoredValue<String>,
}

impl AppRoot {
    /// The root that this node is.
    pub fn new(node: NodeRef<html::Div>, prefix: String) -> AppRoot {
        AppRoot { node, prefix: StoredValue::new(prefix) }
    }

    /// Provided once by the app; read in the body of a component.
    pub fn expect() -> AppRoot {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }

    /// The id as it stands on the page.
    pub fn id(self, id: &str) -> String {
        self.prefix.with_value(|prefix| format!("{prefix}{id}"))
    }

    /// Whether the element of this id has the focus.
    pub fn has_focus(self, id: &str) -> bool {
        self.exists(&format!("{}:focus", self.selector(id)))
    }

    /// Whether something within such an element has the focus.
    pub fn has_focus_in(self, css: &str) -> bool {
        self.exists(&format!("{css} :focus"))
    }

    /// The element of this id.
    pub fn find(self, id: &str) -> Option<Element> {
        let root = self.node.try_get_untracked().flatten()?;
        root.query_selector(&self.selector(id)).ok().flatten()
    }

    fn selector(self, id: &str) -> String {
        self.prefix.try_with_value(|prefix| format!("[id=\"{prefix}{id}\"]")).unwrap_or_default()
    }

    fn exists(self, css: &str) -> bool {
        let Some(root) = self.node.try_get_untracked().flatten() else { return false };
        root.query_selector(css).is_ok_and(|found| found.is_some())
    }

    /// Focuses the element of this id as soon as what is being drawn has been drawn.
    pub fn focus(self, id: impl Into<String>) {
        let id = id.into();
        let focus = Closure::once_into_js(move || {
            if let Some(element) = self.find(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // The label above it is part of what is to be seen.
                let field = element.closest(".c-field").ok().flatten();
                field.as_ref().unwrap_or(&element).scroll_into_view();
                let _ = element.focus();
            }
        });
        let _ = window().request_animation_frame(focus.unchecked_ref());
    }
}
