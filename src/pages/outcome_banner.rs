//! News at the top of the profile: what became of a save, and a way to take it back.

use leptos::prelude::*;

use super::{
    AppContext, ValueFormatter,
    card::Notice,
    change_list::ChangeList,
    save::{Confirmation, SaveReport, SaveRequest},
};
use crate::{
    client::Client,
    form::{AppRoot, Button, Weight},
    i18n::I18n,
};

/// What became of what the customer asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The customer was created.
    Created,
    /// There was nothing to change.
    Unchanged,
    /// A change was saved, or was there already.
    Saved(Box<SaveReport>),
}

/// Shows the outcome, while there are any.
#[component]
pub fn OutcomeBanner(
    /// The outcome.
    outcome: RwSignal<Option<Outcome>>,
    /// Words fields.
    formatter: ValueFormatter,
    /// Whether something is being saved.
    busy: Signal<bool>,
    /// Takes a save back.
    undo: Callback<SaveRequest>,
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
        Outcome::Saved(report) => view! { <Saved report=*report formatter busy undo /> }.into_any(),
    };
    move || outcome.get().map(banner)
}

/// A save: whether all is as it was asked for, what else changed, and the way back.
#[component]
fn Saved(
    report: SaveReport,
    formatter: ValueFormatter,
    busy: Signal<bool>,
    undo: Callback<SaveRequest>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let vendor = AppContext::expect().client.with_value(Client::vendor);
    let (different, elsewhere, plan) =
        (report.stored_differently(), report.remote_changes(), report.undo(|field| vendor.clears(field)));
    let is_undo = report.is_undo;
    let done = if is_undo { "news.undone" } else { "news.saved" };
    let (kind, title, text) = match report.confirmation {
        Confirmation::KeptStoredValue => ("good", "news.kept", "news.kept-text"),
        Confirmation::AlreadyStored => ("good", "news.same", "news.same-text"),
        _ if report.is_ignored() => ("warn", "news.ignored", "news.ignored-text"),
        Confirmation::FoundOnReread if !different.is_empty() => ("warn", "news.other", "news.other-text"),
        _ if !different.is_empty() => ("warn", "news.different", "news.different-text"),
        Confirmation::ReadBackFailed => ("warn", done, "news.unread-text"),
        Confirmation::FoundOnReread => ("good", done, "news.found-text"),
        Confirmation::ReadBack if is_undo => ("good", done, "news.undone-text"),
        Confirmation::ReadBack => ("good", done, "news.saved-text"),
    };
    let SaveReport { loaded, requested, stored, .. } = report;
    let different = (!different.is_empty()).then(|| {
        let keys = ["news.asked", "news.stored"];
        view! { <ChangeList before=requested after=stored.clone() fields=different formatter keys /> }
    });
    let elsewhere = (!elsewhere.is_empty()).then(|| {
        let keys = ["clash.loaded", "clash.theirs"];
        view! {
            <h3>{i18n.text("news.elsewhere")}</h3>
            <ChangeList before=loaded after=stored fields=elsewhere formatter keys />
        }
    });
    let undo = plan.map(|plan| {
        let press = Callback::new(move |()| undo.run(plan.clone()));
        let label = i18n.text("news.undo");
        view! { <div class="c-actions" part="actions"><Button weight=Weight::Secondary id=AppRoot::expect().id("undo") busy label on_click=press /></div> }
    });
    view! { <Notice kind title text=i18n.text(text)>{different} {elsewhere} {undo}</Notice> }
}
