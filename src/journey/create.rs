//! Create: everything is typed, every answer is checked, one request creates the customer.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk, News, Words,
    card::FormPage,
    fields::{SectionFields, is_asked_for},
    profile::keep_civilities,
    sending::{AddressRefused, SendButton, Sending, Troubled},
    value::Fact,
};
use crate::{
    api::Api,
    domain::{DatePart, Line, Place, Record, Section, Unit},
    event::Event,
    failure::Failure,
    form::{Button, Form, Ground, Summary, Weight, problems},
    i18n::{I18n, section_key},
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
    let form =
        Form::new(Record::default(), Callback::new(move |(_, unit): (Form, Unit)| vendor.requires(unit)));
    let checking = RwSignal::new(false);
    let sending = Sending::new();
    keep_civilities(desk, words, i18n);
    desk.way.guard(
        Signal::derive(move || form.is_dirty(Unit::all())),
        Callback::new(move |()| form.reset(Unit::all())),
    );
    desk.tell.run(Event::Ready);

    let submit = Callback::new(move |()| {
        if untrack(|| form.read()).1.is_empty() {
            sending.trouble.set(None);
            checking.set(true);
            ground.focus("title");
        } else {
            form.tries.update(|tries| *tries += 1);
        }
    });
    let create = Callback::new(move |()| {
        let (record, problems) = untrack(|| form.read());
        if !problems.is_empty() {
            if checking.get_untracked() {
                checking.set(false);
            }
            return form.tries.update(|tries| *tries += 1);
        }
        if !sending.begin() {
            return;
        }
        let (api, force_address) = (desk.api.get_value(), form.insists());
        spawn_local(async move {
            let created = api.create(&record, force_address).await;
            if !form.is_alive() {
                return;
            }
            sending.end();
            match created {
                Ok(customer) => {
                    desk.tell.run(Event::Created(customer.clone()));
                    desk.news.set(Some(News::Created));
                    desk.way.arrive(Route::Profile(customer));
                }
                Err(refused @ Failure::Refused(_)) => {
                    checking.set(false);
                    sending.refuse(desk, form, &refused, |_| true);
                }
                Err(failure) => sending.fail(desk, failure),
            }
        });
    });
    // What the vendor refused has been checked; what was found wanting here has not.
    let force = Callback::new(move |()| {
        let is_checked = untrack(|| form.is_refused(Unit::Address));
        form.insist();
        if is_checked { create.run(()) } else { submit.run(()) }
    });
    let back = Callback::new(move |()| {
        checking.set(false);
        ground.focus("title");
    });
    let change = Callback::new(move |unit: Unit| {
        checking.set(false);
        ground.focus(form.id(first_place(unit)));
    });
    let wrong = problems(form, i18n, Callback::new(|_| true));
    let is_wrong = Signal::derive(move || wrong.with(|wrong| !wrong.is_empty()));
    let section = move |&section: &Section| {
        view! {
            <fieldset class="c-card" part="card">
                <legend class="c-legend" part="legend"><h2>{i18n.text(section_key(section))}</h2></legend>
                <SectionFields form=form section=section words=words vendor=vendor create=true />
            </fieldset>
        }
    };
    // To try again is to do what the page is for.
    let again =
        Callback::new(move |()| if checking.get_untracked() { create.run(()) } else { submit.run(()) });
    // A creation is never repeated by itself: after an unknown outcome the customer decides, knowing that.
    let unknown = ["failure.created-unknown", "create.again"];
    let trouble = move || view! { <Troubled sending again unknown /> };
    move || {
        if checking.get() {
            let (record, _) = untrack(|| form.read());
            view! {
                <FormPage title="create.check" submit=create>
                    {trouble()}
                    <Show when=move || sending.trouble.with(Option::is_none)>
                        <p>{i18n.text("create.check-text")}</p>
                    </Show>
                    <Answers form record words change />
                    <div class="c-actions" part="actions">
                        <SendButton sending words=["create.send", "create.sending"] />
                        <Button
                            weight=Weight::Secondary
                            disabled=sending.busy
                            words=i18n.text("review.back")
                            press=back
                        />
                    </div>
                </FormPage>
            }
            .into_any()
        } else {
            view! {
                <FormPage title="create.title" submit=submit is_wrong>
                    <p>{i18n.text("create.text")}</p>
                    <Summary form=form problems=wrong />
                    {trouble()}
                    <AddressRefused sending=sending form=form words=words force=force />
                    {Section::ALL.iter().map(section).collect_view()}
                    <div class="c-actions" part="actions">
                        <Button weight=Weight::Primary words=i18n.text("create.check") />
                    </div>
                </FormPage>
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
fn Answers(form: Form, record: Record, words: Words, change: Callback<Unit>) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let vendor = desk.api.with_value(Api::vendor);
    // What was not asked has no answer to check; nor has the list of channels, which is none yet.
    let asked = move |unit: &Unit| {
        vendor.creates_with(*unit) && *unit != Unit::OptIns && is_asked_for(form, i18n, *unit)
    };
    let record = StoredValue::new(record);
    let answer = move |unit: Unit| {
        let name = Signal::derive(move || words.label(unit));
        let lines = Signal::derive(move || record.with_value(|record| words.value(record, unit)));
        let press = Callback::new(move |()| change.run(unit));
        view! {
            <Fact name=name lines=lines>
                <Button weight=Weight::Link words=i18n.text("create.change") about=name press=press />
            </Fact>
        }
    };
    view! { <dl class="c-facts" part="facts">{move || Section::ALL.iter().flat_map(|section| words.units(*section)).filter(asked).map(answer).collect_view()}</dl> }
}
