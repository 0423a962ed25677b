//! The header of a profile: who the customer is, and where they stand in the programme.

use std::sync::Arc;

use leptos::prelude::*;

use super::{context::AppContext, layout::Title, loyalty::LoyaltyStanding};
use crate::{
    domain::{NextTier, Profile, Summary},
    i18n::I18n,
};

/// The picture or initials, the name, and the standing.
#[component]
pub(super) fn ProfileHeader(
    /// The profile.
    profile: Memo<Option<Arc<Profile>>>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let AppContext { vendor, formatter, .. } = AppContext::expect();
    let title = Signal::derive(move || {
        let name = profile.with(|profile| formatter.full_name(&profile.as_ref()?.record));
        name.unwrap_or_else(|| i18n.get("view.title"))
    });
    let other_name = move || {
        let other = profile.with(|profile| formatter.name_in_other_script(&profile.as_ref()?.record));
        other.map(|name| view! { <p class="c-soft"><bdi>{name}</bdi></p> })
    };
    let picture = Memo::new(move |_| profile.with(|profile| profile.as_ref()?.summary.picture.clone()));
    let avatar = move || match picture.get() {
        // Beside the name, which says the same.
        Some(address) => view! { <img class="c-avatar" part="avatar" src=address alt="" /> }.into_any(),
        None => {
            let initials =
                profile.with(|profile| profile.as_ref().map(|profile| formatter.initials(&profile.record)));
            view! { <bdi class="c-avatar" part="avatar" aria-hidden="true">{initials}</bdi> }.into_any()
        }
    };
    let standing = move || {
        profile.get().map(|profile| match vendor.loyalty_tiers() {
            Some(ladder) => view! { <LoyaltyStanding loyalty=profile.loyalty.clone() ladder /> }.into_any(),
            None => view! { <SummaryLine summary=profile.summary.clone() /> }.into_any(),
        })
    };
    view! {
        <header class="c-header" part="header">
            {avatar}
            <div class="c-who">
                <Title label=title key="view.title" />
                {other_name}
            </div>
            {standing}
        </header>
    }
}

/// The tier, the points, the next tier and the last change, of a vendor whose programme has no ladder.
#[component]
fn SummaryLine(summary: Summary) -> impl IntoView {
    let i18n = I18n::expect();
    let Summary { tier, points, next_tier, changed, .. } = summary;
    let tier = tier.map(|tier| view! { <bdi class="c-tier" part="tier">{tier}</bdi> });
    let points = points.map(|points| {
        view! {
            <span class="c-points" part="points">
                <strong>{Signal::derive(move || i18n.number(points))}</strong> " "
                {Signal::derive(move || i18n.count("loyalty.points", points))}
            </span>
        }
    });
    let next = next_tier.map(|NextTier { name, missing }| {
        let text = Signal::derive(move || match missing {
            Some(missing) => {
                i18n.fill("loyalty.missing", &[("count", &i18n.number(missing)), ("tier", &name)])
            }
            None => i18n.fill("loyalty.next", &[("tier", &name)]),
        });
        view! { <span class="c-soft">{text}</span> }
    });
    let changed = changed.map(|stored| {
        let text = Signal::derive(move || {
            let when = i18n.timestamp(&stored).unwrap_or_else(|| stored.clone());
            i18n.fill("view.changed", &[("when", &when)])
        });
        view! { <p class="c-soft">{text}</p> }
    });
    let has_standing = tier.is_some() || points.is_some() || next.is_some();
    view! {
        <div class="c-standing">
            {has_standing.then(|| view! { <p class="c-standing-line">{tier} {points} {next}</p> })}
            {changed}
        </div>
    }
}
