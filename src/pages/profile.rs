//! The profile of one customer: loaded once, then viewed and updated.

use leptos::{prelude::*, task::spawn_local};

use super::{
    AppContext, ErrorPanel, ValueFormatter, card::Title, conflict::ConflictPage, error_panel::event_code,
    save_controller::SaveController, update::UpdatePage, view::ViewPage,
};
use crate::{
    client::Client,
    domain::{CustomerId, Field, Profile, Record, Section, TextField},
    error::ApiError,
    event::Event,
    form::{AppRoot, Button, Form, Weight},
    i18n::I18n,
    route::Route,
};

/// Keeps the vendor's list of forms of address in the language of the page.
pub(super) fn keep_civilities(context: AppContext, formatter: ValueFormatter, i18n: I18n) {
    // A memo: the words may arrive for a locale that was chosen all along.
    let locale = Memo::new(move |_| i18n.tag());
    Effect::new(move |_| {
        let tag = locale.get();
        let Some(client) = context.client.try_get_value() else { return };
        spawn_local(async move {
            // A list that cannot be had is no reason to stop: the codes are shown instead.
            if let Ok(civilities) = client.civilities().await
                // An answer in a language that was left meanwhile is dropped.
                && i18n.try_tag_untracked() == Some(tag)
            {
                formatter.civilities.try_set(civilities);
            }
        });
    });
}

/// The profile of this customer.
#[component]
pub fn ProfilePage(
    /// Whose it is.
    customer: CustomerId,
) -> impl IntoView {
    let i18n = I18n::expect();
    let context = AppContext::expect();
    let root = AppRoot::expect();
    let formatter = ValueFormatter::new(i18n);
    let vendor = context.client.with_value(Client::vendor);
    // Who is known by one name has one: the other may be emptied.
    let required = Callback::new(move |(form, field): (Form, Field)| {
        let other = match field {
            Field::Text(TextField::FirstName) => TextField::LastName,
            Field::Text(TextField::LastName) => TextField::FirstName,
            _ => return vendor.requires(field),
        };
        form.text(other).with(String::is_empty)
    });
    let form = Form::new(Record::default(), required);
    let state = RwSignal::new(None::<Result<Profile, ApiError>>);

    if vendor.supports(Field::Text(TextField::Civility)) {
        keep_civilities(context, formatter, i18n);
    }
    let accept = Callback::new(move |profile: Profile| {
        form.reload(profile.record.clone());
        state.set(Some(Ok(profile)));
    });
    let controller = SaveController::new(context, form, customer.clone(), accept);
    let is_read_only = !Field::all().any(|field| vendor.writes(field));
    // The last answer that was asked for counts. What is on screen stays until it is there, and where it cannot be had.
    let asked = StoredValue::new(0_u32);
    // Where the focus is to be once it can be had.
    let wanted = StoredValue::new(None::<&'static str>);
    let is_there = move || state.with_untracked(|state| matches!(state, Some(Ok(_))));
    let fetch = {
        let customer = customer.clone();
        Callback::new(move |then: Option<&'static str>| {
            asked.update_value(|asked| *asked += 1);
            let turn = asked.get_value();
            if is_there() {
                controller.submission.begin();
            }
            let (client, customer) = (context.client.get_value(), customer.clone());
            spawn_local(async move {
                let loaded = client.read_profile(&customer).await;
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                let is_anew = is_there();
                if is_anew {
                    controller.submission.end();
                }
                // What is drawn anew takes the focus with it.
                let then = then.or((is_anew && root.has_focus_in(".c-page")).then_some("title"));
                match loaded {
                    Err(failure) if is_anew => {
                        wanted.set_value(then);
                        return controller.submission.fail(context, failure);
                    }
                    Ok(profile) => accept.run(profile),
                    Err(failure) => {
                        context.emit.run(Event::Failure(event_code(&failure)));
                        state.set(Some(Err(failure)));
                    }
                }
                if !is_anew {
                    context.emit.run(Event::Ready);
                }
                if let Some(id) = then {
                    root.focus(id);
                }
            });
        })
    };
    let load = Callback::new(move |()| {
        state.set(None);
        fetch.run(None);
    });
    load.run(());
    let turn = Callback::new(move |offset: u32| {
        if controller.submission.busy.get_untracked() {
            return;
        }
        context.client.with_value(|client| client.set_offset(offset));
        fetch.run(Some("pages"));
    });
    let again = Callback::new(
        move |()| if is_read_only { fetch.run(wanted.get_value()) } else { controller.retry() },
    );
    if vendor.localizes_responses() {
        // The vendor is told the language alone.
        Effect::new(move |before: Option<String>| {
            let language = i18n.tag().language().to_owned();
            if before.is_some_and(|before| before != language) {
                fetch.run(None);
            }
            language
        });
    }
    let discard = Callback::new(move |()| {
        form.reset(Field::all());
        controller.discard();
    });
    context.navigator.guard_unsaved(Signal::derive(move || form.is_dirty(Field::all())), discard);
    // A machine that slept, or was out of reach, is back: what nobody knew can be known now.
    for event in ["online", "visibilitychange"] {
        let listener = window_event_listener_untyped(event, move |_| {
            if !document().hidden() && untrack(|| controller.submission.is_outcome_unknown()) {
                controller.retry();
            }
        });
        on_cleanup(move || listener.remove());
    }

    // Nothing is opened that cannot be changed.
    let section = Memo::new(move |_| {
        let writes = |section: &Section| section.fields().any(|field| vendor.writes(field));
        context.navigator.route.with(Route::section).filter(writes)
    });
    // The focus follows: to the heading of what was opened, and back to what opened it.
    Effect::new(move |before: Option<Option<Section>>| {
        let now = section.get();
        if before.is_some() {
            controller.leave_page();
        }
        match (before.flatten(), now) {
            (_, Some(_)) if before.is_some() => {
                // What was saved can be taken back until the page is left.
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
    // A choice that is to be made is where the customer is to be.
    Effect::new(move |_| {
        if controller.conflict.with(Option::is_some) {
            root.focus("title");
        }
    });
    // What comes back late is not to rebuild a page that is typed on.
    let is_there = Memo::new(move |_| i18n.is_ready() && state.with(|state| matches!(state, Some(Ok(_)))));
    move || {
        let customer = customer.clone();
        match (is_there.get(), controller.conflict.get(), section.get()) {
            (true, Some(conflict), _) => view! { <ConflictPage conflict controller formatter /> }.into_any(),
            (true, None, Some(section)) => {
                view! { <UpdatePage customer section form controller formatter /> }.into_any()
            }
            _ => match state.get() {
                Some(Ok(profile)) if i18n.is_ready() => {
                    view! { <ViewPage customer profile controller formatter again turn /> }.into_any()
                }
                Some(Err(failure)) if i18n.is_ready() => {
                    view! { <LoadErrorPage failure=failure load=load /> }.into_any()
                }
                _ => view! { <Loading /> }.into_any(),
            },
        }
    }
}

/// What is seen before the profile has come: the frame of it.
#[component]
pub fn Loading() -> impl IntoView {
    let i18n = I18n::expect();
    view! {
        <div class="c-page">
            <h1 class="c-hidden">{i18n.text("view.title")}</h1>
            <p class="c-hidden" role="status">{i18n.text("view.loading")}</p>
            <div class="c-skeleton" aria-hidden="true">
                {(0..5).map(|_| view! { <div class="c-skeleton-block"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// The profile could not be loaded.
#[component]
fn LoadErrorPage(failure: ApiError, load: Callback<()>) -> impl IntoView {
    let i18n = I18n::expect();
    let key = match failure {
        ApiError::SignedOut => "failure.sign-in",
        _ => "failure.retry",
    };
    view! {
        <div class="c-page">
            <Title label=i18n.text("view.title") key="view.title" />
            <ErrorPanel failure=failure>
                <Button weight=Weight::Primary label=i18n.text(key) on_click=load />
            </ErrorPanel>
        </div>
    }
}
