//! The create page: the customer fills in every section, reviews the answers, and one request creates the profile.

use leptos::{prelude::*, task::spawn_local};

use super::{
    address_rejected_notice::AddressRejectedNotice,
    civilities::load_civilities,
    context::AppContext,
    fields::{SectionFields, is_asked_for},
    layout::FormPage,
    outcome_banner::Outcome,
    submission::Submission,
    submit_button::SubmitButton,
    submit_error_banner::SubmitErrorBanner,
    value::FactRow,
    value_formatter::ValueFormatter,
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

/// The page that creates a customer.
#[component]
pub fn CreatePage() -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let formatter = ValueFormatter::new(i18n);
    let vendor = context.client.with_value(Client::vendor);
    let form =
        Form::new(Record::default(), Callback::new(move |(_, field): (Form, Field)| vendor.requires(field)));
    let is_reviewing = RwSignal::new(false);
    let submission = Submission::new();
    load_civilities(context, formatter, i18n);
    context.navigator.guard_unsaved(
        Signal::derive(move || form.is_dirty(Field::all())),
        Callback::new(move |()| form.reset(Field::all())),
    );
    context.emit.run(Event::Ready);

    let review = Callback::new(move |()| {
        if untrack(|| form.read()).1.is_empty() {
            submission.error.set(None);
            is_reviewing.set(true);
            root.focus("title");
        } else {
            form.attempts.update(|attempts| *attempts += 1);
        }
    });
    let create = Callback::new(move |()| {
        let (record, errors) = untrack(|| form.read());
        if !errors.is_empty() {
            if is_reviewing.get_untracked() {
                is_reviewing.set(false);
            }
            return form.attempts.update(|attempts| *attempts += 1);
        }
        if !submission.begin() {
            return;
        }
        let (client, force_address) = (context.client.get_value(), form.is_address_confirmed());
        spawn_local(async move {
            let result = client.create(&record, force_address).await;
            if !form.is_alive() {
                return;
            }
            submission.end();
            match result {
                Ok(customer) => {
                    context.emit.run(Event::Created(customer.clone()));
                    context.outcome.set(Some(Outcome::Created));
                    context.navigator.navigate_now(Route::Profile(customer));
                }
                Err(error @ ApiError::Rejected(_)) => {
                    is_reviewing.set(false);
                    submission.reject(context, form, &error, |_| true);
                }
                Err(error) => submission.fail(context, error),
            }
        });
    });
    // An address the vendor rejected has been reviewed already; one found incomplete here has not.
    let on_force = Callback::new(move |()| {
        let is_reviewed = untrack(|| form.is_rejected(Field::Address));
        form.confirm_address();
        if is_reviewed { create.run(()) } else { review.run(()) }
    });
    let back = Callback::new(move |()| {
        is_reviewing.set(false);
        root.focus("title");
    });
    let on_edit = Callback::new(move |field: Field| {
        is_reviewing.set(false);
        root.focus(form.id(first_control(field)));
    });
    let messages = form_messages(form, i18n, Callback::new(|_| true));
    let is_invalid = Signal::derive(move || messages.with(|messages| !messages.is_empty()));
    let section = move |&section: &Section| {
        view! {
            <fieldset class="c-card" part="card">
                <legend class="c-legend" part="legend"><h2>{i18n.text(section_key(section))}</h2></legend>
                <SectionFields form=form section=section formatter=formatter vendor=vendor create=true />
            </fieldset>
        }
    };
    // To retry is to do what the current step does.
    let on_retry =
        Callback::new(move |()| if is_reviewing.get_untracked() { create.run(()) } else { review.run(()) });
    // A creation is never repeated automatically. After an unknown outcome the customer decides, and is told that the
    // profile may exist.
    let unknown_outcome = ["failure.created-unknown", "create.again"];
    let error_banner = move || view! { <SubmitErrorBanner submission on_retry unknown_outcome /> };
    move || {
        if is_reviewing.get() {
            let (record, _) = untrack(|| form.read());
            view! {
                <FormPage title="create.check" on_submit=create>
                    {error_banner()}
                    <Show when=move || submission.error.with(Option::is_none)>
                        <p>{i18n.text("create.check-text")}</p>
                    </Show>
                    <Answers form record formatter on_edit />
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
                <FormPage title="create.title" on_submit=review is_invalid>
                    <p>{i18n.text("create.text")}</p>
                    <Summary form=form messages />
                    {error_banner()}
                    <AddressRejectedNotice submission=submission form=form formatter=formatter on_force />
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

/// Returns the first control of a field.
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

/// The answers to review, each with a button that leads back to its control.
#[component]
fn Answers(form: Form, record: Record, formatter: ValueFormatter, on_edit: Callback<Field>) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let vendor = context.client.with_value(Client::vendor);
    // A field that was not asked for has no answer to review. A new customer has no opt-ins yet.
    let is_asked = move |field: &Field| {
        vendor.accepts_on_create(*field) && *field != Field::OptIns && is_asked_for(form, i18n, *field)
    };
    let record = StoredValue::new(record);
    let answer = move |field: Field| {
        let name = Signal::derive(move || formatter.label(field));
        let lines = Signal::derive(move || record.with_value(|record| formatter.lines(record, field)));
        let on_click = Callback::new(move |()| on_edit.run(field));
        view! {
            <FactRow name=name lines=lines>
                <Button weight=Weight::Link label=i18n.text("create.change") about=name on_click />
            </FactRow>
        }
    };
    let answers = move || {
        let fields = Section::ALL.iter().flat_map(|section| formatter.fields(*section));
        fields.filter(is_asked).map(answer).collect_view()
    };
    view! { <dl class="c-facts" part="facts">{answers}</dl> }
}
