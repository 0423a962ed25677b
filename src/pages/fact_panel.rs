//! The panels of facts: facts nested to any depth, as rows, lists, images and progress bars. A long list shows its
//! first items and a button for more.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::{
    card::Card,
    static_element::static_element,
    value,
    value_formatter::{fact_label, fact_lines, format_date},
};
use crate::{
    domain::{Fact, FactKind, FactName, FactValue, Progress},
    form::{Button, Weight},
    i18n::I18n,
};

/// The number of items of a list that are shown at first, and that each press of the button adds.
const PAGE_SIZE: usize = 100;

/// The number of rows that a panel renders at a time, over all its lists. Rendering 400 rows causes no noticeable
/// delay.
const MAX_ROWS: usize = 400;

/// A part of the page that is built from the vendor's response alone.
#[component]
pub fn Panel(
    /// Distinguishes the panel from others in ids.
    slug: String,
    /// The panel's title and content.
    fact: Fact,
    /// The content above the fact, such as a pager.
    #[prop(optional_no_strip)]
    head: Option<AnyView>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let Fact { name: title, value } = fact;
    let title = Signal::derive(move || fact_label(i18n, &title));
    view! {
        <Card slug=slug title=title>
            {head}
            {value_view(i18n, title, value, &Cell::new(MAX_ROWS))}
        </Card>
    }
}

/// Renders facts as rows. Details that only concern the vendor are collapsed.
fn facts_view(i18n: I18n, title: Signal<String>, facts: Vec<Fact>, row_budget: &Cell<usize>) -> AnyView {
    let is_detail = |fact: &Fact| fact.name == FactName::Known(FactKind::Details);
    let (details, facts): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(is_detail);
    let label = i18n.text("fact.details");
    let facts = (!facts.is_empty()).then(|| paged_view(i18n, title, false, facts, row_budget));
    let details = details.into_iter().map(|fact| {
        // A screen reader reads the summary without its surroundings: it names the fact.
        let about = static_element("span", "c-hidden", vec![" ".into_any(), title.into_any()]);
        let summary = static_element("summary", "", vec![label.into_any(), about]);
        static_element("details", "c-details", vec![summary, value_view(i18n, label, fact.value, row_budget)])
    });
    facts.into_iter().chain(details).collect::<Vec<_>>().into_any()
}

/// Renders the first items, and a button that renders the next ones and moves the focus to them. If `is_list`, they
/// are the items of a list named `title`; else each has its own name. `row_budget` is the number of rows the panel may
/// still render.
fn paged_view(
    i18n: I18n,
    title: Signal<String>,
    is_list: bool,
    all: Vec<Fact>,
    row_budget: &Cell<usize>,
) -> AnyView {
    let (tag, class) = if is_list { ("ul", "c-items") } else { ("dl", "c-facts") };
    let (mut all, mut rows) = (all.into_iter(), Vec::new());
    while rows.len() < PAGE_SIZE && row_budget.get() > 0 {
        let Some(fact) = all.next() else { break };
        row_budget.set(row_budget.get() - 1);
        rows.push(if is_list {
            static_element("li", "", vec![value_view(i18n, title, fact.value, row_budget)])
        } else {
            fact_row(i18n, fact, row_budget)
        });
    }
    let rest: Vec<Fact> = all.collect();
    let rows = static_element(tag, class, rows);
    if rest.is_empty() {
        return rows;
    }
    let count = rest.len().min(PAGE_SIZE) as f64;
    let (rest, is_open) = (StoredValue::new(rest), RwSignal::new(false));
    let label = Signal::derive(move || i18n.count("fact.more", count));
    let on_click = Callback::new(move |()| is_open.set(true));
    let more = move || {
        if is_open.get() {
            let rest = rest.try_update_value(std::mem::take).unwrap_or_default();
            view! {
                <FocusOnMount>{paged_view(i18n, title, is_list, rest, &Cell::new(MAX_ROWS))}</FocusOnMount>
            }
            .into_any()
        } else {
            view! { <Button weight=Weight::Secondary label about=title on_click /> }.into_any()
        }
    };
    vec![rows, more.into_any()].into_any()
}

/// Takes the focus when it appears: the button that was pressed is no longer there.
#[component]
fn FocusOnMount(children: Children) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    view! { <div tabindex="-1" node_ref=node>{children()}</div> }
}

/// Renders a fact with its name.
fn fact_row(i18n: I18n, fact: Fact, row_budget: &Cell<usize>) -> AnyView {
    let Fact { name: fact_name, value } = fact;
    let is_raw = matches!(fact_name, FactName::Raw(_));
    let title = Signal::derive(move || fact_label(i18n, &fact_name));
    let label = title.into_any();
    // A name from the vendor may run in another direction than the page.
    let term =
        static_element("dt", "", vec![if is_raw { static_element("bdi", "", vec![label]) } else { label }]);
    let is_block = value.is_block();
    // The text alternative of an image is not its name, which is read out already.
    let image_title = Signal::derive(move || {
        i18n.fill("view.pair", &[("name", &i18n.get("fact.image")), ("value", &title.get())])
    });
    let title = if matches!(value, FactValue::Image(_)) { image_title } else { title };
    let class = if is_block { ["c-fact c-whole", "c-block"] } else { ["c-fact", ""] };
    static_element(
        "div",
        class[0],
        vec![term, static_element("dd", class[1], vec![value_view(i18n, title, value, row_budget)])],
    )
}

/// Renders a value: nested facts, a list, an image or a progress bar as a block, any other value as lines.
fn value_view(i18n: I18n, title: Signal<String>, value: FactValue, row_budget: &Cell<usize>) -> AnyView {
    let is_block = value.is_block();
    match value {
        FactValue::Facts(parts) => facts_view(i18n, title, parts, row_budget),
        FactValue::List(items) if is_block => {
            let item = |value| Fact { name: FactName::Raw(String::new()), value };
            paged_view(i18n, title, true, items.into_iter().map(item).collect(), row_budget)
        }
        // The image is on a server of the vendor's: it does not learn which page shows it.
        FactValue::Image(address) => {
            view! { <img class="c-image" src=address alt=title loading="lazy" referrerpolicy="no-referrer" /> }
                .into_any()
        }
        FactValue::Progress(progress) => progress_bar(i18n, title, progress, row_budget),
        other => {
            let lines = Signal::derive(move || fact_lines(i18n, &other));
            view! { <value::ValueLines name=title lines=lines /> }.into_any()
        }
    }
}

/// Renders progress towards a threshold as a bar and as text.
fn progress_bar(i18n: I18n, title: Signal<String>, progress: Progress, row_budget: &Cell<usize>) -> AnyView {
    let Progress { value, threshold, gap, until, facts } = progress;
    let text = Signal::derive(move || {
        i18n.fill("progress.text", &[("value", &i18n.number(value)), ("threshold", &i18n.number(threshold))])
    });
    let gap_text = Signal::derive(move || match gap {
        gap if gap > 0.0 => i18n.fill("progress.gap", &[("gap", &i18n.number(gap))]),
        _ => i18n.get("progress.reached"),
    });
    let mut texts = vec![
        static_element("strong", "", vec![gap_text.into_any()]),
        static_element("span", "", vec![text.into_any()]),
    ];
    texts.extend(until.map(|day| {
        let until =
            Signal::derive(move || i18n.fill("progress.until", &[("date", &format_date(i18n, &day))]));
        static_element("span", "", vec![until.into_any()])
    }));
    let bar = view! { <progress aria-label=title prop:max=threshold prop:value=value></progress> }.into_any();
    let mut parts = vec![bar, static_element("p", "", texts)];
    if !facts.is_empty() {
        parts.push(facts_view(i18n, title, facts, row_budget));
    }
    static_element("div", "c-progress", parts)
}
