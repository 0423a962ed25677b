//! View: the whole profile, read only, a card a section.

use leptos::prelude::*;

use super::{
    Banner, Desk, Words,
    card::{Card, Notice, Title, element},
    facts::Panel,
    loyalty::LoyaltyCard,
    offer::LanguageOffer,
    save::Plan,
    saver::Saver,
    sending::Troubled,
    value::Fact,
};
use crate::{
    api::Api,
    domain::{self, CustomerId, Pages, Profile, Record, Said, Section, Text, Unit, Value},
    form::{Button, Ground, Weight},
    i18n::{I18n, section_key},
    route::Route,
};

/// How many parts of a page a vendor's answer may make by itself.
const PARTS: usize = 50;

/// Whether an empty unit is worth a line: names few people have are not.
fn is_rare(unit: Unit) -> bool {
    use Text::{
        FourthName, SecondName, ThirdName, UnicodeCivility, UnicodeFirstName, UnicodeFourthName,
        UnicodeLastName, UnicodeSecondName, UnicodeThirdName,
    };
    matches!(
        unit,
        Unit::Text(
            SecondName
                | ThirdName
                | FourthName
                | UnicodeCivility
                | UnicodeFirstName
                | UnicodeSecondName
                | UnicodeThirdName
                | UnicodeFourthName
                | UnicodeLastName
        )
    )
}

/// The profile, to look at.
#[component]
pub fn ViewPage(
    /// Whose it is.
    customer: CustomerId,
    /// The profile.
    profile: Profile,
    /// Takes a save back.
    saver: Saver,
    /// Words values.
    words: Words,
    /// Does something about what stands in the way.
    again: Callback<()>,
    /// Turns to the page of groups that begins after so many.
    turn: Callback<u32>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let vendor = desk.api.with_value(Api::vendor);
    let stored = profile.language().map(str::to_owned);
    let Profile { record, facts, loyalty, programs, panels, pages, warnings, .. } = profile;
    let record = StoredValue::new(record);
    let name = Signal::derive(move || {
        record.with_value(|record| words.full_name(record)).unwrap_or_else(|| i18n.get("view.title"))
    });
    let card = |&section: &Section| {
        view! { <SectionCard customer=customer.clone() section=section record=record words=words /> }
    };
    let has_units = |section: &&Section| section.units().any(|unit| vendor.has(unit));
    let cards = Section::ALL.iter().filter(has_units).map(card).collect_view();
    let panel = move |(index, fact): (usize, domain::Fact)| {
        let is_groups = fact.name == domain::Name::Known(domain::FactKind::Groups);
        let pages = pages.filter(|_| is_groups);
        let busy = saver.sending.busy;
        let head = pages.map(|pages| view! { <Pager pages turn busy /> }.into_any());
        view! { <Panel slug=format!("panel-{index}") fact head /> }
    };
    // What would be more parts than a page has is one.
    let mut panels = panels;
    if panels.len() > PARTS {
        let rest = panels.split_off(PARTS);
        panels.push(domain::Fact::new(domain::FactKind::Fields, Value::Facts(rest)));
    }
    let count = programs.len();
    let programs = programs.into_iter().enumerate().map(panel).collect_view();
    let panels =
        panels.into_iter().enumerate().map(|(index, fact)| panel((count + index, fact))).collect_view();
    let has_record = !facts.is_empty();
    let own =
        domain::Fact { name: domain::Name::Known(domain::FactKind::Record), value: Value::Facts(facts) };
    let undo = Callback::new(move |plan: Plan| saver.save(plan));
    view! {
        <div class="c-page">
            <Title words=name key="view.title" />
            {stored.map(|stored| view! { <LanguageOffer stored /> })}
            <Troubled sending=saver.sending again=again earlier=saver.earlier(words) is_typed=false />
            <Banner news=desk.news words=words busy=saver.sending.busy.into() undo=undo />
            {(!warnings.is_empty()).then(|| view! { <Partial warnings=warnings /> })}
            <div class="c-cards">
                {vendor.has_loyalty().then(|| view! { <LoyaltyCard loyalty=loyalty /> })}
                {programs}
                {cards}
                {panels}
                {has_record.then(|| view! { <Panel slug="record".to_owned() fact=own /> })}
            </div>
        </div>
    }
}

/// One section of the profile.
#[component]
fn SectionCard(
    customer: CustomerId,
    section: Section,
    record: StoredValue<Record>,
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let vendor = desk.api.with_value(Api::vendor);
    let action = section.units().any(|unit| vendor.writes(unit)).then(|| {
        let press = Callback::new(move |()| desk.way.go(Route::Edit(customer.clone(), section)));
        view! {
            <Button
                weight=Weight::Quiet
                id=Ground::expect().id(&format!("edit-{}", section.slug()))
                words=i18n.text("view.edit")
                about=i18n.text(section_key(section))
                press=press
            />
        }
        .into_any()
    });
    let fact = move |unit: Unit| {
        let lines = Signal::derive(move || record.with_value(|record| words.value(record, unit)));
        let name = Signal::derive(move || words.label(unit));
        view! { <Fact name=name lines=lines /> }
    };
    let is_shown = move |unit: &Unit| {
        !is_rare(*unit) || record.with_value(|record| !words.value(record, *unit).is_empty())
    };
    let is_shown = move |unit: &Unit| vendor.has(*unit) && is_shown(unit);
    let facts = move || words.units(section).into_iter().filter(is_shown).map(fact).collect_view();
    view! {
        <Card slug=section.slug() title=i18n.text(section_key(section)) action=action>
            <dl class="c-facts" part="facts">{facts}</dl>
        </Card>
    }
}

/// What the vendor could not give: the rest is there.
#[component]
fn Partial(warnings: Vec<Said>) -> impl IntoView {
    let i18n = I18n::expect();
    let said = |said: Said| view! { <li><bdi lang=said.language>{said.text}</bdi></li> };
    view! {
        <Notice kind="warn" title="view.partial" text=i18n.text("view.partial-text") is_late=true>
            <ul>{warnings.into_iter().map(said).collect_view()}</ul>
        </Notice>
    }
}

/// Turns the pages of a list.
#[component]
fn Pager(pages: Pages, turn: Callback<u32>, busy: RwSignal<bool>) -> impl IntoView {
    let i18n = I18n::expect();
    let Pages { offset, limit, total } = pages;
    let next = offset.saturating_add(limit);
    let place = Signal::derive(move || {
        let number = |count: u32| i18n.number(count.into());
        let last = next.min(total);
        let first = offset.saturating_add(1).min(last);
        i18n.fill(
            "pages.here",
            &[("first", &number(first)), ("last", &number(last)), ("total", &number(total))],
        )
    });
    let button = move |key: &'static str, is_there: bool, offset: u32| {
        let press = Callback::new(move |()| turn.run(offset));
        let disabled = Signal::stored(!is_there);
        view! { <Button weight=Weight::Secondary busy disabled words=i18n.text(key) press /> }.into_any()
    };
    let buttons = vec![
        button("pages.before", offset > 0, offset.saturating_sub(limit)),
        button("pages.next", next < total, next),
    ];
    let said = move || busy.get().then(|| i18n.get("view.loading"));
    view! {
        <p id=Ground::expect().id("pages") tabindex="-1">{place}</p>
        <span class="c-hidden" role="status">{said}</span>
        {element("div", "c-actions", buttons)}
    }
}
