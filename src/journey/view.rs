//! View: the whole profile, read only, a card a section.

use leptos::prelude::*;

use super::{Banner, Desk, Section, Shown, Value, Words, loyalty::LoyaltyCard};
use crate::{
    domain::{CustomerId, Fact, FactKind, Profile, Text, Unit},
    form::Form,
    i18n::{I18n, Named, fact_key},
    route::Route,
};

/// The customer's name, or what to call the profile of somebody without one.
fn title(i18n: I18n, profile: &Profile) -> String {
    let name = |first, last| {
        let texts = &profile.record.texts;
        let names: Vec<&str> =
            [first, last].into_iter().filter_map(|text: Text| texts[text].as_deref()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    };
    name(Text::FirstName, Text::LastName)
        .or_else(|| name(Text::UnicodeFirstName, Text::UnicodeLastName))
        .unwrap_or_else(|| i18n.get("view.title"))
}

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
    /// The draft, for what is unsaved.
    form: Form,
    /// Words values.
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let heading = {
        let profile = profile.clone();
        move || title(i18n, &profile)
    };
    let cards = Section::ALL
        .iter()
        .map(|&section| {
            view! {
                <SectionCard customer=customer.clone() section=section profile=profile.clone() form=form words=words />
            }
        })
        .collect_view();
    view! {
        <div class="c-page">
            <h1 class="c-title" id="title" tabindex="-1">{heading}</h1>
            <Banner news=desk.news words=words />
            <div class="c-cards">
                <LoyaltyCard loyalty=profile.loyalty.clone() />
                {cards}
                <RecordCard facts=profile.facts />
            </div>
        </div>
    }
}

/// One section of the profile.
#[component]
fn SectionCard(
    customer: CustomerId,
    section: Section,
    profile: Profile,
    form: Form,
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let vendor = desk.api.with_value(crate::api::Api::vendor);
    let id = format!("{}-title", section.slug());
    let named = id.clone();
    let can_edit = section.units().any(|unit| vendor.writes(unit));
    let dirty = Memo::new(move |_| form.is_dirty(section.units()));
    let edit = can_edit.then(|| {
        view! {
            <button
                type="button"
                class="c-quiet"
                id=format!("edit-{}", section.slug())
                on:click=move |_| desk.route.set(Route::Edit(customer.clone(), section))
            >
                {i18n.text("view.edit")}
                <span class="c-hidden">" "{i18n.text(section.title_key())}</span>
            </button>
        }
    });
    let facts = move || {
        let fact = |unit: Unit| {
            let lines = words.value(&profile.record, unit);
            if lines.is_empty() && is_rare(unit) {
                return None;
            }
            let name = Signal::derive(move || words.label(unit));
            Some(view! { <FactRow name=name lines=lines /> })
        };
        section.units().filter_map(fact).collect_view()
    };
    view! {
        <section class="c-card" aria-labelledby=named>
            <div class="c-card-head">
                <h2 id=id>{i18n.text(section.title_key())}</h2>
                {edit}
            </div>
            <Show when=move || dirty.get()>
                <p class="c-note">{i18n.text("view.unsaved")}</p>
            </Show>
            <dl class="c-facts">{facts}</dl>
        </section>
    }
}

/// A label and its value.
#[component]
pub fn FactRow(
    /// The label.
    name: Signal<String>,
    /// The lines of the value; none when it is empty.
    lines: Vec<Shown>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let value = if lines.is_empty() {
        view! { <span class="c-empty">{i18n.text("view.empty")}</span> }.into_any()
    } else {
        view! { <Value name=name lines=lines /> }.into_any()
    };
    view! { <div class="c-fact"><dt>{name}</dt><dd>{value}</dd></div> }
}

/// What the vendor's record says beyond what the customer can change.
#[component]
fn RecordCard(facts: Vec<Fact>) -> impl IntoView {
    let i18n = I18n::expect();
    let shown = move |fact: &Fact| match fact.kind {
        FactKind::Locale => Shown::plain(i18n.name(Named::Language, &fact.value)),
        FactKind::MemberNumber | FactKind::FiliationNumber => Shown::code(&fact.value),
        FactKind::HealthPass => Shown::code(&fact.value).sensitive(),
        FactKind::Gender => Shown::plain(match fact.value.as_str() {
            "M" => i18n.get("gender.m"),
            "F" => i18n.get("gender.f"),
            other => other.to_owned(),
        }),
        FactKind::CustomerType | FactKind::CustomerStatus => Shown::plain(match fact.value.as_str() {
            "CLIENT" => i18n.get("customer.client"),
            "PROSPECT" => i18n.get("customer.prospect"),
            "NEW_CUSTOMER" => i18n.get("customer.new"),
            "UNAVAILABLE" => i18n.get("view.unknown"),
            other => other.to_owned(),
        }),
    };
    (!facts.is_empty()).then(|| {
        let rows = move || {
            let row = |fact: &Fact| {
                let kind = fact.kind;
                let name = Signal::derive(move || i18n.get(fact_key(kind)));
                view! { <FactRow name=name lines=vec![shown(fact)] /> }
            };
            facts.iter().map(row).collect_view()
        };
        view! {
            <section class="c-card" aria-labelledby="record-title">
                <div class="c-card-head"><h2 id="record-title">{i18n.text("section.record")}</h2></div>
                <dl class="c-facts">{rows}</dl>
            </section>
        }
    })
}
