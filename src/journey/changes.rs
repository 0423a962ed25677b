//! Changes side by side: what a unit holds on one side, and on the other.

use leptos::prelude::*;

use super::{Words, value::Value};
use crate::{
    domain::{Record, Unit},
    i18n::I18n,
};

/// For each unit its value on both sides, under the words of these two keys.
#[component]
pub fn ChangeList(
    /// One side.
    before: Record,
    /// The other.
    after: Record,
    /// The units.
    units: Vec<Unit>,
    /// Words values.
    words: Words,
    /// What the sides are called.
    keys: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let (before, after) = (StoredValue::new(before), StoredValue::new(after));
    let change = move |unit: Unit| {
        let name = Signal::derive(move || words.label(unit));
        let side = move |class: &'static str, key: &'static str, record: StoredValue<Record>| {
            let lines = Signal::derive(move || record.with_value(|record| words.value(record, unit)));
            let about = Signal::derive(move || i18n.row([name.get(), i18n.get(key)]));
            view! { <div class=class><dt>{i18n.text(key)}</dt><dd><Value name=about lines=lines /></dd></div> }
        };
        view! {
            <li class="c-change" part="change">
                <p class="c-name">{name}</p>
                <dl>{side("c-before", keys[0], before)} {side("c-after", keys[1], after)}</dl>
            </li>
        }
    };
    view! { <ol class="c-changes" part="changes">{units.into_iter().map(change).collect_view()}</ol> }
}
