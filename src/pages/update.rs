//! The update page: the customer edits one section, reviews the change, and only the review sends it.

use leptos::prelude::*;

use super::{
    address_rejected_notice::AddressRejectedNotice, change_list::ChangeList, context::AppContext,
    fields::SectionFields, layout::FormPage, outcome_banner::Outcome, save_controller::SaveController,
    submit_button::SubmitButton, submit_error_banner::SubmitErrorBanner, value_formatter::ValueFormatter,
};
use crate::{
    client::Client,
    domain::{CustomerId, Field, Section, between},
    form::{AppRoot, Button, Form, Summary, Weight, form_messages},
    i18n::{I18n, section_key},
    journey::SaveRequest,
    route::Route,
};

/// The page that edits one section: first its form, then the review of the change.
#[component]
pub fn UpdatePage(
    /// The customer whose profile it is.
    customer: CustomerId,
    /// The section to edit.
    section: Section,
    /// The form.
    form: Form,
    /// Saves the change.
    controller: SaveController,
    /// Formats the values.
    formatter: ValueFormatter,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let vendor = context.client.with_value(Client::vendor);
    let SaveController { submission, reviewing, .. } = controller;
    let customer = StoredValue::new(customer);
    let in_section = move |field| Section::of(field) == section;

    // The request to save this section, and whether its form has errors. Other sections are left out.
    let read = move || {
        let (wanted, errors) = untrack(|| form.read());
        let loaded = form.loaded();
        let changes = between(&loaded, &wanted).only(in_section);
        let is_invalid = errors.iter().any(|error| in_section(error.path.field()));
        (SaveRequest::new(loaded, changes), is_invalid)
    };
    let close_unchanged = move || {
        form.reset(section.fields());
        controller.close_steps();
        context.navigator.navigate_now(Route::Profile(customer.get_value()));
        context.outcome.set(Some(Outcome::Unchanged));
    };
    // The request, if it can be sent. If the form has errors, shows them; if nothing was changed, closes the section.
    let sendable_request = move || {
        let (request, is_invalid) = read();
        if is_invalid {
            controller.back_to_form();
            controller.clear_error();
            form.attempts.update(|attempts| *attempts += 1);
        } else if request.changes.is_empty() {
            close_unchanged();
        } else {
            return Some(request);
        }
        None
    };
    let review = Callback::new(move |()| {
        if sendable_request().is_some() {
            controller.clear_error();
            reviewing.set(true);
            root.focus("title");
        }
    });
    let cancel = Callback::new(move |()| context.navigator.navigate(Route::Profile(customer.get_value())));
    let back = Callback::new(move |()| {
        controller.back_to_form();
        root.focus("title");
    });
    let save = Callback::new(move |()| {
        if let Some(request) = sendable_request() {
            controller.save(SaveRequest { force_address: form.is_address_confirmed(), ..request });
        }
    });
    // An address the vendor rejected has been reviewed already; one found incomplete here has not.
    let on_force = Callback::new(move |()| {
        let is_reviewed = untrack(|| form.is_rejected(Field::Address));
        form.confirm_address();
        if is_reviewed { save.run(()) } else { review.run(()) }
    });
    // To retry is to do what the current step does: the form opens the review, the review saves. An error of an
    // earlier save is retried by the controller.
    let on_retry = Callback::new(move |()| match reviewing.get_untracked() {
        _ if controller.is_from_earlier_page() => controller.retry(),
        true => save.run(()),
        false => review.run(()),
    });

    let messages = form_messages(form, i18n, Callback::new(in_section));
    let is_invalid = Signal::derive(move || messages.with(|messages| !messages.is_empty()));
    let error_banner = move || {
        let earlier_fields = controller.earlier_fields(formatter);
        view! { <SubmitErrorBanner submission on_retry earlier_fields /> }
    };
    move || {
        if reviewing.get() {
            let SaveRequest { opened: before, typed: after, changes, .. } = read().0;
            let (fields, keys) = (changes.fields().collect(), ["review.before", "review.after"]);
            view! {
                <FormPage title="review.title" on_submit=save>
                    {error_banner()}
                    <Show when=move || submission.error.with(Option::is_none)>
                        <p>{i18n.text("review.text")}</p>
                    </Show>
                    <ChangeList before after fields formatter keys />
                    <div class="c-actions" part="actions">
                        <SubmitButton submission labels=["review.save", "review.saving"] />
                        <Button
                            weight=Weight::Secondary
                            disabled=submission.busy
                            label=i18n.text("review.back")
                            on_click=back
                        />
                        <Button
                            weight=Weight::Quiet
                            disabled=submission.busy
                            label=i18n.text("form.cancel")
                            on_click=cancel
                        />
                    </div>
                </FormPage>
            }
            .into_any()
        } else {
            view! {
                <FormPage title=section_key(section) on_submit=review is_invalid>
                    <Summary form=form messages />
                    {error_banner()}
                    <AddressRejectedNotice submission=submission form=form formatter=formatter on_force />
                    <SectionFields form=form section=section formatter=formatter vendor=vendor />
                    <div class="c-actions" part="actions">
                        <Button weight=Weight::Primary label=i18n.text("form.review") />
                        <Button weight=Weight::Secondary label=i18n.text("form.cancel") on_click=cancel />
                    </div>
                </FormPage>
            }
            .into_any()
        }
    }
}
