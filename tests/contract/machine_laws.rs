//! Laws of the state machine: they hold for any messages in any order, with a vendor that fails at any call and a
//! second person who changes the same record.

use carnet::{
    domain::{
        Changes, CustomerId, EditScope, Field, FieldGroup, Profile, Record, Section, TextField, between,
    },
    error::ApiError,
    event::Event,
    journey::{
        Answer, Call, Effect, FormSnapshot, Message, Outcome, Page, Resolution, SaveRequest, State, Ticket,
        update,
    },
    route::Route,
    vendor_api::Vendor,
};
use proptest::{collection::vec, prelude::*};

use crate::generators::field_eq;

const TEXTS: [TextField; 3] = [TextField::FirstName, TextField::LastName, TextField::Email];

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
    /// The customer types a value into a field, if its form is open.
    Type(usize, u8),
    Open(EditScope),
    View,
    Review,
    Back,
    Save,
    Retry,
    Undo,
    Stay,
    Discard,
    Returned,
    Online,
    HostLeaves,
    TurnPage,
    Language,
    /// The customer resolves the conflict on screen.
    Resolve(Resolution),
    /// The vendor answers the call that has waited longest, or fails in this way.
    Answer(Reply),
    /// Somebody else changes a field.
    Elsewhere(usize, u8),
}

/// A section that is edited on a page of its own, or a row that is edited in its place.
fn scope() -> impl Strategy<Value = EditScope> {
    prop_oneof![
        Just(EditScope::Section(Section::Identity)),
        Just(EditScope::Section(Section::Contact)),
        Just(EditScope::Row(FieldGroup::Name)),
        Just(EditScope::Row(FieldGroup::Email)),
    ]
}

/// How the vendor answers.
#[derive(Clone, Copy, Debug)]
enum Reply {
    Normal,
    Offline,
    /// The write is stored, and its answer is lost.
    LostAfter,
    /// The write is not stored, and there is no clear answer.
    LostBefore,
    Rejected,
    Outdated,
}

fn step() -> impl Strategy<Value = Step> {
    let value = || (0..TEXTS.len(), 0..3_u8);
    let resolution = prop_oneof![Just(Resolution::Loaded), Just(Resolution::Stored), Just(Resolution::Typed)];
    let failure = prop_oneof![
        Just(Reply::Offline),
        Just(Reply::LostAfter),
        Just(Reply::LostBefore),
        Just(Reply::Rejected),
        Just(Reply::Outdated),
    ];
    prop_oneof![
        6 => value().prop_map(|(field, value)| Step::Type(field, value)),
        3 => scope().prop_map(Step::Open),
        1 => Just(Step::View),
        4 => Just(Step::Review),
        1 => Just(Step::Back),
        4 => Just(Step::Save),
        2 => Just(Step::Retry),
        2 => Just(Step::Undo),
        1 => Just(Step::Stay),
        2 => Just(Step::Discard),
        1 => Just(Step::Returned),
        1 => Just(Step::Online),
        1 => Just(Step::HostLeaves),
        1 => Just(Step::TurnPage),
        1 => Just(Step::Language),
        3 => resolution.prop_map(Step::Resolve),
        12 => Just(Step::Answer(Reply::Normal)),
        3 => failure.prop_map(Step::Answer),
        2 => value().prop_map(|(field, value)| Step::Elsewhere(field, value)),
    ]
}

/// The app and its vendor.
struct World {
    state: State,
    loaded: Record,
    wanted: Record,
    calls: Vec<(Ticket, Call)>,
    stored: Record,
    /// The requests that the customer has agreed to send.
    approved: Vec<SaveRequest>,
    questions: Ticket,
    open_questions: Vec<Ticket>,
    saved: usize,
    conflicts: usize,
}

fn value_of(field: usize, value: u8) -> Option<String> {
    // 0 empties the field. First and last name cannot both be emptied; the form, which asks for one, is not run here.
    (value > 0 || field == 2)
        .then(|| ["", "one", "two"][usize::from(value)].to_owned())
        .filter(|text| !text.is_empty())
}

fn customer() -> CustomerId {
    CustomerId::parse("1").expect("an id")
}

impl World {
    fn open() -> World {
        let mut stored = Record::default();
        TEXTS.iter().for_each(|text| stored.texts[*text] = Some("old".to_owned()));
        let mut world = World {
            state: State::new(Vendor::CLUBMED, Route::Profile(customer())),
            loaded: Record::default(),
            wanted: Record::default(),
            calls: Vec::new(),
            stored,
            approved: Vec::new(),
            questions: 0,
            open_questions: Vec::new(),
            saved: 0,
            conflicts: 0,
        };
        world.send(Message::Start).expect("a start breaks no law");
        world.answer(Reply::Normal).expect("a read breaks no law");
        world
    }

    fn is_changed(&self, field: Field) -> bool {
        !field_eq(&self.wanted, &self.loaded, field)
    }

    fn send(&mut self, message: Message) -> Result<(), TestCaseError> {
        let form = FormSnapshot {
            loaded: self.loaded.clone(),
            wanted: self.wanted.clone(),
            is_dirty: Field::all().any(|field| self.is_changed(field)),
            ..FormSnapshot::default()
        };
        // The fields whose text may go: discarded, stored, or closed without a change.
        let may_reset: Vec<Field> = match &message {
            Message::Discard => Field::all().collect(),
            _ => Vec::new(),
        };
        self.note_consent(&message);
        let (state, effects) = update(self.state.clone(), message, &form);
        self.state = state;
        self.run(effects, &may_reset)
    }

    /// Notes what the customer agrees to send with this message.
    fn note_consent(&mut self, message: &Message) {
        let Some(open) = self.state.open() else { return };
        match (message, &open.page) {
            (Message::Save | Message::Retry, Page::Review(_, request)) => {
                self.approved.push((**request).clone());
            }
            // A row shows its change while it is typed.
            (Message::Save | Message::Retry, Page::Form(scope @ EditScope::Row(_))) => {
                let changes = between(&self.loaded, &self.wanted).only(|field| scope.has(field));
                self.approved.push(SaveRequest::new(self.loaded.clone(), changes));
            }
            (Message::Resolve(request), Page::Conflict { .. }) => self.approved.push((**request).clone()),
            (Message::Undo, _) => {
                if let Some(Outcome::Saved { report, .. }) = &open.outcome {
                    self.approved.extend(report.undo(|_| true));
                }
            }
            _ => {}
        }
    }

    fn run(&mut self, effects: Vec<Effect>, may_reset: &[Field]) -> Result<(), TestCaseError> {
        for effect in effects {
            match effect {
                Effect::Call(ticket, call) => {
                    if let Call::Write { changes, .. } = &call {
                        self.assert_consent(changes)?;
                        let writes = self.calls.iter().filter(|(_, call)| matches!(call, Call::Write { .. }));
                        prop_assert_eq!(writes.count(), 0, "one write at a time");
                    }
                    self.calls.push((ticket, call));
                }
                Effect::FillForm(record) => {
                    for field in Field::all().filter(|field| !self.is_changed(*field)).collect::<Vec<_>>() {
                        self.wanted.copy_field_from(field, &record);
                    }
                    self.loaded = *record;
                }
                Effect::ResetForm(fields) => {
                    for field in fields {
                        let is_stored = self.stored.satisfies(&self.wanted, field)
                            || self.approved.iter().any(|request| request.changes.touches(field));
                        prop_assert!(
                            !self.is_changed(field) || may_reset.contains(&field) || is_stored,
                            "{:?} is typed, and is lost",
                            field
                        );
                        self.wanted.copy_field_from(field, &self.loaded);
                    }
                }
                Effect::TypeIntoForm(fields, record) => {
                    fields.into_iter().for_each(|field| self.wanted.copy_field_from(field, &record));
                }
                Effect::AnswerHost(question, may_leave) => {
                    prop_assert!(self.open_questions.contains(&question), "a question is answered once");
                    self.open_questions.retain(|other| *other != question);
                    let is_dirty = Field::all().any(|field| self.is_changed(field));
                    prop_assert!(!may_leave || !is_dirty, "the host may leave, and something typed is lost");
                }
                Effect::Emit(Event::Saved(_)) => self.saved += 1,
                Effect::ShowErrors | Effect::ShowRejection { .. } | Effect::Focus(_) | Effect::Emit(_) => {}
            }
        }
        let open_questions = self.open_questions.len();
        prop_assert!(open_questions <= 1, "an older question has been answered");
        if let Some(Page::Conflict { conflict, .. }) = self.state.open().map(|open| &open.page) {
            prop_assert!(!conflict.fields.is_empty());
        }
        Ok(())
    }

    /// A write holds only values that the customer has seen and agreed to.
    fn assert_consent(&self, changes: &Changes) -> Result<(), TestCaseError> {
        let written = changes.apply(&Record::default());
        let is_approved = |request: &SaveRequest| {
            let wanted = request.changes.apply(&request.loaded);
            changes.fields().all(|field| field_eq(&written, &wanted, field))
        };
        prop_assert!(self.approved.iter().any(is_approved), "{:?} was not agreed to", changes);
        Ok(())
    }

    fn answer(&mut self, reply: Reply) -> Result<(), TestCaseError> {
        if self.calls.is_empty() {
            return Ok(());
        }
        let (ticket, call) = self.calls.remove(0);
        let read = |stored: &Record| match reply {
            Reply::Normal => Ok(Box::new(Profile { record: stored.clone(), ..Profile::default() })),
            Reply::Offline | Reply::LostAfter | Reply::LostBefore | Reply::Rejected | Reply::Outdated => {
                Err(ApiError::Offline)
            }
        };
        let answer = match call {
            Call::Read { .. } => Answer::Read(read(&self.stored)),
            Call::Write { changes, .. } => {
                if matches!(reply, Reply::Normal | Reply::LostAfter) {
                    self.stored = changes.apply(&self.stored);
                }
                let result = match reply {
                    Reply::Normal => Ok(()),
                    Reply::Offline => Err(ApiError::Offline),
                    Reply::LostAfter | Reply::LostBefore => Err(ApiError::OutcomeUnknown),
                    Reply::Rejected => Err(ApiError::Rejected(Vec::new())),
                    Reply::Outdated => Err(ApiError::PreconditionFailed),
                };
                Answer::Written { result, may_block_if_match: false }
            }
            Call::Create { .. } => return Err(TestCaseError::fail("a customer of a profile is not created")),
            Call::Civilities => Answer::Civilities(Err(ApiError::Offline)),
        };
        self.send(Message::Answer(ticket, answer))?;
        if let Some(Page::Conflict { .. }) = self.state.open().map(|open| &open.page) {
            self.conflicts += 1;
        }
        Ok(())
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let page = self.state.open().map(|open| open.page.clone());
        let message = match step {
            Step::Type(field, value) => {
                let text = Field::Text(TEXTS[*field]);
                if matches!(page, Some(Page::Form(scope)) if scope.has(text)) {
                    self.wanted.texts[TEXTS[*field]] = value_of(*field, *value);
                }
                return Ok(());
            }
            Step::Elsewhere(field, value) => {
                self.stored.texts[TEXTS[*field]] = value_of(*field, *value);
                return Ok(());
            }
            Step::Answer(reply) => return self.answer(*reply),
            Step::Resolve(resolution) => {
                let Some(Page::Conflict { conflict, .. }) = page else { return Ok(()) };
                Message::Resolve(Box::new(conflict.resolve(|_| *resolution)))
            }
            Step::HostLeaves => {
                self.questions += 1;
                self.open_questions.push(self.questions);
                Message::HostLeaves(self.questions)
            }
            Step::Open(scope) => Message::Go(Route::Edit(customer(), *scope)),
            Step::View => Message::Go(Route::Profile(customer())),
            Step::Review => Message::Review,
            Step::Back => Message::Back,
            Step::Save => Message::Save,
            Step::Retry => Message::Retry,
            Step::Undo => Message::Undo,
            Step::Stay => Message::Stay,
            Step::Discard => Message::Discard,
            Step::Returned => Message::Returned,
            Step::Online => Message::Online,
            Step::TurnPage => Message::TurnPage(10),
            Step::Language => Message::LocaleChanged { is_other_language: true },
        };
        self.send(message)
    }
}

/// Nothing typed is lost without consent, nothing is sent without consent, and one write is sent at a time.
#[test]
fn any_messages_in_any_order_lose_nothing_and_send_nothing_unseen() {
    let (saved, conflicts) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    proptest!(|(steps in vec(step(), 10..80))| {
        let mut world = World::open();
        for step in &steps {
            world.take(step)?;
        }
        saved.set(saved.get() + world.saved);
        conflicts.set(conflicts.get() + world.conflicts);
    });
    let enough = ProptestConfig::default().cases >= 256;
    assert!(
        !enough || saved.get() > 0 && conflicts.get() > 0,
        "{} saves, {} conflicts",
        saved.get(),
        conflicts.get()
    );
}
