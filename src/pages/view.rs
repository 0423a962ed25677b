//! The page of a profile: its header, the navigation, and a card for each section.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    chunks::{panels_view, save_error_view},
    context::AppContext,
    error_banner::ReadErrorBanner,
    fact_panel::Panel,
    language_prompt::LanguagePrompt,
    notice::Notice,
    outcome_banner::OutcomeBanner,
    profile_header::ProfileHeader,
    section_card::{SectionCard, has_content},
    section_nav::{SectionLink, SectionNav},
    static_element::static_element,
    value_formatter::fact_label,
};
use crate::{
    domain::{self, FactValue, Field, Pagination, Profile, Section, VendorMessage},
    form::{AppRoot, Button, Weight},
    i18n::{I18n, section_key},
    journey::{Message, State},
};

/// The number of panels that a vendor's response can add to the page: of programmes, and of other facts.
const MAX_PANELS: usize = 50;

/// The page of a profile. A row that is edited is edited here.
#[component]
pub fn ViewPage() -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, built_cards, .. } = AppContext::expect();
    let profile = store.select(|state| state.open().map(|open| Arc::clone(&open.profile)));
    let record = Memo::new(move |_| {
        profile.with(|profile| profile.as_ref().map(|profile| profile.record.clone()).unwrap_or_default())
    });
    let language =
        Memo::new(move |_| profile.with(|profile| profile.as_ref()?.language().map(str::to_owned)));
    let is_editing = store.select(|state| state.open().is_some_and(|open| open.page.row().is_some()));
    let has_failed = store.select(|state| state.open().is_some_and(|open| open.failure().is_some()));
    let can_edit = vendor.writes_any(Field::all());
    let has_fields = |section: &&Section| section.fields().any(|field| vendor.supports(field));
    let sections: Vec<Section> = Section::ALL.iter().filter(has_fields).copied().collect();
    // The sections stay while a profile arrives: a row may be edited in them. The rest is drawn again.
    let card = |(index, &section)| {
        let is_built = built_cards.has(index);
        move || is_built.get().then(|| view! { <SectionCard section record /> })
    };
    let cards = sections.iter().enumerate().map(card).collect_view();
    built_cards.build(sections.len());
    let parts = Memo::new(move |_| {
        profile.with(|profile| profile.as_ref().map(|profile| Parts::of(profile, can_edit)))
    });
    let panels = move |which: fn(&Parts) -> &[(String, domain::Fact)]| {
        move || {
            parts.with(|parts| {
                let parts = parts.as_ref()?;
                let facts = which(parts);
                (!facts.is_empty()).then(|| panels_view(facts.to_vec(), parts.pagination))
            })
        }
    };
    let listed = Memo::new(move |_| {
        let has_content =
            |section: &Section| record.with(|record| has_content(*section, record, vendor, formatter));
        sections.iter().copied().filter(has_content).collect::<Vec<_>>()
    });
    let links = move || {
        let of_fact = |(slug, fact): &(String, domain::Fact)| {
            let name = fact.name.clone();
            (slug.clone(), Signal::derive(move || fact_label(i18n, &name)))
        };
        parts.with(|parts| {
            let Some(parts) = parts else { return Vec::new() };
            let of_section =
                |section: &Section| (section.slug().to_owned(), i18n.text(section_key(*section)));
            parts
                .before
                .iter()
                .map(of_fact)
                .chain(listed.get().iter().map(of_section))
                .chain(parts.after.iter().map(of_fact))
                .collect::<Vec<SectionLink>>()
        })
    };
    let warnings = Memo::new(move |_| {
        profile.with(|profile| profile.as_ref().map(|profile| profile.warnings.clone()).unwrap_or_default())
    });
    view! {
        <div class="c-page c-profile">
            <ProfileHeader profile />
            <div class="c-notices">
                {move || language.get().map(|language| view! { <LanguagePrompt language /> })}
                {move || (has_failed.get() && !is_editing.get()).then(save_error_view)}
                <ReadErrorBanner />
                <OutcomeBanner place=None />
                {move || Some(warnings.get()).filter(|all| !all.is_empty()).map(|warnings| view! { <WarningsNotice warnings /> })}
            </div>
            {move || view! { <SectionNav links=links() /> }}
            <div class="c-cards">
                {panels(|parts| &parts.before)}
                {cards}
                {panels(|parts| &parts.after)}
            </div>
        </div>
    }
}

/// The parts of the profile that are read only, before and after the sections of the record. Each has the start of its
/// heading's id.
#[derive(Clone, Debug, PartialEq)]
struct Parts {
    before: Vec<(String, domain::Fact)>,
    after: Vec<(String, domain::Fact)>,
    pagination: Option<Pagination>,
}

/// Returns the names of the parts after the sections of a profile that can be edited. Tracked.
pub fn facts_after(profile: &Profile, i18n: I18n) -> Vec<String> {
    Parts::of(profile, true).after.iter().map(|(_, fact)| fact_label(i18n, &fact.name)).collect()
}

/// Returns these panels. Those beyond the limit are combined into one.
fn limited(panels: &[domain::Fact]) -> Vec<domain::Fact> {
    let (shown, rest) = panels.split_at_checked(MAX_PANELS).unwrap_or((panels, &[]));
    let rest = (!rest.is_empty())
        .then(|| domain::Fact::new(domain::FactLabel::OTHER_FIELDS, FactValue::Facts(rest.to_vec())));
    shown.iter().cloned().chain(rest).collect()
}

impl Parts {
    fn of(profile: &Profile, can_edit: bool) -> Parts {
        let programs = limited(&profile.programs);
        let count = programs.len();
        let slug = |(index, fact): (usize, domain::Fact)| (format!("panel-{index}"), fact);
        let mut before: Vec<_> =
            programs.into_iter().chain(limited(&profile.panels)).enumerate().map(slug).collect();
        let mut after = before.split_off(count);
        if !profile.facts.is_empty() {
            let record =
                domain::Fact::new(domain::FactLabel::RECORD, FactValue::Facts(profile.facts.clone()));
            // Closed where the record can be edited: what the customer is looking for is above.
            let account =
                |record| domain::Fact::new(domain::FactLabel::ACCOUNT, FactValue::Facts(vec![record]));
            after.push(("record".to_owned(), if can_edit { account(record) } else { record }));
        }
        Parts { before, after, pagination: profile.pagination }
    }
}

/// A read-only part of the profile. The list of groups has a pager.
#[component]
pub(super) fn PanelCard(
    /// The start of its heading's id.
    slug: String,
    /// What it shows.
    fact: domain::Fact,
    /// The page that the list of groups is at.
    #[prop(optional_no_strip)]
    pagination: Option<Pagination>,
) -> impl IntoView {
    let busy = AppContext::expect().store.select(State::is_reading_again);
    let is_groups = fact.name == domain::FactName::Known(domain::FactLabel::GROUPS);
    let pagination = pagination.filter(|_| is_groups);
    let head = pagination.map(|pagination| view! { <PagePosition pagination /> }.into_any());
    let foot = pagination.map(|pagination| view! { <Pager pagination busy /> }.into_any());
    view! { <Panel slug fact head foot /> }
}

/// A notice with the vendor's warnings about parts it could not return. The rest of the profile is shown.
#[component]
fn WarningsNotice(warnings: Vec<VendorMessage>) -> impl IntoView {
    let i18n = I18n::expect();
    let item = |message: VendorMessage| view! { <li><bdi lang=message.language>{message.text}</bdi></li> };
    view! {
        <Notice kind="warn" title="view.partial" text=Some(i18n.text("view.partial-text")) is_late=true>
            <ul>{warnings.into_iter().map(item).collect_view()}</ul>
        </Notice>
    }
}

/// The part of a list that is shown, above it. It takes the focus when another page has arrived, so that the customer
/// reads on from the start of the list.
#[component]
fn PagePosition(pagination: Pagination) -> impl IntoView {
    let i18n = I18n::expect();
    let Pagination { offset, limit, total } = pagination;
    let position = Signal::derive(move || {
        let number = |count: u32| i18n.number(count.into());
        let last = offset.saturating_add(limit).min(total);
        let first = offset.saturating_add(1).min(last);
        i18n.fill(
            "pages.here",
            &[("first", &number(first)), ("last", &number(last)), ("total", &number(total))],
        )
    });
    view! { <p id=AppRoot::expect().id("pages") tabindex="-1">{position}</p> }
}

/// The buttons that turn the pages of a list, below it; nothing if it has one page.
#[component]
fn Pager(pagination: Pagination, busy: Memo<bool>) -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let Pagination { offset, limit, total } = pagination;
    let next = offset.saturating_add(limit);
    let button = move |key: &'static str, exists: bool, offset: u32| {
        let on_click = Callback::new(move |()| store.send(Message::TurnPage(offset)));
        let disabled = Signal::stored(!exists);
        view! { <Button weight=Weight::Secondary busy disabled label=i18n.text(key) on_click /> }.into_any()
    };
    let buttons = vec![
        button("pages.before", offset > 0, offset.saturating_sub(limit)),
        button("pages.next", next < total, next),
    ];
    let progress = move || busy.get().then(|| i18n.get("view.loading"));
    (offset > 0 || next < total).then(|| {
        view! {
            <span class="c-hidden" role="status">{progress}</span>
            {static_element("div", "c-actions", buttons)}
        }
    })
}
