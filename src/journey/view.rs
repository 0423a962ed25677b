//! View: the whole profile, read only, a card a section.

use leptos::prelude::*;

use super::{
    Banner, Desk, Shown, Words,
    card::{Card, Title},
    loyalty::LoyaltyCard,
    save::Plan,
    saver::Saver,
    sending::Troubled,
    value::Fact,
};
use crate::{
    api::Api,
    domain::{self, CustomerId, FactKind, Profile, Record, Section, Text, Unit},
    form::{Button, Weight},
    i18n::{I18n, Named, fact_key, section_key},
    route::Route,
};

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
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let record = StoredValue::new(profile.record);
    let name = Signal::derive(move || {
        record.with_value(|record| words.full_name(record)).unwrap_or_else(|| i18n.get("view.title"))
    });
    let card = |&section: &Section| {
        view! { <SectionCard customer=customer.clone() section=section record=record words=words /> }
    };
    let cards = Section::ALL.iter().map(card).collect_view();
    let again = Callback::new(move |()| saver.again());
    let undo = Callback::new(move |plan: Plan| saver.save(plan));
    view! {
        <div class="c-page">
            <Title words=name key="view.title" />
            <Troubled sending=saver.sending again=again earlier=saver.earlier(words) is_typed=false />
            <Banner news=desk.news words=words busy=saver.sending.busy.into() undo=undo />
            <div class="c-cards">
                <LoyaltyCard loyalty=profile.loyalty />
                {cards}
                {(!profile.facts.is_empty()).then(|| view! { <RecordCard facts=profile.facts /> })}
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
                id=format!("edit-{}", section.slug())
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
    let facts = move || words.units(section).into_iter().filter(is_shown).map(fact).collect_view();
    view! {
        <Card slug=section.slug() title=section_key(section) action=action>
            <dl class="c-facts">{facts}</dl>
        </Card>
    }
}

/// What the vendor's record says beyond what the customer can change.
#[component]
fn RecordCard(facts: Vec<domain::Fact>) -> impl IntoView {
    let i18n = I18n::expect();
    let fact = move |fact: domain::Fact| {
        let name = i18n.text(fact_key(fact.kind));
        let lines = Signal::derive(move || vec![shown(i18n, &fact)]);
        view! { <Fact name=name lines=lines /> }
    };
    view! {
        <Card slug="record" title="section.record">
            <dl class="c-facts">{facts.into_iter().map(fact).collect_view()}</dl>
        </Card>
    }
}

/// The value of a fact in words; a code we have no word for is shown as it is.
fn shown(i18n: I18n, fact: &domain::Fact) -> Shown {
    let key = match (fact.kind, fact.value.as_str()) {
        (FactKind::Locale, tag) => return Shown::plain(i18n.name(Named::Language, tag)),
        (FactKind::MemberNumber | FactKind::FiliationNumber, number) => return Shown::code(number),
        (FactKind::HealthPass, pass) => return Shown::code(pass).sensitive(),
        (FactKind::Gender, "M") => "gender.m",
        (FactKind::Gender, "F") => "gender.f",
        (FactKind::CustomerType | FactKind::CustomerStatus, "CLIENT") => "customer.client",
        (FactKind::CustomerType | FactKind::CustomerStatus, "PROSPECT") => "customer.prospect",
        (FactKind::CustomerStatus, "NEW_CUSTOMER") => "customer.new",
        (FactKind::CustomerStatus, "UNAVAILABLE") => "view.unknown",
        (FactKind::Gender | FactKind::CustomerType | FactKind::CustomerStatus, other) => {
            return Shown::plain(other);
        }
    };
    Shown::plain(i18n.get(key))
}
