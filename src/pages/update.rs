//! Update: one section is typed, its change is reviewed, and only the review sends it.

use leptos::prelude::*;

use super::{
    AppContext, Outcome, ValueFormatter,
    card::FormPage,
    change_list::ChangeList,
    fields::SectionFields,
    save::SaveRequest,
    save_controller::SaveController,
    submission::{AddressRejectedNotice, SubmitButton, SubmitErrorBanner},
};
use crate::{
    client::Client,
    domain::{CustomerId, Field, Section, between},
    form::{AppRoot, Button, Form, Summary, Weight, form_messages},
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
    /// The draft.
    form: Form,
    /// Saves the change.
    controller: SaveController,
    /// Words values.
    formatter: ValueFormatter,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let vendor = context.client.with_value(Client::vendor);
    let SaveController { submission, reviewing, .. } = controller;
    let customer = StoredValue::new(customer);
    let in_section = move |field| Section::of(field) == section;

    // The change that is wanted, and whether something stands in its way, in this section alone.
    let read = move || {
        let (wanted, errors) = untrack(|| form.read());
        let loaded = form.loaded();
        let changes = between(&loaded, &wanted).only(in_section);
        let is_wrong = errors.iter().any(|error| in_section(error.path.field()));
        (SaveRequest::new(loaded, changes), is_wrong)
    };
    let unchanged = move || {
        form.reset(section.fields());
        controller.close_steps();
        context.navigator.navigate_now(Route::Profile(customer.get_value()));
        context.outcome.set(Some(Outcome::Unchanged));
    };
    // The change, where it can be sent; else the page says why not.
    let wanted = move || {
        let (plan, is_wrong) = read();
        if is_wrong {
            controller.back_to_form();
            controller.clear_error();
            form.attempts.update(|tries| *tries += 1);
        } else if plan.changes.is_empty() {
            unchanged();
        } else {
            return Some(plan);
        }
        None
    };
    let review = Callback::new(move |()| {
        if wanted().is_some() {
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
        if let Some(plan) = wanted() {
            controller.save(SaveRequest { force_address: form.is_address_confirmed(), ..plan });
        }
    });
    // What the vendor refused has been reviewed; what was found wanting here has not.
    let force = Callback::new(move |()| {
        let is_reviewed = untrack(|| form.is_rejected(Field::Address));
        form.confirm_address();
        if is_reviewed { save.run(()) } else { review.run(()) }
    });
    // To try again is to do what the page is for: on the form to review, on the review to save.
    let again = Callback::new(move |()| match reviewing.get_untracked() {
        _ if controller.is_from_earlier_page() => controller.retry(),
        true => save.run(()),
        false => review.run(()),
    });

    let wrong = form_messages(form, i18n, Callback::new(in_section));
    let is_wrong = Signal::derive(move || wrong.with(|wrong| !wrong.is_empty()));
    let trouble =
        move || view! { <SubmitErrorBanner submission again earlier=controller.earlier_fields(formatter) /> };
    move || {
        if reviewing.get() {
            let SaveRequest { opened: before, typed: after, changes, .. } = read().0;
            let (fields, keys) = (changes.fields().collect(), ["review.before", "review.after"]);
            view! {
                <FormPage title="review.title" submit=save>
                    {trouble()}
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
                <FormPage title=section_key(section) submit=review is_wrong>
                    <Summary form=form messages=wrong />
                    {trouble()}
                    <AddressRejectedNotice submission=submission form=form formatter=formatter force=force />
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
