//! A keyed list that reorders its rows around the focused one.
//!
//! A node that is moved in the document loses the focus, and with it the text an input method is composing. Leptos's
//! `<For>` may move any row. This list leaves the focused row in place and moves the others around it.

use std::time::Duration;

use leptos::{html, prelude::*, tachys::reactive_graph::OwnedView};
use web_sys::Element;

/// The rows that are built at a time. The browser answers to keys before it builds the next ones of a long list.
const ROWS_AT_A_TIME: usize = 20;

/// A row on the page.
struct Row {
    key: u32,
    element: Element,
    /// The view's state and its reactive owner, which are dropped with the row.
    state: <OwnedView<AnyView> as Render>::State,
}

/// One row for each key, in the order of the keys. A key that stays keeps its row and the controls in it.
#[component]
pub fn StableRows(
    /// The class of the element around the rows.
    #[prop(optional)]
    class: &'static str,
    /// The keys, in order and without duplicates.
    #[prop(into)]
    keys: Signal<Vec<u32>>,
    /// Renders the row of a key, as a single element.
    row: Callback<u32, AnyView>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let rows = StoredValue::new_local(Vec::<Row>::new());
    let turn = RwSignal::new(0_u32);
    let owner = Owner::current().unwrap_or_default();
    let build = move |key: u32, parent: &Element| {
        let owner = owner.with(Owner::new);
        let view = owner.with(|| untrack(|| row.run(key)));
        let mut state = OwnedView::new_with_owner(view, owner).build();
        state.mount(parent, None);
        state.elements().into_iter().next().map(|element| Row { key, element, state })
    };
    Effect::new(move |_| {
        let Some(parent) = node.get() else { return };
        turn.track();
        let keys = keys.get();
        rows.update_value(|rows| {
            rows.retain_mut(|row| {
                let stays = keys.contains(&row.key);
                if !stays {
                    row.state.unmount();
                }
                stays
            });
            let (mut left, mut has_more) = (ROWS_AT_A_TIME, false);
            let mut find_or_build = |key: u32| {
                if let Some(index) = rows.iter().position(|row| row.key == key) {
                    return Some(rows.swap_remove(index));
                }
                has_more = left == 0;
                left = left.checked_sub(1)?;
                build(key, &parent)
            };
            let ordered: Vec<Row> = keys.into_iter().filter_map(&mut find_or_build).collect();
            reorder(&parent, &ordered);
            if has_more {
                let build_next = move || {
                    let _ = turn.try_update(|turn| *turn += 1);
                };
                set_timeout(build_next, Duration::ZERO);
            }
            *rows = ordered;
        });
    });
    view! { <div class=class node_ref=node></div> }
}

/// Moves the rows into this order, except the one that has the focus.
fn reorder(parent: &Element, rows: &[Row]) {
    let has_focus = |row: &Row| row.element.matches(":focus-within").unwrap_or_default();
    let fixed = rows.iter().position(has_focus).unwrap_or_default();
    let (before, after) = rows.split_at_checked(fixed).unwrap_or_default();
    // None of these calls can fail: every row is a child of the parent.
    let mut next = after.first().map(|row| row.element.clone());
    for row in before.iter().rev() {
        if row.element.next_element_sibling() != next {
            let _ = parent.insert_before(&row.element, next.as_deref());
        }
        next = Some(row.element.clone());
    }
    let mut last = after.first().map(|row| row.element.clone());
    for row in after.iter().skip(1) {
        let follows = last.as_ref().and_then(Element::next_element_sibling);
        if follows.as_ref() != Some(&row.element) {
            let _ = parent.insert_before(&row.element, follows.as_deref());
        }
        last = Some(row.element.clone());
    }
}
