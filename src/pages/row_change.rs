//! The change of a row while it is typed: what is sent is on screen before it is sent.

use leptos::prelude::*;

use super::{change_list::ChangeList, context::AppContext};
use crate::domain::{Field, FieldGroup, Record};

/// The fields of the row that differ from the profile, before and after. Fields with an error are left out.
#[component]
pub(super) fn RowChange(
    /// The fields of the row.
    group: FieldGroup,
) -> impl IntoView {
    let AppContext { store, formatter, .. } = AppContext::expect();
    let form = store.form;
    let change = Memo::new(move |_| {
        let mut wanted = form.loaded();
        let changed: Vec<Field> =
            group.fields().filter(|field| form.read_change(*field, &mut wanted)).collect();
        (changed, wanted)
    });
    let has_change = Memo::new(move |_| change.with(|(changed, _)| !changed.is_empty()));
    view! {
        <Show when=move || has_change.get()>
            {move || {
                let (fields, after): (Vec<Field>, Record) = change.get();
                view! { <ChangeList before=form.loaded() after fields formatter keys=["review.before", "review.after"] /> }
            }}
        </Show>
    }
}
