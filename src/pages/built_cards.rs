//! The cards of a page that are built already. Behind a preview they are built one by one, so that the browser can answer
//! a press in between: on a slow phone all of them together block it for a third of a second.

use std::time::Duration;

use leptos::prelude::*;

/// The number of cards of the page that are built.
#[derive(Clone, Copy, Debug)]
pub struct BuiltCards(RwSignal<usize>);

impl BuiltCards {
    /// All cards, for a page that nothing stands in front of.
    pub fn all() -> BuiltCards {
        BuiltCards(RwSignal::new(usize::MAX))
    }

    /// No card yet, for a page behind a preview, which builds them itself.
    pub fn none() -> BuiltCards {
        BuiltCards(RwSignal::new(0))
    }

    /// Builds this many cards, one in each task of the browser, if they are not built already.
    pub(super) fn build(self, count: usize) {
        let BuiltCards(built) = self;
        if built.get_untracked() == usize::MAX {
            return;
        }
        set_timeout(
            move || match built.try_get_untracked() {
                // A hidden page has few tasks, and nobody presses anything.
                Some(done) if done < count && !document().hidden() => {
                    let _ = built.try_set(done + 1);
                    self.build(count);
                }
                _ => {
                    let _ = built.try_set(usize::MAX);
                }
            },
            Duration::ZERO,
        );
    }

    /// Whether the card at this index is built.
    pub(super) fn has(self, index: usize) -> Memo<bool> {
        let BuiltCards(built) = self;
        Memo::new(move |_| built.get() > index)
    }

    /// Whether all cards are built. Tracked.
    pub fn is_complete(self) -> bool {
        self.0.get() == usize::MAX
    }
}
