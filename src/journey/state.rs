//! The state of the journey: what can be on screen, and what can be under way.

use std::sync::Arc;

use super::{Conflict, Creation, Failure, PendingWrite, Reading, SaveReport, SaveRequest, Saving, Ticket};
use crate::{
    domain::{Civility, CustomerId, EditScope, Field, FieldGroup, Profile},
    error::ApiError,
    route::Route,
    vendor_api::Vendor,
};

/// The state of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The vendor of the profile.
    pub vendor: Vendor,
    /// The stage of the journey.
    pub stage: Stage,
    /// The action that waits for the customer's answer whether unsaved input is discarded.
    pub leaving: Option<Leaving>,
    /// The vendor's forms of address, in the language of the page; empty until they are read.
    pub civilities: Vec<Civility>,
    /// The call for the forms of address that counts: the last one.
    pub(super) civilities_ticket: Ticket,
    /// The number of the last call.
    pub(super) last_ticket: Ticket,
}

/// A stage of the journey.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// A customer is created.
    Creation(Creation),
    /// The profile is read for the first time.
    Loading(Loading),
    /// The first read failed.
    LoadFailed(Loading, ApiError),
    /// The profile is open.
    Open(Box<Open>),
}

/// The first read of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    pub(super) customer: CustomerId,
    /// The form to open once the profile is there.
    pub(super) scope: Option<EditScope>,
    /// Whether the customer was created here.
    pub(super) is_new: bool,
    /// Whether an earlier read failed.
    pub(super) is_retry: bool,
    pub(super) ticket: Ticket,
}

/// A profile that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The customer.
    pub customer: CustomerId,
    /// The profile as the vendor last returned it.
    pub profile: Arc<Profile>,
    /// The page that is shown.
    pub page: Page,
    /// The save.
    pub save: Save,
    /// The reading of another page or language.
    pub reading: Reading,
    /// The outcome shown at the top of the profile.
    pub outcome: Option<Outcome>,
    /// The number of pages left so far, which identifies the current visit to a page.
    pub(super) visit: u32,
}

/// A page of an open profile.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The whole profile, read only.
    View,
    /// The form of a row, in its place on the profile, or of a section, on a page of its own.
    Form(EditScope),
    /// A change before it is sent.
    Review(EditScope, Box<SaveRequest>),
    /// The choice between the values of a conflict. It covers a form, or the view after an undo.
    Conflict {
        /// What was edited.
        scope: Option<EditScope>,
        /// The conflict.
        conflict: Box<Conflict>,
        /// The save that ended with it.
        task: Box<Task>,
    },
}

/// A save that was started on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub(super) request: SaveRequest,
    /// The fields that were typed on that page.
    pub(super) fields: Vec<Field>,
    /// The visit to the page.
    pub(super) visit: u32,
}

/// The save of a profile; one at a time.
#[derive(Clone, Debug, PartialEq)]
pub enum Save {
    /// There is none.
    Idle,
    /// A save runs.
    Running {
        /// What is saved.
        task: Task,
        /// How far it is.
        saving: Box<Saving>,
        /// The call that it waits for.
        ticket: Ticket,
        /// The reason the last one stopped: its message stays, with its button busy, until this one ends.
        last: Option<Failure<Stop>>,
    },
    /// The last save stopped before the change was stored.
    Stopped {
        /// What was to be saved.
        task: Task,
        /// The reason.
        failure: Failure<Stop>,
    },
}

/// The reason a save stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// A call failed. Nothing was stored.
    Failed(ApiError),
    /// The outcome was unknown, and a later read showed that nothing was stored.
    NotSaved,
    /// The outcome of the write is unknown. Finding it out comes before anything else is sent.
    Unknown(Box<PendingWrite>),
    /// A conflict, which waits while the customer types on another page.
    ConflictWaits(Box<Conflict>),
}

/// The outcome of an action of the customer's.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The customer was created.
    Created,
    /// There was nothing to save: the form is as the profile.
    Unchanged,
    /// A change was saved, or was stored already.
    Saved {
        /// What was requested, and what is stored.
        report: Box<SaveReport>,
        /// The fields that the customer wanted to save.
        fields: Vec<Field>,
    },
}

impl Outcome {
    /// The part of the profile that the outcome is about; `None` for all of it.
    pub fn place(&self) -> Option<EditScope> {
        match self {
            Outcome::Saved { fields, .. } => EditScope::of_fields(fields),
            Outcome::Created | Outcome::Unchanged => None,
        }
    }
}

/// An action that would lose unsaved input: it waits until the customer agrees to discard that.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaving {
    /// Another page of the app is shown.
    For(Route),
    /// The host is told that its page may be left. The number is that of the host's question.
    Host(Ticket),
}

impl State {
    /// The state at the start of a journey. Nothing happens before [`super::message::Message::Start`].
    pub fn new(vendor: Vendor, route: Route) -> State {
        let stage = match route {
            Route::Create | Route::Answers => Stage::Creation(Creation::default()),
            Route::Profile(customer) => Stage::Loading(Loading::new(customer, None)),
            Route::Edit(customer, scope) | Route::Review(customer, scope) => {
                Stage::Loading(Loading::new(customer, Some(scope)))
            }
        };
        State { vendor, stage, leaving: None, civilities: Vec::new(), civilities_ticket: 0, last_ticket: 0 }
    }

    /// The current route.
    pub fn route(&self) -> Route {
        let (customer, scope) = match &self.stage {
            Stage::Creation(creation) if creation.is_reviewing => return Route::Answers,
            Stage::Creation(_) => return Route::Create,
            Stage::Loading(loading) | Stage::LoadFailed(loading, _) => (&loading.customer, loading.scope),
            Stage::Open(open) => {
                if let Page::Review(scope, _) = open.page {
                    return Route::Review(open.customer.clone(), scope);
                }
                (&open.customer, open.page.scope())
            }
        };
        Route::of_customer(customer.clone(), scope)
    }

    /// The creation, if the customer is new.
    pub fn creation(&self) -> Option<&Creation> {
        if let Stage::Creation(creation) = &self.stage { Some(creation) } else { None }
    }

    /// Whether a save or a creation is under way.
    pub fn is_sending(&self) -> bool {
        self.creation().is_some_and(Creation::is_busy) || self.open().is_some_and(Open::is_saving)
    }

    /// Whether the outcome of the last write is unknown. Then it must not simply be sent again.
    pub fn is_outcome_unknown(&self) -> bool {
        self.creation().is_some_and(Creation::is_outcome_unknown)
            || self.open().is_some_and(Open::is_outcome_unknown)
    }

    /// Whether another page or language of the profile is being read.
    pub fn is_reading_again(&self) -> bool {
        self.open().is_some_and(|open| open.reading.is_busy())
    }

    /// The open profile.
    pub fn open(&self) -> Option<&Open> {
        if let Stage::Open(open) = &self.stage { Some(open) } else { None }
    }
}

impl Loading {
    pub(super) fn new(customer: CustomerId, scope: Option<EditScope>) -> Loading {
        Loading { customer, scope, is_new: false, is_retry: false, ticket: 0 }
    }
}

impl Page {
    /// The scope of the edit.
    pub fn scope(&self) -> Option<EditScope> {
        match self {
            Page::View => None,
            Page::Form(scope) | Page::Review(scope, _) => Some(*scope),
            Page::Conflict { scope, .. } => *scope,
        }
    }

    /// The row that is edited in its place on the profile.
    pub fn row(&self) -> Option<FieldGroup> {
        if let Page::Form(EditScope::Row(group)) = self { Some(*group) } else { None }
    }

    /// The page of an edit: its form, or the view if the vendor writes none of its fields.
    pub(super) fn of(scope: Option<EditScope>, vendor: Vendor) -> Page {
        let writes = |scope: &EditScope| vendor.writes_any(scope.fields());
        scope.filter(writes).map_or(Page::View, Page::Form)
    }
}

impl Task {
    pub(super) fn new(request: SaveRequest, visit: u32) -> Task {
        Task { fields: request.changes.fields().collect(), request, visit }
    }
}

impl Open {
    pub(super) fn new(loading: Loading, profile: Profile, vendor: Vendor) -> Open {
        Open {
            customer: loading.customer,
            profile: Arc::new(profile),
            page: Page::of(loading.scope, vendor),
            save: Save::Idle,
            reading: Reading::default(),
            outcome: loading.is_new.then_some(Outcome::Created),
            visit: 0,
        }
    }

    /// Whether a save runs.
    pub fn is_saving(&self) -> bool {
        matches!(self.save, Save::Running { .. })
    }

    /// The reason the last save stopped; also while it is tried again.
    pub fn failure(&self) -> Option<&Failure<Stop>> {
        match &self.save {
            Save::Idle => None,
            Save::Running { last, .. } => last.as_ref(),
            Save::Stopped { failure, .. } => Some(failure),
        }
    }

    /// Whether the outcome of the last write is unknown. Then it must not simply be sent again.
    pub fn is_outcome_unknown(&self) -> bool {
        self.failure().is_some_and(|failure| matches!(failure.error, Stop::Unknown(_)))
    }

    /// Whether the save of the page that is shown was not sent, because there was no connection.
    pub(super) fn is_offline_on_this_page(&self) -> bool {
        let is_offline =
            self.failure().is_some_and(|failure| failure.error == Stop::Failed(ApiError::Offline));
        is_offline && self.page != Page::View && self.fields_of_earlier_page().is_none()
    }

    /// The fields of the save, if it was started on a page that the customer has left.
    pub fn fields_of_earlier_page(&self) -> Option<&[Field]> {
        match &self.save {
            Save::Running { task, .. } | Save::Stopped { task, .. } if task.visit != self.visit => {
                Some(&task.fields)
            }
            Save::Idle | Save::Running { .. } | Save::Stopped { .. } => None,
        }
    }
}
