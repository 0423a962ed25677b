//! Create: everything is typed, every answer is checked, one request creates the customer.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    Desk, FailurePanel, News, Section, Value, Words, address_refused::AddressRefused, failure::slug,
    fields::SectionFields, profile::keep_civilities,
};
use crate::{
    api::Api,
    domain::{Address, DatePart, Line, Place, Record, Unit},
    event::Event,
    failure::{Failure, Refusal},
    form::{Form, Ground, Summary},
    i18n::I18n,
    route::Route,
};

/// A new customer.
#[component]
pub fn CreatePage() -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let ground = Ground::expect();
    let words = Words::new(i18n);
    let vendor = desk.api.with_value(Api::vendor);
    let form = Form::new(Record::default(), Callback::new(move |unit| vendor.requires(unit)));
    let checking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Failure>);
    let suggestions = RwSignal::new(Vec::<Address>::new());
    keep_civilities(desk, words, i18n);
    desk.tell.run(Event::Ready);

    let check = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if untrack(|| form.read()).1.is_empty() {
            trouble.set(None);
            checking.set(true);
            ground.focus("title");
        } else {
            form.tries.update(|tries| *tries += 1);
        }
    };
    let send = Callback::new(move |force_address: bool| {
        // Checked and set at once: however often the button is pressed, one customer is created.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let api = desk.api.get_value();
        let (record, _) = untrack(|| form.read());
        spawn_local(async move {
            let created = api.create(&record, force_address).await;
            if !form.is_alive() {
                return;
            }
            busy.set(false);
            match created {
                Ok(customer) => {
                    desk.tell.run(Event::Created(customer.clone()));
                    desk.news.set(Some(News::Created));
                    desk.route.set(Route::Profile(customer));
                }
                Err(failure) => {
                    desk.tell.run(Event::Failure(slug(&failure)));
                    let placed = |refusal: &Refusal| {
                        Some((refusal.place?, refusal.text.clone(), refusal.language.clone()))
                    };
                    let refusals = failure.refusals();
                    let all_placed = !refusals.is_empty() && refusals.iter().all(|one| one.place.is_some());
                    form.refuse(refusals.iter().filter_map(placed));
                    let suggested = refusals.iter().flat_map(|refusal| refusal.suggestions.clone()).collect();
                    suggestions.set(if failure.is_address_only() { suggested } else { Vec::new() });
                    if all_placed {
                        checking.set(false);
                    } else {
                        trouble.set(Some(failure));
                    }
                }
            }
        });
    });
    let force = Callback::new(move |()| send.run(true));
    let troubled = move || {
        trouble.get().map(|failure| {
            let key = if failure == Failure::OutcomeUnknown { "create.again" } else { "failure.retry-save" };
            view! {
                <FailurePanel failure=failure with_draft=true>
                    <button type="button" class="c-secondary" on:click=move |_| send.run(false)>
                        {i18n.text(key)}
                    </button>
                </FailurePanel>
            }
        })
    };
    let units = Callback::new(move |_: Unit| true);
    let has_fields = move |section: &&Section| section.units().any(|unit| vendor.creates_with(unit));
    let sections = move || {
        let section = |&section: &Section| {
            view! {
                <fieldset class="c-card">
                    <legend class="c-legend"><h2>{i18n.text(section.title_key())}</h2></legend>
                    <SectionFields form=form section=section words=words vendor=vendor create=true />
                </fieldset>
            }
        };
        Section::ALL.iter().filter(has_fields).map(section).collect_view()
    };
    let change = Callback::new(move |unit: Unit| {
        checking.set(false);
        ground.focus(form.id(first_place(unit)));
    });
    move || {
        if checking.get() {
            let (record, _) = untrack(|| form.read());
            view! {
                <div class="c-form c-page">
                    <h1 class="c-title" id="title" tabindex="-1">{i18n.text("create.check")}</h1>
                    {troubled}
                    <p>{i18n.text("create.check-text")}</p>
                    <Answers record=record words=words change=change />
                    <div class="c-actions">
                        <button
                            type="button"
                            class="c-primary"
                            id="create"
                            aria-busy=move || busy.get().to_string()
                            on:click=move |_| send.run(false)
                        >
                            {move || i18n.get(if busy.get() { "create.sending" } else { "create.send" })}
                        </button>
                        <button
                            type="button"
                            class="c-secondary"
                            disabled=move || busy.get()
                            on:click=move |_| checking.set(false)
                        >
                            {i18n.text("review.back")}
                        </button>
                    </div>
                </div>
            }
            .into_any()
        } else {
            view! {
                <form class="c-form c-page" novalidate on:submit=check>
                    <h1 class="c-title" id="title" tabindex="-1">{i18n.text("create.title")}</h1>
                    <p>{i18n.text("create.text")}</p>
                    <Summary form=form units=units />
                    {troubled}
                    <AddressRefused form=form words=words suggestions=suggestions.into() force=force busy=busy.into() />
                    {sections}
                    <div class="c-actions">
                        <button type="submit" class="c-primary">{i18n.text("create.continue")}</button>
                    </div>
                </form>
            }
            .into_any()
        }
    }
}

/// The first control of a unit.
fn first_place(unit: Unit) -> Place {
    match unit {
        Unit::Text(text) => Place::Text(text),
        Unit::Birthdate => Place::Birthdate(Some(DatePart::Day)),
        Unit::NationalId => Place::NationalKind,
        Unit::Phones => Place::Phones,
        Unit::Address => Place::Line(Line::CountryCode),
        Unit::OptIns => Place::OptIns,
        Unit::DataUse => Place::DataUse,
    }
}

/// Every answer, each with a way back to its control.
#[component]
fn Answers(record: Record, words: Words, change: Callback<Unit>) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let vendor = desk.api.with_value(Api::vendor);
    // No list of channels is asked for, so there is no answer to check.
    let asked = move |unit: &Unit| vendor.creates_with(*unit) && *unit != Unit::OptIns;
    let record = StoredValue::new(record);
    let answer = move |unit: Unit| {
        let name = Signal::derive(move || words.label(unit));
        let value = move || {
            let lines = record.with_value(|record| words.value(record, unit));
            if lines.is_empty() {
                view! { <span class="c-empty">{i18n.text("view.empty")}</span> }.into_any()
            } else {
                view! { <Value name=name lines=lines /> }.into_any()
            }
        };
        view! {
            <div class="c-fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
                <dd class="c-do">
                    <button type="button" class="c-link" on:click=move |_| change.run(unit)>
                        {i18n.text("create.change")}
                        <span class="c-hidden">" "{name}</span>
                    </button>
                </dd>
            </div>
        }
    };
    view! { <dl class="c-facts">{Unit::all().filter(asked).map(answer).collect_view()}</dl> }
}
