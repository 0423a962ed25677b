//! Create: everything is typed, every answer is checked, one request creates the customer.

use leptos::{prelude::*, task::spawn_local};

use super::{
    AppContext, Outcome, ValueFormatter,
    card::FormPage,
    fields::{SectionFields, is_asked_for},
    profile::keep_civilities,
    submission::{AddressRejectedNotice, Submission, SubmitButton, SubmitErrorBanner},
    value::FactRow,
};
use crate::{
    client::Client,
    domain::{AddressLine, DatePart, Field, FieldPath, Record, Section},
    error::ApiError,
    event::Event,
    form::{AppRoot, Button, Form, Summary, Weight, form_messages},
    i18n::{I18n, section_key},
    route::Route,
};

/// A new customer.
#[component]
pub fn CreatePage() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let formatter = ValueFormatter::new(i18n);
    let vendor = context.client.with_value(Client::vendor);
    let form =
        Form::new(Record::default(), Callback::new(move |(_, field): (Form, Field)| vendor.requires(field)));
    let checking = RwSignal::new(false);
    let submission = Submission::new();
    keep_civilities(context, formatter, i18n);
    context.navigator.guard_unsaved(
        Signal::derive(move || form.is_dirty(Field::all())),
        Callback::new(move |()| form.reset(Field::all())),
    );
    context.emit.run(Event::Ready);

    let submit = Callback::new(move |()| {
        if untrack(|| form.read()).1.is_empty() {
            submission.error.set(None);
            checking.set(true);
            root.focus("title");
        } else {
            form.attempts.update(|tries| *tries += 1);
        }
    });
    let create = Callback::new(move |()| {
        let (record, errors) = untrack(|| form.read());
        if !errors.is_empty() {
            if checking.get_untracked() {
                checking.set(false);
            }
            return form.attempts.update(|tries| *tries += 1);
        }
        if !submission.begin() {
            return;
        }
        let (client, force_address) = (context.client.get_value(), form.is_address_confirmed());
        spawn_local(async move {
            let created = client.create(&record, force_address).await;
            if !form.is_alive() {
                return;
            }
            submission.end();
            match created {
                Ok(customer) => {
                    context.emit.run(Event::Created(customer.clone()));
                    context.outcome.set(Some(Outcome::Created));
                    context.navigator.navigate_now(Route::Profile(customer));
                }
                Err(refused @ ApiError::Rejected(_)) => {
                    checking.set(false);
                    submission.reject(context, form, &refused, |_| true);
                }
                Err(failure) => submission.fail(context, failure),
            }
        });
    });
    // What the vendor refused has been checked; what was found wanting here has not.
    let force = Callback::new(move |()| {
        let is_checked = untrack(|| form.is_rejected(Field::Address));
        form.confirm_address();
        if is_checked { create.run(()) } else { submit.run(()) }
    });
    let back = Callback::new(move |()| {
        checking.set(false);
        root.focus("title");
    });
    let change = Callback::new(move |field: Field| {
        checking.set(false);
        root.focus(form.id(first_control(field)));
    });
    let wrong = form_messages(form, i18n, Callback::new(|_| true));
    let is_wrong = Signal::derive(move || wrong.with(|wrong| !wrong.is_empty()));
    let section = move |&section: &Section| {
        view! {
            <fieldset class="c-card" part="card">
                <legend class="c-legend" part="legend"><h2>{i18n.text(section_key(section))}</h2></legend>
                <SectionFields form=form section=section formatter=formatter vendor=vendor create=true />
            </fieldset>
        }
    };
    // To try again is to do what the page is for.
    let again =
        Callback::new(move |()| if checking.get_untracked() { create.run(()) } else { submit.run(()) });
    // A creation is never repeated by itself: after an unknown outcome the customer decides, knowing that.
    let unknown = ["failure.created-unknown", "create.again"];
    let trouble = move || view! { <SubmitErrorBanner submission again unknown /> };
    move || {
        if checking.get() {
            let (record, _) = untrack(|| form.read());
            view! {
                <FormPage title="create.check" submit=create>
                    {trouble()}
                    <Show when=move || submission.error.with(Option::is_none)>
                        <p>{i18n.text("create.check-text")}</p>
                    </Show>
                    <Answers form record formatter change />
                    <div class="c-actions" part="actions">
                        <SubmitButton submission labels=["create.send", "create.sending"] />
                        <Button
                            weight=Weight::Secondary
                            disabled=submission.busy
                            label=i18n.text("review.back")
                            on_click=back
                        />
                    </div>
                </FormPage>
            }
            .into_any()
        } else {
            view! {
                <FormPage title="create.title" submit=submit is_wrong>
                    <p>{i18n.text("create.text")}</p>
                    <Summary form=form messages=wrong />
                    {trouble()}
                    <AddressRejectedNotice submission=submission form=form formatter=formatter force=force />
                    {Section::ALL.iter().map(section).collect_view()}
                    <div class="c-actions" part="actions">
                        <Button weight=Weight::Primary label=i18n.text("create.check") />
                    </div>
                </FormPage>
            }
            .into_any()
        }
    }
}

/// The first control of a field.
fn first_control(field: Field) -> FieldPath {
    match field {
        Field::Text(text) => FieldPath::Text(text),
        Field::Birthdate => FieldPath::Birthdate(Some(DatePart::Day)),
        Field::NationalId => FieldPath::NationalKind,
        Field::Phones => FieldPath::Phones,
        Field::Address => FieldPath::Line(AddressLine::CountryCode),
        Field::OptIns => FieldPath::OptIns,
        Field::DataUse => FieldPath::DataUse,
    }
}

/// Every answer, each with a way back to its control.
#[component]
fn Answers(form: Form, record: Record, formatter: ValueFormatter, change: Callback<Field>) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let vendor = context.client.with_value(Client::vendor);
    // What was not asked has no answer to check; nor has the list of channels, which is none yet.
    let asked = move |field: &Field| {
        vendor.accepts_on_create(*field) && *field != Field::OptIns && is_asked_for(form, i18n, *field)
    };
    let record = StoredValue::new(record);
    let answer = move |field: Field| {
        let name = Signal::derive(move || formatter.label(field));
        let lines = Signal::derive(move || record.with_value(|record| formatter.lines(record, field)));
        let press = Callback::new(move |()| change.run(field));
        view! {
            <FactRow name=name lines=lines>
                <Button weight=Weight::Link label=i18n.text("create.change") about=name on_click=press />
            </FactRow>
        }
    };
    view! { <dl class="c-facts" part="facts">{move || Section::ALL.iter().flat_map(|section| formatter.fields(*section)).filter(asked).map(answer).collect_view()}</dl> }
}
