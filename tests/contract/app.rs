//! The app without its pages, in process: the state machine, a form of plain values, and the client over the sandbox's
//! router.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::Duration,
};

use carnet::{
    client::{Client, Credentials},
    domain::{CustomerId, Field, Record},
    error::FieldError,
    event::Event,
    http::{Method, Request, Response},
    journey::{
        Call, Effect, Focus, FormSnapshot, Message, Open, Outcome, Page, SaveReport, Stage, State, Stop,
        Ticket, perform, update,
    },
    route::Route,
    transport::{LocalFuture, Transport, TransportError},
};
use serde_json::Value;

use crate::{
    generators::field_eq,
    test_server::{ORIGIN, TestServer},
    vendors::Fixture,
};

/// A change of a record.
type Edit = Box<dyn Fn(&mut Record)>;

/// The conditions on the way to the vendor.
#[derive(Default)]
pub(crate) struct Network {
    /// A value that somebody else saves just before the next write.
    pub(crate) overtaken_by: RefCell<Option<Edit>>,
    /// Whether the vendor's preflight does not allow `if-match`: the browser then sends no such request.
    pub(crate) blocks_if_match: Cell<bool>,
    /// Whether the host has no credentials.
    pub(crate) is_signed_out: Cell<bool>,
    /// The number of requests that never get an answer.
    pub(crate) silent: Cell<usize>,
    /// Whether every request fails before it is sent.
    pub(crate) is_offline: Cell<bool>,
}

/// Sends each request to the sandbox, and treats its answer as a browser's `fetch` does: a broken connection and a
/// redirect leave no response.
struct RouterTransport {
    server: Rc<TestServer<'static>>,
    customer: String,
    network: Rc<Network>,
}

impl Transport for RouterTransport {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            if self.network.is_offline.get() {
                return Err(TransportError::NotSent);
            }
            if self.network.silent.get() > 0 {
                self.network.silent.set(self.network.silent.get() - 1);
                return std::future::pending().await;
            }
            if request.headers.iter().any(|(name, _)| *name == "if-match")
                && self.network.blocks_if_match.get()
            {
                return Err(TransportError::ConnectionLost);
            }
            if request.method == Method::Patch
                && let Some(edit) = self.network.overtaken_by.take()
            {
                let other = self.server.sign_in(&self.customer).await;
                let (loaded, mut wanted) = (other.record().await, other.record().await);
                edit(&mut wanted);
                other.save(&loaded, &wanted).await.expect("it is saved");
            }
            match self.server.send(request).await {
                Ok(response) if (300..400).contains(&response.status) => Err(TransportError::ConnectionLost),
                Ok(response) => Ok(response),
                Err(_) => Err(TransportError::ConnectionLost),
            }
        })
    }

    fn sleep(&self, milliseconds: u32) -> LocalFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(milliseconds.into())))
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn close(&self) {}
}

/// The form: what was loaded, and what the customer wants instead.
#[derive(Default)]
pub(crate) struct Form {
    pub(crate) loaded: Record,
    pub(crate) wanted: Record,
    /// The fields with a validation error.
    pub(crate) invalid: Vec<Field>,
    /// The number of times the errors were shown.
    pub(crate) errors_shown: usize,
    /// The vendor's reasons that are shown.
    pub(crate) rejected: Vec<FieldError>,
    pub(crate) is_address_confirmed: bool,
}

impl Form {
    fn is_changed(&self, field: Field) -> bool {
        !field_eq(&self.wanted, &self.loaded, field)
    }

    pub(crate) fn is_dirty(&self) -> bool {
        Field::all().any(|field| self.is_changed(field))
    }

    fn snapshot(&self) -> FormSnapshot {
        FormSnapshot {
            loaded: self.loaded.clone(),
            wanted: self.wanted.clone(),
            invalid: self.invalid.clone(),
            is_dirty: self.is_dirty(),
            is_address_confirmed: self.is_address_confirmed,
        }
    }
}

/// The app of one customer.
pub(crate) struct App {
    pub(crate) server: Rc<TestServer<'static>>,
    pub(crate) network: Rc<Network>,
    pub(crate) state: State,
    pub(crate) form: Form,
    /// The calls that are not made yet.
    pub(crate) calls: VecDeque<(Ticket, Call)>,
    pub(crate) events: Vec<Event>,
    pub(crate) focus: Vec<Focus>,
    pub(crate) host_answers: Vec<(Ticket, bool)>,
    client: Client,
}

impl App {
    /// Starts the app for a customer. Nothing is sent yet.
    pub(crate) async fn start(fixture: &'static Fixture, customer: Option<&str>) -> App {
        let server = Rc::new(TestServer::open(fixture));
        let (token, api_key) = server.session(customer).await;
        let network = Rc::new(Network::default());
        let host = Rc::clone(&network);
        let provider = Box::new(move || {
            let credentials =
                Credentials::new(token.clone(), api_key.clone()).filter(|_| !host.is_signed_out.get());
            Box::pin(async move { credentials }) as LocalFuture<'static, _>
        });
        let transport = RouterTransport {
            server: Rc::clone(&server),
            customer: customer.unwrap_or_default().to_owned(),
            network: Rc::clone(&network),
        };
        let url = format!("{ORIGIN}/{}", fixture.name);
        let language = Box::new(|| "en-US".to_owned());
        let client = Client::new(fixture.vendor, url, fixture.query(), transport, provider, language);
        let route =
            customer.map_or(Route::Create, |id| Route::Profile(CustomerId::parse(id).expect("an id")));
        let state = State::new(fixture.vendor, route);
        let mut app = App {
            server,
            network,
            state,
            form: Form::default(),
            calls: VecDeque::new(),
            events: Vec::new(),
            focus: Vec::new(),
            host_answers: Vec::new(),
            client,
        };
        app.send(Message::Start);
        app
    }

    /// Starts the app, reads the profile, and forgets the requests and events so far.
    pub(crate) async fn open(fixture: &'static Fixture, customer: &str) -> App {
        let mut app = App::start(fixture, Some(customer)).await;
        app.settle().await;
        assert!(app.state.open().is_some(), "{:?}", app.state.stage);
        app.forget().await;
        app
    }

    /// Forgets the requests and events so far.
    pub(crate) async fn forget(&mut self) {
        self.server.clear_requests().await;
        self.events.clear();
        self.focus.clear();
    }

    /// Sends a message and runs its effects. Calls wait for [`App::settle`] or [`App::answer_next`].
    pub(crate) fn send(&mut self, message: Message) {
        let (state, effects) = update(self.state.clone(), message, &self.form.snapshot());
        self.state = state;
        self.run(effects);
    }

    fn run(&mut self, effects: Vec<Effect>) {
        let form = &mut self.form;
        for effect in effects {
            match effect {
                Effect::Call(ticket, call) => self.calls.push_back((ticket, call)),
                Effect::FillForm(record) => {
                    for field in Field::all().filter(|field| !form.is_changed(*field)).collect::<Vec<_>>() {
                        form.wanted.copy_field_from(field, &record);
                    }
                    form.loaded = *record;
                }
                Effect::ResetForm(fields) => {
                    for field in fields {
                        form.wanted.copy_field_from(field, &form.loaded);
                    }
                    (form.rejected, form.is_address_confirmed) = (Vec::new(), false);
                }
                Effect::TypeIntoForm(fields, record) => {
                    fields.into_iter().for_each(|field| form.wanted.copy_field_from(field, &record));
                }
                Effect::ShowErrors => form.errors_shown += 1,
                Effect::ShowRejection { reasons, .. } => form.rejected = reasons,
                Effect::Focus(focus) => self.focus.push(focus),
                Effect::Emit(event) => self.events.push(event),
                Effect::AnswerHost(question, may_leave) => self.host_answers.push((question, may_leave)),
            }
        }
    }

    /// Makes the call that waits longest, and handles its answer.
    pub(crate) async fn answer_next(&mut self) {
        let (ticket, call) = self.calls.pop_front().expect("a call waits");
        let answer = perform(&self.client, call).await;
        self.send(Message::Answer(ticket, answer));
    }

    /// Makes calls until none waits.
    pub(crate) async fn settle(&mut self) {
        while !self.calls.is_empty() {
            self.answer_next().await;
        }
    }

    /// Sends a message, and makes calls until none waits.
    pub(crate) async fn press(&mut self, message: Message) {
        self.send(message);
        self.settle().await;
    }

    /// Opens the form of a field, edits it, and opens the review.
    pub(crate) fn review(&mut self, field: Field, edit: impl Fn(&mut Record)) {
        let customer = self.open_profile().customer.clone();
        self.send(Message::Go(Route::Edit(
            customer,
            carnet::domain::EditScope::Section(carnet::domain::Section::of(field)),
        )));
        edit(&mut self.form.wanted);
        self.send(Message::Review);
    }

    /// The open profile.
    pub(crate) fn open_profile(&self) -> &Open {
        self.state.open().unwrap_or_else(|| panic!("a profile, not {:?}", self.state.stage))
    }

    /// The report of the last save.
    pub(crate) fn report(&self) -> &SaveReport {
        match &self.open_profile().outcome {
            Some(Outcome::Saved { report, .. }) => report,
            other => panic!("a report, not {other:?} ({})", self.describe()),
        }
    }

    /// The record as it is stored, read by somebody else.
    pub(crate) async fn stored(&self, customer: &str) -> Record {
        self.server.sign_in(customer).await.record().await
    }

    /// Changes the stored record, as somebody else.
    pub(crate) async fn change_elsewhere(&self, customer: &str, edit: impl Fn(&mut Record)) {
        let other = self.server.sign_in(customer).await;
        let (loaded, mut wanted) = (other.record().await, other.record().await);
        edit(&mut wanted);
        other.save(&loaded, &wanted).await.expect("it is saved");
    }

    /// The requests with this method since the last [`App::forget`].
    pub(crate) async fn sent(&self, method: &str) -> Vec<Value> {
        let mut requests = self.server.requests().await;
        requests.retain(|request| request["method"] == method);
        requests
    }

    /// The kinds of the failures that the host was told.
    pub(crate) fn failures(&self) -> Vec<&'static str> {
        let kind = |event: &Event| if let Event::Failure(kind) = event { Some(*kind) } else { None };
        self.events.iter().filter_map(kind).collect()
    }

    /// Describes what is on screen in a few words, for the tables of docs/failures.md.
    pub(crate) fn describe(&self) -> String {
        let name = |error: &dyn std::fmt::Debug| {
            let text = format!("{error:?}");
            format!("`{}`", text.split([' ', '(', '{']).next().unwrap_or_default())
        };
        let open = match &self.state.stage {
            Stage::Creation(creation) => {
                let page = if creation.is_reviewing { "answers" } else { "form" };
                let rejected = if self.form.rejected.is_empty() { "" } else { ", with the reasons" };
                let failed = creation
                    .failure()
                    .map(|failure| format!(", {}", name(&failure.error)))
                    .unwrap_or_default();
                return format!("{page}{rejected}{failed}");
            }
            Stage::Loading(_) => return "loading".to_owned(),
            Stage::LoadFailed(_, error) => return format!("no profile, {}", name(error)),
            Stage::Open(open) => open,
        };
        let page = match &open.page {
            Page::View => "profile",
            Page::Form(_) if !self.form.rejected.is_empty() => "form, with the reasons",
            Page::Form(_) => "form",
            Page::Review(..) => "review",
            Page::Conflict { .. } => "conflict",
        };
        let failure = open.failure().map(|failure| match &failure.error {
            Stop::Failed(error) => name(error),
            Stop::NotSaved => "not saved".to_owned(),
            Stop::Unknown(_) => "outcome unknown".to_owned(),
            Stop::ConflictWaits(_) => "a conflict waits".to_owned(),
        });
        let reading = open.reading.failure().map(|failure| name(&failure.error));
        let outcome = open.outcome.as_ref().map(|outcome| match outcome {
            Outcome::Created => "created".to_owned(),
            Outcome::Unchanged => "unchanged".to_owned(),
            Outcome::Saved { report, .. } => match report.confirmation {
                carnet::journey::Confirmation::ReadBack => "saved, read back".to_owned(),
                carnet::journey::Confirmation::FoundOnReread => "saved, found by a read".to_owned(),
                carnet::journey::Confirmation::ReadBackFailed => "saved, not read back".to_owned(),
                carnet::journey::Confirmation::AlreadyStored => "already stored".to_owned(),
                carnet::journey::Confirmation::KeptStoredValue => "kept".to_owned(),
            },
        });
        let details: Vec<String> = [outcome, failure, reading].into_iter().flatten().collect();
        if details.is_empty() { page.to_owned() } else { format!("{page}, {}", details.join(", ")) }
    }
}
