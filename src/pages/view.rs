//! The view page: the whole profile, read only, one card per section.

use leptos::prelude::*;

use super::{
    card::Card, context::AppContext, fact_panel::Panel, language_prompt::LanguagePrompt, layout::Title,
    loyalty_card::LoyaltyCard, notice::Notice, outcome_banner::OutcomeBanner,
    save_controller::SaveController, static_element::static_element, submit_error_banner::SubmitErrorBanner,
    value::FactRow, value_formatter::ValueFormatter,
};
use crate::{
    client::Client,
    domain::{
        self, CustomerId, FactValue, Field, Pagination, Profile, Record, Section, TextField, VendorMessage,
    },
    form::{AppRoot, Button, Weight},
    i18n::{I18n, section_key},
    journey::SaveRequest,
    route::Route,
};

/// The number of panels that a vendor's response can add to the page.
const MAX_PANELS: usize = 50;

/// Whether the field is hidden while it is empty: names that few people have.
fn is_rare(field: Field) -> bool {
    let Field::Text(text) = field else { return false };
    match text {
        TextField::SecondName
        | TextField::ThirdName
        | TextField::FourthName
        | TextField::UnicodeCivility
        | TextField::UnicodeFirstName
        | TextField::UnicodeSecondName
        | TextField::UnicodeThirdName
        | TextField::UnicodeFourthName
        | TextField::UnicodeLastName => true,
        TextField::Civility
        | TextField::FirstName
        | TextField::LastName
        | TextField::BirthCity
        | TextField::BirthCountry
        | TextField::Email
        | TextField::Language => false,
    }
}

/// The read-only page of a profile.
#[component]
pub fn ViewPage(
    /// The customer whose profile it is.
    customer: CustomerId,
    /// The profile.
    profile: Profile,
    /// Saves an undo.
    controller: SaveController,
    /// Formats the values.
    formatter: ValueFormatter,
    /// Retries what failed.
    on_retry: Callback<()>,
    /// Reads the page of the list of groups that begins at this offset.
    on_page: Callback<u32>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let vendor = context.client.with_value(Client::vendor);
    let language = profile.language().map(str::to_owned);
    let Profile { record, facts, loyalty, programs, panels, pagination, warnings, .. } = profile;
    let record = StoredValue::new(record);
    let name = Signal::derive(move || {
        record.with_value(|record| formatter.full_name(record)).unwrap_or_else(|| i18n.get("view.title"))
    });
    let card = |&section: &Section| {
        view! { <SectionCard customer=customer.clone() section=section record=record formatter=formatter /> }
    };
    let has_fields = |section: &&Section| section.fields().any(|field| vendor.supports(field));
    let cards = Section::ALL.iter().filter(has_fields).map(card).collect_view();
    let panel = move |(index, fact): (usize, domain::Fact)| {
        let is_groups = fact.name == domain::FactName::Known(domain::FactKind::Groups);
        let pagination = pagination.filter(|_| is_groups);
        let busy = controller.submission.busy;
        let head = pagination.map(|pagination| view! { <Pager pagination on_page busy /> }.into_any());
        view! { <Panel slug=format!("panel-{index}") fact head /> }
    };
    // Panels beyond the limit are combined into one.
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
    let record_facts = domain::Fact {
        name: domain::FactName::Known(domain::FactKind::Record),
        value: FactValue::Facts(facts),
    };
    let submission = controller.submission;
    let earlier_fields = controller.earlier_fields(formatter);
    let on_undo = Callback::new(move |request: SaveRequest| controller.save(request));
    view! {
        <div class="c-page">
            <Title label=name key="view.title" />
            {language.map(|language| view! { <LanguagePrompt language /> })}
            <SubmitErrorBanner submission on_retry earlier_fields has_input=false />
            <OutcomeBanner outcome=context.outcome formatter busy=submission.busy.into() on_undo />
            {(!warnings.is_empty()).then(|| view! { <WarningsNotice warnings /> })}
            <div class="c-cards">
                {vendor.has_loyalty().then(|| view! { <LoyaltyCard loyalty=loyalty /> })}
                {programs}
                {cards}
                {panels}
                {has_record.then(|| view! { <Panel slug="record".to_owned() fact=record_facts /> })}
            </div>
        </div>
    }
}

/// The card of one section.
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
        let on_click =
            Callback::new(move |()| context.navigator.navigate(Route::Edit(customer.clone(), section)));
        view! {
            <Button
                weight=Weight::Quiet
                id=AppRoot::expect().id(&format!("edit-{}", section.slug()))
                label=i18n.text("view.edit")
                about=i18n.text(section_key(section))
                on_click
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

/// A notice with the vendor's warnings about parts it could not return. The rest of the profile is shown.
#[component]
fn WarningsNotice(warnings: Vec<VendorMessage>) -> impl IntoView {
    let i18n = I18n::expect();
    let item = |message: VendorMessage| view! { <li><bdi lang=message.language>{message.text}</bdi></li> };
    view! {
        <Notice kind="warn" title="view.partial" text=i18n.text("view.partial-text") is_late=true>
            <ul>{warnings.into_iter().map(item).collect_view()}</ul>
        </Notice>
    }
}

/// The pager of a list.
#[component]
fn Pager(pagination: Pagination, on_page: Callback<u32>, busy: RwSignal<bool>) -> impl IntoView {
    let i18n = I18n::expect();
    let Pagination { offset, limit, total } = pagination;
    let next = offset.saturating_add(limit);
    let position = Signal::derive(move || {
        let number = |count: u32| i18n.number(count.into());
        let last = next.min(total);
        let first = offset.saturating_add(1).min(last);
        i18n.fill(
            "pages.here",
            &[("first", &number(first)), ("last", &number(last)), ("total", &number(total))],
        )
    });
    let button = move |key: &'static str, exists: bool, offset: u32| {
        let on_click = Callback::new(move |()| on_page.run(offset));
        let disabled = Signal::stored(!exists);
        view! { <Button weight=Weight::Secondary busy disabled label=i18n.text(key) on_click /> }.into_any()
    };
    let buttons = vec![
        button("pages.before", offset > 0, offset.saturating_sub(limit)),
        button("pages.next", next < total, next),
    ];
    let progress = move || busy.get().then(|| i18n.get("view.loading"));
    view! {
        <p id=AppRoot::expect().id("pages") tabindex="-1">{position}</p>
        <span class="c-hidden" role="status">{progress}</span>
        {static_element("div", "c-actions", buttons)}
    }
}
