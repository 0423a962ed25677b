//! A list of changes: the value of each field in two records, side by side, with what differs marked.

use leptos::prelude::*;

use super::{
    line_diff::{DiffLine, changed_lines},
    value::{Line, ValueLines},
    value_formatter::{DisplayLine, ValueFormatter},
};
use crate::{
    domain::{Field, Record, visible_difference},
    i18n::I18n,
};

/// The values of some fields in two records, each record under its own label. Of a value of several lines only those
/// that differ are shown, and the others are counted.
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
    let records = StoredValue::new([before, after]);
    let change = move |field: Field| {
        let name = Signal::derive(move || formatter.label(field));
        let values = Memo::new(move |_| {
            let lines =
                records.with_value(|records| records.each_ref().map(|record| formatter.lines(record, field)));
            with_visible_difference(lines)
        });
        let is_sensitive =
            move || values.with(|values| values.iter().flatten().any(|line| line.is_sensitive));
        let side = move |index: usize| {
            let about = Signal::derive(move || i18n.join([name.get(), i18n.get(keys[index])]));
            let value = move || {
                let lines = values.with(|values| values[index].clone());
                if keys[index] == "review.after" && lines.is_empty() {
                    return i18n.get("review.removed").into_any();
                }
                if is_sensitive() || lines.is_empty() {
                    return view! { <ValueLines name=about lines=Signal::stored(lines) /> }.into_any();
                }
                let found = values.with(|values| {
                    let [before, after] = values.each_ref().map(|lines| texts(lines));
                    changed_lines(&before, &after)
                });
                let [before, after] = found;
                let found = if index == 0 { before } else { after };
                let unchanged = (lines.len() - found.len()) as f64;
                let is_list = field == Field::Phones && lines.len() > 1;
                let line = |DiffLine { index, changed }: DiffLine| {
                    let line = lines[index].clone();
                    view! { <Line line changed=Some(changed) number=is_list.then_some(index + 1) /> }
                };
                // The lines of an address are read together: all are shown.
                let lines = if field == Field::Address {
                    let part = |index: usize| found.iter().find(|line| line.index == index);
                    let line = |(index, line): (usize, DisplayLine)| {
                        let changed = part(index).map_or(0..0, |line| line.changed.clone());
                        view! { <Line line changed=Some(changed) number=None /> }
                    };
                    lines.into_iter().enumerate().map(line).collect_view().into_any()
                } else {
                    let rest = (unchanged > 0.0).then(
                        || view! { <span class="c-soft">{i18n.count("review.unchanged", unchanged)}</span> },
                    );
                    view! { {found.into_iter().map(line).collect_view()} {rest} }.into_any()
                };
                view! { <span class="c-lines">{lines}</span> }.into_any()
            };
            let class = ["c-before", "c-after"][index];
            view! { <div class=class><dt>{i18n.text(keys[index])}</dt><dd>{value}</dd></div> }
        };
        view! {
            <li class="c-change" part="change">
                <p class="c-name">{name}</p>
                <dl>{side(0)} {side(1)}</dl>
            </li>
        }
    };
    view! { <ol class="c-changes" part="changes">{fields.into_iter().map(change).collect_view()}</ol> }
}

/// Shows the invisible characters of lines that look alike and differ.
fn with_visible_difference(values: [Vec<DisplayLine>; 2]) -> [Vec<DisplayLine>; 2] {
    let [mut before, mut after] = values;
    for (before, after) in before.iter_mut().zip(&mut after) {
        if before.text != after.text {
            [before.text, after.text] = visible_difference([before.text.clone(), after.text.clone()]);
        }
    }
    [before, after]
}

fn texts(lines: &[DisplayLine]) -> Vec<String> {
    lines.iter().map(|line| line.text.clone()).collect()
}
