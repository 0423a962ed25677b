//! Update: one section is typed, its change is reviewed, and only the review sends it.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    Desk, News, Words,
    card::Title,
    failure::slug,
    fields::SectionFields,
    save::{missing, save},
    sending::{AddressRefused, Sending, Trouble, Troubled},
    value::Value,
};
use crate::{
    api::Api,
    domain::{Changes, CustomerId, Profile, Record, Section, Unit, between},
    event::Event,
    form::{Button, Form, Ground, Summary, Weight},
    i18n::{I18n, section_key},
    route::Route,
};

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
    let reviewing = RwSignal::new(false);
    let sending = Sending::new();
    let loaded = StoredValue::new(profile);
    let customer = StoredValue::new(customer);
    let in_section = move |unit| Section::of(unit) == section;

    // The change that is wanted, and whether something stands in its way, in this section alone.
    let read = move || {
        let (wanted, problems) = untrack(|| form.read());
        let changes = loaded.with_value(|profile| between(&profile.record, &wanted)).only(in_section);
        (changes, problems.iter().any(|problem| in_section(problem.place.unit())))
    };
    let leave = move |news: Option<News>| {
        form.reset(section.units());
        desk.news.set(news);
        desk.route.set(Route::Profile(customer.get_value()));
    };
    let review = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (changes, is_wrong) = read();
        if is_wrong {
            form.tries.update(|tries| *tries += 1);
        } else if changes.is_empty() {
            leave(Some(News::Unchanged));
        } else {
            sending.trouble.set(None);
            reviewing.set(true);
            ground.focus("title");
        }
    };
    let cancel = Callback::new(move |()| leave(None));
    let back = Callback::new(move |()| {
        reviewing.set(false);
        ground.focus("title");
    });

    // What the vendor holds now is what is shown; where it could not be read, what was asked for.
    let finish = move |news: News, stored: Option<Profile>, changes: &Changes| {
        let profile = stored.unwrap_or_else(|| {
            let mut profile = loaded.get_value();
            profile.record = changes.apply(&profile.record);
            profile
        });
        desk.tell.run(Event::Saved(changes.units().map(unit_name).collect()));
        leave(Some(news));
        accept.run(profile);
    };
    let send = move |force_address: bool| {
        let (changes, _) = read();
        if changes.is_empty() {
            return leave(Some(News::Unchanged));
        }
        if !sending.begin() {
            return;
        }
        sending.trouble.set(None);
        let (api, customer, record) = (desk.api.get_value(), customer.get_value(), loaded.get_value().record);
        spawn_local(async move {
            let saved = save(&api, &customer, &record, &changes, force_address).await;
            if !form.is_alive() {
                return;
            }
            sending.busy.try_set(false);
            match saved {
                Ok(saved) => finish(saved.news, saved.profile, &changes),
                Err(failure) => {
                    if sending.fail(desk, form, failure, in_section) {
                        reviewing.try_set(false);
                    }
                }
            }
        });
    };
    let save = Callback::new(move |()| send(false));
    let force = Callback::new(move |()| send(true));
    // Nobody knows whether it was saved: the vendor's record does.
    let check = Callback::new(move |()| {
        if !sending.begin() {
            return;
        }
        let (api, customer, record) = (desk.api.get_value(), customer.get_value(), loaded.get_value().record);
        let (changes, _) = read();
        spawn_local(async move {
            let stored = api.view(&customer).await;
            if !form.is_alive() {
                return;
            }
            sending.busy.try_set(false);
            match stored {
                Ok(profile) if missing(&record, &changes, &profile.record).is_empty() => {
                    finish(News::Saved, Some(profile), &changes);
                }
                Ok(_) => {
                    sending.trouble.try_set(Some(Trouble::NotSaved));
                }
                // Still not known; the sentence stays.
                Err(failure) => desk.tell.run(Event::Failure(slug(&failure))),
            }
        });
    });

    let units = Callback::new(in_section);
    let trouble =
        move || view! { <Troubled sending=sending again=save unknown="failure.check" check=check /> };
    move || {
        if reviewing.get() {
            let before = loaded.with_value(|profile| profile.record.clone());
            let (changes, _) = read();
            let after = changes.apply(&before);
            view! {
                <div class="c-form c-page">
                    <Title words=i18n.text("review.title") />
                    {trouble()}
                    <Show when=move || sending.trouble.with(Option::is_none)>
                        <p>{i18n.text("review.text")}</p>
                    </Show>
                    <ChangeList before=before after=after units=changes.units().collect() words=words />
                    <div class="c-actions">
                        <Button
                            weight=Weight::Primary
                            id="save"
                            busy=sending.busy
                            disabled=sending.is_unknown()
                            words=Signal::derive(move || {
                                i18n.get(if sending.busy.get() { "review.saving" } else { "review.save" })
                            })
                            press=save
                        />
                        <Button
                            weight=Weight::Secondary
                            disabled=sending.busy
                            words=i18n.text("review.back")
                            press=back
                        />
                        <Button
                            weight=Weight::Quiet
                            disabled=sending.busy
                            words=i18n.text("form.cancel")
                            press=cancel
                        />
                    </div>
                </div>
            }
            .into_any()
        } else {
            view! {
                <form class="c-form c-page" novalidate on:submit=review>
                    <Title words=i18n.text(section_key(section)) />
                    <Summary form=form units=units />
                    {trouble()}
                    <AddressRefused sending=sending form=form words=words force=force />
                    <SectionFields form=form section=section words=words vendor=vendor />
                    <div class="c-actions">
                        <button type="submit" class="c-primary">{i18n.text("form.review")}</button>
                        <Button weight=Weight::Secondary words=i18n.text("form.cancel") press=cancel />
                    </div>
                </form>
            }
            .into_any()
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
    let change = move |unit: Unit| {
        let name = Signal::derive(move || words.label(unit));
        let side = move |class: &'static str, key: &'static str, record: StoredValue<Record>| {
            let lines = Signal::derive(move || record.with_value(|record| words.value(record, unit)));
            view! { <div class=class><dt>{i18n.text(key)}</dt><dd><Value name=name lines=lines /></dd></div> }
        };
        view! {
            <li class="c-change">
                <h2>{name}</h2>
                <dl>{side("c-before", "review.before", before)} {side("c-after", "review.after", after)}</dl>
            </li>
        }
    };
    view! { <ol class="c-changes">{units.into_iter().map(change).collect_view()}</ol> }
}
