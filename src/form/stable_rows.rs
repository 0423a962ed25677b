//! StableRows that come, go and change places: each keeps its controls, and the one with the focus stays where it is while the
//! others are put around it. A node that is moved loses the focus, and the letter that is being composed in it.

use leptos::{html, prelude::*, tachys::reactive_graph::OwnedView};
use web_sys::Element;

/// A row on the page.
struct Row {
    key: u32,
    element: Element,
    /// What is held for it. It goes with the row.
    state: <OwnedView<AnyView> as Render>::State,
}

/// What stands in the order of these keys, each row one element.
#[component]
pub fn StableRows(
    /// The class of what holds the rows.
    #[prop(optional)]
    class: &'static str,
    /// The keys, in order; none is there twice.
    #[prop(into)]
    keys: Signal<Vec<u32>>,
    /// What stands at a key.
    row: Callback<u32, AnyView>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let rows = StoredValue::new_local(Vec::<Row>::new());
    let owner = Owner::current().unwrap_or_default();
    let build = move |key: u32, place: &Element| {
        let owner = owner.with(Owner::new);
        let view = owner.with(|| untrack(|| row.run(key)));
        let mut state = OwnedView::new_with_owner(view, owner).build();
        state.mount(place, None);
        state.elements().into_iter().next().map(|element| Row { key, element, state })
    };
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let keys = keys.get();
        rows.update_value(|rows| {
            rows.retain_mut(|row| {
                let stays = keys.contains(&row.key);
                if !stays {
                    row.state.unmount();
                }
                stays
            });
            let mut found = |key: u32| {
                let known = rows.iter().position(|row| row.key == key);
                known.map(|index| rows.swap_remove(index)).or_else(|| build(key, &place))
            };
            let ordered: Vec<Row> = keys.into_iter().filter_map(&mut found).collect();
            reorder(&place, &ordered);
            *rows = ordered;
        });
    });
    view! { <div class=class node_ref=place></div> }
}

/// Puts the rows into this order, around the one that has the focus.
fn reorder(place: &Element, rows: &[Row]) {
    let has_focus = |row: &Row| row.element.matches(":focus-within").unwrap_or_default();
    let kept = rows.iter().position(has_focus).unwrap_or_default();
    let (before, after) = rows.split_at_checked(kept).unwrap_or_default();
    // None of these can fail: the rows are children of the place.
    let mut next = after.first().map(|row| row.element.clone());
    for row in before.iter().rev() {
        if row.element.next_element_sibling() != next {
            let _ = place.insert_before(&row.element, next.as_deref());
        }
        next = Some(row.element.clone());
    }
    let mut last = after.first().map(|row| row.element.clone());
    for row in after.iter().skip(1) {
        let follows = last.as_ref().and_then(Element::next_element_sibling);
        if follows.as_ref() != Some(&row.element) {
            let _ = place.insert_before(&row.element, follows.as_deref());
        }
        last = Some(row.element.clone());
    }
}
