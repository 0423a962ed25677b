//! The profile of one customer: loaded once, then viewed and updated.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk, FailurePanel, Words, card::Title, clash::ClashPage, failure::slug, saver::Saver,
    update::UpdatePage, view::ViewPage,
};
use crate::{
    api::Api,
    domain::{CustomerId, Profile, Record, Section, Text, Unit},
    event::Event,
    failure::Failure,
    form::{Button, Form, Ground, Weight},
    i18n::I18n,
    route::Route,
};

/// Keeps the vendor's list of forms of address in the language of the page.
pub(super) fn keep_civilities(desk: Desk, words: Words, i18n: I18n) {
    // A memo: the words may arrive for a locale that was chosen all along.
    let locale = Memo::new(move |_| i18n.tag());
    Effect::new(move |_| {
        let tag = locale.get();
        let Some(api) = desk.api.try_get_value() else { return };
        spawn_local(async move {
            // A list that cannot be had is no reason to stop: the codes are shown instead.
            if let Ok(civilities) = api.civilities().await
                // An answer in a language that was left meanwhile is dropped.
                && i18n.try_tag_untracked() == Some(tag)
            {
                words.civilities.try_set(civilities);
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
    let desk = Desk::expect();
    let ground = Ground::expect();
    let words = Words::new(i18n);
    let vendor = desk.api.with_value(Api::vendor);
    // Who is known by one name has one: the other may be emptied.
    let required = Callback::new(move |(form, unit): (Form, Unit)| {
        let other = match unit {
            Unit::Text(Text::FirstName) => Text::LastName,
            Unit::Text(Text::LastName) => Text::FirstName,
            _ => return vendor.requires(unit),
        };
        form.text(other).with(String::is_empty)
    });
    let form = Form::new(Record::default(), required);
    let state = RwSignal::new(None::<Result<Profile, Failure>>);

    if vendor.has(Unit::Text(Text::Civility)) {
        keep_civilities(desk, words, i18n);
    }
    let accept = Callback::new(move |profile: Profile| {
        form.reload(profile.record.clone());
        state.set(Some(Ok(profile)));
    });
    let saver = Saver::new(desk, form, customer.clone(), accept);
    let is_read_only = !Unit::all().any(|unit| vendor.writes(unit));
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
                saver.sending.begin();
            }
            let (api, customer) = (desk.api.get_value(), customer.clone());
            spawn_local(async move {
                let loaded = api.view(&customer).await;
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                let is_anew = is_there();
                if is_anew {
                    saver.sending.end();
                }
                // What is drawn anew takes the focus with it.
                let then = then.or((is_anew && ground.has_focus_in(".c-page")).then_some("title"));
                match loaded {
                    Err(failure) if is_anew => {
                        wanted.set_value(then);
                        return saver.sending.fail(desk, failure);
                    }
                    Ok(profile) => accept.run(profile),
                    Err(failure) => {
                        desk.tell.run(Event::Failure(slug(&failure)));
                        state.set(Some(Err(failure)));
                    }
                }
                if !is_anew {
                    desk.tell.run(Event::Ready);
                }
                if let Some(id) = then {
                    ground.focus(id);
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
        if saver.sending.busy.get_untracked() {
            return;
        }
        desk.api.with_value(|api| api.turn(offset));
        fetch.run(Some("pages"));
    });
    let again =
        Callback::new(move |()| if is_read_only { fetch.run(wanted.get_value()) } else { saver.again() });
    if vendor.is_worded() {
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
        form.reset(Unit::all());
        saver.forget();
    });
    desk.way.guard(Signal::derive(move || form.is_dirty(Unit::all())), discard);
    // A machine that slept, or was out of reach, is back: what nobody knew can be known now.
    for event in ["online", "visibilitychange"] {
        let listener = window_event_listener_untyped(event, move |_| {
            if !document().hidden() && untrack(|| saver.sending.is_unknown()) {
                saver.again();
            }
        });
        on_cleanup(move || listener.remove());
    }

    // Nothing is opened that cannot be changed.
    let section = Memo::new(move |_| {
        let writes = |section: &Section| section.units().any(|unit| vendor.writes(unit));
        desk.way.route.with(Route::section).filter(writes)
    });
    // The focus follows: to the heading of what was opened, and back to what opened it.
    Effect::new(move |before: Option<Option<Section>>| {
        let now = section.get();
        if before.is_some() {
            saver.leave();
        }
        match (before.flatten(), now) {
            (_, Some(_)) if before.is_some() => {
                // What was saved can be taken back until the page is left.
                desk.news.set(None);
                saver.clear();
                ground.focus("title");
            }
            (Some(left), None) if desk.news.with_untracked(Option::is_none) => {
                ground.focus(format!("edit-{}", left.slug()));
            }
            _ => {}
        }
        now
    });
    // A choice that is to be made is where the customer is to be.
    Effect::new(move |_| {
        if saver.clash.with(Option::is_some) {
            ground.focus("title");
        }
    });
    // What comes back late is not to rebuild a page that is typed on.
    let is_there = Memo::new(move |_| i18n.is_settled() && state.with(|state| matches!(state, Some(Ok(_)))));
    move || {
        let customer = customer.clone();
        match (is_there.get(), saver.clash.get(), section.get()) {
            (true, Some(clash), _) => view! { <ClashPage clash saver words /> }.into_any(),
            (true, None, Some(section)) => {
                view! { <UpdatePage customer section form saver words /> }.into_any()
            }
            _ => match state.get() {
                Some(Ok(profile)) if i18n.is_settled() => {
                    view! { <ViewPage customer profile saver words again turn /> }.into_any()
                }
                Some(Err(failure)) if i18n.is_settled() => {
                    view! { <LoadFailed failure=failure load=load /> }.into_any()
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
                {(0..5).map(|_| view! { <div class="c-ghost"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// The profile could not be loaded.
#[component]
fn LoadFailed(failure: Failure, load: Callback<()>) -> impl IntoView {
    let i18n = I18n::expect();
    let key = match failure {
        Failure::SignedOut => "failure.sign-in",
        _ => "failure.retry",
    };
    view! {
        <div class="c-page">
            <Title words=i18n.text("view.title") key="view.title" />
            <FailurePanel failure=failure>
                <Button weight=Weight::Primary words=i18n.text(key) press=load />
            </FailurePanel>
        </div>
    }
}
