//! A value on the page: its lines, "Not provided", or a mask that can be removed.

use std::ops::Range;

use leptos::prelude::*;

use super::value_formatter::DisplayLine;
use crate::{
    form::{Button, MASK, Weight},
    i18n::I18n,
};

/// One line of a value.
#[component]
pub(super) fn Line(
    /// The line.
    line: DisplayLine,
    /// The part of it that is marked, in bytes.
    changed: Option<Range<usize>>,
    /// Its number in the list, if that matters.
    number: Option<usize>,
) -> impl IntoView {
    let DisplayLine { text, is_code, is_note, exact, .. } = line;
    let part = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let text = match changed.filter(|changed| !changed.is_empty()) {
        Some(Range { start, end }) => view! {
            {part(0..start)} <mark>{part(start..end)}</mark> {part(end..text.len())}
        }
        .into_any(),
        None => text.into_any(),
    };
    view! {
        <bdi translate="no" dir=is_code.then_some("ltr") class=is_note.then_some("c-note-line") title=exact>
            {number.map(|number| format!("{number}. "))} {text}
        </bdi>
    }
}

/// The lines of a value. A sensitive value is masked until the customer reveals it.
#[component]
pub fn ValueLines(
    /// The name of the value, for the button that reveals it.
    name: Signal<String>,
    /// The lines; none if the value is empty.
    lines: Signal<Vec<DisplayLine>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let is_revealed = RwSignal::new(false);
    let is_sensitive = Memo::new(move |_| lines.with(|lines| lines.iter().any(|line| line.is_sensitive)));
    let line = |line: DisplayLine| view! { <Line line changed=None number=None /> };
    let content = move || match lines.get() {
        lines if lines.is_empty() => {
            view! { <span class="c-empty">{i18n.text("view.empty")}</span> }.into_any()
        }
        _ if is_sensitive.get() && !is_revealed.get() => view! {
            <span class="c-masked" aria-hidden="true">{MASK}</span>
            <span class="c-hidden">{i18n.text("view.masked")}</span>
        }
        .into_any(),
        lines => lines.into_iter().map(line).collect_view().into_any(),
    };
    let label = Signal::derive(move || i18n.get(if is_revealed.get() { "view.hide" } else { "view.reveal" }));
    let on_toggle = Callback::new(move |()| is_revealed.update(|is_revealed| *is_revealed = !*is_revealed));
    view! {
        <span class="c-lines">{content}</span>
        <Show when=move || is_sensitive.get()>
            <Button weight=Weight::Link label=label about=name on_click=on_toggle />
        </Show>
    }
}

/// A row with a label and a value.
#[component]
pub fn FactRow(
    /// The label.
    name: Signal<String>,
    /// The lines of the value; none if it is empty.
    lines: Signal<Vec<DisplayLine>>,
    /// The actions beside the value.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="c-fact" part="fact">
            <dt>{name}</dt>
            <dd><ValueLines name=name lines=lines /></dd>
            {children.map(|children| view! { <dd class="c-action">{children()}</dd> })}
        </div>
    }
}
