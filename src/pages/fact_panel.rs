//! The panels of facts: facts nested to any depth, as tiles, rows that open, lists, images and progress bars. A long
//! list shows its first items and a button for more.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::{
    card::Card,
    static_element::static_element,
    value,
    value_formatter::{fact_label, fact_lines, format_date},
};
use crate::{
    domain::{Fact, FactLabel, FactName, FactValue, Progress},
    form::{AppRoot, Button, Weight},
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
    /// The content above the fact, such as the position in a list that has pages.
    #[prop(optional_no_strip)]
    head: Option<AnyView>,
    /// The content below the fact, such as a pager.
    #[prop(optional_no_strip)]
    foot: Option<AnyView>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let Fact { name: title, value } = fact;
    let title = caption(i18n, Caption::Name(title));
    view! {
        <Card slug=slug title=title>
            {head}
            {value_view(i18n, title, value, &Cell::new(MAX_ROWS))}
            {foot}
        </Card>
    }
}

/// How facts are laid out, in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A sentence below the title.
    About,
    /// Lines, each with its name above its value, several side by side.
    Tiles,
    /// Progress bars, side by side if there is room.
    Bars,
    /// Progress bars that are parts of a fact of their own.
    Open,
    /// Rows that open: whatever has parts of its own.
    Folds,
    /// The items of a list, without names.
    Items,
}

impl Layout {
    /// Returns the layout of a named fact.
    fn of(fact: &Fact) -> Layout {
        match (&fact.name, &fact.value) {
            (FactName::Known(FactLabel::DETAILS), _) => Layout::Folds,
            (FactName::Known(FactLabel::DESCRIPTION), FactValue::Text(_)) => Layout::About,
            (FactName::Known(FactLabel::TO_UPGRADE), FactValue::Facts(_)) => Layout::Open,
            (_, FactValue::Progress(_)) => Layout::Bars,
            (_, FactValue::Image(_)) => Layout::Tiles,
            (_, value) if value.is_block() => Layout::Folds,
            _ => Layout::Tiles,
        }
    }
}

/// The number of facts of an item that are shown side by side, and not in a row that opens.
const MAX_OPEN_FACTS: usize = 4;

/// Renders facts, each layout apart.
fn facts_view(i18n: I18n, title: Signal<String>, facts: Vec<Fact>, row_budget: &Cell<usize>) -> AnyView {
    let (mut rest, mut parts) = (facts, Vec::new());
    for layout in [Layout::About, Layout::Tiles, Layout::Bars, Layout::Open, Layout::Folds] {
        let (own, others) = Fact::split(rest, &|fact| Layout::of(fact) == layout);
        rest = others;
        if !own.is_empty() {
            parts.push(paged_view(i18n, title, layout, own, row_budget));
        }
    }
    parts.into_any()
}

/// A text made of facts.
enum Caption {
    /// The name of a fact.
    Name(FactName),
    /// The names of the first facts, and whether there are more.
    Names(Vec<FactName>, bool),
    /// The values of facts, each with its name if it is a number.
    Values(Vec<Fact>),
    /// The length of a list; nothing for 0.
    Count(usize),
}

/// Returns a text made of facts, which follows the language.
fn caption(i18n: I18n, caption: Caption) -> Signal<String> {
    Signal::derive(move || match &caption {
        Caption::Name(name) => fact_label(i18n, name),
        Caption::Names(names, has_more) => {
            let mut labels: Vec<String> = names.iter().map(|name| fact_label(i18n, name)).collect();
            labels.dedup();
            i18n.join(labels) + if *has_more { " …" } else { "" }
        }
        Caption::Values(facts) => i18n.join(facts.iter().map(|fact| fact_text(i18n, fact))),
        Caption::Count(0) => String::new(),
        Caption::Count(count) => i18n.number(*count as f64),
    })
}

/// Returns a fact as text: its value, with its name before a number. Tracked.
fn fact_text(i18n: I18n, fact: &Fact) -> String {
    let lines: Vec<String> = fact_lines(i18n, &fact.value).into_iter().map(|line| line.text).collect();
    let text = lines.join(" ");
    match fact.value {
        FactValue::Number(_) => {
            i18n.fill("view.pair", &[("name", &fact_label(i18n, &fact.name)), ("value", &text)])
        }
        _ if text.is_empty() => i18n.get("view.empty"),
        _ => text,
    }
}

/// Renders a row that opens: its name, a hint at what is inside, and the content. The name and the hint may run in
/// another direction than the page.
fn fold(name: Vec<AnyView>, hint: Signal<String>, content: AnyView) -> AnyView {
    let hint = static_element("bdi", "c-fold-hint", vec![hint.into_any()]);
    let summary = static_element("summary", "", vec![static_element("bdi", "c-fold-name", name), hint]);
    static_element("details", "c-fold", vec![summary, static_element("div", "c-fold-content", vec![content])])
}

/// Renders a fact as a row that opens. The hint is the length of a list, or the names of the first facts.
fn fold_view(i18n: I18n, parent: Signal<String>, fact: Fact, row_budget: &Cell<usize>) -> AnyView {
    const MAX_NAMES: usize = 3;
    let Fact { name, value } = fact;
    let is_details = name == FactName::Known(FactLabel::DETAILS);
    let hint = match &value {
        FactValue::List(items) => Caption::Count(items.len()),
        FactValue::Facts(facts) if !is_details => {
            let names = facts.iter().take(MAX_NAMES).map(|fact| fact.name.clone());
            Caption::Names(names.collect(), facts.len() > MAX_NAMES)
        }
        _ => Caption::Count(0),
    };
    let title = caption(i18n, Caption::Name(name));
    let mut name = vec![title.into_any()];
    if is_details {
        // A screen reader reads the row without its surroundings: it names the fact.
        name.push(static_element("span", "c-hidden", vec![" ".into_any(), parent.into_any()]));
    }
    fold(name, caption(i18n, hint), value_view(i18n, title, value, row_budget))
}

/// Renders an item of a list. An object of many facts, or with parts of its own, is a row that opens, named by its
/// first fact.
fn item_view(i18n: I18n, title: Signal<String>, value: FactValue, row_budget: &Cell<usize>) -> AnyView {
    let FactValue::Facts(mut facts) = value else { return value_view(i18n, title, value, row_budget) };
    if facts.len() <= MAX_OPEN_FACTS && facts.iter().all(|fact| Layout::of(fact) == Layout::Tiles) {
        return facts_view(i18n, title, facts, row_budget);
    }
    let is_name = |fact: &Fact| !fact.value.is_block() && !matches!(fact.value, FactValue::Secret(_));
    let name = match facts.iter().position(is_name) {
        Some(index) => caption(i18n, Caption::Values(vec![facts.remove(index)])),
        None => title,
    };
    let is_hint =
        |fact: &&Fact| matches!(fact.value, FactValue::Text(_) | FactValue::Word(_) | FactValue::Number(_));
    let hint = Caption::Values(facts.iter().filter(is_hint).take(2).cloned().collect());
    fold(vec![name.into_any()], caption(i18n, hint), facts_view(i18n, name, facts, row_budget))
}

/// Renders the first facts, and a button that renders the next ones and moves the focus to them. `title` is the name of
/// what they are the facts or the items of. `row_budget` is the number of rows the panel may still render.
fn paged_view(
    i18n: I18n,
    title: Signal<String>,
    layout: Layout,
    all: Vec<Fact>,
    row_budget: &Cell<usize>,
) -> AnyView {
    let (tag, class) = match layout {
        Layout::About => ("div", "c-about"),
        Layout::Tiles => ("dl", "c-facts c-tiles"),
        Layout::Bars => ("dl", "c-facts c-bars"),
        Layout::Open => ("div", "c-open"),
        Layout::Folds => ("div", "c-folds"),
        Layout::Items => ("ul", "c-items"),
    };
    let (mut all, mut rows) = (all.into_iter(), Vec::new());
    while rows.len() < PAGE_SIZE && row_budget.get() > 0 {
        let Some(fact) = all.next() else { break };
        row_budget.set(row_budget.get() - 1);
        rows.push(match layout {
            Layout::About | Layout::Open => value_view(i18n, title, fact.value, row_budget),
            Layout::Tiles | Layout::Bars => fact_row(i18n, fact, row_budget),
            Layout::Folds => fold_view(i18n, title, fact, row_budget),
            Layout::Items => static_element("li", "", vec![item_view(i18n, title, fact.value, row_budget)]),
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
                <FocusOnMount>{paged_view(i18n, title, layout, rest, &Cell::new(MAX_ROWS))}</FocusOnMount>
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
    let (node, root) = (NodeRef::<html::Div>::new(), AppRoot::expect());
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            root.take_focus(&node);
        }
    });
    view! { <div tabindex="-1" node_ref=node>{children()}</div> }
}

/// Renders a fact with its name.
fn fact_row(i18n: I18n, fact: Fact, row_budget: &Cell<usize>) -> AnyView {
    let Fact { name: fact_name, value } = fact;
    let is_raw = matches!(fact_name, FactName::Raw(_));
    let title = caption(i18n, Caption::Name(fact_name));
    let label = title.into_any();
    // A name from the vendor may run in another direction than the page.
    let term =
        static_element("dt", "", vec![if is_raw { static_element("bdi", "", vec![label]) } else { label }]);
    // The text alternative of an image is not its name, which is read out already.
    let image_title = Signal::derive(move || {
        i18n.fill("view.pair", &[("name", &i18n.get("fact.image")), ("value", &title.get())])
    });
    let title = if matches!(value, FactValue::Image(_)) { image_title } else { title };
    let value = static_element("dd", "", vec![value_view(i18n, title, value, row_budget)]);
    static_element("div", "c-fact", vec![term, value])
}

/// Renders a value: nested facts, a list, an image or a progress bar as a block, any other value as lines.
fn value_view(i18n: I18n, title: Signal<String>, value: FactValue, row_budget: &Cell<usize>) -> AnyView {
    let is_block = value.is_block();
    match value {
        FactValue::Facts(parts) => facts_view(i18n, title, parts, row_budget),
        FactValue::List(items) if is_block => {
            let item = |value| Fact { name: FactName::Raw(String::new()), value };
            paged_view(i18n, title, Layout::Items, items.into_iter().map(item).collect(), row_budget)
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
    let Progress { value, threshold, gap, until, tier, facts } = progress;
    let text = Signal::derive(move || {
        i18n.fill("progress.text", &[("value", &i18n.number(value)), ("threshold", &i18n.number(threshold))])
    });
    let gap_text = Signal::derive(move || match &tier {
        _ if gap <= 0.0 => i18n.get("progress.reached"),
        Some(tier) => i18n.fill("progress.to-tier", &[("gap", &i18n.number(gap)), ("tier", tier)]),
        None => i18n.fill("progress.gap", &[("gap", &i18n.number(gap))]),
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
        let details = Fact::new(FactLabel::DETAILS, FactValue::Facts(facts));
        parts.push(facts_view(i18n, title, vec![details], row_budget));
    }
    static_element("div", "c-progress", parts)
}
