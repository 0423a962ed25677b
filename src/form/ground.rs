//! The ground the app stands on: its element on the page, through which a control is found by its id, also
//! inside a shadow root, where the document would not find it.

use leptos::{html, prelude::*, tachys::dom::window};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement};

/// The app's outermost element.
#[derive(Clone, Copy, Debug)]
pub struct Ground(pub NodeRef<html::Div>);

impl Ground {
    /// Provided once by the app; read in the body of a component.
    pub fn expect() -> Ground {
        use_context().unwrap_or_else(|| unreachable!("the app provides it"))
    }

    /// Whether the element of this id has the focus.
    pub fn has_focus(self, id: &str) -> bool {
        self.is_there(&format!("[id=\"{id}\"]:focus"))
    }

    /// Whether something within such an element has the focus.
    pub fn has_focus_in(self, css: &str) -> bool {
        self.is_there(&format!("{css} :focus"))
    }

    /// The element of this id.
    pub fn find(self, id: &str) -> Option<Element> {
        let ground = self.0.try_get_untracked().flatten()?;
        ground.query_selector(&format!("[id=\"{id}\"]")).ok().flatten()
    }

    fn is_there(self, css: &str) -> bool {
        let Some(ground) = self.0.try_get_untracked().flatten() else { return false };
        ground.query_selector(css).is_ok_and(|found| found.is_some())
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
