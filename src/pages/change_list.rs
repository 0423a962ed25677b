//! Changes side by side: what a field holds on one side, and on the other.

use leptos::prelude::*;

use super::{value::ValueLines, value_formatter::ValueFormatter};
use crate::{
    domain::{Field, Record},
    i18n::I18n,
};

/// For each field its value on both sides, under the words of these two keys.
#[component]
pub fn ChangeList(
    /// One side.
    before: Record,
    /// The other.
    after: Record,
    /// The fields.
    fields: Vec<Field>,
    /// Words values.
    formatter: ValueFormatter,
    /// What the sides are called.
    keys: [&'static str; 2],
) -> impl IntoView {
    let i18n = I18n::expect();
    let (before, after) = (StoredValue::new(before), StoredValue::new(after));
    let change = move |field: Field| {
        let name = Signal::derive(move || formatter.label(field));
        let side = move |class: &'static str, key: &'static str, record: StoredValue<Record>| {
            let lines = Signal::derive(move || record.with_value(|record| formatter.lines(record, field)));
            let about = Signal::derive(move || i18n.join([name.get(), i18n.get(key)]));
            view! { <div class=class><dt>{i18n.text(key)}</dt><dd><ValueLines name=about lines=lines /></dd></div> }
        };
        view! {
            <li class="c-change" part="change">
                <p class="c-name">{name}</p>
                <dl>{side("c-before", keys[0], before)} {side("c-after", keys[1], after)}</dl>
            </li>
        }
    };
    view! { <ol class="c-changes" part="changes">{fields.into_iter().map(change).collect_view()}</ol> }
}
