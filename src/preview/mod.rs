//! The preview: the profile as plain elements, while the code of the app loads.
//!
//! It is drawn by the main module, which is a third of the app, so that a customer reads the profile that much earlier.
//! It looks as the app's own page does, and the app takes its place as soon as it shows the profile. What is pressed until
//! then is kept, and pressed again in the app.

mod draw;
mod response;
mod tree;

use std::{cell::RefCell, rc::Rc};

use leptos::{prelude::*, tachys::dom::document};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event, FocusOptions, HtmlElement};

pub(crate) use self::response::EarlyResponse;

use self::draw::Drawing;
use crate::{
    domain::Profile,
    i18n::{I18n, LanguageTag},
    pages::ValueFormatter,
    vendor_api::Vendor,
};

/// What can be pressed or focused, in the order of the page. The preview and the app have the same; the app's dialog,
/// which the preview lacks, is left out.
const CONTROLS: &str = ":is(.c-bar, .c-page) :is(button, input, label, [tabindex])";

/// The profile that a preview shows, and how.
pub(crate) struct Options<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) vendor: Vendor,
    pub(crate) i18n: I18n,
    /// The beginning of each id on the page.
    pub(crate) id_prefix: &'a str,
    /// The locales on offer.
    pub(crate) offered: &'a [LanguageTag],
    /// Whether the customer has chosen a locale before.
    pub(crate) is_chosen: bool,
}

/// A preview on the page. Dropping it removes it.
pub(crate) struct Preview {
    root: Element,
    /// The control that was pressed last, as its place among [`CONTROLS`].
    pressed: Rc<RefCell<Option<u32>>>,
    #[expect(dead_code, reason = "held only to be dropped, after the element that calls it")]
    listener: Closure<dyn FnMut(Event)>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.root.remove();
    }
}

impl Preview {
    /// Draws the profile at the start of the container. The style sheet hides what else is in it.
    pub(crate) fn show(container: &HtmlElement, options: &Options<'_>) -> Option<Preview> {
        let formatter = ValueFormatter::new(options.i18n, Memo::new(|_| Vec::new()));
        let drawing = Drawing { options, formatter };
        let root = untrack(|| drawing.app()).with("data-preview", "").create(&document()).ok()?;
        let pressed = Rc::new(RefCell::new(None));
        let (own, kept) = (root.clone(), Rc::clone(&pressed));
        let listener = Closure::new(move |event: Event| {
            // A tick changes, and a form is sent, only in the app.
            event.prevent_default();
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let control = target.and_then(|target| target.closest("button, input, label").ok().flatten());
            if let Some(control) = control {
                // The customer sees that it was noticed.
                let _ = control.set_attribute("aria-busy", "true");
                kept.replace(place_of(&own, &control));
            }
        });
        for event in ["click", "submit"] {
            // Neither argument can be rejected.
            let _ = root.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
        container.prepend_with_node_1(&root).ok()?;
        Some(Preview { root, pressed, listener })
    }

    /// Hands over to the app, which shows the profile in this element: removes the preview, focuses what had the focus in
    /// it, and presses what was pressed.
    pub(crate) fn hand_over(self, app: &Element) {
        let focused = self.root.query_selector(":focus").ok().flatten();
        let focused = focused.and_then(|focused| place_of(&self.root, &focused));
        let pressed = self.pressed.take();
        drop(self);
        let control = |place: Option<u32>| {
            app.query_selector_all(CONTROLS).ok()?.item(place?)?.dyn_into::<HtmlElement>().ok()
        };
        if let Some(focused) = control(focused) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = focused.focus_with_options(&options);
        }
        if let Some(pressed) = control(pressed) {
            pressed.click();
        }
    }
}

/// Returns the place of a control among those of the element.
fn place_of(root: &Element, control: &Element) -> Option<u32> {
    let controls = root.query_selector_all(CONTROLS).ok()?;
    let control: &web_sys::Node = control;
    (0..controls.length()).find(|&place| controls.item(place).as_ref() == Some(control))
}
