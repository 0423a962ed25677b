//! The standing in a loyalty programme with known tiers: the tier on a ladder, the points as a number.

use leptos::prelude::*;

use super::{
    value::FactRow,
    value_formatter::{DisplayLine, format_date},
};
use crate::{
    domain::{Loyalty, PartialDate},
    i18n::{I18n, label_or_code, tier_key},
};

/// The standing in the loyalty programme.
#[component]
pub(super) fn LoyaltyStanding(
    /// The customer's standing; `None` if the record has none.
    loyalty: Option<Loyalty>,
    /// The codes of the programme's tiers, lowest first. A tier that is none of them is not on the ladder.
    ladder: &'static [&'static str],
) -> impl IntoView {
    let i18n = I18n::expect();
    let Some(loyalty) = loyalty else {
        return view! { <p class="c-standing c-soft">{i18n.text("loyalty.not-member")}</p> }.into_any();
    };
    let tier_label = move |code: &str| label_or_code(i18n, tier_key(code), code);
    let tier_lines = move |code: Option<String>| {
        Signal::derive(move || {
            let label = code.as_deref().map_or_else(|| i18n.get("tier.none"), tier_label);
            vec![DisplayLine::plain(label)]
        })
    };
    let fact = move |key: &'static str, lines: Signal<Vec<DisplayLine>>| {
        view! { <FactRow name=i18n.text(key) lines=lines /> }
    };

    let current = loyalty.tier.as_deref().and_then(|tier| ladder.iter().position(|step| *step == tier));
    let steps = current.map(|current| {
        let step = |(index, code): (usize, &'static str)| {
            view! {
                <li
                    class="c-step"
                    part="tier"
                    data-tier=code
                    data-on=index <= current
                    data-here=index == current
                    aria-current=(index == current).then_some("true")
                >
                    {Signal::derive(move || tier_label(code))}
                </li>
            }
        };
        let steps = ladder.iter().copied().enumerate().map(step).collect_view();
        view! { <ol class="c-ladder" part="ladder" aria-label=i18n.text("loyalty.ladder")>{steps}</ol> }
    });
    let points = loyalty.points.map(|points| {
        view! {
            <p class="c-points" part="points">
                <strong>{Signal::derive(move || i18n.number(points))}</strong>
                " "
                {Signal::derive(move || i18n.count("loyalty.points", points))}
            </p>
        }
    });
    let date_lines = move |stored: String| {
        let date = PartialDate::from_stored(stored);
        Signal::derive(move || vec![DisplayLine::plain(format_date(i18n, &date))])
    };
    let yes = Signal::derive(move || vec![DisplayLine::plain(i18n.get("view.yes"))]);
    // The date says it too.
    let for_life = loyalty.for_life.filter(|for_life| *for_life && loyalty.for_life_since.is_none());
    // The ladder names the tier; without a ladder the tier is a row.
    let tier = current.is_none().then(|| fact("loyalty.tier", tier_lines(loyalty.tier)));
    view! {
        <div class="c-standing c-loyalty">
            {steps}
            {points}
            <dl class="c-facts" part="facts">
                {tier}
                {loyalty.previous_tier.map(|tier| fact("loyalty.previous", tier_lines(Some(tier))))}
                {for_life.map(|_| fact("loyalty.for-life", yes))}
                {loyalty.for_life_since.map(|since| fact("loyalty.since", date_lines(since)))}
            </dl>
        </div>
    }
    .into_any()
}
