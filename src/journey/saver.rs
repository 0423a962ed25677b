//! Saving, as the pages of one profile share it: one save at a time, its steps, and what comes of it.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk, News, Words,
    save::{Clash, End, Plan, Sent, check, save},
    sending::{Sending, Trouble},
};
use crate::{
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
    // How often a page was left: what comes back late must not take away what is typed on another.
    left: StoredValue<u32>,
    work: StoredValue<Option<Work>>,
}

/// What was begun on a page.
#[derive(Clone, Debug)]
struct Work {
    plan: Plan,
    /// The units that were typed on that page.
    typed: Vec<Unit>,
    /// How often a page had been left when it began.
    left: u32,
    /// What went out and was never answered.
    sent: Option<Sent>,
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
            left: StoredValue::new(0),
            work: StoredValue::new(None),
        }
    }

    /// Saves what was typed on this page, or takes back what was saved.
    pub(super) fn save(self, plan: Plan) {
        // What became of the last one comes first.
        if untrack(|| self.sending.is_unknown()) {
            self.again();
        } else if self.sending.begin() {
            let typed = plan.changes.units().collect();
            self.work.set_value(Some(Work { plan, typed, left: self.left.get_value(), sent: None }));
            self.run();
        }
    }

    /// Goes on with what was begun, as the customer chose.
    pub(super) fn go_on(self, plan: Plan) {
        if self.sending.begin() {
            self.work.update_value(|work| {
                if let Some(work) = work {
                    work.plan = plan;
                }
            });
            self.run();
        }
    }

    /// Goes on with what stands in the way: finds out what became of a save that was never answered, opens the
    /// choice that waits, or saves the same again, looked at anew, so that nothing goes out that is not needed any
    /// more.
    pub(super) fn again(self) {
        if let Some(Trouble::Waits(clash)) = self.sending.trouble.get_untracked() {
            self.sending.trouble.set(None);
            self.choose(*clash);
        } else if self.sending.begin() {
            self.run();
        }
    }

    /// Whether what stands in the way is not about what is typed on this page: it was begun on a page that was left
    /// meanwhile, or nobody knows what became of it.
    pub(super) fn is_earlier(self) -> bool {
        self.work.with_value(|work| {
            work.as_ref().is_some_and(|work| work.sent.is_some() || work.left != self.left.get_value())
        })
    }

    /// What it is about, where that was typed on a page that was left meanwhile.
    pub(super) fn earlier(self, words: Words) -> Signal<String> {
        let is_gone = move |work: &Work| work.left != self.left.get_value();
        Signal::derive(move || {
            let units = self
                .work
                .with_value(|work| work.as_ref().filter(|work| is_gone(work)).map(|work| work.typed.clone()));
            units.map_or_else(String::new, |units| words.about(&units))
        })
    }

    fn choose(self, clash: Clash) {
        self.put_aside();
        self.desk.news.set(None);
        self.clash.set(Some(clash));
    }

    fn run(self) {
        let Some(work) = self.work.get_value() else { return self.sending.end() };
        let (api, customer) = (self.desk.api.get_value(), self.customer.get_value());
        spawn_local(async move {
            let plan = work.plan.clone();
            let end = match &work.sent {
                Some(sent) => check(&api, &customer, sent.clone()).await,
                None => save(&api, &customer, plan).await,
            };
            if self.form.is_alive() {
                self.sending.end();
                self.finish(end, work);
            }
        });
    }

    fn finish(self, end: End, work: Work) {
        let desk = self.desk;
        // Whether the customer is where they began to save.
        let is_here = work.left == self.left.get_value();
        let mut sent = None;
        match end {
            End::Saved(report, profile) => {
                self.work.set_value(None);
                if !report.sent.is_empty() {
                    desk.tell.run(Event::Saved(report.sent.iter().map(|unit| unit_name(*unit)).collect()));
                }
                self.close();
                if is_here {
                    self.form.reset(work.typed.into_iter());
                    self.put_aside();
                    desk.way.arrive(Route::Profile(self.customer.get_value()));
                }
                desk.news.set(Some(News::Saved(report)));
                return self.accept.run(*profile);
            }
            End::Clash(clash, profile) => {
                // What is being typed elsewhere by now comes first: the choice waits, and nothing was sent.
                if !is_here && untrack(|| desk.way.is_dirty()) {
                    self.sending.trouble.set(Some(Trouble::Waits(clash)));
                } else {
                    self.choose(*clash);
                }
                self.accept.run(*profile);
            }
            End::Failed(failure) => match (&failure, desk.way.route.with_untracked(Route::section)) {
                (Failure::Refused(_), Some(section)) if is_here => {
                    // What was chosen is what was refused.
                    if self.clash.with_untracked(Option::is_some) {
                        let wanted = work.plan.changes.apply(&work.plan.loaded);
                        work.typed.iter().for_each(|unit| self.form.type_in(*unit, &wanted));
                    }
                    self.put_aside();
                    self.sending.refuse(desk, self.form, &failure, |unit| Section::of(unit) == section);
                }
                _ => self.sending.fail(desk, failure),
            },
            End::Unknown(unanswered) => {
                sent = Some(*unanswered);
                self.sending.fail(desk, Failure::OutcomeUnknown);
            }
            End::NotSaved => self.sending.trouble.set(Some(Trouble::NotSaved)),
        }
        self.work.update_value(|work| {
            if let Some(work) = work {
                work.sent = sent;
            }
        });
    }

    /// The customer goes to another page.
    pub(super) fn leave(self) {
        self.put_aside();
        self.left.update_value(|left| *left += 1);
    }

    /// What stands in the way is over, unless nobody knows what became of it.
    pub(super) fn clear(self) {
        if !untrack(|| self.sending.is_unknown()) {
            self.sending.trouble.set(None);
        }
    }

    /// What was typed is to be forgotten. What nobody knows yet is not.
    pub(super) fn forget(self) {
        self.put_aside();
        if untrack(|| self.sending.is_unknown()) {
            self.again();
        } else {
            self.sending.trouble.set(None);
        }
    }

    /// Back from the steps that follow typing.
    pub(super) fn put_aside(self) {
        self.type_on();
        self.close();
    }

    /// From the review back to the form. Told only where it is news: the page is built anew.
    pub(super) fn type_on(self) {
        if self.reviewing.get_untracked() {
            self.reviewing.set(false);
        }
    }

    fn close(self) {
        if self.clash.with_untracked(Option::is_some) {
            self.clash.set(None);
        }
    }
}

/// A unit's name in the host's event.
fn unit_name(unit: Unit) -> &'static str {
    label_name(Words::key(unit))
}
