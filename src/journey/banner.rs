//! News at the top of the profile: what became of a save, and a way to take it back.

use leptos::prelude::*;

use super::{
    Desk, Words,
    card::Notice,
    changes::ChangeList,
    save::{Plan, Proof, Report},
};
use crate::{
    api::Api,
    form::{Button, Ground, Weight},
    i18n::I18n,
};

/// What became of what the customer asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The customer was created.
    Created,
    /// There was nothing to change.
    Unchanged,
    /// A change was saved, or was there already.
    Saved(Box<Report>),
}

/// Shows the news, while there are any.
#[component]
pub fn Banner(
    /// The news.
    news: RwSignal<Option<News>>,
    /// Words units.
    words: Words,
    /// Whether something is being saved.
    busy: Signal<bool>,
    /// Takes a save back.
    undo: Callback<Plan>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let banner = move |news: News| match news {
        News::Created => {
            view! { <Notice kind="good" title="news.created" text=i18n.text("news.created-text") /> }
                .into_any()
        }
        News::Unchanged => {
            view! { <Notice kind="good" title="news.unchanged" text=i18n.text("news.unchanged-text") /> }
                .into_any()
        }
        News::Saved(report) => view! { <Saved report=*report words busy undo /> }.into_any(),
    };
    move || news.get().map(banner)
}

/// A save: whether all is as it was asked for, what else changed, and the way back.
#[component]
fn Saved(report: Report, words: Words, busy: Signal<bool>, undo: Callback<Plan>) -> impl IntoView {
    let i18n = I18n::expect();
    let vendor = Desk::expect().api.with_value(Api::vendor);
    let (different, elsewhere, plan) =
        (report.different(), report.elsewhere(), report.undo(|unit| vendor.clears(unit)));
    let is_undo = report.is_undo;
    let done = if is_undo { "news.undone" } else { "news.saved" };
    let (kind, title, text) = match report.proof {
        Proof::NothingAsked => ("good", "news.kept", "news.kept-text"),
        Proof::NothingSent => ("good", "news.same", "news.same-text"),
        _ if report.is_ignored() => ("warn", "news.ignored", "news.ignored-text"),
        Proof::Found if !different.is_empty() => ("warn", "news.other", "news.other-text"),
        _ if !different.is_empty() => ("warn", "news.different", "news.different-text"),
        Proof::Unread => ("warn", done, "news.unread-text"),
        Proof::Found => ("good", done, "news.found-text"),
        Proof::ReadBack if is_undo => ("good", done, "news.undone-text"),
        Proof::ReadBack => ("good", done, "news.saved-text"),
    };
    let Report { loaded, asked, stored, .. } = report;
    let different = (!different.is_empty()).then(|| {
        let keys = ["news.asked", "news.stored"];
        view! { <ChangeList before=asked after=stored.clone() units=different words keys /> }
    });
    let elsewhere = (!elsewhere.is_empty()).then(|| {
        let keys = ["clash.loaded", "clash.theirs"];
        view! {
            <h3>{i18n.text("news.elsewhere")}</h3>
            <ChangeList before=loaded after=stored units=elsewhere words keys />
        }
    });
    let undo = plan.map(|plan| {
        let press = Callback::new(move |()| undo.run(plan.clone()));
        let words = i18n.text("news.undo");
        view! { <div class="c-actions" part="actions"><Button weight=Weight::Secondary id=Ground::expect().id("undo") busy words press /></div> }
    });
    view! { <Notice kind title text=i18n.text(text)>{different} {elsewhere} {undo}</Notice> }
}
