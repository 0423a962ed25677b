//! Facts of any depth: lines, lists, pictures, and how far it is to a tier. However many there are, a page shows some and
//! the rest when they are asked for.

use leptos::{html, prelude::*};

use super::{
    card::{Card, element},
    value,
    words::{date, lines, name},
};
use crate::{
    domain::{Fact, FactKind, Name, Progress, Value},
    form::{Button, Weight},
    i18n::I18n,
};

/// How many are shown at first, and how many more each time: as many as a page draws without being felt.
const SOME: usize = 100;

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
            {block(i18n, title, value)}
        </Card>
    }
}

/// Facts, a line each; what is the vendor's own business is folded away.
fn facts(i18n: I18n, facts: Vec<Fact>) -> AnyView {
    let is_detail = |fact: &Fact| fact.name == Name::Known(FactKind::Details);
    let (details, facts): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(is_detail);
    let title = i18n.text("fact.details");
    let details = details.into_iter().map(|fact| {
        let summary = element("summary", "", vec![title.into_any()]);
        element("details", "c-details", vec![summary, block(i18n, title, fact.value)])
    });
    let facts = (!facts.is_empty()).then(|| some(i18n, None, facts));
    facts.into_iter().chain(details).collect::<Vec<_>>().into_any()
}

/// Draws some, and the rest when it is asked for: then the focus is with what has come. With a title, they are items of
/// a list that has it; else each has its own name.
fn some(i18n: I18n, title: Option<Signal<String>>, mut all: Vec<Fact>) -> AnyView {
    let rest = all.split_off(all.len().min(SOME));
    let (tag, class) = if title.is_some() { ("ul", "c-items") } else { ("dl", "c-facts") };
    let one = |fact: Fact| match title {
        Some(title) => element("li", "", vec![block(i18n, title, fact.value)]),
        None => row(i18n, fact),
    };
    let rows = element(tag, class, all.into_iter().map(one).collect());
    if rest.is_empty() {
        return rows;
    }
    let count = rest.len() as f64;
    let (rest, is_open) = (StoredValue::new(rest), RwSignal::new(false));
    let words = Signal::derive(move || i18n.count("fact.more", count));
    let press = Callback::new(move |()| is_open.set(true));
    let more = move || {
        if is_open.get() {
            let rest = rest.try_update_value(std::mem::take).unwrap_or_default();
            view! { <Come>{some(i18n, title, rest)}</Come> }.into_any()
        } else {
            view! { <Button weight=Weight::Secondary words press /> }.into_any()
        }
    };
    vec![rows, more.into_any()].into_any()
}

/// What has come because it was asked for takes the focus: the button that asked for it is gone.
#[component]
fn Come(children: Children) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    view! { <div tabindex="-1" node_ref=node>{children()}</div> }
}

/// A fact with its name.
fn row(i18n: I18n, fact: Fact) -> AnyView {
    let Fact { name: title, value } = fact;
    let title = Signal::derive(move || name(i18n, &title));
    if value.is_block() {
        let name = element("dt", "", vec![title.into_any()]);
        // A picture is not read out as its name is, which stands beside it.
        let alone = Signal::derive(move || {
            i18n.fill("view.pair", &[("name", &i18n.get("fact.image")), ("value", &title.get())])
        });
        let title = if matches!(value, Value::Image(_)) { alone } else { title };
        let value = element("dd", "c-block", vec![block(i18n, title, value)]);
        element("div", "c-fact", vec![name, value])
    } else {
        let lines = Signal::derive(move || lines(i18n, &value));
        view! { <value::Fact name=title lines=lines /> }.into_any()
    }
}

/// A value that has parts of its own, or stands by itself; any other as a line.
fn block(i18n: I18n, title: Signal<String>, value: Value) -> AnyView {
    match value {
        Value::Facts(parts) => facts(i18n, parts),
        Value::List(items) => {
            let item = |value| Fact { name: Name::Theirs(String::new()), value };
            some(i18n, Some(title), items.into_iter().map(item).collect())
        }
        // The address is the vendor's: it is told nothing of this page.
        Value::Image(address) => {
            view! { <img class="c-image" src=address alt=title loading="lazy" referrerpolicy="no-referrer" /> }
                .into_any()
        }
        Value::Progress(progress) => way(i18n, title, progress),
        other => {
            let lines = Signal::derive(move || lines(i18n, &other));
            view! { <value::Value name=title lines=lines /> }.into_any()
        }
    }
}

/// How far it is: at a glance by a bar, and in words.
fn way(i18n: I18n, title: Signal<String>, progress: Progress) -> AnyView {
    let Progress { value, threshold, gap, until, facts } = progress;
    let text = Signal::derive(move || {
        i18n.fill("progress.text", &[("value", &i18n.number(value)), ("threshold", &i18n.number(threshold))])
    });
    let left = Signal::derive(move || match gap {
        gap if gap > 0.0 => i18n.fill("progress.gap", &[("gap", &i18n.number(gap))]),
        _ => i18n.get("progress.reached"),
    });
    let mut words =
        vec![element("strong", "", vec![left.into_any()]), element("span", "", vec![text.into_any()])];
    words.extend(until.map(|day| {
        let until = Signal::derive(move || i18n.fill("progress.until", &[("date", &date(i18n, &day))]));
        element("span", "", vec![until.into_any()])
    }));
    let bar = view! { <progress aria-label=title prop:max=threshold prop:value=value></progress> }.into_any();
    let mut parts = vec![bar, element("p", "", words)];
    if !facts.is_empty() {
        parts.push(self::facts(i18n, facts));
    }
    element("div", "c-way", parts)
}
