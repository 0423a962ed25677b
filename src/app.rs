//! The root component: the contexts that every page uses, and the choice of the page.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    domain::{EditScope, Section},
    error::ApiError,
    event::Event,
    form::AppRoot,
    i18n::{I18n, LanguageTag},
    journey::{Conflict, Message, Page, SaveRequest, Stage, State},
    pages::{
        AppContext, BuiltCards, LoadErrorPage, Loading, LocaleCombobox, Locales, UnsavedChangesDialog,
        ValueFormatter, ViewPage, answers_view, conflict_view, create_view, review_view, section_form_view,
    },
    store::Store,
};

/// The values that the app is started with.
pub struct AppOptions {
    /// The state of the journey.
    pub store: Store,
    /// The language of the page. Whoever starts the app loads the catalogue of the locale to begin with.
    pub i18n: I18n,
    /// The locales the customer can choose from.
    pub locales: Vec<LanguageTag>,
    /// Whether the customer has chosen a locale before.
    pub is_chosen: bool,
    /// The URL of the host's support, if the host has one.
    pub support_url: Option<String>,
    /// The app's outermost element, and its node.
    pub root: (AppRoot, NodeRef<html::Div>),
    /// Emits an event to the host.
    pub emit: Callback<Event>,
    /// Whether the server has no longer the files of this build.
    pub is_outdated: Callback<(), bool>,
    /// Whether a preview stands in front of the app until it is shown.
    pub is_behind_preview: bool,
    /// Called once, when there is something else on screen than that the profile is loading.
    pub on_shown: Callback<()>,
}

/// What is on screen. It changes only if another page is to be shown: a profile that arrives later must not rebuild a
/// page that the customer types on.
#[derive(Clone, Debug, PartialEq)]
enum Screen {
    Loading,
    LoadFailed(ApiError),
    Create,
    Answers,
    View,
    Form(Section),
    Review(Box<SaveRequest>),
    Conflict(Box<Conflict>),
}

impl Screen {
    fn of(state: &State) -> Screen {
        match &state.stage {
            Stage::Creation(creation) if creation.is_reviewing => Screen::Answers,
            Stage::Creation(_) => Screen::Create,
            Stage::Loading(_) => Screen::Loading,
            Stage::LoadFailed(_, error) => Screen::LoadFailed(error.clone()),
            Stage::Open(open) => match &open.page {
                // A row is edited in its place on the view.
                Page::View | Page::Form(EditScope::Row(_)) => Screen::View,
                Page::Form(EditScope::Section(section)) => Screen::Form(*section),
                Page::Review(_, request) => Screen::Review(request.clone()),
                Page::Conflict { conflict, .. } => Screen::Conflict(conflict.clone()),
            },
        }
    }
}

/// The whole app.
#[component]
pub fn App(
    /// The values it is started with.
    options: AppOptions,
) -> impl IntoView {
    let AppOptions { store, i18n, locales, is_chosen, support_url, emit, is_outdated, on_shown, .. } =
        options;
    let built_cards = if options.is_behind_preview { BuiltCards::none() } else { BuiltCards::all() };
    let (root, node) = options.root;
    let formatter = ValueFormatter::new(i18n, store.select(|state| state.civilities.clone()));
    provide_context(i18n);
    provide_context(root);
    provide_context(AppContext {
        store,
        vendor: store.peek(|state| state.vendor),
        formatter,
        built_cards,
        locales: Locales::new(locales, is_chosen),
        support_url: StoredValue::new(support_url.unwrap_or_default()),
        emit,
        is_outdated,
    });
    follow_locale(i18n, store);
    follow_connection(store);
    store.send(Message::Start);

    let screen = store.select(move |state| if i18n.is_ready() { Screen::of(state) } else { Screen::Loading });
    Effect::new(move |was_shown: Option<bool>| {
        let was_shown = was_shown.unwrap_or_default();
        let is_complete = |screen: &Screen| match screen {
            Screen::Loading => false,
            Screen::View => built_cards.is_complete(),
            _ => true,
        };
        let is_shown = was_shown || screen.with(is_complete);
        if is_shown && !was_shown {
            // Once it is rendered.
            spawn_local(async move { on_shown.run(()) });
        }
        is_shown
    });
    view! {
        <div
            class="c-app"
            node_ref=node
            on:pointerdown=move |_| root.note_use()
            on:keydown=move |_| root.note_use()
        >
            <LocaleCombobox />
            <UnsavedChangesDialog />
            {move || match screen.get() {
                Screen::Loading => view! { <Loading /> }.into_any(),
                Screen::LoadFailed(error) => view! { <LoadErrorPage error /> }.into_any(),
                Screen::Create => create_view(),
                Screen::Answers => answers_view(),
                Screen::View => view! { <ViewPage /> }.into_any(),
                Screen::Form(section) => section_form_view(section),
                Screen::Review(request) => review_view(*request),
                Screen::Conflict(conflict) => conflict_view(*conflict),
            }}
        </div>
    }
}

/// Sends a message when the page has another locale.
fn follow_locale(i18n: I18n, store: Store) {
    Effect::new(move |before: Option<LanguageTag>| {
        let tag = i18n.tag();
        if let Some(before) = before.filter(|before| *before != tag) {
            let is_other_language = before.language() != tag.language();
            store.send(Message::LocaleChanged { is_other_language });
        }
        tag
    });
}

/// Sends a message when the browser is online again, or the tab visible again.
fn follow_connection(store: Store) {
    for (event, is_online) in [("online", true), ("visibilitychange", false)] {
        let listener = window_event_listener_untyped(event, move |_| {
            if is_online {
                store.send(Message::Online);
            } else if !document().hidden() {
                store.send(Message::Returned);
            }
        });
        on_cleanup(move || listener.remove());
    }
}
