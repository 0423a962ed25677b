//! View: the whole profile, read only, a card a section.

use leptos::prelude::*;

use super::{
    AppContext, OutcomeBanner, ValueFormatter,
    card::{Card, Notice, Title, static_element},
    fact_panel::Panel,
    language_prompt::LanguagePrompt,
    loyalty_card::LoyaltyCard,
    save::SaveRequest,
    save_controller::SaveController,
    submission::SubmitErrorBanner,
    value::FactRow,
};
use crate::{
    client::Client,
    domain::{
        self, CustomerId, FactValue, Field, Pagination, Profile, Record, Section, TextField, VendorMessage,
    },
    form::{AppRoot, Button, Weight},
    i18n::{I18n, section_key},
    route::Route,
};

/// How many parts of a page a vendor's answer may make by itself.
const MAX_PANELS: usize = 50;

/// Whether an empty field is worth a line: names few people have are not.
fn is_rare(field: Field) -> bool {
    use TextField::{
        FourthName, SecondName, ThirdName, UnicodeCivility, UnicodeFirstName, UnicodeFourthName,
        UnicodeLastName, UnicodeSecondName, UnicodeThirdName,
    };
    matches!(
        field,
        Field::Text(
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
    controller: SaveController,
    /// Words values.
    formatter: ValueFormatter,
    /// Does something about what stands in the way.
    again: Callback<()>,
    /// Turns to the page of groups that begins after so many.
    turn: Callback<u32>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let vendor = context.client.with_value(Client::vendor);
    let stored = profile.language().map(str::to_owned);
    let Profile { record, facts, loyalty, programs, panels, pagination, warnings, .. } = profile;
    let record = StoredValue::new(record);
    let name = Signal::derive(move || {
        record.with_value(|record| formatter.full_name(record)).unwrap_or_else(|| i18n.get("view.title"))
    });
    let card = |&section: &Section| {
        view! { <SectionCard customer=customer.clone() section=section record=record formatter=formatter /> }
    };
    let has_units = |section: &&Section| section.fields().any(|field| vendor.supports(field));
    let cards = Section::ALL.iter().filter(has_units).map(card).collect_view();
    let panel = move |(index, fact): (usize, domain::Fact)| {
        let is_groups = fact.name == domain::FactName::Known(domain::FactKind::Groups);
        let pagination = pagination.filter(|_| is_groups);
        let busy = controller.submission.busy;
        let head = pagination.map(|pagination| view! { <Pager pagination turn busy /> }.into_any());
        view! { <Panel slug=format!("panel-{index}") fact head /> }
    };
    // What would be more parts than a page has is one.
    let mut panels = panels;
    if panels.len() > MAX_PANELS {
        let rest = panels.split_off(MAX_PANELS);
        panels.push(domain::Fact::new(domain::FactKind::Fields, FactValue::Facts(rest)));
    }
    let count = programs.len();
    let programs = programs.into_iter().enumerate().map(panel).collect_view();
    let panels =
        panels.into_iter().enumerate().map(|(index, fact)| panel((count + index, fact))).collect_view();
    let has_record = !facts.is_empty();
    let own = domain::Fact {
        name: domain::FactName::Known(domain::FactKind::Record),
        value: FactValue::Facts(facts),
    };
    let undo = Callback::new(move |plan: SaveRequest| controller.save(plan));
    view! {
        <div class="c-page">
            <Title label=name key="view.title" />
            {stored.map(|stored| view! { <LanguagePrompt stored /> })}
            <SubmitErrorBanner submission=controller.submission again=again earlier=controller.earlier_fields(formatter) is_typed=false />
            <OutcomeBanner outcome=context.outcome formatter=formatter busy=controller.submission.busy.into() undo=undo />
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
    formatter: ValueFormatter,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let vendor = context.client.with_value(Client::vendor);
    let action = section.fields().any(|field| vendor.writes(field)).then(|| {
        let press =
            Callback::new(move |()| context.navigator.navigate(Route::Edit(customer.clone(), section)));
        view! {
            <Button
                weight=Weight::Quiet
                id=AppRoot::expect().id(&format!("edit-{}", section.slug()))
                label=i18n.text("view.edit")
                about=i18n.text(section_key(section))
                on_click=press
            />
        }
        .into_any()
    });
    let fact = move |field: Field| {
        let lines = Signal::derive(move || record.with_value(|record| formatter.lines(record, field)));
        let name = Signal::derive(move || formatter.label(field));
        view! { <FactRow name=name lines=lines /> }
    };
    let is_shown = move |field: &Field| {
        !is_rare(*field) || record.with_value(|record| !formatter.lines(record, *field).is_empty())
    };
    let is_shown = move |field: &Field| vendor.supports(*field) && is_shown(field);
    let facts = move || formatter.fields(section).into_iter().filter(is_shown).map(fact).collect_view();
    view! {
        <Card slug=section.slug() title=i18n.text(section_key(section)) action=action>
            <dl class="c-facts" part="facts">{facts}</dl>
        </Card>
    }
}

/// What the vendor could not give: the rest is there.
#[component]
fn Partial(warnings: Vec<VendorMessage>) -> impl IntoView {
    let i18n = I18n::expect();
    let said = |said: VendorMessage| view! { <li><bdi lang=said.language>{said.text}</bdi></li> };
    view! {
        <Notice kind="warn" title="view.partial" text=i18n.text("view.partial-text") is_late=true>
            <ul>{warnings.into_iter().map(said).collect_view()}</ul>
        </Notice>
    }
}

/// Turns the pages of a list.
#[component]
fn Pager(pagination: Pagination, turn: Callback<u32>, busy: RwSignal<bool>) -> impl IntoView {
    let i18n = I18n::expect();
    let Pagination { offset, limit, total } = pagination;
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
        view! { <Button weight=Weight::Secondary busy disabled label=i18n.text(key) on_click=press /> }
            .into_any()
    };
    let buttons = vec![
        button("pages.before", offset > 0, offset.saturating_sub(limit)),
        button("pages.next", next < total, next),
    ];
    let said = move || busy.get().then(|| i18n.get("view.loading"));
    view! {
        <p id=AppRoot::expect().id("pages") tabindex="-1">{place}</p>
        <span class="c-hidden" role="status">{said}</span>
        {static_element("div", "c-actions", buttons)}
    }
}
