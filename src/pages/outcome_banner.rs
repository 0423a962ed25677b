//! The outcome banner at the top of the profile: the result of a save, and its undo.

use leptos::prelude::*;

use super::{change_list::ChangeList, context::AppContext, notice::Notice, value_formatter::ValueFormatter};
use crate::{
    client::Client,
    form::{AppRoot, Button, Weight},
    i18n::I18n,
    journey::{Confirmation, SaveReport, SaveRequest},
};

/// The outcome of an action of the customer's.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The customer was created.
    Created,
    /// There was nothing to save.
    Unchanged,
    /// A change was saved, or was stored already.
    Saved(Box<SaveReport>),
}

/// The banner with the outcome, if there is one.
#[component]
pub fn OutcomeBanner(
    /// The outcome.
    outcome: RwSignal<Option<Outcome>>,
    /// Formats the values.
    formatter: ValueFormatter,
    /// Whether a save is pending.
    busy: Signal<bool>,
    /// Saves the undo.
    on_undo: Callback<SaveRequest>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let banner = move |outcome: Outcome| match outcome {
        Outcome::Created => {
            view! { <Notice kind="good" title="news.created" text=i18n.text("news.created-text") /> }
                .into_any()
        }
        Outcome::Unchanged => {
            view! { <Notice kind="good" title="news.unchanged" text=i18n.text("news.unchanged-text") /> }
                .into_any()
        }
        Outcome::Saved(report) => view! { <SavedNotice report=*report formatter busy on_undo /> }.into_any(),
    };
    move || outcome.get().map(banner)
}

/// The outcome of a save: whether the requested values are stored, what others have changed, and the undo.
#[component]
fn SavedNotice(
    report: SaveReport,
    formatter: ValueFormatter,
    busy: Signal<bool>,
    on_undo: Callback<SaveRequest>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let vendor = AppContext::expect().client.with_value(Client::vendor);
    let (different, remote_changes, undo) =
        (report.stored_differently(), report.remote_changes(), report.undo(|field| vendor.clears(field)));
    let is_undo = report.is_undo;
    let saved_title = if is_undo { "news.undone" } else { "news.saved" };
    let (kind, title, text) = match report.confirmation {
        Confirmation::KeptStoredValue => ("good", "news.kept", "news.kept-text"),
        Confirmation::AlreadyStored => ("good", "news.same", "news.same-text"),
        _ if report.is_ignored() => ("warn", "news.ignored", "news.ignored-text"),
        Confirmation::FoundOnReread if !different.is_empty() => ("warn", "news.other", "news.other-text"),
        _ if !different.is_empty() => ("warn", "news.different", "news.different-text"),
        Confirmation::ReadBackFailed => ("warn", saved_title, "news.unread-text"),
        Confirmation::FoundOnReread => ("good", saved_title, "news.found-text"),
        Confirmation::ReadBack if is_undo => ("good", saved_title, "news.undone-text"),
        Confirmation::ReadBack => ("good", saved_title, "news.saved-text"),
    };
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
    let undo = undo.map(|request| {
        let on_click = Callback::new(move |()| on_undo.run(request.clone()));
        let label = i18n.text("news.undo");
        let id = AppRoot::expect().id("undo");
        view! {
            <div class="c-actions" part="actions">
                <Button weight=Weight::Secondary id busy label on_click />
            </div>
        }
    });
    view! { <Notice kind title text=i18n.text(text)>{different} {remote_changes} {undo}</Notice> }
}
