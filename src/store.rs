//! The store: one signal with the state of the journey, and the one place where its effects are run.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    client::Client,
    domain::{AddressLine, EditScope, Field, FieldGroup, FieldPath, Record},
    error::{ApiError, FieldError},
    event::Event,
    form::{AppRoot, Form},
    journey::{Effect, Focus, FormSnapshot, Message, Stage, State, Ticket, perform, update},
    route::Route,
    vendor_api::Vendor,
};

/// A question of the host's: its number, and the function that takes the answer.
type HostQuestion = (Ticket, Box<dyn FnOnce(bool)>);

/// The state of the journey, as a handle.
#[derive(Clone, Copy, Debug)]
pub struct Store {
    state: RwSignal<State>,
    /// The form. It is empty until the profile was read.
    pub form: Form,
    root: AppRoot,
    client: StoredValue<Client, LocalStorage>,
    emit: Callback<Event>,
    host_questions: StoredValue<(Ticket, Vec<HostQuestion>), LocalStorage>,
}

impl Store {
    /// The store of a journey that starts at a route. `emit` emits an event to the host.
    pub fn new(client: Client, route: Route, root: AppRoot, emit: Callback<Event>) -> Store {
        let vendor = client.vendor();
        let state = RwSignal::new(State::new(vendor, route));
        Store {
            state,
            form: new_form(state, vendor),
            root,
            client: StoredValue::new_local(client),
            emit,
            host_questions: StoredValue::new_local((0, Vec::new())),
        }
    }

    /// Sends a message. Once the app is gone, it is dropped.
    pub fn send(self, message: Message) {
        let Some(form) = self.form.is_alive().then(|| snapshot(self.form)) else { return };
        let effects = self.state.try_update(|state| {
            let (next, effects) = update(state.clone(), message, &form);
            *state = next;
            effects
        });
        self.run(effects.unwrap_or_default());
    }

    /// Returns a callback that sends a message.
    pub fn sender(self, message: fn() -> Message) -> Callback<()> {
        Callback::new(move |()| self.send(message()))
    }

    /// Goes to a form, or to the profile. Asks first if input would be lost.
    pub fn go(self, scope: Option<EditScope>) {
        if let Some(customer) = self.peek(|state| state.route().customer().cloned()) {
            self.send(Message::Go(Route::of_customer(customer, scope)));
        }
    }

    /// Returns a part of the state, as a signal that changes only with that part.
    pub fn select<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&State) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.state.with(&part))
    }

    /// Returns a part of the state. Not tracked.
    pub fn peek<T>(self, part: impl FnOnce(&State) -> T) -> T {
        self.state.with_untracked(part)
    }

    /// Whether leaving the page would lose input. Tracked.
    pub fn is_dirty(self) -> bool {
        self.form.is_alive() && self.form.is_dirty(Field::all())
    }

    /// Calls `on_answer` with whether the page may be left: at once if no input would be lost, else with the customer's
    /// answer.
    pub fn confirm_leave(self, on_answer: impl FnOnce(bool) + 'static) {
        let question = self.host_questions.try_update_value(|(last, questions)| {
            *last += 1;
            questions.push((*last, Box::new(on_answer)));
            *last
        });
        if let Some(question) = question {
            self.send(Message::HostLeaves(question));
        }
    }

    /// Runs effects. The form comes first and the events last: a listener of the host's may send the next message.
    fn run(self, effects: Vec<Effect>) {
        let (events, others): (Vec<_>, Vec<_>) = effects
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Emit(_) | Effect::AnswerHost(..)));
        for effect in others.into_iter().chain(events) {
            self.run_one(effect);
        }
    }

    fn run_one(self, effect: Effect) {
        let form = self.form;
        match effect {
            Effect::Call(ticket, call) => {
                let Some(client) = self.client.try_get_value() else { return };
                spawn_local(async move {
                    let answer = perform(&client, call).await;
                    self.send(Message::Answer(ticket, answer));
                });
            }
            Effect::FillForm(record) => form.reload(*record),
            Effect::ResetForm(fields) => form.reset(fields.into_iter()),
            Effect::TypeIntoForm(fields, record) => {
                fields.into_iter().for_each(|field| form.fill(field, &record));
            }
            Effect::ShowErrors => form.attempts.update(|attempts| *attempts += 1),
            Effect::ShowRejection { reasons, sent, scope } => show_rejection(form, reasons, &sent, scope),
            Effect::Focus(focus) => self.focus(focus),
            Effect::Emit(event) => self.emit.run(event),
            Effect::AnswerHost(question, may_leave) => {
                let answer = self.host_questions.try_update_value(|(_, questions)| {
                    let index = questions.iter().position(|(other, _)| *other == question)?;
                    Some(questions.swap_remove(index).1)
                });
                if let Some(answer) = answer.flatten() {
                    answer(may_leave);
                }
            }
        }
    }

    /// Focuses the first control of a row. A tick that opened its row keeps the focus.
    fn focus_row(self, group: FieldGroup) {
        if group == FieldGroup::Phones && self.form.phones.with_untracked(Vec::is_empty) {
            self.form.add_phone();
        }
        let vendor = self.peek(|state| state.vendor);
        let first = group.fields().find(|field| vendor.writes(*field));
        if let Some(field) = first
            && !self.root.has_focus_in(&format!("[data-row={}] .c-ticks", group.name()))
        {
            self.root.focus(first_control(self.form, field));
        }
    }

    fn focus(self, focus: Focus) {
        match focus {
            Focus::TitleIfInPage if !self.root.has_focus_in(".c-page") => {}
            Focus::Title | Focus::TitleIfInPage => self.root.focus("title"),
            Focus::Pager => self.root.focus("pages"),
            Focus::EditButton(scope) => self.root.focus(format!("edit-{}", scope.slug())),
            Focus::Row(group) => self.focus_row(group),
            Focus::Field(field) => self.root.focus(first_control(self.form, field)),
        }
    }
}

/// Creates the form, with the rules of the vendor.
fn new_form(state: RwSignal<State>, vendor: Vendor) -> Form {
    let is_creation = Memo::new(move |_| state.with(|state| matches!(state.stage, Stage::Creation(_))));
    let required = move |(form, field): (Form, Field)| {
        let is_filled = |text| form.text(text).with(|typed| !typed.is_empty());
        if is_creation.get() { vendor.requires(field) } else { vendor.requires_in_update(field, is_filled) }
    };
    Form::new(Default::default(), vendor.form_rules(), Callback::new(required))
}

/// Returns what the form holds.
fn snapshot(form: Form) -> FormSnapshot {
    untrack(|| {
        let (wanted, errors) = form.read();
        FormSnapshot {
            loaded: form.loaded(),
            wanted,
            invalid: errors.iter().map(|error| error.path.field()).collect(),
            is_dirty: form.is_dirty(Field::all()),
            is_address_confirmed: form.is_address_confirmed(),
        }
    })
}

/// Shows the vendor's reasons. The summary has every reason. A reason about a field on screen is also at that field.
fn show_rejection(form: Form, reasons: Vec<FieldError>, sent: &Record, scope: Option<EditScope>) {
    let is_on_screen = |field: Field| scope.is_none_or(|scope| scope.has(field));
    let error = ApiError::Rejected(reasons);
    let suggestions = if error.is_address_only() {
        error.field_errors().iter().flat_map(|reason| reason.suggestions.clone()).collect()
    } else {
        Vec::new()
    };
    let message = |reason: &FieldError| {
        let path = reason.path.filter(|path| is_on_screen(path.field()));
        (path, reason.text.clone(), reason.language.clone())
    };
    form.reject(error.field_errors().iter().map(message), sent, suggestions);
}

/// Returns the id of the first control of a field; of a date and of phones that of the group. The language orders the
/// parts of a date.
fn first_control(form: Form, field: Field) -> String {
    let path = match field {
        Field::Text(text) => FieldPath::Text(text),
        Field::NationalId => FieldPath::NationalKind,
        Field::Birthdate => return "birthdate".to_owned(),
        Field::Phones => return "phones".to_owned(),
        Field::Address => FieldPath::Line(AddressLine::CountryCode),
        Field::OptIns => FieldPath::OptIns,
        Field::DataUse => FieldPath::DataUse,
    };
    form.id(path)
}
