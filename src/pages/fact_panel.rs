//! Facts of any depth: lines, lists, pictures, and how far it is to a tier. However many there are, a page shows some and
//! the rest when they are asked for.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::{
    card::{Card, static_element},
    value,
    value_formatter::{date, lines, name},
};
use crate::{
    domain::{Fact, FactKind, FactName, FactValue, Progress},
    form::{Button, Weight},
    i18n::I18n,
};

/// How many of a list are shown at first, and how many more each time.
const PAGE_SIZE: usize = 100;

/// How many lines of all lists within a part of the page are drawn at a time: as many as are drawn without being felt.
const MAX_ROWS: usize = 400;

/// A part of the page that a vendor's answer makes by itself.
#[component]
pub fn Panel(
    /// Tells it from others.
    slug: String,
    /// What it is called and what is in it.
    fact: Fact,
    /// What belongs above it.
    #[prop(optional_no_strip)]
    head: Option<AnyView>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let Fact { name: title, value } = fact;
    let title = Signal::derive(move || name(i18n, &title));
    view! {
        <Card slug=slug title=title>
            {head}
            {block(i18n, title, value, &Cell::new(MAX_ROWS))}
        </Card>
    }
}

/// Facts, a line each; what is the vendor's own business is folded away.
fn facts(i18n: I18n, title: Signal<String>, facts: Vec<Fact>, room: &Cell<usize>) -> AnyView {
    let is_detail = |fact: &Fact| fact.name == FactName::Known(FactKind::Details);
    let (details, facts): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(is_detail);
    let label = i18n.text("fact.details");
    let facts = (!facts.is_empty()).then(|| first_items(i18n, title, false, facts, room));
    let details = details.into_iter().map(|fact| {
        // Who hears it alone is told of what.
        let of = static_element("span", "c-hidden", vec![" ".into_any(), title.into_any()]);
        let summary = static_element("summary", "", vec![label.into_any(), of]);
        static_element("details", "c-details", vec![summary, block(i18n, label, fact.value, room)])
    });
    facts.into_iter().chain(details).collect::<Vec<_>>().into_any()
}

/// Draws some, and the rest when it is asked for: then the focus is with what has come. They are the items of a list of
/// this title, or each has its own name. `room` is what is left to draw.
fn first_items(
    i18n: I18n,
    title: Signal<String>,
    is_list: bool,
    all: Vec<Fact>,
    room: &Cell<usize>,
) -> AnyView {
    let (tag, class) = if is_list { ("ul", "c-items") } else { ("dl", "c-facts") };
    let (mut all, mut rows) = (all.into_iter(), Vec::new());
    while rows.len() < PAGE_SIZE && room.get() > 0 {
        let Some(fact) = all.next() else { break };
        room.set(room.get() - 1);
        rows.push(if is_list {
            static_element("li", "", vec![block(i18n, title, fact.value, room)])
        } else {
            row(i18n, fact, room)
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
    let press = Callback::new(move |()| is_open.set(true));
    let more = move || {
        if is_open.get() {
            let rest = rest.try_update_value(std::mem::take).unwrap_or_default();
            view! { <FocusOnMount>{first_items(i18n, title, is_list, rest, &Cell::new(MAX_ROWS))}</FocusOnMount> }.into_any()
        } else {
            view! { <Button weight=Weight::Secondary label about=title on_click=press /> }.into_any()
        }
    };
    vec![rows, more.into_any()].into_any()
}

/// What has come because it was asked for takes the focus: the button that asked for it is gone.
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

/// A fact with its name.
fn row(i18n: I18n, fact: Fact, room: &Cell<usize>) -> AnyView {
    let Fact { name: own, value } = fact;
    let is_theirs = matches!(own, FactName::Raw(_));
    let title = Signal::derive(move || name(i18n, &own));
    let label = title.into_any();
    // What the vendor names runs in its own direction.
    let term = static_element(
        "dt",
        "",
        vec![if is_theirs { static_element("bdi", "", vec![label]) } else { label }],
    );
    let is_block = value.is_block();
    // A picture is not read out as its name is, which stands beside it.
    let alone = Signal::derive(move || {
        i18n.fill("view.pair", &[("name", &i18n.get("fact.image")), ("value", &title.get())])
    });
    let title = if matches!(value, FactValue::Image(_)) { alone } else { title };
    let class = if is_block { ["c-fact c-whole", "c-block"] } else { ["c-fact", ""] };
    static_element(
        "div",
        class[0],
        vec![term, static_element("dd", class[1], vec![block(i18n, title, value, room)])],
    )
}

/// A value that has parts of its own, or stands by itself; any other as a line.
fn block(i18n: I18n, title: Signal<String>, value: FactValue, room: &Cell<usize>) -> AnyView {
    let is_block = value.is_block();
    match value {
        FactValue::Facts(parts) => facts(i18n, title, parts, room),
        FactValue::List(items) if is_block => {
            let item = |value| Fact { name: FactName::Raw(String::new()), value };
            first_items(i18n, title, true, items.into_iter().map(item).collect(), room)
        }
        // The address is the vendor's: it is told nothing of this page.
        FactValue::Image(address) => {
            view! { <img class="c-image" src=address alt=title loading="lazy" referrerpolicy="no-referrer" /> }
                .into_any()
        }
        FactValue::Progress(progress) => progress_bar(i18n, title, progress, room),
        other => {
            let lines = Signal::derive(move || lines(i18n, &other));
            view! { <value::ValueLines name=title lines=lines /> }.into_any()
        }
    }
}

/// How far it is: at a glance by a bar, and in words.
fn progress_bar(i18n: I18n, title: Signal<String>, progress: Progress, room: &Cell<usize>) -> AnyView {
    let Progress { value, threshold, gap, until, facts } = progress;
    let text = Signal::derive(move || {
        i18n.fill("progress.text", &[("value", &i18n.number(value)), ("threshold", &i18n.number(threshold))])
    });
    let left = Signal::derive(move || match gap {
        gap if gap > 0.0 => i18n.fill("progress.gap", &[("gap", &i18n.number(gap))]),
        _ => i18n.get("progress.reached"),
    });
    let mut words = vec![
        static_element("strong", "", vec![left.into_any()]),
        static_element("span", "", vec![text.into_any()]),
    ];
    words.extend(until.map(|day| {
        let until = Signal::derive(move || i18n.fill("progress.until", &[("date", &date(i18n, &day))]));
        static_element("span", "", vec![until.into_any()])
    }));
    let bar = view! { <progress aria-label=title prop:max=threshold prop:value=value></progress> }.into_any();
    let mut parts = vec![bar, static_element("p", "", words)];
    if !facts.is_empty() {
        parts.push(self::facts(i18n, title, facts, room));
    }
    static_element("div", "c-progress", parts)
}
