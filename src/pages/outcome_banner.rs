//! The outcome banner: the result of a save, and its undo, beside what was saved.

use leptos::prelude::*;

use super::{change_list::ChangeList, chunks::saved_notice_view, context::AppContext, notice::Notice};
use crate::{
    domain::{EditScope, Field},
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    journey::{Confirmation, Message, Outcome, SaveReport, State},
};

/// The banner with the outcome, if there is one and it is about this part of the profile.
#[component]
pub(super) fn OutcomeBanner(
    /// The part of the profile that the banner is shown in; `None` for the top of the page.
    place: Option<EditScope>,
) -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let outcome = store.select(move |state| {
        let outcome = state.open()?.outcome.as_ref()?;
        (outcome.place() == place).then(|| outcome.clone())
    });
    let banner = move |outcome: Outcome| match outcome {
        Outcome::Created => Some(
            view! {
                <Notice
                    kind="good"
                    title="news.created"
                    text=Some(i18n.text("news.created-text"))
                    on_close=store.sender(|| Message::CloseOutcome)
                />
            }
            .into_any(),
        ),
        Outcome::Unchanged => None,
        Outcome::Saved { report, fields } => Some(saved_notice_view(*report, fields)),
    };
    move || outcome.get().and_then(banner)
}

/// A note in a form that was sent without a change. It is gone once something is changed.
#[component]
pub(super) fn UnchangedNote() -> impl IntoView {
    let (i18n, store) = (I18n::expect(), AppContext::expect().store);
    let is_unchanged =
        store.select(|state| state.open().is_some_and(|open| open.outcome == Some(Outcome::Unchanged)));
    let text = move || (is_unchanged.get() && !store.is_dirty()).then(|| i18n.get("news.unchanged"));
    view! { <p class="c-soft" role="status">{text}</p> }
}

/// The outcome of a save: what was saved and whether it is stored as requested, what others have changed, and the undo.
#[component]
pub(super) fn SavedNotice(
    /// What was saved.
    report: SaveReport,
    /// The fields that were sent.
    fields: Vec<Field>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { store, vendor, formatter, .. } = AppContext::expect();
    let busy = store.select(State::is_sending);
    let (different, remote_changes, undo) =
        (report.stored_differently(), report.remote_changes(), report.undo(|field| vendor.clears(field)));
    let is_undo = report.is_undo;
    let saved_title = if is_undo { "news.undone" } else { "news.saved" };
    let (kind, title, text) = match report.confirmation {
        Confirmation::KeptStoredValue => ("good", "news.kept", Some("news.kept-text")),
        Confirmation::AlreadyStored => ("good", "news.same", Some("news.same-text")),
        _ if report.is_ignored() => ("warn", "news.ignored", Some("news.ignored-text")),
        Confirmation::FoundOnReread if !different.is_empty() => {
            ("warn", "news.other", Some("news.other-text"))
        }
        _ if !different.is_empty() => ("warn", "news.different", Some("news.different-text")),
        Confirmation::ReadBackFailed => ("warn", saved_title, Some("news.unread-text")),
        Confirmation::FoundOnReread => ("good", saved_title, Some("news.found-text")),
        Confirmation::ReadBack => ("good", saved_title, None),
    };
    let heading = Signal::derive(move || {
        let names: Vec<String> = formatter.group_names(&fields);
        i18n.fill(title, &[("names", &i18n.list(&names))])
    });
    let SaveReport { loaded, requested, stored, .. } = report;
    let different = (!different.is_empty()).then(|| {
        let keys = ["news.asked", "news.stored"];
        view! { <ChangeList before=requested after=stored.clone() fields=different formatter keys /> }
    });
    let remote_changes = (!remote_changes.is_empty()).then(|| {
        let keys = ["clash.loaded", "clash.theirs"];
        view! {
            <h3>{i18n.text("news.elsewhere")}</h3>
            <ChangeList before=loaded after=stored fields=remote_changes formatter keys />
        }
    });
    let undo = undo.map(|_| {
        let on_click = store.sender(|| Message::Undo);
        let label = i18n.text("news.undo");
        let id = AppRoot::expect().id("undo");
        view! {
            <div class="c-actions" part="actions">
                <Button weight=Weight::Secondary id busy label on_click />
            </div>
        }
    });
    let text = text.map(|key| i18n.text(key));
    let on_close = store.sender(|| Message::CloseOutcome);
    view! { <Notice kind title heading text on_close>{different} {remote_changes} {undo}</Notice> }
}
