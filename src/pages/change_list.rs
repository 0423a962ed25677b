//! A list of changes: the value of each field in two records, side by side.

use leptos::prelude::*;

use super::{value::ValueLines, value_formatter::ValueFormatter};
use crate::{
    domain::{Field, Record},
    i18n::I18n,
};

/// The values of some fields in two records, each record under its own label.
#[component]
pub fn ChangeList(
    /// The first record.
    before: Record,
    /// The second record.
    after: Record,
    /// The fields to compare.
    fields: Vec<Field>,
    /// Formats the values.
    formatter: ValueFormatter,
    /// The catalogue keys of the two records' labels.
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
