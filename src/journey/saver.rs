//! Saving, as the pages of one profile share it: one save at a time, its steps, and what comes of it.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk, News, Words,
    save::{Clash, End, Plan, Sent, check, save},
    sending::{Sending, Trouble},
};
use crate::{
    api::{Api, LocalFuture},
    domain::{CustomerId, Profile, Section, Unit},
    event::Event,
    failure::Failure,
    form::Form,
    i18n::label_name,
    route::Route,
};

/// The state of saving, as a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saver {
    /// What is on its way, and what stands in the way.
    pub(super) sending: Sending,
    /// Whether the change is being reviewed.
    pub(super) reviewing: RwSignal<bool>,
    /// What the customer is to choose between.
    pub(super) clash: RwSignal<Option<Clash>>,
    desk: Desk,
    form: Form,
    customer: StoredValue<CustomerId>,
    accept: Callback<Profile>,
    plan: StoredValue<Option<Plan>>,
    // How often a page was left: what comes back late must not take away what is typed on another.
    left: StoredValue<u32>,
    sent: StoredValue<Option<Box<Sent>>>,
}

impl Saver {
    /// Saves what is typed in `form`. `accept` takes the profile as it is stored now.
    pub(super) fn new(desk: Desk, form: Form, customer: CustomerId, accept: Callback<Profile>) -> Saver {
        Saver {
            sending: Sending::new(),
            reviewing: RwSignal::new(false),
            clash: RwSignal::new(None),
            desk,
            form,
            customer: StoredValue::new(customer),
            accept,
            plan: StoredValue::new(None),
            left: StoredValue::new(0),
            sent: StoredValue::new(None),
        }
    }

    /// Saves.
    pub(super) fn save(self, plan: Plan) {
        if self.sending.begin() {
            self.sending.trouble.set(None);
            self.plan.set_value(Some(plan.clone()));
            self.run(move |api, customer| Box::pin(async move { save(&api, &customer, plan).await }));
        }
    }

    /// Saves the same again: looked at anew, so that nothing goes out that is not needed any more.
    pub(super) fn again(self) {
        if let Some(plan) = self.plan.get_value() {
            self.save(plan);
        }
    }

    /// Finds out what became of a save that was never answered.
    pub(super) fn check(self) {
        if let Some(sent) = self.sent.get_value()
            && self.sending.begin()
        {
            self.run(move |api, customer| Box::pin(async move { check(&api, &customer, *sent).await }));
        }
    }

    fn run(self, work: impl FnOnce(Api, CustomerId) -> LocalFuture<End>) {
        let work = work(self.desk.api.get_value(), self.customer.get_value());
        let left = self.left.get_value();
        spawn_local(async move {
            let end = work.await;
            if self.form.is_alive() {
                self.sending.busy.set(false);
                self.sent.set_value(None);
                self.finish(end, self.left.get_value() == left);
            }
        });
    }

    /// `is_here` while the customer is where they began to save.
    fn finish(self, end: End, is_here: bool) {
        let desk = self.desk;
        match end {
            End::Saved(report, profile) => {
                if !report.sent.is_empty() {
                    desk.tell.run(Event::Saved(report.sent.iter().map(|unit| unit_name(*unit)).collect()));
                }
                if is_here {
                    self.form.reset(Unit::all());
                    self.put_aside();
                    desk.way.arrive(Route::Profile(self.customer.get_value()));
                }
                desk.news.set(Some(News::Saved(report)));
                self.accept.run(*profile);
            }
            // Something else is being typed by now: that comes first, and nothing was sent.
            End::Clash(_, profile) if !is_here && untrack(|| desk.way.is_dirty()) => {
                self.sending.trouble.set(Some(Trouble::Failed(Failure::Overtaken)));
                self.accept.run(*profile);
            }
            End::Clash(clash, profile) => {
                self.put_aside();
                self.clash.set(Some(*clash));
                self.accept.run(*profile);
            }
            End::Failed(failure) => {
                let section = desk.way.route.with_untracked(Route::section);
                let on_screen = |unit| section.is_some_and(|section| Section::of(unit) == section);
                if self.sending.fail(desk, self.form, failure, on_screen) {
                    self.put_aside();
                }
            }
            End::Unknown(sent) => {
                self.sent.set_value(Some(sent));
                self.sending.fail(desk, self.form, Failure::OutcomeUnknown, |_| false);
            }
            End::NotSaved => self.sending.trouble.set(Some(Trouble::NotSaved)),
        }
    }

    /// The customer goes to another page.
    pub(super) fn leave(self) {
        self.put_aside();
        self.left.update_value(|left| *left += 1);
    }

    /// Back from the steps that follow typing.
    pub(super) fn put_aside(self) {
        self.reviewing.set(false);
        self.clash.set(None);
    }
}

/// A unit's name in the host's event.
fn unit_name(unit: Unit) -> &'static str {
    label_name(Words::key(unit))
}
