//! Loading a profile: the first read, and every later read of the same page.

use leptos::{prelude::*, task::spawn_local};

use super::{context::AppContext, error_panel::event_code, submission::Submission};
use crate::{
    domain::{CustomerId, Profile},
    error::ApiError,
    event::Event,
    form::AppRoot,
};

/// The loader of one profile, as a handle. The latest request counts: the response to an earlier one is dropped. The
/// profile on screen stays until the next one has arrived, and stays if that cannot be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProfileLoader {
    context: AppContext,
    root: AppRoot,
    customer: StoredValue<CustomerId>,
    submission: Submission,
    state: RwSignal<Option<Result<Profile, ApiError>>>,
    on_profile: Callback<Profile>,
    /// The number of the latest request.
    latest_request: StoredValue<u32>,
    /// The id of the element that gets the focus once a retry succeeds.
    focus_on_retry: StoredValue<Option<&'static str>>,
}

impl ProfileLoader {
    /// A loader for this customer. `state` gets the error of a first read that fails, `on_profile` every profile, and
    /// `submission` the progress and the errors of later reads.
    pub(super) fn new(
        context: AppContext,
        root: AppRoot,
        customer: CustomerId,
        submission: Submission,
        state: RwSignal<Option<Result<Profile, ApiError>>>,
        on_profile: Callback<Profile>,
    ) -> ProfileLoader {
        ProfileLoader {
            context,
            root,
            customer: StoredValue::new(customer),
            submission,
            state,
            on_profile,
            latest_request: StoredValue::new(0),
            focus_on_retry: StoredValue::new(None),
        }
    }

    /// Loads the profile from the start: the page shows that it is loading.
    pub(super) fn load(self) {
        self.state.set(None);
        self.fetch(None);
    }

    /// Reads the page of the list of groups that begins at `offset`, unless a request is pending.
    pub(super) fn turn_page(self, offset: u32) {
        if self.submission.busy.get_untracked() {
            return;
        }
        self.context.client.with_value(|client| client.set_offset(offset));
        self.fetch(Some("pages"));
    }

    /// Repeats a later read that failed.
    pub(super) fn retry(self) {
        self.fetch(self.focus_on_retry.get_value());
    }

    /// Reads the profile, then focuses the element of the id `focus`.
    pub(super) fn fetch(self, focus: Option<&'static str>) {
        self.latest_request.update_value(|latest| *latest += 1);
        let request = self.latest_request.get_value();
        if self.is_loaded() {
            self.submission.begin();
        }
        let (client, customer) = (self.context.client.get_value(), self.customer.get_value());
        spawn_local(async move {
            let result = client.read_profile(&customer).await;
            if self.latest_request.try_get_value() != Some(request) {
                return;
            }
            let is_reload = self.is_loaded();
            if is_reload {
                self.submission.end();
            }
            // Rendering the page again removes the element that has the focus.
            let focus = focus.or((is_reload && self.root.has_focus_in(".c-page")).then_some("title"));
            match result {
                Err(error) if is_reload => {
                    self.focus_on_retry.set_value(focus);
                    return self.submission.fail(self.context, error);
                }
                Ok(profile) => self.on_profile.run(profile),
                Err(error) => {
                    self.context.emit.run(Event::Failure(event_code(&error)));
                    self.state.set(Some(Err(error)));
                }
            }
            if !is_reload {
                self.context.emit.run(Event::Ready);
            }
            if let Some(id) = focus {
                self.root.focus(id);
            }
        });
    }

    /// Whether a profile is on screen. Not tracked.
    fn is_loaded(self) -> bool {
        self.state.with_untracked(|state| matches!(state, Some(Ok(_))))
    }
}
