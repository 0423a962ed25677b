//! The loyalty card: the tier on a ladder, the points as a number, and both as text.

use leptos::prelude::*;

use super::{
    card::Card,
    value::FactRow,
    value_formatter::{DisplayLine, label_or_code},
};
use crate::{
    domain::{Loyalty, PartialDate},
    i18n::{I18n, tier_key},
};

/// The tiers of the ladder, lowest first. Others (`NONE`, `EXCLUDED`, a new one) are not on it.
const LADDER: [&str; 4] = ["TURQUOISE", "SILVER", "GOLD", "PLATINUM"];

/// The card of the loyalty programme.
#[component]
pub fn LoyaltyCard(
    /// The customer's standing; `None` if the record has none.
    loyalty: Option<Loyalty>,
) -> impl IntoView {
    let i18n = I18n::expect();
    let Some(loyalty) = loyalty else {
        return view! {
            <Card slug="loyalty" title=i18n.text("section.loyalty")>
                <p class="c-empty">{i18n.text("view.empty")}</p>
            </Card>
        };
    };
    let tier_label = move |code: &str| label_or_code(i18n, tier_key(code), code);
    let tier_lines = move |code: String| Signal::derive(move || vec![DisplayLine::plain(tier_label(&code))]);
    let fact = move |key: &'static str, lines: Signal<Vec<DisplayLine>>| {
        view! { <FactRow name=i18n.text(key) lines=lines /> }
    };

    let current = loyalty.tier.as_deref().and_then(|tier| LADDER.iter().position(|step| *step == tier));
    let ladder = current.map(|current| {
        let step = |(index, code): (usize, &'static str)| {
            view! {
                <li
                    class="c-step"
                    data-tier=code
                    data-on=index <= current
                    data-here=index == current
                    aria-current=(index == current).then_some("true")
                >
                    {Signal::derive(move || tier_label(code))}
                </li>
            }
        };
        let steps = LADDER.into_iter().enumerate().map(step).collect_view();
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
        Signal::derive(move || {
            let date = PartialDate::from_stored(stored.clone()).parts().and_then(|parts| i18n.date(parts));
            vec![DisplayLine::plain(date.unwrap_or_else(|| stored.clone()))]
        })
    };
    let yes = Signal::derive(move || vec![DisplayLine::plain(i18n.get("view.yes"))]);
    view! {
        <Card slug="loyalty" title=i18n.text("section.loyalty")>
            <div class="c-loyalty">
                {ladder}
                {points}
                <dl class="c-facts" part="facts">
                    {fact("loyalty.tier", tier_lines(loyalty.tier.unwrap_or_else(|| "NONE".to_owned())))}
                    {loyalty.previous_tier.map(|tier| fact("loyalty.previous", tier_lines(tier)))}
                    {loyalty.for_life.filter(|for_life| *for_life).map(|_| fact("loyalty.for-life", yes))}
                    {loyalty.for_life_since.map(|since| fact("loyalty.since", date_lines(since)))}
                </dl>
            </div>
        </Card>
    }
}
