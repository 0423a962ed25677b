//! A view whose code is in a chunk.

use std::{
    future::poll_fn,
    task::{Context, Poll, Waker},
    time::Duration,
};

use leptos::{prelude::*, reactive::computed::ScopedFuture, task::spawn_local};

use super::{context::AppContext, notice::Notice, reload_button::ReloadButton, section_form::CancelButton};
use crate::{
    chunk::{ChunkCall, ChunkError},
    event::Event,
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    journey::{Message, Page, State},
};

/// After this time without the code, the page says that it is loading.
const LOADING_DELAY: Duration = Duration::from_millis(400);

/// What there is of the view.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Loading,
    /// It has been loading for longer than [`LOADING_DELAY`].
    Slow,
    Failed,
    /// It is gone from the server: only a reload helps.
    Outdated,
    Ready,
}

/// Where a view is, for the customer.
#[derive(Clone, PartialEq)]
enum Place {
    /// It is what the customer asked for, and takes the focus as the page says.
    Asked,
    /// It belongs to the element of this id, which takes the focus if the button that tried again had it.
    Beside(String),
    /// The customer did not just ask for it: nothing is shown while it loads, and the focus stays where it is.
    Late,
}

/// Shows the view that `load` returns. If its code cannot be loaded, says so, with a button that tries again and one
/// that leaves the edit: what was typed is in the store and stays. If the server has the files of a newer build instead,
/// says so, and what a reload loses.
pub fn chunk_view(load: impl Fn() -> ChunkCall<AnyView> + 'static) -> AnyView {
    view_of(Place::Asked, Box::new(load))
}

/// As [`chunk_view`], for a view that belongs to the element of this id.
pub fn chunk_view_beside(id: String, load: impl Fn() -> ChunkCall<AnyView> + 'static) -> AnyView {
    view_of(Place::Beside(id), Box::new(load))
}

/// As [`chunk_view`], for a part of the page that the customer did not just ask for.
pub fn late_chunk_view(load: impl Fn() -> ChunkCall<AnyView> + 'static) -> AnyView {
    view_of(Place::Late, Box::new(load))
}

/// Returns the page of the open profile.
fn page_of(state: &State) -> Option<&Page> {
    state.open().map(|open| &open.page)
}

/// Any of these views. Not generic, so that it is compiled once. What has been shown before is shown at once.
fn view_of(place: Place, load: Box<dyn Fn() -> ChunkCall<AnyView>>) -> AnyView {
    let (i18n, root) = (I18n::expect(), AppRoot::expect());
    let AppContext { store, emit, is_outdated, .. } = AppContext::expect();
    let is_late = place == Place::Late;
    let progress = RwSignal::new(Progress::Loading);
    let is_retrying = RwSignal::new(false);
    let view = StoredValue::new_local(None);
    let load = StoredValue::new_local(load);
    let owner = Owner::current();
    let show = move |result: Result<AnyView, ChunkError>| {
        let next = match result {
            Ok(_) => Progress::Ready,
            Err(_) => {
                let is_outdated = is_outdated.run(());
                emit.run(Event::chunk_failure(is_outdated));
                if is_outdated { Progress::Outdated } else { Progress::Failed }
            }
        };
        is_retrying.set(false);
        view.set_value(result.ok());
        progress.set(next);
    };
    let start = move || {
        let Some(mut loading) = load.try_with_value(|load| load()) else { return };
        let mut poll = || loading.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let now = match &owner {
            Some(owner) => owner.with(poll),
            None => poll(),
        };
        if let Poll::Ready(result) = now {
            return show(result);
        }
        let say_so = move || {
            if progress.try_get_untracked() == Some(Progress::Loading) {
                progress.set(Progress::Slow);
            }
        };
        set_timeout(say_so, LOADING_DELAY);
        let built = poll_fn(move |context| {
            // The page has been left: the view must not be built with its signals gone.
            if progress.is_disposed() { Poll::Ready(None) } else { loading.as_mut().poll(context).map(Some) }
        });
        let place = place.clone();
        let show_later = async move {
            let Some(result) = built.await else { return };
            let (is_ready, was_retrying) = (result.is_ok(), is_retrying.get_untracked());
            // Whoever types elsewhere by now stays there. The button that tried again goes away with its focus.
            let takes_focus = is_ready && !is_late && (was_retrying || !root.has_focus_in(""));
            show(result);
            if takes_focus {
                // Whatever the page should focus was not there before.
                let is_missed = root.focus_missed();
                if let Place::Beside(id) = place
                    && was_retrying
                    && !is_missed
                {
                    root.focus(id);
                }
            }
        };
        match &owner {
            Some(owner) => owner.with(|| spawn_local(ScopedFuture::new_untracked(show_later))),
            None => spawn_local(show_later),
        }
    };
    start();
    // The message stays while it tries again, and its button keeps the focus.
    let on_retry = Callback::new(move |()| {
        if !is_retrying.get_untracked() {
            is_retrying.set(true);
            start();
        }
    });
    let text = Signal::derive(move || {
        let what_to_do = i18n.get("failure.offline-text");
        if is_late { what_to_do } else { [&what_to_do, " ", &i18n.get("failure.draft-kept")].concat() }
    });
    let outdated_text = Signal::derive(move || {
        let what_to_do = i18n.get("part.outdated-text");
        let lost = store.is_dirty().then(|| i18n.get("part.outdated-lost"));
        [what_to_do, lost.unwrap_or_default()].join(" ")
    });
    // What was typed is in the form, where it can be copied.
    let has_form =
        store.peek(|state| matches!(page_of(state), Some(Page::Review(..) | Page::Conflict { .. })));
    let leave_button = move || {
        if !has_form {
            return view! { <CancelButton /> }.into_any();
        }
        let on_click = store.sender(|| Message::Back);
        view! { <Button weight=Weight::Secondary label=i18n.text("review.back") on_click /> }.into_any()
    };
    let is_edit = !is_late && store.peek(|state| state.open().is_some());
    (move || match progress.get() {
        Progress::Loading => ().into_any(),
        Progress::Slow if is_late => ().into_any(),
        Progress::Slow => {
            view! { <p class="c-hint" part="hint" role="status">{i18n.text("part.loading")}</p> }.into_any()
        }
        Progress::Failed => view! {
            <Notice kind="bad" title="part.failed" text=Some(text) is_late>
                <div class="c-actions" part="actions">
                    <Button
                        weight=Weight::Primary
                        label=i18n.text("failure.retry")
                        busy=Signal::from(is_retrying)
                        on_click=on_retry
                    />
                    {is_edit.then(|| view! { <CancelButton /> })}
                </div>
            </Notice>
        }
        .into_any(),
        Progress::Outdated => view! {
            <Notice kind="bad" title="part.outdated" text=Some(outdated_text) is_late>
                <div class="c-actions" part="actions">
                    <ReloadButton />
                    {is_edit.then(leave_button)}
                </div>
            </Notice>
        }
        .into_any(),
        Progress::Ready => view.try_update_value(Option::take).flatten().into_any(),
    })
    .into_any()
}
