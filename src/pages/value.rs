//! A value on the page: its lines, "Not provided", or a mask that can be lifted.

use leptos::prelude::*;

use super::DisplayLine;
use crate::{
    form::{Button, MASK, Weight},
    i18n::I18n,
};

/// The lines of a value. A sensitive one is masked until it is asked for.
#[component]
pub fn ValueLines(
    /// What the value is called, for the button that shows it.
    name: Signal<String>,
    /// Its lines; none when it is empty.
    lines: Signal<Vec<DisplayLine>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let revealed = RwSignal::new(false);
    let is_sensitive = Memo::new(move |_| lines.with(|lines| lines.iter().any(|line| line.is_sensitive)));
    let line = |line: DisplayLine| {
        view! { <bdi dir=line.is_code.then_some("ltr") class=line.is_note.then_some("c-note-line")>{line.text}</bdi> }
    };
    let shown = move || match lines.get() {
        lines if lines.is_empty() => {
            view! { <span class="c-empty">{i18n.text("view.empty")}</span> }.into_any()
        }
        _ if is_sensitive.get() && !revealed.get() => view! {
            <span class="c-masked" aria-hidden="true">{MASK}</span>
            <span class="c-hidden">{i18n.text("view.masked")}</span>
        }
        .into_any(),
        lines => lines.into_iter().map(line).collect_view().into_any(),
    };
    let label = Signal::derive(move || i18n.get(if revealed.get() { "view.hide" } else { "view.reveal" }));
    let toggle = Callback::new(move |()| revealed.update(|revealed| *revealed = !*revealed));
    view! {
        <span class="c-lines">{shown}</span>
        <Show when=move || is_sensitive.get()>
            <Button weight=Weight::Link label=label about=name on_click=toggle />
        </Show>
    }
}

/// A label and its value.
#[component]
pub fn FactRow(
    /// The label.
    name: Signal<String>,
    /// The lines of the value; none when it is empty.
    lines: Signal<Vec<DisplayLine>>,
    /// What can be done about it.
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
