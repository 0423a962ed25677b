//! Update: one section is typed, its change is reviewed, and only the review sends it.

use leptos::prelude::*;

use super::{
    Desk, News, Words,
    card::FormPage,
    changes::ChangeList,
    fields::SectionFields,
    save::Plan,
    saver::Saver,
    sending::{AddressRefused, SendButton, Troubled},
};
use crate::{
    api::Api,
    domain::{CustomerId, Section, Unit, between},
    form::{Button, Form, Ground, Summary, Weight, problems},
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
    saver: Saver,
    /// Words values.
    words: Words,
) -> impl IntoView {
    let i18n = I18n::expect();
    let desk = Desk::expect();
    let ground = Ground::expect();
    let vendor = desk.api.with_value(Api::vendor);
    let Saver { sending, reviewing, .. } = saver;
    let customer = StoredValue::new(customer);
    let in_section = move |unit| Section::of(unit) == section;

    // The change that is wanted, and whether something stands in its way, in this section alone.
    let read = move || {
        let (wanted, problems) = untrack(|| form.read());
        let loaded = form.loaded();
        let changes = between(&loaded, &wanted).only(in_section);
        let is_wrong = problems.iter().any(|problem| in_section(problem.place.unit()));
        (Plan::new(loaded, changes), is_wrong)
    };
    let unchanged = move || {
        form.reset(section.units());
        saver.put_aside();
        desk.way.arrive(Route::Profile(customer.get_value()));
        desk.news.set(Some(News::Unchanged));
    };
    // The change, where it can be sent; else the page says why not.
    let wanted = move || {
        let (plan, is_wrong) = read();
        if is_wrong {
            saver.type_on();
            saver.clear();
            form.tries.update(|tries| *tries += 1);
        } else if plan.changes.is_empty() {
            unchanged();
        } else {
            return Some(plan);
        }
        None
    };
    let review = Callback::new(move |()| {
        if wanted().is_some() {
            saver.clear();
            reviewing.set(true);
            ground.focus("title");
        }
    });
    let cancel = Callback::new(move |()| desk.way.go(Route::Profile(customer.get_value())));
    let back = Callback::new(move |()| {
        saver.type_on();
        ground.focus("title");
    });
    let save = Callback::new(move |()| {
        if let Some(plan) = wanted() {
            saver.save(Plan { force_address: form.insists(), ..plan });
        }
    });
    // What the vendor refused has been reviewed; what was found wanting here has not.
    let force = Callback::new(move |()| {
        let is_reviewed = untrack(|| form.is_refused(Unit::Address));
        form.insist();
        if is_reviewed { save.run(()) } else { review.run(()) }
    });
    // To try again is to do what the page is for: on the form to review, on the review to save.
    let again = Callback::new(move |()| match reviewing.get_untracked() {
        _ if saver.is_earlier() => saver.again(),
        true => save.run(()),
        false => review.run(()),
    });

    let wrong = problems(form, i18n, Callback::new(in_section));
    let is_wrong = Signal::derive(move || wrong.with(|wrong| !wrong.is_empty()));
    let trouble = move || view! { <Troubled sending again earlier=saver.earlier(words) /> };
    move || {
        if reviewing.get() {
            let Plan { opened: before, typed: after, changes, .. } = read().0;
            let (units, keys) = (changes.units().collect(), ["review.before", "review.after"]);
            view! {
                <FormPage title="review.title" submit=save>
                    {trouble()}
                    <Show when=move || sending.trouble.with(Option::is_none)>
                        <p>{i18n.text("review.text")}</p>
                    </Show>
                    <ChangeList before after units words keys />
                    <div class="c-actions" part="actions">
                        <SendButton sending words=["review.save", "review.saving"] />
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
                </FormPage>
            }
            .into_any()
        } else {
            view! {
                <FormPage title=section_key(section) submit=review is_wrong>
                    <Summary form=form problems=wrong />
                    {trouble()}
                    <AddressRefused sending=sending form=form words=words force=force />
                    <SectionFields form=form section=section words=words vendor=vendor />
                    <div class="c-actions" part="actions">
                        <Button weight=Weight::Primary words=i18n.text("form.review") />
                        <Button weight=Weight::Secondary words=i18n.text("form.cancel") press=cancel />
                    </div>
                </FormPage>
            }
            .into_any()
        }
    }
}
