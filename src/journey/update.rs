//! Update: one section is typed, its change is reviewed, and only the review sends it.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    Desk, FailurePanel, News, Section, Value, Words,
    address_refused::AddressRefused,
    failure::slug,
    fields::SectionFields,
    save::{missing, save},
};
use crate::{
    api::Api,
    domain::{Address, Changes, CustomerId, Profile, Record, Unit, between},
    event::Event,
    failure::Failure,
    form::{Form, Ground, Summary},
    i18n::I18n,
    route::Route,
};

/// Where the update stands.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// Something is typed.
    Form,
    /// What was typed is checked.
    Review,
}

/// What stands in the way of a save.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    /// The call failed.
    Failed(Failure),
    /// The outcome was unknown, and a re-read showed that nothing was saved.
    NotSaved,
}

/// One section, to change.
#[component]
pub fn UpdatePage(
    /// Whose profile.
    customer: CustomerId,
    /// The section.
    section: Section,
    /// The profile as it was loaded.
    profile: Profile,
    /// The draft.
    form: Form,
    /// Words values.
    words: Words,
    /// Takes the profile as it is after the save.
    accept: Callback<Profile>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let ground = Ground::expect();
    let vendor = desk.api.with_value(Api::vendor);
    let step = RwSignal::new(Step::Form);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let suggestions = RwSignal::new(Vec::<Address>::new());
    let loaded = StoredValue::new(profile.clone());
    let customer = StoredValue::new(customer);
    let in_section = move |unit| Section::of(unit) == section;

    let leave = move |news: Option<News>| {
        desk.news.set(news);
        desk.route.set(Route::Profile(customer.get_value()));
    };
    // The change that is wanted, and what stands in its way, in this section alone.
    let read = move || {
        let (wanted, mut problems) = untrack(|| form.read());
        problems.retain(|problem| in_section(problem.place.unit()));
        let changes = loaded.with_value(|profile| between(&profile.record, &wanted)).only(in_section);
        (changes, problems)
    };
    let review = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (changes, problems) = read();
        if !problems.is_empty() {
            form.tries.update(|tries| *tries += 1);
        } else if changes.is_empty() {
            form.reset(section.units());
            leave(Some(News::Unchanged));
        } else {
            trouble.set(None);
            step.set(Step::Review);
            ground.focus("title");
        }
    };
    let cancel = move |_| {
        form.reset(section.units());
        leave(None);
    };
    let back = move |_| {
        step.set(Step::Form);
        ground.focus("title");
    };

    // What the vendor holds now is what is shown; where it could not be read, what was asked for.
    let finish = move |news: News, stored: Option<Profile>, changes: &Changes| {
        let mut profile = stored.unwrap_or_else(|| {
            let mut profile = loaded.get_value();
            profile.record = changes.apply(&profile.record);
            profile
        });
        form.reset(section.units());
        desk.tell.run(Event::Saved(changes.units().map(unit_name).collect()));
        accept.run(std::mem::take(&mut profile));
        leave(Some(news));
    };
    let send = Callback::new(move |force_address: bool| {
        // Checked and set at once: however often the button is pressed, one patch goes out.
        if busy.get_untracked() {
            return;
        }
        let (changes, _) = read();
        if changes.is_empty() {
            return leave(Some(News::Unchanged));
        }
        busy.set(true);
        trouble.set(None);
        let (api, customer, record) = (desk.api.get_value(), customer.get_value(), loaded.get_value().record);
        spawn_local(async move {
            let saved = save(&api, &customer, &record, &changes, force_address).await;
            if !form.is_alive() {
                return;
            }
            busy.try_set(false);
            match saved {
                Ok(saved) => finish(saved.news, saved.profile, &changes),
                Err(failure) => {
                    desk.tell.run(Event::Failure(slug(&failure)));
                    let placed = |refusal: &crate::failure::Refusal| {
                        let place = refusal.place.filter(|place| in_section(place.unit()))?;
                        Some((place, refusal.text.clone(), refusal.language.clone()))
                    };
                    let refusals = failure.refusals();
                    let all_placed = !refusals.is_empty() && refusals.iter().all(|one| placed(one).is_some());
                    form.refuse(refusals.iter().filter_map(placed));
                    let suggested = refusals.iter().flat_map(|refusal| refusal.suggestions.clone()).collect();
                    suggestions.try_set(if failure.is_address_only() { suggested } else { Vec::new() });
                    if all_placed {
                        step.try_set(Step::Form);
                    } else {
                        trouble.try_set(Some(Trouble::Failed(failure)));
                    }
                }
            }
        });
    });
    let force = Callback::new(move |()| send.run(true));
    // Nobody knows whether it was saved: the vendor's record does.
    let check = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (api, customer, record) = (desk.api.get_value(), customer.get_value(), loaded.get_value().record);
        let (changes, _) = read();
        spawn_local(async move {
            let stored = api.view(&customer).await;
            if !form.is_alive() {
                return;
            }
            busy.try_set(false);
            match stored {
                Ok(profile) if missing(&record, &changes, &profile.record).is_empty() => {
                    finish(News::Saved, Some(profile), &changes);
                }
                Ok(_) => {
                    trouble.try_set(Some(Trouble::NotSaved));
                }
                // Still not known; the sentence stays.
                Err(failure) => desk.tell.run(Event::Failure(slug(&failure))),
            }
        });
    };

    let troubled = move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Failed(Failure::OutcomeUnknown) => view! {
                <FailurePanel failure=Failure::OutcomeUnknown with_draft=true>
                    <button
                        type="button"
                        class="c-primary"
                        id="check-outcome"
                        aria-busy=move || busy.get().to_string()
                        on:click=check
                    >
                        {i18n.text("failure.check")}
                    </button>
                </FailurePanel>
            }
            .into_any(),
            Trouble::Failed(failure) => view! {
                <FailurePanel failure=failure with_draft=true>
                    <button type="button" class="c-secondary" on:click=move |_| send.run(false)>
                        {i18n.text("failure.retry-save")}
                    </button>
                </FailurePanel>
            }
            .into_any(),
            Trouble::NotSaved => view! {
                <div class="c-banner" data-kind="warn" role="alert">
                    <h2>{i18n.text("failure.not-saved")}</h2>
                    <p>{i18n.text("failure.not-saved-text")}</p>
                </div>
            }
            .into_any(),
        })
    };
    let units = Callback::new(in_section);
    move || {
        match step.get() {
        Step::Form => view! {
            <form class="c-form c-page" novalidate on:submit=review>
                <h1 class="c-title" id="title" tabindex="-1">{i18n.text(section.title_key())}</h1>
                <Summary form=form units=units />
                {troubled}
                <AddressRefused
                    form=form
                    words=words
                    suggestions=suggestions.into()
                    force=force
                    busy=busy.into()
                />
                <SectionFields form=form section=section words=words vendor=vendor />
                <div class="c-actions">
                    <button type="submit" class="c-primary">{i18n.text("form.review")}</button>
                    <button type="button" class="c-secondary" on:click=cancel>{i18n.text("form.cancel")}</button>
                </div>
            </form>
        }
        .into_any(),
        Step::Review => {
            let (changes, _) = read();
            let before = loaded.with_value(|profile| profile.record.clone());
            let after = changes.apply(&before);
            view! {
                <div class="c-form c-page">
                    <h1 class="c-title" id="title" tabindex="-1">{i18n.text("review.title")}</h1>
                    {troubled}
                    <p>{i18n.text("review.text")}</p>
                    <ChangeList before=before after=after units=changes.units().collect() words=words />
                    <div class="c-actions">
                        <button
                            type="button"
                            class="c-primary"
                            id="save"
                            aria-busy=move || busy.get().to_string()
                            on:click=move |_| send.run(false)
                        >
                            {move || i18n.get(if busy.get() { "review.saving" } else { "review.save" })}
                        </button>
                        <button type="button" class="c-secondary" disabled=move || busy.get() on:click=back>
                            {i18n.text("review.back")}
                        </button>
                        <button type="button" class="c-quiet" disabled=move || busy.get() on:click=cancel>
                            {i18n.text("form.cancel")}
                        </button>
                    </div>
                </div>
            }
            .into_any()
        }
    }
    }
}

/// A unit's name in the host's event.
fn unit_name(unit: Unit) -> &'static str {
    Words::key(unit).trim_start_matches("label.")
}

/// What is there now and what will be, for each unit that changes. This is what is sent, and nothing else.
#[component]
fn ChangeList(before: Record, after: Record, units: Vec<Unit>, words: Words) -> impl IntoView {
    let i18n = I18n::expect();
    let (before, after) = (StoredValue::new(before), StoredValue::new(after));
    let side = move |key: &'static str, class: &'static str, record: StoredValue<Record>, unit: Unit| {
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
            <div class=class>
                <dt>{i18n.text(key)}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let change = move |unit: Unit| {
        view! {
            <li class="c-change">
                <h2>{move || words.label(unit)}</h2>
                <dl>
                    {side("review.before", "c-before", before, unit)}
                    {side("review.after", "c-after", after, unit)}
                </dl>
            </li>
        }
    };
    view! { <ol class="c-changes">{units.into_iter().map(change).collect_view()}</ol> }
}
