//! The pages that create a customer: the required answers with optional steps, and the review of the answers.

use leptos::prelude::*;

use super::{
    context::AppContext,
    error_banner::CreateErrorBanner,
    fields::{SectionFields, is_asked_for},
    layout::FormPage,
    submit_button::SubmitButton,
    value::FactRow,
};
use crate::{
    domain::{Field, Section, TextField},
    event::Event,
    form::{Button, Summary, Weight, form_messages},
    i18n::{I18n, section_key},
    journey::{Message, State},
};

/// The form of a new customer: the answers that the vendor requires, and optional steps, which are folded until they are
/// opened or have an answer.
#[component]
pub fn CreatePage() -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let form = store.form;
    store.send(Message::FormReady);
    let messages = form_messages(form, i18n, Callback::new(|_| true));
    let is_invalid = Signal::derive(move || messages.with(|messages| !messages.is_empty()));
    // The name and the title, of which the vendor requires some; then what else is in their section.
    let (required, others): (Vec<Field>, Vec<Field>) =
        Section::Identity.fields().partition(|field| matches!(field, Field::Text(_)));
    let step = move |title: &'static str, mut fields: Vec<Field>| {
        fields.retain(|field| vendor.accepts_on_create(*field));
        let is_answered = untrack(|| {
            form.is_dirty(fields.iter().copied()) || fields.iter().any(|field| form.is_rejected(*field))
        });
        (!fields.is_empty()).then(|| {
            view! {
                <details class="c-card c-fold" part="card" open=is_answered>
                    <summary>
                        <h2>{i18n.text(title)}</h2>
                        <span class="c-required">{i18n.text("form.optional")}</span>
                    </summary>
                    <SectionFields form fields formatter vendor create=true />
                </details>
            }
        })
    };
    let name_hint = vendor.hint(TextField::LastName, true);
    let later = [Section::Contact, Section::Address, Section::Preferences];
    view! {
        <FormPage title="create.title" on_submit=store.sender(|| Message::Review) is_invalid>
            <p>{i18n.text("create.text")}</p>
            <Summary form=form messages />
            <CreateErrorBanner />
            <div class="c-card" part="card">
                {name_hint.map(|key| view! { <p class="c-hint" part="hint">{i18n.text(key)}</p> })}
                <SectionFields form fields=required formatter vendor create=true />
            </div>
            {step("create.birth", others)}
            {later.map(|section| step(section_key(section), section.fields().collect())).collect_view()}
            <div class="c-actions" part="actions">
                <Button weight=Weight::Primary label=i18n.text("create.check") />
                <CancelButton />
            </div>
        </FormPage>
    }
}

/// The button that leaves the creation. The host decides where to; the customer is asked first if input would be lost.
#[component]
fn CancelButton() -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, emit, .. } = AppContext::expect();
    let on_click = Callback::new(move |()| {
        store.confirm_leave(move |may_leave| {
            if may_leave {
                emit.run(Event::Exit);
            }
        });
    });
    view! { <Button weight=Weight::Secondary label=i18n.text("form.cancel") on_click /> }
}

/// The review of a new customer's answers. Only this page sends them.
#[component]
pub fn AnswersPage() -> impl IntoView {
    let i18n = I18n::expect();
    let store = AppContext::expect().store;
    let busy = store.select(State::is_sending);
    let has_failed =
        store.select(|state| state.creation().is_some_and(|creation| creation.failure().is_some()));
    view! {
        <FormPage title="create.check" on_submit=store.sender(|| Message::Save)>
            <CreateErrorBanner />
            <Show when=move || !has_failed.get()>
                <p>{i18n.text("create.check-text")}</p>
            </Show>
            <Answers />
            <p>{i18n.text("create.consent")}</p>
            <div class="c-actions" part="actions">
                <SubmitButton labels=["create.send", "create.sending"] />
                <Button weight=Weight::Secondary disabled=busy label=i18n.text("review.back") on_click=store.sender(|| Message::Back) />
            </div>
        </FormPage>
    }
}

/// The answers, each with a button that leads back to its control.
#[component]
fn Answers() -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let form = store.form;
    let record = StoredValue::new(untrack(|| form.read()).0);
    // A field that was not asked for has no answer to review.
    let is_asked = move |field: &Field| vendor.accepts_on_create(*field) && is_asked_for(form, i18n, *field);
    let answer = move |field: Field| {
        let name = Signal::derive(move || formatter.label(field));
        let lines = Signal::derive(move || record.with_value(|record| formatter.lines(record, field)));
        let on_click = Callback::new(move |()| store.send(Message::EditAnswer(field)));
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
