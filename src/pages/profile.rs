//! The profile of one customer: loaded once, then viewed and updated.

use leptos::prelude::*;

use super::{
    civilities::load_civilities,
    conflict::ConflictPage,
    context::AppContext,
    loading::{LoadErrorPage, Loading},
    profile_loader::ProfileLoader,
    save_controller::SaveController,
    update::UpdatePage,
    value_formatter::ValueFormatter,
    view::ViewPage,
};
use crate::{
    client::Client,
    domain::{CustomerId, Field, Profile, Record, Section, TextField},
    error::ApiError,
    form::{AppRoot, Form},
    i18n::I18n,
    route::Route,
    vendor_api::Vendor,
};

/// The page of one customer's profile. It shows the conflict if there is one, else the section that is open for
/// editing, else the whole profile.
#[component]
pub fn ProfilePage(
    /// The customer whose profile it is.
    customer: CustomerId,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let formatter = ValueFormatter::new(i18n);
    let vendor = context.client.with_value(Client::vendor);
    let form = Form::new(Record::default(), required_fields(vendor));
    let state = RwSignal::new(None::<Result<Profile, ApiError>>);

    if vendor.supports(Field::Text(TextField::Civility)) {
        load_civilities(context, formatter, i18n);
    }
    let on_profile = Callback::new(move |profile: Profile| {
        form.reload(profile.record.clone());
        state.set(Some(Ok(profile)));
    });
    let controller = SaveController::new(context, form, customer.clone(), on_profile);
    let loader =
        ProfileLoader::new(context, root, customer.clone(), controller.submission, state, on_profile);
    loader.load();
    let on_retry_load = Callback::new(move |()| loader.load());
    let on_page = Callback::new(move |offset: u32| loader.turn_page(offset));
    let is_read_only = !Field::all().any(|field| vendor.writes(field));
    let on_retry = Callback::new(move |()| if is_read_only { loader.retry() } else { controller.retry() });

    if vendor.localizes_responses() {
        reload_on_language_change(i18n, loader);
    }
    guard_unsaved_input(context, form, controller);
    check_outcome_on_return(controller);
    let section = open_section(context, vendor);
    focus_on_section_change(context, root, controller, section);
    focus_on_conflict(root, controller);

    // A memo: a profile that arrives later must not rebuild a page that the customer types on.
    let is_loaded = Memo::new(move |_| i18n.is_ready() && state.with(|state| matches!(state, Some(Ok(_)))));
    move || {
        let customer = customer.clone();
        match (is_loaded.get(), controller.conflict.get(), section.get()) {
            (true, Some(conflict), _) => view! { <ConflictPage conflict controller formatter /> }.into_any(),
            (true, None, Some(section)) => {
                view! { <UpdatePage customer section form controller formatter /> }.into_any()
            }
            _ => match state.get() {
                Some(Ok(profile)) if i18n.is_ready() => {
                    view! { <ViewPage customer profile controller formatter on_retry on_page /> }.into_any()
                }
                Some(Err(error)) if i18n.is_ready() => {
                    view! { <LoadErrorPage error on_retry=on_retry_load /> }.into_any()
                }
                _ => view! { <Loading /> }.into_any(),
            },
        }
    }
}

/// Whether a field of the form is required. One of first and last name is enough: either may be emptied while the
/// other is filled in.
fn required_fields(vendor: Vendor) -> Callback<(Form, Field), bool> {
    Callback::new(move |(form, field): (Form, Field)| {
        let other = match field {
            Field::Text(TextField::FirstName) => TextField::LastName,
            Field::Text(TextField::LastName) => TextField::FirstName,
            _ => return vendor.requires(field),
        };
        form.text(other).with(String::is_empty)
    })
}

/// Reads the profile again when the language changes, for a vendor that translates its responses.
fn reload_on_language_change(i18n: I18n, loader: ProfileLoader) {
    // The request carries the language only, not the region.
    Effect::new(move |before: Option<String>| {
        let language = i18n.tag().language().to_owned();
        if before.is_some_and(|before| before != language) {
            loader.fetch(None);
        }
        language
    });
}

/// Asks before the customer leaves a form with unsaved input.
fn guard_unsaved_input(context: AppContext, form: Form, controller: SaveController) {
    let discard = Callback::new(move |()| {
        form.reset(Field::all());
        controller.discard();
    });
    context.navigator.guard_unsaved(Signal::derive(move || form.is_dirty(Field::all())), discard);
}

/// Finds out the outcome of a write, if it is unknown, as soon as the browser is online again or the tab visible again:
/// after a sleep or a lost connection the profile can be read again.
fn check_outcome_on_return(controller: SaveController) {
    for event in ["online", "visibilitychange"] {
        let listener = window_event_listener_untyped(event, move |_| {
            if !document().hidden() && untrack(|| controller.submission.is_outcome_unknown()) {
                controller.retry();
            }
        });
        on_cleanup(move || listener.remove());
    }
}

/// The section that is open for editing; `None` also for a section in which the vendor writes no field.
fn open_section(context: AppContext, vendor: Vendor) -> Memo<Option<Section>> {
    Memo::new(move |_| {
        let writes = |section: &Section| section.fields().any(|field| vendor.writes(field));
        context.navigator.route.with(Route::section).filter(writes)
    })
}

/// Moves the focus when a section is opened or closed: to the heading of the section, and back to the button that
/// opened it. Also resets what belongs to the page that is left.
fn focus_on_section_change(
    context: AppContext,
    root: AppRoot,
    controller: SaveController,
    section: Memo<Option<Section>>,
) {
    Effect::new(move |before: Option<Option<Section>>| {
        let now = section.get();
        if before.is_some() {
            controller.leave_page();
        }
        match (before.flatten(), now) {
            (_, Some(_)) if before.is_some() => {
                // The outcome of the last save, and its undo, are offered until the customer edits again.
                context.outcome.set(None);
                controller.clear_error();
                root.focus("title");
            }
            (Some(left), None) if context.outcome.with_untracked(Option::is_none) => {
                root.focus(format!("edit-{}", left.slug()));
            }
            _ => {}
        }
        now
    });
}

/// Moves the focus to the heading of the conflict when one appears.
fn focus_on_conflict(root: AppRoot, controller: SaveController) {
    Effect::new(move |_| {
        if controller.conflict.with(Option::is_some) {
            root.focus("title");
        }
    });
}
