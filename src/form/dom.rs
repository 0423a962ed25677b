//! The app's root element. Controls are found by id from here, since `document.getElementById` does not look into a
//! shadow root.

use js_sys::{JsString, Reflect};
use leptos::{
    html,
    prelude::*,
    tachys::dom::{document, window},
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    Element, FocusOptions, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// The app's outermost element, and the prefix of the ids within it, which is empty in a shadow root.
#[derive(Clone, Copy, Debug)]
pub struct AppRoot {
    node: NodeRef<html::Div>,
    prefix: StoredValue<String>,
    /// The id of the element that was to be focused last and was not there.
    missed: StoredValue<Option<String>>,
    /// Whether the customer has pressed something in the app.
    was_used: StoredValue<bool>,
}

impl AppRoot {
    /// Creates the root for this node.
    pub fn new(node: NodeRef<html::Div>, prefix: String) -> AppRoot {
        AppRoot {
            node,
            prefix: StoredValue::new(prefix),
            missed: StoredValue::new(None),
            was_used: StoredValue::new(false),
        }
    }

    /// Notes that the customer has pressed something in the app.
    pub fn note_use(self) {
        self.was_used.set_value(true);
    }

    /// Whether the focus is in the app.
    fn is_focused(self) -> bool {
        let root = self.node.try_get_untracked().flatten();
        root.is_some_and(|root| root.matches(":focus-within").unwrap_or_default())
    }

    /// Whether the focus may move to an element of the app: it is in the app, or nowhere on the page. The focus of a
    /// customer who types elsewhere on the host's page stays.
    pub fn may_take_focus(self) -> bool {
        let is_nowhere = || document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        self.is_focused() || is_nowhere()
    }

    /// Focuses an element. The page is scrolled to it only for a customer who has used the app.
    pub fn take_focus(self, element: &HtmlElement) {
        if !self.may_take_focus() {
            return;
        }
        if self.is_focused() || self.was_used.try_get_value() == Some(true) {
            // The label above the control must be visible too.
            let field = element.closest(".c-field").ok().flatten();
            keep_in_sight(field.as_ref().unwrap_or(element));
        }
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }

    /// Returns the root that the app provides. Call it in the body of a component.
    pub fn expect() -> AppRoot {
        use_context().unwrap_or_else(|| unreachable!("the app provides the root"))
    }

    /// Returns the id with the prefix, as it is on the page.
    pub fn id(self, id: &str) -> String {
        self.prefix.with_value(|prefix| format!("{prefix}{id}"))
    }

    /// Whether the element with this id has the focus.
    pub fn has_focus(self, id: &str) -> bool {
        self.exists(&format!("{}:focus", self.selector(id)))
    }

    /// Whether an element inside one that matches this selector has the focus.
    pub fn has_focus_in(self, css: &str) -> bool {
        self.exists(&format!("{css} :focus"))
    }

    /// Finds the element with this id.
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

    /// Focuses the element with this id, or the first control of a group, in the next animation frame, when pending
    /// updates have been rendered.
    pub fn focus(self, id: impl Into<String>) {
        let id = id.into();
        let focus = Closure::once_into_js(move || {
            // A group takes no focus itself.
            let first = ":scope:not([tabindex]) :is(input, button)";
            let control = |found: Element| found.query_selector(first).ok().flatten().unwrap_or(found);
            let element =
                self.find(&id).map(control).and_then(|element| element.dyn_into::<HtmlElement>().ok());
            let _ = self.missed.try_set_value(element.is_none().then_some(id));
            if let Some(element) = element {
                // An optional step may be folded.
                if let Ok(Some(details)) = element.closest("details:not([open])") {
                    let _ = details.set_attribute("open", "");
                }
                self.take_focus(&element);
            }
        });
        let _ = window().request_animation_frame(focus.unchecked_ref());
    }

    /// Focuses the element that was to be focused last, if it was not there: a page that was loading is there now.
    /// Returns whether there is such an element.
    pub fn focus_missed(self) -> bool {
        let missed = self.missed.try_update_value(Option::take).flatten();
        let is_missed = missed.is_some();
        if let Some(id) = missed {
            self.focus(id);
        }
        is_missed
    }
}

/// Returns the text in a control; `None` while it holds one half of a letter, which some keyboards type in two steps. The
/// half must not be read: what is read is written back, and a half alone is no text.
pub(super) fn typed_text(input: &HtmlInputElement) -> Option<String> {
    let text: JsString = Reflect::get(input, &"value".into()).ok()?.dyn_into().ok()?;
    text.is_valid_utf16().then(|| text.into())
}

/// Scrolls an element into sight, and no further than that: not at all if it is in sight.
pub(super) fn keep_in_sight(element: &Element) {
    let scroll = ScrollIntoViewOptions::new();
    scroll.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&scroll);
}
